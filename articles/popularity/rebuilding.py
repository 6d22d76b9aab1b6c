"""Makes every standing again from the counts of hours and, before them, of days, and says what differed."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db import transaction

from articles.popularity import decay, merging, rates
from articles.popularity.counter_keys import VIEW
from articles.popularity.merging import Kept, moment
from articles.popularity.models import Standing, ViewDay, ViewHour
from articles.popularity.standing import hour_of

CHUNK = 200  # articles a transaction


class Difference(NamedTuple):
    """An article whose total was not the sum of its hours."""

    article_id: int
    had: int
    has: int


class Rebuilt(NamedTuple):
    """How many standings were made again, the wrong totals among them, and the largest change of a sum in views."""

    standings: int
    differences: list[Difference]
    largest_change: float


def rebuild(now: datetime, *, progress: Callable[[int, int], None] = lambda _done, _whole: None) -> Rebuilt:
    """Rebuild all totals, sums and typical rates from ``ViewHour``; ``progress`` hears of (done, whole) articles."""
    counted = (
        ViewHour.objects.filter(kind=VIEW)
        .order_by("article_id")
        .values_list("article_id", flat=True)
        .distinct()
    )
    known = Standing.objects.values_list("article_id", flat=True)
    article_ids = sorted({*counted, *known})
    differences: list[Difference] = []
    largest = 0.0
    for start in range(0, len(article_ids), CHUNK):
        found, change = rebuild_some(article_ids[start : start + CHUNK], now)
        differences += found
        largest = max(largest, change)
        progress(min(start + CHUNK, len(article_ids)), len(article_ids))
    rates.relearn(hour_of(now) - 1)
    return Rebuilt(len(article_ids), differences, largest)


@transaction.atomic
def rebuild_some(article_ids: Sequence[int], now: datetime) -> tuple[list[Difference], float]:
    """The same for a few articles, in one transaction, while nobody merges."""
    merging.lock_marks()
    spans = _spans(article_ids)
    rebuilt, differences, largest = [], [], 0.0
    for kept in merging.locked(article_ids):
        right = _counted(kept.article_id, spans[kept.article_id], now)
        rebuilt.append(right)
        largest = max(largest, abs(decay.read(right.l6, now, 6) - decay.read(kept.l6, now, 6)))
        if right.views != kept.views:
            differences.append(Difference(kept.article_id, kept.views, right.views))
    merging.write(rebuilt)
    return differences, largest


class Span(NamedTuple):
    """Views that came in so many hours from ``hour`` (since 1970) on."""

    hour: int
    length: int
    views: int


def _spans(article_ids: Sequence[int]) -> dict[int, list[Span]]:
    """What was counted of each article, oldest first, its lives of the counter added up."""
    spans: dict[int, list[Span]] = defaultdict(list)
    days = ViewDay.objects.filter(article_id__in=article_ids, kind=VIEW).order_by("article_id", "day")
    for article_id, day, views in days.values_list("article_id", "day", "count"):
        spans[article_id].append(Span(day * 24, 24, views))
    rows = ViewHour.objects.filter(article_id__in=article_ids, kind=VIEW).order_by("article_id", "hour")
    counted = rows.values_list("article_id", "hour", "count")
    for (article_id, hour), group in groupby(counted, key=lambda row: (row[0], row[1])):
        spans[article_id].append(Span(hour, 1, sum(count for _article_id, _hour, count in group)))
    return spans


def _counted(article_id: int, spans: Sequence[Span], now: datetime) -> Kept:
    """Totals and sums of spans whose views are spread evenly over them."""
    sums: list[float | None] = [None] * len(decay.HALF_LIVES)
    for hour, length, views in spans:
        start = min(moment(hour), now)
        end = min(moment(hour + length), now)
        for place, half_life in enumerate(decay.HALF_LIVES):
            sums[place] = decay.spread(sums[place], views, start, end, half_life)
    last = min(moment(spans[-1].hour + spans[-1].length), now) if spans else None
    l24, l6, l1 = sums
    return Kept(article_id, sum(span.views for span in spans), l24, l6, l1, last)
