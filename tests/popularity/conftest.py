"""Each test of this room begins as a process does: nothing waits or is untold, no salt is remembered."""

import pytest

from articles.popularity import parts, salts, tallies
from articles.popularity.waiting import QUEUE


@pytest.fixture(autouse=True)
def fresh_process() -> None:
    QUEUE.waiting.clear()
    parts._gathered.clear()
    salts._salts.clear()
    tallies.OWN = tallies.Tallies()
