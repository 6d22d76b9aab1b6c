"""The contract of counting: facts stated late, twice or by two processes at once change nothing.

A fact is (hour, kind, article, epoch, absolute count). A row's count only ever grows to the greatest value stated;
an article's views are the sum over its rows. Every deed here runs in the transaction of its caller.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from articles.popularity import decay
from articles.popularity.counter_keys import Counter
from articles.popularity.models import FlushMark, Standing

PART = 500  # facts a statement
# ``prev`` keeps the value before the last growth, so the growth comes from the row itself. Taken from a SELECT beside
# the statement it would be counted again by every flusher that read the same old value.
STATEMENT = """
INSERT INTO articles_viewhour AS v (hour, kind, article_id, epoch, count, prev) VALUES {rows}
ON CONFLICT (hour, kind, article_id, epoch)
DO UPDATE SET prev = v.count, count = excluded.count WHERE v.count < excluded.count
RETURNING article_id, count - prev
"""
MAKING = """
INSERT INTO articles_standing (article_id, views, imported_views, slot_minutes, is_hot) VALUES {rows}
ON CONFLICT (article_id) DO NOTHING
"""
# The rows are locked and exist; as an insertion both databases take many at once and know the types of the columns.
WRITING = """
INSERT INTO articles_standing
(article_id, views, l24, l6, l1, last_view_at, imported_views, slot_minutes, is_hot) VALUES {rows}
ON CONFLICT (article_id) DO UPDATE SET
views = excluded.views, l24 = excluded.l24, l6 = excluded.l6, l1 = excluded.l1, last_view_at = excluded.last_view_at
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


class Kept(NamedTuple):
    """What is kept of an article's counts: the total, the three sums, the last view."""

    article_id: int
    views: int
    l24: float | None
    l6: float | None
    l1: float | None
    last_view_at: datetime | None


def fold(grown: Mapping[int, int], at: datetime) -> None:
    """Add the views that came at ``at`` to the standing of each article."""
    write([_folded(kept, grown[kept.article_id], at) for kept in locked(grown)])


def lock(article_ids: Iterable[int]) -> None:
    """Make the standings of these articles where they are missing, and hold them until the transaction ends.

    Always in the order of the articles, so that no two transactions wait for each other.
    """
    locked(article_ids)


def locked(article_ids: Iterable[int]) -> list[Kept]:
    """The same, with what is kept of each, in the order of the articles."""
    wanted = sorted(article_ids)
    found = _select(wanted)
    if len(found) < len(wanted):
        known = {kept.article_id for kept in found}
        _make([article_id for article_id in wanted if article_id not in known])
        found = _select(wanted)
    return found


def write(standings: Sequence[Kept]) -> None:
    """Write totals and sums, and nothing else, of locked standings."""
    for start in range(0, len(standings), PART):
        part = standings[start : start + PART]
        rows = ",".join(["(%s,%s,%s,%s,%s,%s,0,0,%s)"] * len(part))
        values: list[Any] = [
            value for kept in part for value in (*kept[:-1], _stored(kept.last_view_at), False)
        ]
        with connection.cursor() as cursor:
            cursor.execute(WRITING.format(rows=rows), values)


def _folded(kept: Kept, views: int, at: datetime) -> Kept:
    l24, l6, l1 = (
        decay.fold(sum_, views, at, half_life)
        for sum_, half_life in zip((kept.l24, kept.l6, kept.l1), decay.HALF_LIVES, strict=True)
    )
    last = at if kept.last_view_at is None else max(kept.last_view_at, at)
    return Kept(kept.article_id, kept.views + views, l24, l6, l1, last)


def _make(article_ids: Sequence[int]) -> None:
    """Empty standings, unless somebody makes them at the same time."""
    for start in range(0, len(article_ids), PART):
        part = article_ids[start : start + PART]
        with connection.cursor() as cursor:
            cursor.execute(
                MAKING.format(rows=",".join(["(%s,0,0,0,%s)"] * len(part))),
                [value for article_id in part for value in (article_id, False)],
            )


def _select(article_ids: Sequence[int]) -> list[Kept]:
    rows = Standing.objects.select_for_update().filter(article_id__in=article_ids).order_by("article_id")
    return [Kept(*row) for row in rows.values_list(*Kept._fields)]


def _stored(at: datetime | None) -> Any:
    """A moment as this database takes it."""
    return connection.ops.adapt_datetimefield_value(at)


def moment(hour: int) -> datetime:
    """The beginning of an hour counted since 1970."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
