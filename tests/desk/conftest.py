"""At the desk it is always noon, and these tests read its words in English."""

from collections.abc import Iterator

import pytest
import time_machine
from django.utils import translation

from tests.builders import NOON


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences that are made outside a request are English too."""
    with translation.override("en"):
        yield


@pytest.fixture
def noon(in_english: None) -> Iterator[None]:
    """The clock stands at the one fixed noon."""
    with time_machine.travel(NOON, tick=False):
        yield
