"""Views in figures for editors: of the site, of an article, of a category, an author, a tag, a language.

Hours are whole hours UTC, the last one still running; days are those of the newsroom's zone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.db.models import QuerySet, Sum
from django.utils import timezone

from articles.popularity.counter_keys import VIEW
from articles.popularity.merging import moment
from articles.popularity.models import ViewHour
from articles.popularity.past import chunks
from articles.popularity.standing import DAY, hour_of
from articles.publishing.models import Edition, EditionAuthor, EditionQuerySet, EditionTag

WEEK, MONTH = 7 * DAY, 30 * DAY  # hours
MONTH_DAYS = 30


class Figures(NamedTuple):
    """Views today (since midnight in the newsroom's zone) and of the last 24 hours, 7 and 30 days."""

    today: int
    day: int
    week: int
    month: int


class Point(NamedTuple):
    """Views of a stretch that begins at ``start``."""

    start: datetime
    views: int


class Group(NamedTuple):
    """Views of what has something in common: how many of its articles were looked at, its views, their share."""

    key: str
    name: str
    articles: int
    views: int
    share: float


def figures(now: datetime, article_id: int | None = None, *, kind: str = VIEW) -> Figures:
    """Of one article, or of the site; of another ``kind``, such as "read", instead of views."""
    today = hour_of(midnight(now))
    last = hour_of(now)
    firsts = {"today": today, "day": last - DAY + 1, "week": last - WEEK + 1, "month": last - MONTH + 1}
    found = _hours(article_id, min(firsts.values()), last, kind)
    return Figures(
        **{
            name: sum(views for hour, views in found.items() if hour >= first)
            for name, first in firsts.items()
        }
    )


def by_hour(now: datetime, article_id: int | None = None, *, hours: int = DAY) -> list[Point]:
    """Views of each of the last ``hours`` hours, oldest first."""
    last = hour_of(now)
    found = dict(_hours(article_id, last - hours + 1, last))
    return [Point(moment(hour), found.get(hour, 0)) for hour in range(last - hours + 1, last + 1)]


def by_day(now: datetime, article_id: int | None = None, *, days: int = MONTH_DAYS) -> list[Point]:
    """Views of each of the last ``days`` days of the newsroom's zone, oldest first; today is still running."""
    starts = [midnight(now, back) for back in range(days - 1, -2, -1)]
    found = _hours(article_id, hour_of(starts[0]), hour_of(now))
    return [
        Point(start, sum(views for hour, views in found.items() if hour_of(start) <= hour < hour_of(end)))
        for start, end in pairwise(starts)
    ]


def most_read(now: datetime, *, hours: int = DAY, most: int = 20) -> list[tuple[int, int]]:
    """(article, views) of the last ``hours`` hours, most views first."""
    counted = _of_articles(now, hours)
    return sorted(counted.items(), key=lambda pair: (-pair[1], -pair[0]))[:most]


def grouped(by: str, now: datetime, *, hours: int = DAY) -> list[Group]:
    """Views of the last ``hours`` hours by "category", "author", "tag" or "language", most views first.

    An article counts as its latest public copy says, once for each of its authors and tags; shares are of all views.
    """
    counted = _of_articles(now, hours)
    whole = sum(counted.values())
    views: dict[tuple[str, str], int] = defaultdict(int)
    articles: dict[tuple[str, str], int] = defaultdict(int)
    for key, article_id in GROUPINGS[by](_latest(counted, now)):
        views[key] += counted[article_id]
        articles[key] += 1
    found = [Group(*key, articles[key], seen, seen / whole if whole else 0.0) for key, seen in views.items()]
    return sorted(found, key=lambda group: (-group.views, group.name))


def of_articles(kind: str, article_ids: Iterable[int], now: datetime, *, hours: int = DAY) -> dict[int, int]:
    """How many of ``kind``, such as "read", each article had in the last ``hours`` hours; none are left out."""
    rows = ViewHour.objects.filter(
        kind=kind, article_id__in=list(article_ids), hour__gt=hour_of(now) - hours, hour__lte=hour_of(now)
    )
    return dict(rows.values_list("article_id").annotate(count_of=Sum("count")).order_by("article_id"))


def midnight(now: datetime, back: int = 0) -> datetime:
    """The beginning of the newsroom's day, ``back`` days ago."""
    local = timezone.localtime(now)
    # Days of a zone may have 23 or 25 hours, so the date is moved and not the moment.
    day = local.date() - timedelta(days=back)
    return datetime.combine(day, datetime.min.time(), tzinfo=local.tzinfo)


def _hours(article_id: int | None, first: int, last: int, kind: str = VIEW) -> dict[int, int]:
    rows = ViewHour.objects.filter(kind=kind, hour__gte=first, hour__lte=last)
    if article_id is not None:
        rows = rows.filter(article_id=article_id)
    return dict(rows.values_list("hour").annotate(views=Sum("count")).order_by("hour"))


def _of_articles(now: datetime, hours: int) -> dict[int, int]:
    last = hour_of(now)
    rows = ViewHour.objects.filter(kind=VIEW, hour__gt=last - hours, hour__lte=last)
    return dict(rows.values_list("article_id").annotate(views=Sum("count")).order_by("article_id"))


def _latest(counted: Mapping[int, int], now: datetime) -> dict[int, int]:
    """The latest public copy of each article: edition to article."""
    found: dict[int, int] = {}
    for part in chunks(sorted(counted)):
        rows = Edition.objects.ever_public(now).filter(article_id__in=part).order_by("live_from", "number")
        found |= dict(rows.values_list("article_id", "pk"))
    return {edition: article_id for article_id, edition in found.items()}


Keyed = list[tuple[tuple[str, str], int]]  # ((key, name), article)


def _by_column(*columns: str) -> Callable[[Mapping[int, int]], Keyed]:
    """Groups by columns of the copy itself: a key and a name."""

    def keyed(latest: Mapping[int, int]) -> Keyed:
        found: Keyed = []
        for part in chunks(sorted(latest)):
            rows: EditionQuerySet = Edition.objects.filter(pk__in=part)
            for pk, *words in rows.values_list("pk", *columns):
                key, name = str(words[0] or ""), str(words[-1] or "")
                found.append(((key, name), latest[pk]))
        return found

    return keyed


def _by_item(
    items: "QuerySet[EditionAuthor] | QuerySet[EditionTag]", owner: str, *columns: str
) -> Callable[[Mapping[int, int]], Keyed]:
    """Groups by what a copy has several of."""

    def keyed(latest: Mapping[int, int]) -> Keyed:
        found: Keyed = []
        for part in chunks(sorted(latest)):
            rows = items.filter(**{f"{owner}__in": part}).values_list(owner, *columns)
            found += [((slug, name), latest[pk]) for pk, slug, name in rows]
        return found

    return keyed


GROUPINGS: Mapping[str, Callable[[Mapping[int, int]], Keyed]] = {
    "category": _by_column("category__slug", "category__name"),
    "language": _by_column("language"),
    "author": _by_item(EditionAuthor.objects.all(), "edition_id", "author__slug", "author__name"),
    "tag": _by_item(EditionTag.objects.all(), "content_object_id", "tag__slug", "tag__name"),
}
