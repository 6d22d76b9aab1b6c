"""The API is asked at one fixed noon and in English; no season of an earlier test is remembered."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from articles.reading import seasons
from tests.builders import NOON


@pytest.fixture(autouse=True)
def fresh_season() -> Iterator[None]:
    seasons.forget()
    yield
    seasons.forget()


@pytest.fixture(autouse=True)
def in_english(settings: Any) -> None:
    settings.NEWSROOM_LANGUAGE = "en"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The clock stands at noon; ``clock.move_to`` moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller
