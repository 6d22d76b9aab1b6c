"""Moves what is scheduled of an article earlier or later by a span, and back again."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.desk import times, wording
from articles.drafting.models import Article
from articles.publishing import gate, scheduling
from articles.publishing.models import Edition
from articles.text.refusals import Refused
from articles.text.search import fold

UNITS = {
    "m": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1, "分": 1, "分钟": 1, "h": 60, "hour": 60, "hours": 60,
    "小时": 60, "d": 1440, "day": 1440, "days": 1440, "天": 1440, "日": 1440,
}  # fmt: skip
MOST_LETTERS, FARTHEST = 40, timedelta(days=3650)
_PART = re.compile(r"(\d{1,5})\s*([a-z]+|分钟|分|小时|天|日)")
_WHOLE = re.compile(rf"([+-]|提前|推后|推迟)?\s*((?:{_PART.pattern}\s*)+)")


class NoSpan(Refused):
    """What was typed is no span of time."""


class NothingToShift(Refused):
    """Nothing of the article waits for its time, or it does not stand where it was put any more."""


def span(text: str) -> timedelta:
    """``+2h``, ``-30 min``, ``1h30m``, ``提前1小时``, ``2天`` as a span, later without a sign. Raises NoSpan."""
    found = _WHOLE.fullmatch(fold(text).strip()) if len(text) <= MOST_LETTERS else None
    parts = _PART.findall(found[2]) if found else []
    if not parts or any(unit not in UNITS for _number, unit in parts):
        raise NoSpan(
            _("“%(text)s” is no span. Type, for example, +2h, -30m, 1d or 提前1小时.")
            % {"text": times.shortened(text)}
        )
    far = timedelta(minutes=sum(int(number) * UNITS[unit] for number, unit in parts))
    if far > FARTHEST:
        raise NoSpan(_("Schedules are shifted by %(days)s days at most.") % {"days": FARTHEST.days})
    return -far if found and found[1] in ("-", "提前") else far


@transaction.atomic
def shift(article: Article, by_span: timedelta, *, by: User, now: datetime) -> list[dict[str, Any]]:
    """Move every scheduled copy; returns what ``back`` needs. Raises NothingToShift and what ``reschedule`` raises."""
    copies = list(Edition.objects.scheduled(now).filter(article=article).order_by("live_from", "pk"))
    if not copies:
        raise NothingToShift(_("Nothing of this article is scheduled, so there is nothing to shift."))
    # The one that moves out of the way goes first.
    ordered = copies[::-1] if by_span > timedelta(0) else copies
    return [_moved(copy, by_span, by=by, now=now) for copy in ordered]


def _moved(copy: Edition, by_span: timedelta, *, by: User, now: datetime) -> dict[str, Any]:
    start, end = copy.live_from, copy.wanted_until
    made = _reschedule(copy, start + by_span, end + by_span if end else None, by=by, now=now)
    return {
        "edition": copy.pk, "from": start.isoformat(), "until": end.isoformat() if end else None,
        "to": made.live_from.isoformat(),
    }  # fmt: skip


@transaction.atomic
def back(article: Article, moved: Sequence[dict[str, Any]], *, by: User, now: datetime) -> None:
    """Each copy at its time of before. Raises NothingToShift where somebody moved it since."""
    for fact in reversed(moved):
        copy = article.editions.select_related("article").get(pk=fact["edition"])
        if copy.live_from != datetime.fromisoformat(fact["to"]):
            raise NothingToShift(_("Somebody has moved it since, so it stays where it is."))
        start = datetime.fromisoformat(fact["from"])
        end = datetime.fromisoformat(fact["until"]) if fact["until"] else None
        _reschedule(copy, start, end, by=by, now=now)


def _reschedule(copy: Edition, start: datetime, end: datetime | None, *, by: User, now: datetime) -> Edition:
    """One reason fits no list of articles, so what would go before its embargo is sent to its own page."""
    try:
        return scheduling.reschedule(copy, live_from=start, live_until=end, by=by, now=now)
    except gate.Embargoed as refusal:
        where = _("Open the article: “Change time” there asks for the reason.")
        raise gate.Embargoed(f"{refusal} {where}") from refusal


def told(moved: Sequence[dict[str, Any]], now: datetime) -> list[tuple[str, str]]:
    """The times of each copy before and after, in words, the earliest first."""
    pairs = sorted(
        (datetime.fromisoformat(fact["from"]), datetime.fromisoformat(fact["to"])) for fact in moved
    )
    return [(wording.short(old, now), wording.short(new, now)) for old, new in pairs]
