"""Takes a clock's turn in the database, so that a tick which comes twice does nothing the second time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from articles.clocks.models import Turn

PROOF = "verify"  # no clock: somebody runs it by hand


def take(name: str, *, now: datetime, seconds: int) -> bool:
    """Whether this caller may carry out the turn of ``name`` for the period of ``seconds`` that holds ``now``.

    A turn of the period before is over. One further ahead than the next period was taken by a host whose clock
    was wrong, and does not stop this clock until then.
    """
    period = _period(now, seconds)
    with transaction.atomic():
        Turn.objects.get_or_create(name=name, defaults={"started_at": now})
        won = Turn.objects.filter(Q(period__lt=period) | Q(period__gt=period + 1), name=name)
        return bool(won.update(period=period, started_at=now, finished_at=None, error=""))


def proved(*, began: datetime, ended: datetime, findings: int) -> None:
    """Note how the last proof of all editions ended; the desk shows it beside the clocks."""
    facts = {"started_at": began, "finished_at": ended, "error": str(findings) if findings else ""}
    Turn.objects.update_or_create(name=PROOF, defaults=facts)


@contextmanager
def turn(name: str, *, now: datetime, seconds: int) -> Iterator[bool]:
    """Yields whether the turn was won, and records how a won turn ended; an error is recorded and goes on.

    A turn that ends after the next one began records nothing, for the row speaks of the latest turn.
    """
    won, begun = take(name, now=now, seconds=seconds), time.monotonic()
    own = Turn.objects.filter(name=name, period=_period(now, seconds))
    try:
        yield won
    except Exception as error:
        if won:
            own.update(error=f"{type(error).__name__}: {error}"[:500])
        raise
    if won:
        own.update(finished_at=now + timedelta(seconds=time.monotonic() - begun))


def _period(now: datetime, seconds: int) -> int:
    return int(now.timestamp()) // seconds
