"""What a typed time means, beside the field where it is typed: three clocks, the wait, and who else goes out then."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from articles.desk import calendar_days, frame, rules, times, wording
from articles.desk.calendar_days import Item
from articles.publishing.wording import newsroom_zone


def when(request: HttpRequest) -> JsonResponse:
    """What a typed time means, in JSON: three clocks, the wait, and who else goes out then.

    With ``clocks`` nothing is to go out at that moment, so it may be over and has no neighbours.
    """
    person, now = rules.person_of(request), timezone.now()
    text, number = request.GET.get("text", "")[:100], request.GET.get("article", "")
    try:
        at = times.moment(text, now=now, zone=newsroom_zone())
    except times.NotATime as refusal:
        return JsonResponse({"refused": str(refusal), "offers": refusal.offers})
    if request.GET.get("clocks"):
        words = clocks(at, now, frame.own_zone(request), past=_("%(span)s ago"))
        return JsonResponse({"at": at.isoformat(), "words": words})
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    count, near = calendar_days.neighbours(person, at, now, but=int(number) if is_number else 0)
    return JsonResponse(
        {
            "at": at.isoformat(),
            "words": clocks(
                at, now, frame.own_zone(request), past=_("%(span)s ago: the past; publish now instead?")
            ),
            "neighbours": _beside(count, near, at, now),
            "titles": [item.title for item in near[:5]],
            # The way out of a time that is over, in a word that the field understands.
            "offers": [] if at >= now else ["现在" if str(get_language()).startswith("zh") else "now"],
        }
    )


def clocks(at: datetime, now: datetime, own: ZoneInfo | None, *, past: str) -> str:
    """``2026-11-23 07:30 Shanghai (UTC+08:00) · yours: … · … UTC · in 20 hours``; ``past`` ends what is over."""
    zone = newsroom_zone()
    parts = [f"{_clock(at, zone)} {_city(zone)} ({_offset(at, zone)})"]
    if own is not None:
        parts.append(_("yours: %(time)s") % {"time": f"{_clock(at, own)} {_city(own)}"})
    parts.append(f"{_clock(at, ZoneInfo('UTC'))} UTC")
    wait = (at - now).total_seconds()
    word = _("in %(span)s") if wait >= 0 else past
    parts.append(word % {"span": _span(abs(wait))})
    return " · ".join(parts)


def _clock(at: datetime, zone: ZoneInfo) -> str:
    """With its seconds only where some were typed: a story goes out at them."""
    local, were_typed = at.astimezone(zone), bool(at.second and not at.microsecond)
    return f"{local:%Y-%m-%d %H:%M:%S}" if were_typed else f"{local:%Y-%m-%d %H:%M}"


def _city(zone: ZoneInfo) -> str:
    return zone.key.rpartition("/")[2].replace("_", " ")


def _offset(at: datetime, zone: ZoneInfo) -> str:
    found = f"{at.astimezone(zone):%z}"
    return f"UTC{found[:3]}:{found[3:]}"


def _span(seconds: float) -> str:
    """As ``wording.span``, with the minutes beside the hours."""
    minutes = int(seconds // 60)
    if 60 <= minutes < 48 * 60 and minutes % 60:
        return f"{wording.span(minutes // 60 * 3600)} {wording.span(minutes % 60 * 60)}"
    return wording.span(seconds)


def _beside(count: int, near: list[Item], at: datetime, now: datetime) -> str:
    if not count:
        return ""
    if len(near) == count and all(item.at == at for item in near):
        same = ngettext("%(count)s more at %(time)s", "%(count)s more at %(time)s", count)
        return same % {"count": count, "time": wording.short(at, now)}
    one = ngettext(
        "%(count)s more within 5 minutes of %(time)s", "%(count)s more within 5 minutes of %(time)s", count
    )
    return one % {"count": count, "time": wording.short(at, now)}
