"""The months that hold something, counted along one index, whatever the length of the archive's rows."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from articles.publishing.models import Edition
from articles.text import syndication

COUNTED = """
WITH months (place, starts, ends) AS (VALUES {months})
SELECT months.place, COUNT(*), MAX(COALESCE(e.updated_at, e.published_at)), EXISTS (
    SELECT 1 FROM articles_edition own
    WHERE own.published_at >= months.starts AND own.published_at < months.ends
    AND own.live_from <= {now} AND (own.live_until IS NULL OR own.live_until > {now}) AND NOT ({elsewhere})
)
FROM months CROSS JOIN articles_edition e
WHERE e.published_at >= months.starts AND e.published_at < months.ends
AND e.live_from <= {now} AND (e.live_until IS NULL OR e.live_until > {now})
GROUP BY months.place, months.starts, months.ends ORDER BY months.place
"""
# What may stand first at another address.
ELSEWHERE = {
    "sqlite": " OR ".join(f"JSON_TYPE(own.extra, '$.{name}') IS NOT NULL" for name in syndication.NAMES),
    "postgresql": f"jsonb_exists_any(own.extra, ARRAY{list(syndication.NAMES)})",
}


class Month(NamedTuple):
    """A month of the newsroom's zone: its first moment, how many articles it has, and when one of them last moved.

    ``has_own`` says that at least one of them names no other address at which it might stand first.
    """

    start: datetime
    articles: int
    moved: datetime
    has_own: bool


def filled(now: datetime) -> list[Month]:
    """The months with something live, the newest first."""
    starts = list(_starts(now))
    if len(starts) < 2:
        return []
    cast = "%s::timestamptz" if connection.vendor == "postgresql" else "%s"
    values = ", ".join(f"({place}, {cast}, {cast})" for place in range(len(starts) - 1))
    adapt = connection.ops.adapt_datetimefield_value
    bounds = [
        adapt(moment) for start, end in zip(starts[1:], starts, strict=False) for moment in (start, end)
    ]
    with connection.cursor() as cursor:
        statement = COUNTED.format(months=values, now=cast, elsewhere=ELSEWHERE[connection.vendor])
        cursor.execute(statement, [*bounds, *[adapt(now)] * 4])
        rows = cursor.fetchall()
    return [Month(starts[place + 1], count, _moment(moved), bool(own)) for place, count, moved, own in rows]


def _starts(now: datetime) -> Iterator[datetime]:
    """The first moments of the months, from the one after ``now`` back to that of the oldest copy."""
    oldest = Edition.objects.order_by("published_at").values_list("published_at", flat=True).first()
    if oldest is None:
        return
    local = timezone.localtime(now)
    first = timezone.localtime(min(oldest, now))
    for month in range(local.year * 12 + local.month, first.year * 12 + first.month - 2, -1):
        yield datetime(month // 12, month % 12 + 1, 1, tzinfo=local.tzinfo)


def _moment(found: datetime | str) -> datetime:
    """SQLite keeps moments as text."""
    if isinstance(found, datetime):
        return found
    return datetime.fromisoformat(found).replace(tzinfo=UTC)
