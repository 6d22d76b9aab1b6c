"""Each test of this room begins as a process does: nothing waits, no salt is remembered."""

import pytest

from articles.popularity import counting
from articles.popularity.waiting import QUEUE


@pytest.fixture(autouse=True)
def fresh_process() -> None:
    QUEUE.waiting.clear()
    counting._salts.clear()
