"""At the desk it is always noon."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.builders import NOON


@pytest.fixture
def noon() -> Iterator[None]:
    """The clock stands at the one fixed noon."""
    with time_machine.travel(NOON, tick=False):
        yield
