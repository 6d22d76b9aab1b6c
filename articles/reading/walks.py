"""Walks over search entries from the newest on: the newest are asked one by one, the rest is gathered by an index.

A common word is met soon, so nothing else has to be looked at; a rare one costs its few rows in the index.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection
from django.db.models import Q

from articles.reading import matching
from articles.reading.models import SearchEntryQuerySet

SOON = 3000  # of the newest; how far each is asked by itself


@dataclass(frozen=True)
class Walk:
    """A way through ``entries``; what was published later than ``horizon`` is asked one by one, and all where it is
    None. ``near`` are the numbers of these, where it takes the database long to find them."""

    entries: SearchEntryQuerySet
    horizon: datetime | None
    near: Sequence[int] | None = None

    def met(self, asked: Q, gathered: Q, most: int) -> list[int]:
        """The newest ``most`` that fit: ``asked`` of each row, or ``gathered``, the same with the help of an index."""
        found = newest(self._ahead().filter(asked), most)
        missing = most - len(found)
        if self.horizon is None or missing <= 0:
            return found
        behind = self.entries.filter(published_at__lte=self.horizon)
        if missing <= len(found):  # then as far again will do, or nearly so
            return found + walk(behind, is_tagged=self.near is not None).met(asked, gathered, missing)
        return found + newest(behind.filter(gathered), missing)

    def besides(self, found: Sequence[int]) -> "Walk":
        """The same way without the editions ``found``."""
        return replace(self, entries=self.entries.exclude(matching.numbered(found))) if found else self

    def _ahead(self) -> SearchEntryQuerySet:
        ahead = self.entries.filter(published_at__gt=self.horizon) if self.horizon else self.entries
        return ahead if self.near is None else ahead.filter(matching.numbered(self.near))


def walk(entries: SearchEntryQuerySet, *, is_tagged: bool = False) -> Walk:
    """The way through ``entries``, which in a small archive never leads beyond its horizon.

    With ``is_tagged`` they are those of a tag with many copies, which PostgreSQL would look up after it asked the row.
    """
    if not is_tagged or connection.vendor != "postgresql":
        behind = entries.newest_first().values_list("published_at", flat=True)[SOON : SOON + 1]
        return Walk(entries, next(iter(behind), None))
    near = newest(entries, SOON + 1)
    behind = entries.filter(pk__in=near[SOON:]).values_list("published_at", flat=True)
    return Walk(entries, next(iter(behind), None), near[:SOON])


def newest(entries: SearchEntryQuerySet, most: int) -> list[int]:
    """The numbers of the newest ``most`` editions among ``entries``."""
    return list(entries.newest_first().values_list("pk", flat=True)[:most]) if most > 0 else []
