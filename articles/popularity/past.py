"""A stretch of the past as the hourly counts tell it: who was live at an hour's start, and what was read in it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from math import log2
from typing import NamedTuple

from django.db.models import Sum

from articles.popularity import decay
from articles.popularity.counter_keys import VIEW
from articles.popularity.merging import moment
from articles.popularity.models import ViewHour
from articles.publishing.models import Edition

NEWS = timedelta(hours=48)
CHUNK = 5000


class Live(NamedTuple):
    """A stretch in which readers saw a copy of an article."""

    live_from: datetime
    live_until: datetime | None
    published_at: datetime

    def covers(self, at: datetime) -> bool:
        return self.live_from <= at and (self.live_until is None or self.live_until > at)


class Stretch:
    """The hours from ``first`` to ``last`` (whole hours since 1970), with ``memory`` hours before them."""

    def __init__(self, first: int, last: int, *, memory: int, also: Iterable[int] = ()) -> None:
        self.memory = memory
        self.views = _views(first - memory, last)
        new = Edition.objects.filter(
            published_at__gt=moment(first) - NEWS, published_at__lt=moment(last + 1)
        ).values_list("article_id", flat=True)
        self.live = _live({*self.views, *new, *also}, moment(first), moment(last + 1))

    def published(self, hour: int) -> dict[int, datetime]:
        """Who was live when ``hour`` began and when it ended, and since when readers know it."""
        start, last_moment = moment(hour), moment(hour + 1) - timedelta(microseconds=1)
        found = {}
        for article_id, stretches in self.live.items():
            at_start = next((live for live in stretches if live.covers(start)), None)
            if at_start and any(live.covers(last_moment) for live in stretches):
                found[article_id] = at_start.published_at
        return found

    def gain(self, article_id: int, hour: int) -> int:
        """Views in that hour."""
        return self.views[article_id].get(hour, 0) if article_id in self.views else 0

    def seen(self, article_id: int, before: int, hours: int) -> int:
        """Views in the ``hours`` hours before the hour ``before``."""
        counted = self.views.get(article_id, {})
        return sum(views for hour, views in counted.items() if before - hours <= hour < before)

    def sum_of(self, article_id: int, before: int, half_life: float) -> float | None:
        """The decayed sum as it stood when ``before`` began, as a kept logarithm; views lie evenly in their hours."""
        share = decay.exposure(1.0, half_life)
        counted = self.views.get(article_id, {})
        views = sum(
            count * share * 2.0 ** ((hour + 1 - before) / half_life)
            for hour, count in counted.items()
            if before - self.memory <= hour < before
        )
        return log2(views) + decay.hours(moment(before)) / half_life if views > 0 else None


def _views(first: int, last: int) -> dict[int, dict[int, int]]:
    """Views by article and hour."""
    rows = ViewHour.objects.filter(hour__gte=first, hour__lte=last, kind=VIEW)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for article_id, hour, views in rows.values_list("article_id", "hour").annotate(views=Sum("count")):
        found[article_id][hour] = views
    return dict(found)


def _live(article_ids: Iterable[int], start: datetime, end: datetime) -> dict[int, list[Live]]:
    found: dict[int, list[Live]] = defaultdict(list)
    for part in chunks(sorted(article_ids)):
        rows = Edition.objects.ever_public(end).filter(article_id__in=part).exclude(live_until__lte=start)
        for article_id, *times in rows.values_list("article_id", *Live._fields):
            found[article_id].append(Live(*times))
    return found


def chunks(article_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """``article_ids`` in parts that a query can name."""
    return (article_ids[start : start + CHUNK] for start in range(0, len(article_ids), CHUNK))
