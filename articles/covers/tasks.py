"""The clock of this room: reads the time, renders what waits, and once a day sweeps strays away."""

from celery import shared_task
from django.utils import timezone

from articles.clocks.turns import turn
from articles.covers import rendering, storing


@shared_task(name="articles.render_covers")
def render_covers() -> None:
    """Renders for some seconds. A nudge may come within a turn; covers are claimed, so none is done twice."""
    now = timezone.now()
    with turn("articles.render_covers", now=now, seconds=30):
        rendering.render_due(now)
    with turn("articles.sweep_covers", now=now, seconds=86_400) as won:
        if won:
            storing.sweep(now)
