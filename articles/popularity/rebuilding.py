"""Makes every standing again from the hourly counts, and says what differed."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db import transaction

from articles.popularity import decay, merging, rates
from articles.popularity.counter_keys import VIEW
from articles.popularity.merging import Kept, moment
from articles.popularity.models import Standing, ViewHour
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
    hours = _hours(article_ids)
    rebuilt, differences, largest = [], [], 0.0
    for kept in merging.locked(article_ids):
        right = _counted(kept.article_id, hours.get(kept.article_id, []), now)
        rebuilt.append(right)
        largest = max(largest, abs(decay.read(right.l6, now, 6) - decay.read(kept.l6, now, 6)))
        if right.views != kept.views:
            differences.append(Difference(kept.article_id, kept.views, right.views))
    merging.write(rebuilt)
    return differences, largest


def _hours(article_ids: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """(hour, views) of each article, its lives of the counter added up."""
    rows = ViewHour.objects.filter(article_id__in=article_ids, kind=VIEW).order_by("article_id", "hour")
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    counted = rows.values_list("article_id", "hour", "count")
    for (article_id, hour), group in groupby(counted, key=lambda row: (row[0], row[1])):
        found[article_id].append((hour, sum(count for _article_id, _hour, count in group)))
    return found


def _counted(article_id: int, hours: Sequence[tuple[int, int]], now: datetime) -> Kept:
    """Totals and sums of hours whose views are spread evenly over them."""
    sums: list[float | None] = [None] * len(decay.HALF_LIVES)
    for hour, views in hours:
        start = min(moment(hour), now)
        end = min(start + timedelta(hours=1), now)
        for place, half_life in enumerate(decay.HALF_LIVES):
            sums[place] = decay.spread(sums[place], views, start, end, half_life)
    last = min(moment(hours[-1][0] + 1), now) if hours else None
    l24, l6, l1 = sums
    return Kept(article_id, sum(views for _hour, views in hours), l24, l6, l1, last)
