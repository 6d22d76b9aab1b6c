"""What a pin or a boost would make of the site's list, by the ranking itself, before anybody decides."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from articles.popularity import listing
from articles.popularity.arranging import Placed
from articles.popularity.candidates import Field, gather
from articles.popularity.models import HotList


class Stand(NamedTuple):
    """Who has a place, and by which slot: "rank", "pin" or "new"."""

    article_id: int
    slot: str


class Foreseen(NamedTuple):
    """The list as it stands and as it would; places count from 1, and None is off the list."""

    before: list[Stand]
    after: list[Stand]

    def place(self, article_id: int, stands: Sequence[Stand]) -> int | None:
        """Where an article stands."""
        found = (place for place, stand in enumerate(stands, 1) if stand.article_id == article_id)
        return next(found, None)


def pin(article_id: int, position: int, now: datetime) -> Foreseen:
    """An article held at ``position`` from now on; a pin of it that holds now ends."""
    field = gather(now, supposed={article_id: None})
    wishes, newest = listing.pinned(now), listing.current()
    others = [wish for wish in wishes if wish[1] != article_id]
    # Of two wishes for one position the younger stands first.
    place = sum(position_ < position for position_, _article in others)
    supposed = [*others[:place], (position, article_id), *others[place:]]
    return Foreseen(_stands(field, wishes, newest, now), _stands(field, supposed, newest, now))


def boost(article_id: int, factor: float, now: datetime) -> Foreseen:
    """An article's heat multiplied by ``factor`` from now on; 0 keeps it off the list."""
    wishes, newest = listing.pinned(now), listing.current()
    before, after = gather(now), gather(now, supposed={article_id: factor})
    return Foreseen(_stands(before, wishes, newest, now), _stands(after, wishes, newest, now))


def _stands(
    field: Field, wishes: Sequence[tuple[int, int]], newest: HotList | None, now: datetime
) -> list[Stand]:
    _choices, placed = listing.arranged(field, wishes, newest, now)
    return [_stand(each) for each in placed]


def _stand(placed: Placed) -> Stand:
    return Stand(placed.heat.article_id, placed.slot)
