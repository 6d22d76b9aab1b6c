"""Walks over search entries from the newest on: the newest are asked one by one, the rest is gathered by an index.

A common word is met soon, so nothing else has to be looked at; a rare one costs its few rows in the index.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from articles.reading import matching
from articles.reading.models import SearchEntryQuerySet

SOON = 3000  # of the newest; how far each is asked by itself


@dataclass(frozen=True)
class Ground:
    """The ``entries`` that may be found.

    Of a tag with many copies: these ``copies``, newest first, and the ``others``, what the other filters leave.
    """

    entries: SearchEntryQuerySet
    copies: QuerySet[Any, Any] | None = None
    others: SearchEntryQuerySet | None = None


@dataclass(frozen=True)
class Walk:
    """A way over ``ground``: ``ahead``, down to ``horizon``, everything is asked by itself; None means to the end."""

    ground: Ground
    ahead: SearchEntryQuerySet
    horizon: datetime | None
    found: tuple[int, ...] = ()

    def met(self, asked: Q, gathered: Q, most: int) -> list[int]:
        """The newest ``most`` that fit: ``asked`` of each row, or ``gathered``, the same with the help of an index."""
        met = newest(self._others(self.ahead.filter(asked)), most)
        missing = most - len(met)
        if self.horizon is None or missing <= 0:
            return met
        if missing <= len(met):  # then as far again will do, or nearly so
            further = replace(walk(self.ground, self.horizon), found=self.found)
            return met + further.met(asked, gathered, missing)
        behind = self.ground.entries.filter(gathered, published_at__lte=self.horizon)
        return met + newest(self._others(behind), missing)

    def besides(self, found: Sequence[int]) -> "Walk":
        """The same way without the editions ``found``."""
        return replace(self, found=tuple(found))

    def _others(self, entries: SearchEntryQuerySet) -> SearchEntryQuerySet:
        return entries.exclude(matching.numbered(self.found)) if self.found else entries


def walk(ground: Ground, start: datetime | None = None) -> Walk:
    """The way over ``ground``, from what was published at ``start`` on; in a small archive it has no horizon."""
    rows = _from(ground.entries.newest_first() if ground.copies is None else ground.copies, start)
    horizon = next(iter(rows.values_list("published_at", flat=True)[SOON : SOON + 1]), None)
    ahead = _beyond(rows, horizon)
    if ground.others is not None:
        # The numbers are at hand, so none is looked for among all entries.
        numbers = list(ahead.values_list("content_object", flat=True))
        ahead = ground.others.filter(matching.numbered(numbers))
    return Walk(ground, ahead, horizon)


def newest(entries: SearchEntryQuerySet, most: int) -> list[int]:
    """The numbers of the newest ``most`` editions among ``entries``."""
    return list(entries.newest_first().values_list("pk", flat=True)[:most]) if most > 0 else []


def _from(rows: Any, start: datetime | None) -> Any:
    return rows.filter(published_at__lte=start) if start else rows


def _beyond(rows: Any, horizon: datetime | None) -> Any:
    return rows.filter(published_at__gt=horizon) if horizon else rows
