"""The hot list as readers see it: the stored ranking without what is no longer live, and how old it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from articles.popularity import keeping
from articles.popularity.models import HotList
from articles.reading import cards, lists, phrases, pieces
from articles.reading.cards import Card, Printed
from articles.reading.visits import Visit

BLOCK = 10  # lines beside other lists
WHOLE = 50  # lines on the page of the list
LEAST = 3  # a shorter list is left out
SHOWS_TIME_AFTER = timedelta(minutes=5)
MOVES_UNTIL = timedelta(minutes=60)


@dataclass(frozen=True)
class Line:
    """A place of the list. ``moved`` is the number of places won (positive) or lost within an hour."""

    place: int
    card: Card
    is_new: bool = False
    moved: int = 0

    @property
    def lost(self) -> int:
        return -self.moved


@dataclass(frozen=True)
class Block:
    """The list with the moment it was last confirmed; ``is_late`` when readers should see that moment."""

    lines: tuple[Line, ...]
    as_of: str
    iso: str
    is_late: bool


class Ranking(Protocol):
    """What is shown of a stored list."""

    @property
    def entries(self) -> Any: ...
    @property
    def confirmed_at(self) -> Any: ...


def stored(now: datetime) -> HotList | None:
    """The list of the whole site in force at ``now``."""
    return keeping.at(keeping.SITE, now)


def in_force(visit: Visit) -> HotList | None:
    """The same for a visit, asked of the database once while the list stays the same."""
    return pieces.kept(visit, ("hot list", pieces.hot_list(visit)), lambda: stored(visit.now))


def wanted(ranking: Ranking | None, most: int) -> list[int]:
    """The numbers of the articles to fetch for ``most`` lines; some more, for some may be gone."""
    return [entry["article"] for entry in ranking.entries[: most + 10]] if ranking else []


def block(
    ranking: Ranking | None, live: Iterable[Printed], visit: Visit, *, most: int = BLOCK, crop: str = ""
) -> Block | None:
    """The list of what is live; None when fewer than LEAST articles are left."""
    if ranking is None:
        return None
    editions = {edition.article_id: edition for edition in live}
    entries = [entry for entry in ranking.entries if entry["article"] in editions][:most]
    if len(entries) < LEAST:
        return None
    confirmed = min(ranking.confirmed_at, visit.now)
    age = visit.now - confirmed
    lines = tuple(
        _line(
            place, entry, cards.card(editions[entry["article"]], visit, crop=crop), marked=age <= MOVES_UNTIL
        )
        for place, entry in enumerate(entries, 1)
    )
    as_of = phrases.clock(confirmed) if _same_day(confirmed, visit.now) else phrases.moment(confirmed)
    return Block(lines, as_of, phrases.iso(confirmed), age > SHOWS_TIME_AFTER)


def asked_block(visit: Visit) -> Block | None:
    """The list for the side of a page, asked of the database in two queries."""
    ranking = in_force(visit)
    return block(ranking, lists.cards(visit.now).filter(article_id__in=wanted(ranking, BLOCK)), visit)


def _line(place: int, entry: Mapping[str, Any], card: Card, *, marked: bool) -> Line:
    """A line with its mark; ``was`` is the place an hour earlier, empty for who was not on the list."""
    if not marked or "was" not in entry:
        return Line(place, card)
    if entry["was"] is None or entry.get("slot") == "new":
        return Line(place, card, is_new=True)
    return Line(place, card, moved=entry["was"] - entry["place"])


def _same_day(one: datetime, other: datetime) -> bool:
    return phrases.day(one) == phrases.day(other)
