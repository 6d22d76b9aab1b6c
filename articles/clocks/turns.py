"""Takes a clock's turn in the database, so that a tick which comes twice does nothing the second time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from articles.clocks.models import Turn


def take(name: str, *, now: datetime, seconds: int) -> bool:
    """Whether this caller may carry out the turn of ``name`` for the period of ``seconds`` that holds ``now``."""
    period = int(now.timestamp()) // seconds
    with transaction.atomic():
        Turn.objects.get_or_create(name=name, defaults={"started_at": now})
        won = Turn.objects.filter(name=name, period__lt=period)
        return bool(won.update(period=period, started_at=now, finished_at=None, error=""))


@contextmanager
def turn(name: str, *, now: datetime, seconds: int) -> Iterator[bool]:
    """Yields whether the turn was won, and records how a won turn ended; an error is recorded and goes on."""
    won = take(name, now=now, seconds=seconds)
    try:
        yield won
    except Exception as error:
        Turn.objects.filter(name=name).update(error=str(error)[:500])
        raise
    if won:
        Turn.objects.filter(name=name).update(finished_at=timezone.now())
