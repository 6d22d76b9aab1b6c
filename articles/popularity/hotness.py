"""Which articles are hot: easy to see why one enters, slow to leave, so that the mark does not flicker."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median

from articles.popularity.ranking import USUAL, Heat, Model, sure_rate

ENTRY_PLACE = 10
ENTRY_LEAD = 1.1  # times the rate of the first place outside
EVIDENCE_PLACES = 50
EXIT_PLACE = 15
EXIT_SHARE = 0.7  # of the rate of the last place inside
LEAST_STAY = timedelta(minutes=30)
MOST = 15


def decide(
    order: Sequence[Heat], hot: Mapping[int, datetime], now: datetime, model: Model = USUAL
) -> dict[int, datetime]:
    """The hot articles and since when, best first, decided anew.

    ``order`` holds every live, not excluded article by score; who is not in it is hot no longer.
    """
    bar = median(measured.rate for measured in order[:EVIDENCE_PLACES]) if order else 0.0
    chosen: dict[int, datetime] = {}
    for place, measured in enumerate(order, 1):
        since = hot.get(measured.article_id)
        if since is None and _enters(place, measured, order, bar, model):
            chosen[measured.article_id] = now
        elif since is not None and not _leaves(place, measured, order, now - since):
            chosen[measured.article_id] = since
    return dict(list(chosen.items())[:MOST])


def keep(order: Sequence[Heat], hot: Mapping[int, datetime]) -> dict[int, datetime]:
    """The hot articles between two decisions: the same, without those taken down or excluded."""
    return {m.article_id: hot[m.article_id] for m in order if m.article_id in hot}


def _enters(place: int, measured: Heat, order: Sequence[Heat], bar: float, model: Model) -> bool:
    if place > ENTRY_PLACE:
        return False
    return measured.rate >= ENTRY_LEAD * _rate(order, ENTRY_PLACE + 1) and sure_rate(measured, model) > bar


def _leaves(place: int, measured: Heat, order: Sequence[Heat], stayed: timedelta) -> bool:
    fell = place > EXIT_PLACE and measured.rate < EXIT_SHARE * _rate(order, ENTRY_PLACE)
    return fell and stayed >= LEAST_STAY


def _rate(order: Sequence[Heat], place: int) -> float:
    """The rate at ``place``, 0 where the list is shorter."""
    return order[place - 1].rate if len(order) >= place else 0.0
