"""Pins and boosts that nobody gave an end: once they have held for a week, somebody should look at them."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F, FloatField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim
from django.utils.translation import gettext as _

from articles.drafting.models import Article
from articles.popularity.models import Boost
from articles.publishing.models import PLACES, Pin

LONG = timedelta(days=7)


class Held(NamedTuple):
    """One pin or boost: of which article, what it does, who made it, since when."""

    article: int
    title: str
    words: str
    by: str
    since: datetime


def held(now: datetime, most: int) -> list[Held]:
    """The oldest of both kinds, in one question."""
    boosts = Boost.objects.endless(now).annotate(kind=Value("boost"), size=F("factor"))
    pins = Pin.objects.in_force(now).filter(live_until=None, live_from__lte=now - LONG)
    pins = pins.annotate(kind=F("place"), size=Cast("position", FloatField()))
    name = Coalesce(
        NullIf(Trim(Concat("made_by__first_name", Value(" "), "made_by__last_name")), Value("")),
        "made_by__username",
    )
    # Asked of each row found, so that no database begins with all articles.
    title = Subquery(Article.objects.filter(pk=OuterRef("article")).values("latest__title"))
    both = [
        rows.annotate(by=name, title=title).values_list(
            "live_from", "article", "title", "kind", "size", "reason", "by"
        )
        for rows in (boosts, pins)
    ]
    found = both[0].union(both[1], all=True).order_by("live_from", "article")[:most]
    return [
        Held(number, title or _("Untitled"), _words(kind, size, reason), by or "", since)
        for since, number, title, kind, size, reason, by in found
    ]


def _words(kind: str, size: float, reason: str) -> str:
    if kind == "boost":
        return _("boost × %(factor)s without an end: %(reason)s") % {"factor": f"{size:g}", "reason": reason}
    words = _("pinned without an end: %(place)s, place %(position)s")
    return words % {"place": dict(PLACES)[kind], "position": f"{size:g}"} + (f" · {reason}" if reason else "")
