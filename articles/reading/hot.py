"""The hot list as readers see it: the stored ranking without what is no longer live, and how old it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from django.db.models import QuerySet
from django.utils import timezone

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


def newest(now: datetime) -> QuerySet[HotList]:
    """The same as a question, to be brought along with others."""
    return HotList.objects.filter(list=keeping.SITE, ranked_at__lte=now).order_by("-ranked_at")


def in_force(visit: Visit) -> HotList | None:
    """The same for a visit, asked of the database once while the list stays the same."""
    return pieces.kept(visit, ("hot list", pieces.hot_list(visit)), lambda: stored(visit.now))


def wanted(ranking: Ranking | None, most: int) -> list[int]:
    """The numbers of the articles to fetch for ``most`` lines; some more, for some may be gone."""
    return [entry["article"] for entry in ranking.entries[: most + 10]] if ranking else []


class Light(NamedTuple):
    """In which a list is shown at a moment: nothing else of the moment changes how it looks."""

    confirmed: datetime
    is_late: bool
    is_marked: bool
    is_today: bool


def light(ranking: Ranking | None, now: datetime) -> Light | None:
    """How old a list looks at ``now``; one that was confirmed later is as old as the moment."""
    if ranking is None:
        return None
    confirmed = min(ranking.confirmed_at, now)
    age = now - confirmed
    return Light(confirmed, age > SHOWS_TIME_AFTER, age <= MOVES_UNTIL, _same_day(confirmed, now))


def block(
    ranking: Ranking | None, live: Iterable[Printed], visit: Visit, *, most: int = BLOCK, crop: str = ""
) -> Block | None:
    """The list of what is live; None when fewer than LEAST articles are left."""
    at = light(ranking, visit.now)
    if ranking is None or at is None:
        return None
    editions = {edition.article_id: edition for edition in live}
    entries = [entry for entry in ranking.entries if entry["article"] in editions][:most]
    if len(entries) < LEAST:
        return None
    lines = tuple(
        _line(place, entry, cards.card(editions[entry["article"]], visit, crop=crop), marked=at.is_marked)
        for place, entry in enumerate(entries, 1)
    )
    as_of = phrases.clock(at.confirmed) if at.is_today else phrases.moment(at.confirmed)
    return Block(lines, as_of, phrases.iso(at.confirmed), at.is_late)


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
    return timezone.localtime(one).date() == timezone.localtime(other).date()
