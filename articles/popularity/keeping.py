"""The stored lists: a row stands from the moment it was ranked to the next one, so any past minute is one lookup."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction

from articles.popularity.models import HotList

SITE = "site"
TELLING_PLACES = 15  # a change among them makes a new row
THIN_AFTER = timedelta(days=7)
HOURLY_AFTER = timedelta(days=400)
KEPT_KEYS = ("article", "place", "heat")
CHUNK = 500

Entry = dict[str, Any]


def section(slug: str) -> str:
    """The name of a category's list."""
    return f"category:{slug}"


def current(name: str = SITE) -> HotList | None:
    """The newest list of that name."""
    return HotList.objects.filter(list=name).order_by("-ranked_at").first()


def at(name: str, moment: datetime) -> HotList | None:
    """The list of that name that was in force at ``moment``."""
    return HotList.objects.filter(list=name, ranked_at__lte=moment).order_by("-ranked_at").first()


def keep(name: str, entries: Sequence[Entry], newest: HotList | None, now: datetime, **facts: Any) -> HotList:
    """Store what was ranked: in the newest row while nothing telling changed, else as a new row."""
    values = {"entries": list(entries), "confirmed_at": now, **facts}
    if newest is None or (newest.ranked_at < now and _telling(newest.entries) != _telling(entries)):
        return HotList.objects.create(list=name, ranked_at=now, **values)
    for field, value in values.items():
        setattr(newest, field, value)
    newest.save(update_fields=list(values))
    return newest


def thin(now: datetime) -> tuple[int, int]:
    """Shorten the entries of old rows and drop very old ones between full hours; (shortened, dropped) rows."""
    newest = {row.pk for name in _names() if (row := current(name)) is not None}
    dropped = sum(_drop(name, now - HOURLY_AFTER, newest) for name in _names())
    return _shorten(now - THIN_AFTER, newest), dropped


def _telling(entries: Sequence[Entry]) -> tuple[list[int], set[int]]:
    order = [entry["article"] for entry in entries[:TELLING_PLACES]]
    return order, {entry["article"] for entry in entries if entry.get("hot")}


def _names() -> list[str]:
    return list(HotList.objects.order_by("list").values_list("list", flat=True).distinct())


def _shorten(before: datetime, newest: set[int]) -> int:
    """Leave article, place and heat of the first places, a few hundred rows a transaction."""
    old = HotList.objects.filter(thinned=False, ranked_at__lt=before).exclude(pk__in=newest).order_by("pk")
    shortened = 0
    while rows := list(old[:CHUNK]):
        for row in rows:
            kept = row.entries[:TELLING_PLACES]
            row.entries = [{key: entry[key] for key in KEPT_KEYS} for entry in kept]
            row.rising, row.thinned = [], True
        with transaction.atomic():
            HotList.objects.bulk_update(rows, ["entries", "rising", "thinned"], batch_size=50)
        shortened += len(rows)
    return shortened


def _drop(name: str, before: datetime, newest: set[int]) -> int:
    """Delete rows that were in force at no full hour; the list of every full hour stays the same.

    The youngest of the old rows stays: when it ended is not among them.
    """
    old = HotList.objects.filter(list=name, ranked_at__lt=before).order_by("ranked_at")
    rows = list(old.values_list("pk", "ranked_at"))
    unseen = [
        pk for (pk, start), (_next, end) in pairwise(rows) if pk not in newest and _full_hour(start) >= end
    ]
    for start in range(0, len(unseen), CHUNK):
        HotList.objects.filter(pk__in=unseen[start : start + CHUNK]).delete()
    return len(unseen)


def _full_hour(moment: datetime) -> datetime:
    """The first full hour at or after ``moment``."""
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return hour if hour == moment else hour + timedelta(hours=1)
