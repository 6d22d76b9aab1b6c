"""Reads the dates that callers write: a day or a moment, in the newsroom's zone where it names none."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

_LOST_PLUS = re.compile(r" (\d\d:?\d\d)$")  # an unescaped + of an offset arrives as a space


def start(words: str) -> datetime:
    """The moment ``words`` name, or the first of the day, in UTC. Raises ValueError for anything else."""
    return _moment(words, days=0)


def end(words: str) -> datetime:
    """The moment ``words`` name, or the first after the day, in UTC. Raises ValueError for anything else."""
    return _moment(words, days=1)


def _moment(words: str, *, days: int) -> datetime:
    zone = ZoneInfo(settings.NEWSROOM_TIME_ZONE)
    try:
        day = _day(words)
        if day is not None:
            return datetime.combine(day + timedelta(days=days), time.min, zone).astimezone(UTC)
        at = _parsed(words)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        raise ValueError(words) from None


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _parsed(words: str) -> datetime:
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return datetime.fromisoformat(_LOST_PLUS.sub(r"+\1", words))
