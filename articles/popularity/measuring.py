"""How well an order foretold what was read next, and the classical formulas it is held against; without Django.

``gains`` maps each candidate to what it collected in the hour that followed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from math import log2, log10
from typing import NamedTuple

PLACES = 10
FEWEST_CANDIDATES = 15


class Seen(NamedTuple):
    """What the formulas know of an article: views up to now in all, of 24 hours, of one hour; its age in hours."""

    article_id: int
    published_at: datetime
    total: float
    day: float
    hour: float
    age: float


CLASSICAL: Mapping[str, Callable[[Seen], float]] = {
    "all-time": lambda seen: seen.total,
    "last 24 h": lambda seen: seen.day,
    "last hour": lambda seen: seen.hour,
    "Hacker News": lambda seen: max(seen.total - 1, 0.001) ** 0.8 / (seen.age + 2) ** 1.8,
    "Reddit": lambda seen: log10(max(seen.total, 1)) - seen.age * 3600 / 45_000,
}


def ordered(candidates: Iterable[Seen], formula: Callable[[Seen], float]) -> list[int]:
    """Best first by ``formula``; of equals what was published later."""
    scored = [(formula(seen), seen.published_at, seen.article_id) for seen in candidates]
    return [article_id for _score, _published_at, article_id in sorted(scored, reverse=True)]


def can_be_told(gains: Mapping[int, float]) -> bool:
    """Whether there is an order to be told: enough candidates, and something gained."""
    return len(gains) >= FEWEST_CANDIDATES and any(gains.values())


def ndcg(order: Sequence[int], gains: Mapping[int, float]) -> float:
    """NDCG@10 with linear gain: 1 for the best possible order. ``gains`` holds something above 0."""
    best = sorted(gains.values(), reverse=True)
    return _discounted([gains.get(article_id, 0.0) for article_id in order[:PLACES]]) / _discounted(best)


def precision(order: Sequence[int], gains: Mapping[int, float]) -> float:
    """P@10: how many of the first ten are among the ten that gained most, as a share."""
    top = sorted(gains, key=lambda article_id: gains[article_id], reverse=True)[:PLACES]
    return len({*order[:PLACES]} & {*top}) / PLACES


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains[:PLACES], 1))
