"""The contract of counting: facts stated late, twice or by two processes at once change nothing.

A fact is (hour, kind, article, epoch, absolute count). A row's count only ever grows to the greatest value stated;
an article's views are the sum over its rows. Every deed here runs in the transaction of its caller.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from django.db import connection

from articles.popularity import decay
from articles.popularity.counter_keys import Counter
from articles.popularity.models import FlushMark, Standing

PART = 500  # facts a statement
SUMS = [decay.column(half_life) for half_life in decay.HALF_LIVES]

# ``prev`` keeps the value before the last growth, so the growth comes from the row itself. Taken from a SELECT beside
# the statement it would be counted again by every flusher that read the same old value.
STATEMENT = """
INSERT INTO articles_viewhour AS v (hour, kind, article_id, epoch, count, prev) VALUES {rows}
ON CONFLICT (hour, kind, article_id, epoch)
DO UPDATE SET prev = v.count, count = excluded.count WHERE v.count < excluded.count
RETURNING article_id, count - prev
"""


def lock_marks(shards: Iterable[int] | None = None) -> dict[int, FlushMark]:
    """The marks of ``shards`` (all), held until the transaction ends: one merge at a time."""
    marks = FlushMark.objects.select_for_update().order_by("shard")
    return {mark.shard: mark for mark in (marks if shards is None else marks.filter(shard__in=shards))}


def state(counter: Counter, facts: Sequence[tuple[int, int]]) -> dict[int, int]:
    """State (article, count) facts of ``counter``, at most PART of them; by how much each article's row grew."""
    if not facts:
        return {}
    rows = ",".join(["(%s,%s,%s,%s,%s,0)"] * len(facts))
    values = [
        value
        for article_id, count in facts
        for value in (counter.hour, counter.kind, article_id, counter.epoch, count)
    ]
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(rows=rows), values)
        return dict(cursor.fetchall())


def fold(grown: Mapping[int, int], at: datetime) -> None:
    """Add the views that came at ``at`` to the standing of each article."""
    standings = locked_standings(grown)
    for standing in standings:
        views = grown[standing.article_id]
        standing.views += views
        standing.last_view_at = max(standing.last_view_at or at, at)
        for half_life in decay.HALF_LIVES:
            name = decay.column(half_life)
            setattr(standing, name, decay.fold(getattr(standing, name), views, at, half_life))
    write_counts(standings)


def locked_standings(article_ids: Iterable[int]) -> list[Standing]:
    """The standings of these articles, made where they are missing, locked in the order of the articles."""
    wanted = sorted(article_ids)
    locked = _lock(wanted)
    if len(locked) < len(wanted):
        known = {standing.article_id for standing in locked}
        missing = [Standing(article_id=article_id) for article_id in wanted if article_id not in known]
        Standing.objects.bulk_create(missing, ignore_conflicts=True)
        locked = _lock(wanted)
    return locked


def write_counts(standings: Sequence[Standing]) -> None:
    """Write totals and sums, and nothing else, of locked standings."""
    Standing.objects.bulk_create(
        standings,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["views", "last_view_at", *SUMS],
    )


def moment(hour: int) -> datetime:
    """The beginning of an hour counted since 1970."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=hour)


def _lock(article_ids: Sequence[int]) -> list[Standing]:
    rows = Standing.objects.select_for_update().filter(article_id__in=article_ids)
    return list(rows.order_by("article_id"))
