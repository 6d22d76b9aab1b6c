"""The proof that a list is that of ranking everything: what nobody left out can exceed.

The heat rises with every sum and with the usual rate and falls with age, so an article outside the candidates has at
most the heat of one that is as old as the youngest left out, with the greatest sums left out.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from articles.popularity.decay import HALF_LIVES, column
from articles.popularity.ranking import Candidate, Heat, Model, heat

PROVEN_PLACES = 50


class Left(NamedTuple):
    """What an article that was left out can have at most: its sums by column, and at least: its age."""

    sums: Mapping[str, float | None]
    age: timedelta


def bound(left: Left, usual: float, now: datetime, model: Model) -> float:
    """The greatest score of anybody left out, in views/h; ``usual`` is the most that is typical from ``left.age`` on.

    A boosted article is never left out, so the factor is 1.
    """
    l24, l6, l1 = (left.sums.get(column(half_life)) for half_life in HALF_LIVES)
    return heat(Candidate(0, now - left.age, l24, l6, l1, usual), now, model).rate


def is_proven(order: Sequence[Heat], limit: float, places: int = PROVEN_PLACES) -> bool:
    """Whether the first ``places`` beat everybody left out."""
    return len(order) >= places and order[places - 1].score >= limit
