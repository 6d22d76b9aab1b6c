"""Makes every standing again from the hourly counts, and says what differed."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db import transaction

from articles.popularity import decay, merging, rates
from articles.popularity.counter_keys import VIEW
from articles.popularity.merging import moment
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
    standings = merging.locked_standings(article_ids)
    differences, largest = [], 0.0
    for standing in standings:
        had = standing.views
        before = decay.read(standing.l6, now, 6)
        _fill(standing, hours.get(standing.article_id, []), now)
        largest = max(largest, abs(decay.read(standing.l6, now, 6) - before))
        if standing.views != had:
            differences.append(Difference(standing.article_id, had, standing.views))
    merging.write_counts(standings)
    return differences, largest


def _hours(article_ids: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """(hour, views) of each article, its lives of the counter added up."""
    rows = ViewHour.objects.filter(article_id__in=article_ids, kind=VIEW).order_by("article_id", "hour")
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    counted = rows.values_list("article_id", "hour", "count")
    for (article_id, hour), group in groupby(counted, key=lambda row: (row[0], row[1])):
        found[article_id].append((hour, sum(count for _article_id, _hour, count in group)))
    return found


def _fill(standing: Standing, hours: Sequence[tuple[int, int]], now: datetime) -> None:
    """Totals and sums of hours whose views are spread evenly over them."""
    standing.views = sum(views for _hour, views in hours)
    last = moment(hours[-1][0] + 1) if hours else None
    standing.last_view_at = min(last, now) if last else None
    for half_life in decay.HALF_LIVES:
        kept: float | None = None
        for hour, views in hours:
            start = min(moment(hour), now)
            kept = decay.spread(kept, views, start, min(start + timedelta(hours=1), now), half_life)
        setattr(standing, decay.column(half_life), kept)
