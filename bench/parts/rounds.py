"""Contestants asked in turns, so that a machine which is busy for a while is busy for all of them."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.parts import loads
from bench.parts.loads import Answered


class Contestant(NamedTuple):
    """Who is asked, where, and for what."""

    name: str
    port: int
    paths: Sequence[str]


class Pace(NamedTuple):
    """How often everybody is asked, and for how many seconds each time."""

    rounds: int
    seconds: float


class Told:
    """What the rounds found of each contestant."""

    def __init__(self) -> None:
        self.found: dict[str, list[Answered]] = {}

    def share(self, one: str, other: str) -> float:
        """The rate of ``one`` by that of ``other``, taken within each round; the middle one of the rounds."""
        pairs = zip(self.found[one], self.found[other], strict=True)
        return median(mine.rate / theirs.rate for mine, theirs in pairs)

    def print(self, title: str) -> None:
        """Rates from the slowest to the quickest round, and the waits in the middle."""
        for name, found in self.found.items():
            rates = sorted(each.rate for each in found)
            p50, p99 = median(each.p50 for each in found), median(each.p99 for each in found)
            span = f"({rates[0]:.0f}–{rates[-1]:.0f})"
            print(
                f"{title:<24}{name:<20}{median(rates):>8.0f}/s {span:<16} p50 {p50:.2f}  p99 {p99:.2f} ms",
                flush=True,
            )


def ask(contestants: Sequence[Contestant], *, pace: Pace, connections: int, folder: Path) -> Told:
    """Ask everybody in every round, in every second one from the last to the first."""
    told = Told()
    for each in contestants:
        told.found[each.name] = []
    for turn in range(pace.rounds):
        for each in contestants if turn % 2 == 0 else reversed(contestants):
            found = loads.load(
                each.port, each.paths, seconds=pace.seconds, connections=connections, folder=folder
            )
            told.found[each.name].append(found)
    return told
