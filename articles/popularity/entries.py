"""What a stored list says of each place: everything that explains it, in plain numbers."""

from collections.abc import Collection, Sequence
from datetime import datetime

from articles.popularity.arranging import Placed
from articles.popularity.candidates import Field, measure, model
from articles.popularity.decay import column, read
from articles.popularity.keeping import Entry, current
from articles.popularity.models import HotList, Standing


def entries(
    placed: Sequence[Placed], field: Field, hot: Collection[int], before: HotList | None, now: datetime
) -> list[Entry]:
    """One entry a place; ``was`` is the article's place on the list ``before``."""
    was = {entry["article"]: entry["place"] for entry in before.entries} if before is not None else {}
    return [
        _entry(each, place, field, hot, now) | {"was": was.get(each.heat.article_id)}
        for place, each in enumerate(placed, 1)
    ]


def entry_of(article_id: int, now: datetime, kept: HotList | None = None) -> Entry | None:
    """An article's entry of ``kept`` (the newest list), or the same numbers computed now where it is not listed.

    None for an article that is not live, or excluded.
    """
    kept = kept or current()
    listed = next((entry for entry in kept.entries if entry["article"] == article_id), None) if kept else None
    return listed if listed is not None else computed(article_id, now)


def computed(article_id: int, now: datetime) -> Entry | None:
    """The numbers of an article at ``now``, whatever list it is on; None when it is not live, or excluded."""
    field = measure([article_id], now)
    if not field.order:
        return None
    hot = Standing.objects.filter(article_id=article_id, is_hot=True).exists()
    entry = _entry(Placed(field.order[0], 1, "rank"), None, field, {article_id} if hot else set(), now)
    return entry | {"rank": None, "slot": ""}


def _entry(placed: Placed, place: int | None, field: Field, hot: Collection[int], now: datetime) -> Entry:
    """Views, hours, views per hour, ISO times."""
    measured = placed.heat
    candidate = field.candidates[measured.article_id]
    sums = {
        f"{half_life:g}": read(getattr(candidate, column(half_life)), now, half_life)
        for half_life in model().half_lives
    }
    found: Entry = {
        "article": measured.article_id,
        "place": place,
        "rank": placed.rank,
        "slot": placed.slot,
        "heat": measured.rate,
        "score": measured.score,
        "parts": list(measured.parts),
        "low": measured.low,
        "high": measured.high,
        "factor": candidate.factor,
        "hot": measured.article_id in hot,
        "published_at": candidate.published_at.isoformat(),
        "sums": sums,
        "expected": candidate.expected,
    }
    return found | {"waited": True} if placed.waited else found
