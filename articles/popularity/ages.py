"""Boxes of age, so that an article is compared with others as old as itself; hours everywhere."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from articles.popularity.ranking import LEAST_RATE

EDGES = (1.0, 3.0, 6.0, 12.0, 24.0, 48.0, 120.0, 480.0)
BOXES = len(EDGES) + 1
FADING = 2.0 ** (-1 / 72)  # per hour: a half-life of three days


def box(age: float) -> int:
    """The box of an article ``age`` hours old; below 0 counts as new."""
    return bisect_right(EDGES, age)


def typical(views: float, hours: float) -> float:
    """Views per hour of an age at which ``hours`` brought ``views``; a little more than none without evidence."""
    return max((views + 0.5) / (hours + 5), LEAST_RATE)


def split(published_at: datetime, start: datetime, end: datetime) -> Iterator[tuple[int, float]]:
    """(box, hours) of an article that was live from ``start`` to ``end``."""
    edges = (published_at + timedelta(hours=edge) for edge in EDGES)
    moments = [start, *(edge for edge in edges if start < edge < end), end]
    for since, until in pairwise(moments):
        middle = since + (until - since) / 2
        yield box((middle - published_at).total_seconds() / 3600), (until - since).total_seconds() / 3600
