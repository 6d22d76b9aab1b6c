"""When each printed copy of one article is public: a pure function of what was asked for."""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from typing import NamedTuple


class Wish(NamedTuple):
    """A copy that is to be public from ``start`` to its own ``end`` (None: without end)."""

    key: int
    start: datetime
    end: datetime | None


def is_empty(wish: Wish) -> bool:
    """Whether the copy was cancelled: it ends where it starts, so nobody ever sees it."""
    return wish.end is not None and wish.end <= wish.start


def ends(wishes: Sequence[Wish]) -> dict[int, datetime | None]:
    """The moment at which each copy stops being public: its own end, or the start of the copy that follows it.

    Of several copies that start together the one with the greatest key stands, the others are empty.
    """
    standing = sorted(
        (wish for wish in wishes if not is_empty(wish)), key=lambda wish: (wish.start, wish.key)
    )
    result: dict[int, datetime | None] = {wish.key: wish.start for wish in wishes if is_empty(wish)}
    for wish, following in zip_longest(standing, standing[1:]):
        next_start = following.start if following else None
        result[wish.key] = min((moment for moment in (wish.end, next_start) if moment), default=None)
    return result
