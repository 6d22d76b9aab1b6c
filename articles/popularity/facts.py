"""Facts of other producers, such as the log of an edge: stated late, twice or out of order they change nothing more.

A fact is (hour, kind, article, epoch, absolute count): in this life of the producer's counters, so many of a kind
were counted of an article in an hour so far. docs/counting.md tells producers what they owe.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from articles.popularity import days, merging
from articles.popularity.counter_keys import ADMITTED, KINDS, READ, VIEW, Counter
from articles.popularity.standing import hour_of
from articles.text.refusals import Refused

STATED = (*KINDS, READ)
GREATEST = 2**63 - 1
EPOCH = re.compile(r"[0-9A-Za-z_.-]{1,32}")


class NoFact(Refused):
    """A line says nothing that could be counted, and says why."""


class Fact(NamedTuple):
    """So many of ``kind`` of an article in ``hour`` (whole hours since 1970, UTC), as one producer's life counted."""

    hour: int
    kind: str
    article_id: int
    epoch: str
    total: int

    @property
    def counter(self) -> Counter:
        """What it was counted in."""
        return Counter(self.epoch, self.hour, self.kind)


class Stated(NamedTuple):
    """Rows that grew, views added to totals, and the counters whose day was rolled up before."""

    rows: int
    views: int
    too_old: frozenset[Counter]


def parsed(line: bytes, now: datetime) -> Fact:
    """The fact in a line of JSON. Raises NoFact."""
    try:
        said = json.loads(line)
    except ValueError as error:
        raise NoFact(_("This is no JSON: %(error)s.") % {"error": error}) from error
    if not isinstance(said, dict):
        raise NoFact(_("A fact is an object with hour, kind, article, epoch and count."))
    latest = hour_of(now) + 1  # a producer's clock may be a little ahead of ours
    return Fact(
        hour=_whole(said, "hour", 0, latest),
        kind=_kind(said),
        article_id=_whole(said, "article", 1, GREATEST),
        epoch=_epoch(said),
        total=_whole(said, "count", 0, GREATEST),
    )


def state(facts: Iterable[Fact], now: datetime) -> Stated:
    """State facts in short transactions, at most merging.PART facts of one counter each."""
    greatest: dict[Counter, dict[int, int]] = defaultdict(dict)
    for fact in facts:
        counts = greatest[fact.counter]
        counts[fact.article_id] = max(fact.total, counts.get(fact.article_id, 0))
    rows = views = 0
    too_old: set[Counter] = set()
    for counter in sorted(greatest):
        counted = sorted(greatest[counter].items())
        for start in range(0, len(counted), merging.PART):
            part = counted[start : start + merging.PART]
            grown = _state(counter, part, now)
            if grown is None:
                too_old.add(counter)
                break
            rows += len(grown)
            views += sum(grown.values()) if counter.kind == VIEW else 0
    return Stated(rows, views, frozenset(too_old))


@transaction.atomic
def _state(counter: Counter, part: Sequence[tuple[int, int]], now: datetime) -> Mapping[int, int] | None:
    """By how much each article grew; None when the day was rolled up."""
    merging.lock_marks()
    if days.is_rolled(counter.hour, days.rolled_until()):
        return None
    grown = merging.state(counter, [(article_id, count) for article_id, count in part if count])
    if grown and counter.kind == VIEW:
        merging.fold(grown, min(now, merging.moment(counter.hour) + timedelta(hours=1)))
    return grown


def _whole(said: Mapping[str, Any], name: str, least: int, most: int) -> int:
    value = said.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise NoFact(_("“%(name)s” has to be a whole number.") % {"name": name})
    if not least <= value <= most:
        raise NoFact(
            _("“%(name)s” has to be from %(least)s to %(most)s, and it is %(value)s.")
            % {"name": name, "least": least, "most": most, "value": value}
        )
    return value


def _kind(said: Mapping[str, Any]) -> str:
    kind = said.get("kind")
    if kind not in STATED:
        raise NoFact(_("“kind” has to be one of these: %(kinds)s.") % {"kinds": ", ".join(STATED)})
    return str(kind)


def _epoch(said: Mapping[str, Any]) -> str:
    epoch = said.get("epoch")
    if not isinstance(epoch, str) or not EPOCH.fullmatch(epoch):
        raise NoFact(_("“epoch” has to be 1 to 32 letters, digits, dots, dashes or underscores."))
    if epoch == ADMITTED:
        raise NoFact(_("This epoch belongs to the newsroom itself; choose another."))
    return epoch
