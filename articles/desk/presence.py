"""Who is in an article, and in which field: known to the cache alone, and forgotten 30 s after the last beat."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import rules, signing
from articles.desk.wording import name_of

LIFE = 30  # s after the last beat
LONGEST = 64  # characters of a tab's or a field's name

Seats = dict[str, dict[str, Any]]


def beat(request: HttpRequest, number: int) -> HttpResponse:
    """
    Note that the person is here, or ``goes``; answers with everybody else, with ``is_away`` when nobody can know,
    and with the name of whoever saved a revision after the ``base`` on which the person writes.
    """
    refused = signing.refused_letter(request)
    if refused is not None:
        return refused
    try:
        sent = signing.letter(request)
        tab, field = str(sent["tab"])[:LONGEST], str(sent.get("field", ""))[:LONGEST]
        base = int(sent.get("base") or 0)
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"refused": _("This cannot be read.")}, status=400)
    person = rules.person_of(request)
    article = rules.visible(person).filter(pk=number).select_related("latest__made_by").first()
    if article is None:
        return JsonResponse({"refused": _("This article belongs to somebody else.")}, status=403)
    if sent.get("goes"):
        leave(number, person, tab, timezone.now())
        return JsonResponse({})
    seats = sit(number, person, tab, field, timezone.now())
    people = (
        []
        if seats is None
        else [_told(seat, person) for key, seat in seats.items() if key != _key(person, tab)]
    )
    latest = article.latest
    newer = name_of(latest.made_by) if latest and 0 < base < latest.number else ""
    return JsonResponse({"people": people, "is_away": seats is None, "newer": newer})


def sit(number: int, person: User, tab: str, field: str, now: datetime) -> Seats | None:
    """Everybody in article ``number``, this person included; None while the cache is away."""
    seats = taken(number, now)
    name = person.get_full_name() or person.get_username()
    seats[_key(person, tab)] = {"name": name, "field": field, "at": now.timestamp(), "person": person.pk}
    cache.set(_place(number), seats, LIFE)
    return seats if cache.get(_place(number)) is not None else None


def leave(number: int, person: User, tab: str, now: datetime) -> None:
    """The person closed this page or reads it anew, which is no other tab of theirs."""
    seats = taken(number, now)
    if seats.pop(_key(person, tab), None):
        cache.set(_place(number), seats, LIFE)


def taken(number: int, now: datetime) -> Seats:
    """Whose last beat in article ``number`` is younger than 30 s."""
    seats: Seats = cache.get(_place(number)) or {}
    return _young(seats, now)


def here_names(number: int, now: datetime, *, but: User | None = None) -> list[str]:
    """The names of the people in article ``number``, without the person ``but``."""
    others = (seat for seat in taken(number, now).values() if but is None or seat["person"] != but.pk)
    return sorted({str(seat["name"]) for seat in others})


def here_in(numbers: Sequence[int], now: datetime) -> dict[int, list[str]]:
    """The names of the people in each of these articles, asked of the cache at once; empty articles are left out."""
    kept: dict[str, Seats] = cache.get_many([_place(number) for number in numbers])
    found = {number: _young(kept.get(_place(number)) or {}, now) for number in numbers}
    return {
        number: sorted({str(seat["name"]) for seat in seats.values()})
        for number, seats in found.items()
        if seats
    }


def _young(seats: Seats, now: datetime) -> Seats:
    return {key: seat for key, seat in seats.items() if now.timestamp() - seat["at"] < LIFE}


def _told(seat: dict[str, Any], person: User) -> dict[str, str]:
    name = str(seat["name"])
    is_wide = any(ord(letter) > 0x2E7F for letter in name)
    short = name[-2:] if is_wide else "".join(part[0] for part in name.split()[:2]).upper()
    if seat["person"] == person.pk:
        return {"short": short, "label": _("You, in another tab"), "field": str(seat["field"])}
    label = _("%(person)s is here") if not seat["field"] else _("%(person)s is in this field")
    return {"short": short, "label": label % {"person": name}, "field": str(seat["field"])}


def _key(person: User, tab: str) -> str:
    return f"{person.pk}:{tab}"


def _place(number: int) -> str:
    return f"desk:here:{number}"
