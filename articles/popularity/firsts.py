"""The first 24 hours of an article, beside the typical curve of its kind."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from django.db.models import Q, Sum

from articles.popularity.counter_keys import VIEW
from articles.popularity.models import ViewHour
from articles.popularity.standing import DAY, hour_of
from articles.publishing.models import Edition

LOOK_BACK = timedelta(days=28)
FEWEST, MOST = 8, 300  # articles of a kind; the youngest are taken
LOW, MIDDLE, HIGH = 0.2, 0.5, 0.8


class FirstDay(NamedTuple):
    """Views up to the end of each hour since publication; None for hours still to come.

    ``low``, ``typical`` and ``high`` are the 20th, 50th and 80th percentile of ``articles`` of its ``kind``: "section"
    (its category and language), "language" or "all", the narrowest that has enough; empty when none has.
    """

    views: list[int | None]
    low: list[int]
    typical: list[int]
    high: list[int]
    kind: str
    articles: int


def first_day(article_id: int, now: datetime) -> FirstDay | None:
    """The curve of an article; None for one that was never public."""
    public = Edition.objects.ever_public(now)
    own = public.filter(article_id=article_id).order_by("-live_from").first()
    if own is None:
        return None
    kind, others = _of_its_kind(own, now)
    curves = _curves({article_id: own.published_at, **others})
    passed = hour_of(now) - hour_of(own.published_at) + 1
    views = [count if hour < passed else None for hour, count in enumerate(curves[article_id])]
    columns = list(zip(*(curves[other] for other in others), strict=True))
    low, typical, high = ([_percentile(column, share) for column in columns] for share in (LOW, MIDDLE, HIGH))
    return FirstDay(views, low, typical, high, kind, len(others))


def _of_its_kind(own: Edition, now: datetime) -> tuple[str, dict[int, datetime]]:
    """The kind, and the articles of it that have a first day behind them, with their publication."""
    finished = Edition.objects.ever_public(now).filter(
        published_at__gt=now - LOOK_BACK, published_at__lte=now - timedelta(hours=DAY)
    )
    language = Q(language=own.language)
    kinds = {"section": language & Q(category=own.category_id), "language": language, "all": Q()}
    for kind, alike in kinds.items():
        rows = finished.filter(alike).exclude(article_id=own.article_id).newest_first()
        found = dict(rows.values_list("article_id", "published_at")[:MOST])
        if len(found) >= FEWEST:
            return kind, found
    return "", {}


def _curves(published: dict[int, datetime]) -> dict[int, list[int]]:
    """Views of each article, hour by hour added up over its first day."""
    first = {article_id: hour_of(at) for article_id, at in published.items()}
    rows = ViewHour.objects.filter(
        article_id__in=first, kind=VIEW, hour__gte=min(first.values()), hour__lt=max(first.values()) + DAY
    )
    hours = {article_id: [0] * DAY for article_id in first}
    for article_id, hour, views in rows.values_list("article_id", "hour").annotate(views=Sum("count")):
        if 0 <= hour - first[article_id] < DAY:
            hours[article_id][hour - first[article_id]] += views
    return {article_id: list(accumulate(counts)) for article_id, counts in hours.items()}


def _percentile(values: Sequence[int], share: float) -> int:
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]
