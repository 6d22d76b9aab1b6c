"""Looks gathered for a moment and sent a hundred at once: fewer round trips where one process sees thousands a second.

Off until ``VIEWS_PARTS_MS`` says how long a look may wait. Whoever fills a part sends it; the rest is sent by the
courier of the process, at the latest after that time. A process that is killed loses what it had gathered.
"""

import threading
from datetime import datetime

from articles.popularity import sending
from articles.popularity.counter_keys import DROPPED
from articles.popularity.visitors import Look
from articles.popularity.waiting import QUEUE, Waiting

PART = 100  # looks

_lock = threading.Lock()
_gathered: list[Waiting] = []


def gather(look: Look, now: datetime) -> str:
    """Keep a look for the next part; "gathered", or "dropped" while too many wait for Redis already."""
    part: list[Waiting] = []
    with _lock:
        _gathered.append(Waiting(look))
        if len(_gathered) >= PART:
            part = _taken()
    if part and sending.send(part, now)[-1] == DROPPED:
        return DROPPED
    return "gathered"


def send(now: datetime) -> int:
    """Send what is gathered, and after it what waits for Redis to come back; how many looks were sent."""
    with _lock:
        part = _taken()
    part += QUEUE.take(PART, now) if not part else []
    if part:
        sending.send(part, now)
    return len(part)


def _taken() -> list[Waiting]:
    part = _gathered[:]
    _gathered.clear()
    return part
