"""The clocks of this room: read the time, take the turn, call one deed.

No task is retried, for the next tick is the retry. Redis being away is no failure of ours: counts wait there.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone

from articles.clocks.turns import take, turn
from articles.popularity import evaluating, flushing, listing, tidying
from articles.wire.client import ServerAway

SEALED_FROM_MINUTE = 5
TIDY_AFTER = timedelta(minutes=20)  # past midnight UTC
DAY_SECONDS = 86_400

logger = logging.getLogger(__name__)


@shared_task(name="articles.flush_views")
def flush_views() -> None:
    """Merge what was counted; every 15 s. The brake needs no database, so it comes first."""
    _shrug(flushing.set_brake)
    _tick("articles.flush_views", 15, flushing.flush)


@shared_task(name="articles.rank")
def rank(changed: int | None = None) -> None:
    """Rank; every 60 s, and at once when an article's number says that a boost or a pin of it changed."""
    if changed is None:
        _tick("articles.rank", 60, listing.rank)
    else:
        listing.rank(timezone.now())


@shared_task(name="articles.seal_hour")
def seal_hour() -> None:
    """Close past hours and judge their lists; every 60 s, with something to do from five past the hour."""
    _tick("articles.seal_hour", 60, _seal_in_time)


@shared_task(name="articles.tidy_popularity")
def tidy_popularity() -> None:
    """Tidy up; every 10 min, with something to do once a day from 00:20 UTC."""
    _tick("articles.tidy_popularity", 600, _tidy_once_a_day)


def _seal_in_time(now: datetime) -> None:
    if now.minute >= SEALED_FROM_MINUTE:
        flushing.seal(now)
        evaluating.catch_up(now)


def _tidy_once_a_day(now: datetime) -> None:
    if take("articles.tidy_popularity.daily", now=now - TIDY_AFTER, seconds=DAY_SECONDS):
        tidying.tidy(now)


def _tick(name: str, seconds: int, deed: Callable[[datetime], object]) -> None:
    now = timezone.now()

    def in_turn() -> None:
        with turn(name, now=now, seconds=seconds) as won:
            if won:
                deed(now)

    _shrug(in_turn)


def _shrug(call: Callable[[], object]) -> None:
    try:
        call()
    except ServerAway as away:
        logger.warning("Redis does not answer, so counts wait in it: %s", away)
