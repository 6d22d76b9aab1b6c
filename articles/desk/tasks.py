"""The clock of the desk: reads the time, takes its turn, and tells people what happened."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from articles.clocks.turns import take, turn
from articles.desk import notices_gathering, notices_mailing

SECONDS = 15
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
