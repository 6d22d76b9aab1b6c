"""Readers' pages are rendered anew for each request, at one fixed noon, unless a test asks otherwise."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from articles.reading import seasons
from tests.builders import NOON


@pytest.fixture(autouse=True)
def uncached_pages(settings: Any) -> Iterator[None]:
    """No page and no season of an earlier test is remembered."""
    settings.PAGE_CACHE = False
    seasons.forget()
    yield
    seasons.forget()


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[time_machine.Traveller]:
    """The clock stands at noon; ``at_noon.move_to`` moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller
