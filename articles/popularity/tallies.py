"""What became of this process' beacons, told to Redis part by part, so that the ledger of all processes adds up.

A part that was told is never told again, and one whose answer was lost is sent again under its own number, which
Redis takes once. A process that is killed takes with it what it had not told yet: at most the last second.
"""

import os
import secrets
import threading
from collections import Counter
from typing import NamedTuple

from articles.popularity.counter_keys import DROPPED, RECEIVED, REFUSALS


class Part(NamedTuple):
    """Some tallies on their way: of which process, the how manieth, and times by kind."""

    process: str
    number: int
    times: dict[str, int]


class Tallies:
    """The tallies of one process, since it started and since it last told them."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.since_start: Counter[str] = Counter()
        self.untold: Counter[str] = Counter()
        self.process = ""
        self.number = 0
        self.underway: Part | None = None

    def note(self, kind: str, times: int = 1) -> None:
        """Add ``times`` to a tally."""
        with self.lock:
            self.since_start[kind] += times
            self.untold[kind] += times

    def next_part(self) -> Part | None:
        """What is to be told now: the part that nobody confirmed, else all that is new; None when nothing is."""
        with self.lock:
            if self.underway is None and self.untold:
                self.process = self.process or f"{os.getpid():x}-{secrets.token_hex(8)}"
                self.number += 1
                self.underway = Part(self.process, self.number, dict(self.untold))
                self.untold.clear()
            return self.underway

    def was_told(self, part: Part) -> None:
        """Redis took this part."""
        with self.lock:
            if self.underway == part:
                self.underway = None


OWN = Tallies()


def receive() -> None:
    """Note a beacon of a view that came in."""
    OWN.note(RECEIVED)


def refuse(reason: str) -> str:
    """Note a beacon that was refused, and give the reason back."""
    OWN.note(reason)
    return reason


def drop(views: int = 1) -> None:
    """Note views that could wait no longer."""
    OWN.note(DROPPED, views)


def refused() -> dict[str, int]:
    """Refused beacons of this process by reason."""
    return {reason: OWN.since_start[reason] for reason in REFUSALS if OWN.since_start[reason]}


def dropped() -> int:
    """Views this process gave up."""
    return OWN.since_start[DROPPED]
