"""The ledger of beacons: received = views + repeats + robots + doubtful + refused + dropped.

What was received and what became of it are counted apart, the one by each web process as it comes in, the other by
Redis as it is counted, and both reach the database as facts. So the difference shows what is still on its way (at
most a second of beacons and a flush), and what a killed process took with it.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Sum

from articles.popularity.counter_keys import (
    ADMITTED,
    DISCARDED,
    DOUBT,
    DROPPED,
    NOT_READ,
    READ,
    RECEIVED,
    REFUSALS,
    REPEAT,
    ROBOT,
    TOLD,
    VIEW,
)
from articles.popularity.models import CounterLife, ViewDay, ViewHour
from articles.popularity.standing import hour_of

DAY = 24


class Ledger(NamedTuple):
    """Beacons of views by what became of them; and beside them readings, and verdicts on doubts."""

    received: int
    views: int
    repeats: int
    robots: int
    doubt: int
    refused: Mapping[str, int]  # by reason
    dropped: int
    reads: int
    not_reads: int  # readings that counted nothing
    admitted: int  # doubts that somebody let in since, in these hours
    discarded: int

    @property
    def accounted(self) -> int:
        """Beacons of which is known what became of them."""
        refused = sum(self.refused.values())
        return self.views + self.repeats + self.robots + self.doubt + refused + self.dropped

    @property
    def difference(self) -> int:
        """Received and not accounted for yet; 0 when everything has arrived."""
        return self.received - self.accounted


def ledger(now: datetime, hours: int = DAY) -> Ledger:
    """The ledger of the last ``hours`` hours, this one included; at most 35 days back."""
    span = {"hour__gt": hour_of(now) - hours, "hour__lte": hour_of(now)}
    rows = ViewHour.objects.filter(**span).order_by("kind")
    own = rows.filter(epoch__in=CounterLife.objects.values("epoch"))
    sums = defaultdict(int, own.values_list("kind").annotate(sum=Sum("count")))
    decided = defaultdict(int, rows.filter(epoch=ADMITTED).values_list("kind").annotate(sum=Sum("count")))
    return Ledger(
        received=sums[RECEIVED],
        views=sums[VIEW],
        repeats=sums[REPEAT],
        robots=sums[ROBOT],
        doubt=sums[DOUBT],
        refused={reason: sums[reason] for reason in REFUSALS},
        dropped=sums[DROPPED],
        reads=sums[READ],
        not_reads=sums[NOT_READ],
        admitted=decided[VIEW],
        discarded=decided[DISCARDED],
    )


def told() -> dict[str, int]:
    """Beacons that were received, refused (by reason) or dropped since the newsroom exists."""
    sums = dict.fromkeys(TOLD, 0)
    for table in (ViewDay, ViewHour):
        rows = table.objects.filter(article_id=0, kind__in=TOLD).order_by("kind")
        for kind, count in rows.values_list("kind").annotate(sum=Sum("count")):
            sums[kind] += count
    return sums
