"""The clock of the desk: reads the time, takes its turn, and tells people what happened."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from articles.clocks.turns import take, turn
from articles.desk import bulk_turns, notices_gathering, notices_mailing
from articles.wire.nudging import nudge

SECONDS = 15
BULK_SECONDS = 20.0
DAY = timedelta(days=1)


@shared_task(name="articles.tell_notices")
def tell_notices() -> None:
    """Write what happened since the last turn, and mail what is due; every 15 s. Once a day it forgets old ones."""
    now = timezone.now()
    with turn("articles.tell_notices", now=now, seconds=SECONDS) as won:
        if won:
            notices_gathering.gather(now)
            notices_mailing.mail(now)
            if take("articles.tell_notices.daily", now=now, seconds=int(DAY.total_seconds())):
                notices_mailing.tidy(now)
    if won and bulk_turns.at_work():
        nudge("articles.bulk")


@shared_task(name="articles.bulk")
def bulk() -> None:
    """Go on with the oldest unfinished step on many articles, for a while; then ask for the next turn."""
    waiting = bulk_turns.at_work()
    if waiting:
        bulk_turns.advance(waiting[0], now=timezone.now(), seconds=BULK_SECONDS)
        if bulk_turns.at_work():
            nudge("articles.bulk")
