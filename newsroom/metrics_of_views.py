"""The ledger of beacons as numbers for Prometheus: what came in, and what became of it."""

import os
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Sum

from articles.popularity import ledger
from articles.popularity.counter_keys import DROPPED, RECEIVED, REFUSALS
from articles.popularity.models import FlushMark, ViewHour
from articles.popularity.waiting import QUEUE
from newsroom.exposition import Sample, metric

DAY = 24


def counted(now: datetime) -> Iterator[str]:
    """What was counted of articles, by kind."""
    since = int(now.timestamp()) // 3600 - DAY + 1
    rows = ViewHour.objects.filter(hour__gte=since, article_id__gt=0)
    sums = rows.values_list("kind").order_by("kind").annotate(total=Sum("count"))
    kinds: list[Sample] = [({"kind": kind}, total) for kind, total in sums]
    yield metric("newsroom_views_24h", "gauge", "Views of the last 24 hours, this one included.", kinds)


def of_beacons(now: datetime) -> Iterator[str]:
    """What became of beacons in all processes, as they told it and the last flush stored it."""
    yield from _ledger(ledger.ledger(now))
    told = ledger.told()
    reasons: list[Sample] = [({"reason": reason}, told[reason]) for reason in REFUSALS]
    yield metric("newsroom_views_received_total", "counter", "Beacons that came in.", told[RECEIVED])
    yield metric("newsroom_views_refused_total", "counter", "Beacons that were refused.", reasons)
    yield metric("newsroom_views_dropped_total", "counter", "Views that could wait no longer.", told[DROPPED])
    late = FlushMark.objects.aggregate(views=Sum("late_views"))["views"] or 0
    yield metric(
        "newsroom_views_seal_difference", "counter", "Views merged only when their hour was sealed.", late
    )


def of_process() -> Iterator[str]:
    """What waits in the process that answers, and in no other."""
    own: list[Sample] = [({"pid": str(os.getpid())}, len(QUEUE))]
    yield metric("newsroom_views_waiting", "gauge", "Looks that wait in this process for Redis.", own)


def _ledger(found: ledger.Ledger) -> Iterator[str]:
    lines: list[Sample] = [
        ({"line": name}, value)
        for name, value in (
            ("received", found.received),
            ("views", found.views),
            ("repeats", found.repeats),
            ("robots", found.robots),
            ("doubt", found.doubt),
            ("refused", sum(found.refused.values())),
            ("dropped", found.dropped),
            ("difference", found.difference),
        )
    ]
    words = (
        "Beacons of 24 hours: received = views + repeats + robots + doubt + refused + dropped + difference."
    )
    yield metric("newsroom_views_ledger_24h", "gauge", words, lines)
