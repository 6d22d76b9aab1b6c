"""The order readers see: by score, no author crowding it, pins in their positions, one place lent to what is new."""

from collections import defaultdict
from collections.abc import Collection, Container, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from articles.popularity.ranking import USUAL, Candidate, Heat, Model, cascade

NEW_PLACE = 10
NEW_FOR = timedelta(hours=6)
RISING = 5
RISING_VIEWS = 5.0  # views in about the last hour
WINDOW = 10  # places in a row
MOST_OF_ONE = 3  # of these of one author
REACH = 200  # how far down somebody is looked for who fits

Authors = Mapping[int, Collection[int]]  # article to its authors
NOBODY: Authors = MappingProxyType({})


class Placed(NamedTuple):
    """An article in its place; ``rank`` is its place by score alone, ``slot`` says why it stands here.

    ``waited``: the article would stand higher, had not three of one of its authors stood close by.
    """

    heat: Heat
    rank: int
    slot: str  # "rank", "pin" or "new"
    waited: bool = False


def arrange(
    order: Sequence[Heat],
    pins: Mapping[int, int],
    new: int | None,
    length: int,
    authors: Authors = NOBODY,
) -> list[Placed]:
    """The first ``length`` places; ``pins`` maps positions to articles, ``new`` is lent place 10 unless pinned.

    Among any ten places in a row at most three are of one author, as far as pins and other authors allow.
    """
    ranks = {measured.article_id: (place, measured) for place, measured in enumerate(order, 1)}
    held = {position: (article, "pin") for position, article in pins.items() if article in ranks}
    if new in ranks and NEW_PLACE not in held:
        held[NEW_PLACE] = (new, "new")
    taken = {article for article, _slot in held.values()}
    free = [measured.article_id for measured in order if measured.article_id not in taken]
    crowd = Crowd(authors)
    for position, (article, _slot) in held.items():
        crowd.stand(article, position)
    waiting: set[int] = set()
    places: list[Placed] = []
    while len(places) < length and (free or held):
        position = len(places) + 1 if free else min(held)
        if position in held:
            article, slot = held.pop(position)
        else:
            passed = crowd.first_fitting(free, position)
            waiting.update(free[:passed])
            article, slot = free.pop(passed), "rank"
            crowd.stand(article, position)
        places.append(Placed(ranks[article][1], ranks[article][0], slot, article in waiting))
    return places


class Crowd:
    """Who stands where, by author."""

    def __init__(self, authors: Authors) -> None:
        self.authors = authors
        self.spots: dict[int, list[int]] = defaultdict(list)

    def stand(self, article: int, position: int) -> None:
        """Note that ``article`` has ``position``."""
        for author in self.authors.get(article, ()):
            self.spots[author].append(position)

    def first_fitting(self, free: Sequence[int], position: int) -> int:
        """Where in ``free`` the first stands that fits ``position``; the first of all when none does."""
        fitting = (place for place, article in enumerate(free[:REACH]) if self.fits(article, position))
        return next(fitting, 0)

    def fits(self, article: int, position: int) -> bool:
        """Whether no ten places in a row around ``position`` would hold a fourth of one author."""
        return not any(
            sum(start <= spot < start + WINDOW for spot in self.spots[author]) >= MOST_OF_ONE
            for author in self.authors.get(article, ())
            for start in range(max(position - WINDOW + 1, 1), position + 1)
        )


def positions(pinned: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Positions to articles from (position, article); two wishes for one position stand one below the other."""
    taken: dict[int, int] = {}
    for position, article in pinned:
        while position in taken:
            position += 1
        if article not in taken.values():
            taken[position] = article
    return taken


def choose_new(
    young: Sequence[Candidate], above: Container[int], minutes: Mapping[int, int], current: int | None
) -> int | None:
    """Who is lent the place: ``current`` while it may be, else the least shown so far, the newest of equals."""
    outside = {candidate.article_id: candidate for candidate in young if candidate.article_id not in above}
    if current in outside:
        return current
    return min(
        outside,
        key=lambda article: (minutes.get(article, 0), -outside[article].published_at.timestamp(), -article),
        default=None,
    )


def rising(
    order: Sequence[Heat],
    candidates: Mapping[int, Candidate],
    hot: Container[int],
    now: datetime,
    model: Model = USUAL,
) -> list[int]:
    """The five fastest articles outside the first ten that are faster now than in the hours before."""
    outside = [measured for measured in order[NEW_PLACE:] if measured.article_id not in hot]
    outside.sort(key=lambda measured: measured.rate, reverse=True)
    found: list[int] = []
    for measured in outside:
        if len(found) == RISING:
            break
        if _accelerates(candidates[measured.article_id], now, model):
            found.append(measured.article_id)
    return found


def _accelerates(candidate: Candidate, now: datetime, model: Model) -> bool:
    lines = cascade(candidate, now, model)
    before = lines[-2].rate if len(lines) > 1 else candidate.expected
    return lines[-1].views >= RISING_VIEWS and lines[-1].rate > before
