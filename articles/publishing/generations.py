"""The number of the public site, and the next moment at which it changes by itself."""

from datetime import datetime

from django.db.models import F, Min

from articles.publishing.models import Edition, Generation, Pin


def current() -> int:
    """The generation that names the pages cached now."""
    return Generation.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def raise_generation() -> None:
    """Make every page cached so far a page of yesterday; part of the transaction that changes what readers see."""
    if not Generation.objects.filter(pk=1).update(number=F("number") + 1):
        Generation.objects.get_or_create(pk=1)


def next_change(now: datetime) -> datetime | None:
    """The next moment at which an edition or a pin begins or ends; None when nothing is planned."""
    alive = Edition.objects.filter(live_until__gt=F("live_from"))
    moments = [
        Edition.objects.scheduled(now).aggregate(moment=Min("live_from"))["moment"],
        alive.filter(live_until__gt=now).aggregate(moment=Min("live_until"))["moment"],
        Pin.objects.filter(live_from__gt=now).aggregate(moment=Min("live_from"))["moment"],
        Pin.objects.filter(live_until__gt=now).aggregate(moment=Min("live_until"))["moment"],
    ]
    return min((moment for moment in moments if moment), default=None)
