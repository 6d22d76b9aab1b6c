"""The clock of this room: reads the time and carries out what is due."""

from celery import shared_task
from django.utils import timezone

from articles.clocks.turns import turn
from articles.publishing import effects


@shared_task(name="articles.announce")
def announce() -> None:
    """Carry out due effects. Each effect is claimed, so the turn is only there to show that the clock runs."""
    with turn("articles.announce", now=timezone.now(), seconds=1):
        effects.perform_due(timezone.now)
