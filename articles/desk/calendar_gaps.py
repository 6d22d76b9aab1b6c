"""Gaps: stretches of a day without a story, long enough that the calendar marks them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Gaps:
    """A stretch of ``hours`` without a story is worth a mark, if it lies between ``first`` and ``last`` o'clock."""

    hours: int = 2
    first: int = 7
    last: int = 23


def gaps(given: Mapping[str, Any]) -> Gaps | None:
    """The gaps that a form or a preference names; None for nonsense."""
    try:
        found = Gaps(**{name: int(str(given[name])[:3]) for name in ("hours", "first", "last")})
    except (KeyError, ValueError):
        return None
    sane = 1 <= found.hours <= 24 and 0 <= found.first < found.last <= 24
    return found if sane else None


USUAL = Gaps()


def quiet(on: date, moments: list[datetime], zone: ZoneInfo, gaps: Gaps) -> list[tuple[datetime, datetime]]:
    """Stretches of a day without any of ``moments`` that are long enough, between the hours that count."""
    midnight = datetime.combine(on, time(), zone)
    first, last = ((midnight + hour * HOUR).astimezone(UTC) for hour in (gaps.first, gaps.last))
    edges = [first, *(at for at in moments if first <= at < last), last]
    return [(one, two) for one, two in pairwise(edges) if two - one >= gaps.hours * HOUR]
