"""What is known of an article's readers: totals, the hours of a day, and what was left out of the count."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, Sum

from articles.drafting.models import Article
from articles.popularity.counter_keys import ADMITTED, DOUBT, KINDS, VIEW
from articles.popularity.merging import moment
from articles.popularity.models import Standing, ViewHour

DAY = 24  # hours


def imported(article: Article, views: int) -> None:
    """Set the views an article had before it came here: in the total, never in the heat."""
    Standing.objects.bulk_create(
        [Standing(article_id=article.pk, imported_views=max(views, 0))],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["imported_views"],
    )


def totals(article_ids: Iterable[int]) -> dict[int, int]:
    """Views of each article as readers see them; articles nobody looked at have 0."""
    wanted = list(article_ids)
    rows = Standing.objects.filter(article_id__in=wanted).values_list("article_id", "views", "imported_views")
    counted = {article_id: views + imported_views for article_id, views, imported_views in rows}
    return {article_id: counted.get(article_id, 0) for article_id in wanted}


def hourly(article_ids: Iterable[int], *, now: datetime, hours: int = DAY) -> dict[int, list[int]]:
    """Views of each article in each of the last ``hours`` hours, oldest first; the last one is still running."""
    wanted = list(article_ids)
    first = hour_of(now) - hours + 1
    views: dict[int, list[int]] = {article_id: [0] * hours for article_id in wanted}
    rows = ViewHour.objects.filter(article_id__in=wanted, kind=VIEW, hour__gte=first, hour__lte=hour_of(now))
    for article_id, hour, count in rows.values_list("article_id", "hour", "count"):
        views[article_id][hour - first] += count
    return views


def left_out(article_id: int, *, now: datetime) -> dict[str, int]:
    """Looks of the last 24 hours that are in no total: "doubt" (not let in since), "repeat" and "robot"."""
    return left_out_of([article_id], now=now)[article_id]


def left_out_of(article_ids: Iterable[int], *, now: datetime) -> dict[int, dict[str, int]]:
    """The same of many articles."""
    wanted, first = list(article_ids), hour_of(now) - DAY + 1
    rows = ViewHour.objects.filter(article_id__in=wanted, hour__gte=first, hour__lte=hour_of(now))
    rows = rows.filter(Q(kind__in=KINDS) & (~Q(kind=VIEW) | Q(epoch=ADMITTED))).order_by("article_id")
    found = {article_id: dict.fromkeys(KINDS, 0) for article_id in wanted}
    for article_id, kind, looks in rows.values_list("article_id", "kind").annotate(looks=Sum("count")):
        found[article_id][kind] = looks
    for looks_of in found.values():
        looks_of[DOUBT] -= looks_of.pop(VIEW)
    return found


def hour_of(now: datetime) -> int:
    """Whole hours since 1970."""
    return (now - moment(0)) // timedelta(hours=1)
