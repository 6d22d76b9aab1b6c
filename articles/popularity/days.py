"""Hours older than five weeks become days: no total changes, and nothing is counted twice whenever it stops."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max, Min, Sum

from articles.popularity import merging
from articles.popularity.models import ViewDay, ViewHour
from articles.popularity.standing import hour_of

KEPT_DAYS = 35
HOURS = 24
# One statement adds an hour to its day, the next one drops the hour, and both hold or neither does.
ADDING = """
INSERT INTO articles_viewday AS d (day, kind, article_id, count)
SELECT %s, kind, article_id, SUM(count) FROM articles_viewhour WHERE hour = %s GROUP BY kind, article_id
ON CONFLICT (day, kind, article_id) DO UPDATE SET count = d.count + excluded.count
"""


def roll_up(now: datetime) -> int:
    """Add the hours of days that ended more than KEPT_DAYS ago to their days, an hour a transaction; how many."""
    before = (hour_of(now) // HOURS - KEPT_DAYS) * HOURS
    rolled = 0
    while (hour := _oldest(before)) is not None:
        _roll(hour)
        rolled += 1
    return rolled


def rolled_until() -> int | None:
    """The youngest day (since 1970) that was rolled up: of it and earlier ones no fact can be stated any more."""
    found: int | None = ViewDay.objects.aggregate(day=Max("day"))["day"]
    return found


def is_rolled(hour: int, until: int | None) -> bool:
    """Whether an hour belongs to a day that was rolled up, where ``until`` is ``rolled_until()``."""
    return until is not None and hour // HOURS <= until


def by_day(article_ids: Iterable[int], kind: str, first: int, last: int) -> dict[int, dict[int, int]]:
    """{article: {day: count}} of the days from ``first`` to ``last`` (since 1970, UTC); empty days are left out."""
    wanted = list(article_ids)
    counts: dict[int, dict[int, int]] = {article_id: defaultdict(int) for article_id in wanted}
    days = ViewDay.objects.filter(article_id__in=wanted, kind=kind, day__range=(first, last))
    for article_id, day, count in days.values_list("article_id", "day", "count"):
        counts[article_id][day] += count
    hours = ViewHour.objects.filter(
        article_id__in=wanted, kind=kind, hour__range=(first * HOURS, last * HOURS + HOURS - 1)
    )
    for article_id, hour, count in hours.values_list("article_id", "hour", "count"):
        counts[article_id][hour // HOURS] += count
    return {article_id: dict(sorted(found.items())) for article_id, found in counts.items()}


def ever(article_ids: Iterable[int], kind: str) -> dict[int, int]:
    """Everything of one kind that was ever counted of each article, as "read"."""
    wanted = list(article_ids)
    counts = dict.fromkeys(wanted, 0)
    for table in (ViewDay, ViewHour):
        rows = table.objects.filter(article_id__in=wanted, kind=kind).order_by("article_id")
        for article_id, count in rows.values_list("article_id").annotate(sum=Sum("count")):
            counts[article_id] += count
    return counts


def _oldest(before: int) -> int | None:
    found: int | None = ViewHour.objects.filter(hour__lt=before).aggregate(hour=Min("hour"))["hour"]
    return found


@transaction.atomic
def _roll(hour: int) -> None:
    """While the marks are held nobody merges, and whoever rolls the same hour at the same time finds it gone."""
    merging.lock_marks()
    with connection.cursor() as cursor:
        cursor.execute(ADDING, [hour // HOURS, hour])
    ViewHour.objects.filter(hour=hour).delete()
