"""Looks that wait in this process for Redis to come back; bounded, and never sent when they could count twice."""

import threading
from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings

from articles.popularity import tallies
from articles.popularity.visitors import Keys, Look

MOST = 10_000


class Waiting(NamedTuple):
    """A look to be sent again. Its keys, and since when they are known, only when Redis may have counted it."""

    look: Look
    keys: Keys | None = None
    unsure_since: datetime | None = None


class Queue:
    """Waiting looks, oldest first.

    Sent again within the window, an unsure one is a repeat by its own key. Later that key is gone, so it is dropped
    rather than counted twice.
    """

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.waiting: deque[Waiting] = deque()
        self.lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.waiting)

    def add(self, waiting: Waiting) -> bool:
        """Keep it; False when too many wait already, and then it is dropped."""
        with self.lock:
            room = len(self.waiting) < self.most
            if room:
                self.waiting.append(waiting)
        if not room:
            tallies.drop()
        return room

    def take(self, most: int, now: datetime) -> Iterator[Waiting]:
        """Up to ``most`` that may still be sent."""
        for _turn in range(most):
            try:
                waiting = self.waiting.popleft()
            except IndexError:
                return
            if self._could_count_twice(waiting, now):
                tallies.drop()
            else:
                yield waiting

    def _could_count_twice(self, waiting: Waiting, now: datetime) -> bool:
        since = waiting.unsure_since
        return since is not None and now - since >= timedelta(seconds=settings.VIEWS_WINDOW)


QUEUE = Queue()
