"""A person's private calendar feed: what they may see at the desk, embargoed stories by their section alone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.desk import calendar_days, rules, tokens
from articles.desk.calendar_days import Item
from articles.desk.models import CalendarKey

PAST, COMING = timedelta(days=14), timedelta(days=90)
LENGTH = timedelta(minutes=15)  # a story is a moment; calendars want a stretch
LINE = 75  # octets, RFC 5545 section 3.1


def renew(person: User, *, now: datetime) -> str:
    """A new secret for the person's address; the old one opens nothing from now on."""
    secret, kept = tokens.new()
    CalendarKey.objects.update_or_create(person=person, defaults={"digest": kept, "made_at": now})
    return secret


def withdraw(person: User) -> None:
    """No address any more."""
    CalendarKey.objects.filter(person=person).delete()


def show(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed behind a secret address; everything else is one and the same 404."""
    tokens.hide(request, secret)
    if request.method not in ("GET", "HEAD"):
        return tokens.guard(HttpResponseNotAllowed(["GET", "HEAD"]))
    if tokens.is_blocked(request):
        return tokens.nothing_here(request)
    key = (
        CalendarKey.objects.select_related("person__preference").filter(digest=tokens.digest(secret)).first()
    )
    if key is None or not key.person.is_active or not key.person.is_staff or not rules.works_here(key.person):
        return tokens.nothing_here(request)
    with translation.override(_language(key.person)):
        text = feed(key.person, timezone.now())
    return tokens.guard(HttpResponse(text, content_type="text/calendar; charset=utf-8"))


def _language(person: User) -> str:
    """The person's own; calendar programs ask without saying one."""
    preference = getattr(person, "preference", None)
    return (preference.language if preference else "") or translation.get_language() or settings.LANGUAGE_CODE


def feed(person: User, now: datetime) -> str:
    """An iCalendar text (RFC 5545) of what the person may see."""
    rows = calendar_days.items(person, now - PAST, now + COMING, now)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//newsroom//desk//EN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{_escaped(settings.NEWSROOM_NAME)}", "REFRESH-INTERVAL;VALUE=DURATION:PT15M"]
    lines += [line for item in rows for line in _event(item, now)]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(item: Item, now: datetime) -> Iterator[str]:
    marks = {"planned": _("planned"), "scheduled": _("scheduled"), "live": _("live")}
    title = item.category or _("Embargoed") if item.is_embargoed else item.title
    host = settings.NEWSROOM_URL.partition("://")[2].strip("/") or "newsroom"
    yield "BEGIN:VEVENT"
    yield f"UID:{item.key}@{host}"
    yield f"DTSTAMP:{_stamp(now)}"
    yield f"DTSTART:{_stamp(item.at)}"
    yield f"DTEND:{_stamp(item.at + LENGTH)}"
    yield f"SUMMARY:{_escaped(f'{title} ({marks[item.layer]})')}"
    yield f"STATUS:{'TENTATIVE' if item.layer == 'planned' else 'CONFIRMED'}"
    if not item.is_embargoed:
        yield f"CATEGORIES:{_escaped(item.category)}"
        yield f"URL:{settings.NEWSROOM_URL.rstrip('/')}{reverse('admin:article', args=[item.article])}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Commas, semicolons, backslashes and ends of lines as values carry them; no other control character."""
    plain = "".join(letter if letter >= " " or letter == "\n" else " " for letter in text)
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, never through a character; every later one begins with a space."""
    piece, lead = "", ""
    for letter in line:
        if len((lead + piece + letter).encode()) > LINE:
            yield lead + piece
            piece, lead = "", " "
        piece += letter
    yield lead + piece
