"""The order readers see: by score, with pins in their positions and one place lent to something new."""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from articles.popularity.ranking import USUAL, Candidate, Heat, Model, cascade

NEW_PLACE = 10
NEW_FOR = timedelta(hours=6)
RISING = 5
RISING_VIEWS = 5.0  # views in about the last hour


class Placed(NamedTuple):
    """An article in its place; ``rank`` is its place by score alone, ``slot`` says why it stands here."""

    heat: Heat
    rank: int
    slot: str  # "rank", "pin" or "new"


def arrange(order: Sequence[Heat], pins: Mapping[int, int], new: int | None, length: int) -> list[Placed]:
    """The first ``length`` places; ``pins`` maps positions to articles, ``new`` is lent place 10 unless pinned."""
    ranks = {measured.article_id: (place, measured) for place, measured in enumerate(order, 1)}
    held = {position: (article, "pin") for position, article in pins.items() if article in ranks}
    if new in ranks and NEW_PLACE not in held:
        held[NEW_PLACE] = (new, "new")
    taken = {article for article, _slot in held.values()}
    free = [(measured.article_id, "rank") for measured in order if measured.article_id not in taken]
    free.reverse()
    places: list[Placed] = []
    while len(places) < length and (free or held):
        position = len(places) + 1 if free else min(held)
        article, slot = held.pop(position) if position in held else free.pop()
        places.append(Placed(ranks[article][1], ranks[article][0], slot))
    return places


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
