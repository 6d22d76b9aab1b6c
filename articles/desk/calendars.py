"""The calendar's screen: month, week and list, stories moved by a form, and the words beside a time that is typed."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from articles.desk import calendar_days, calendar_feed, calendar_gaps, frame, rules, times, wording
from articles.desk.calendar_days import ALL, Item, Wanted
from articles.desk.calendar_gaps import USUAL, Gaps
from articles.desk.models import CalendarKey, Preference
from articles.drafting import planning
from articles.drafting.models import Article, Category
from articles.publishing import gate, scheduling
from articles.publishing.models import Edition
from articles.publishing.wording import newsroom_zone
from articles.text.refusals import Refused

VIEWS = {"": 7, "week": 7, "month": 42, "agenda": 14}  # "" is the week, and on narrow screens a list
FIRST_YEAR, LAST_YEAR = 1990, 2200


@dataclass(frozen=True)
class Asked:
    """Which days the address asks for; what it says wrongly is today's week."""

    view: str
    day: date
    wanted: Wanted = ALL
    gaps: Gaps = USUAL
    usual: Gaps = USUAL  # what the person keeps

    @property
    def first(self) -> date:
        """The first day shown: a Monday, but for the list."""
        start = self.day.replace(day=1) if self.view == "month" else self.day
        return start if self.view == "agenda" else start - timedelta(days=start.weekday())

    def query(self, **changes: Any) -> str:
        """The address's part after ``?``, with changes."""
        given = {
            "view": self.view, "day": self.day.isoformat(), **asdict(self.wanted),
            **(asdict(self.gaps) if self.gaps != self.usual else {}), **changes,
        }  # fmt: skip
        return urlencode({name: value for name, value in given.items() if value != ""})

    def beside(self, way: int) -> date:
        """A day of the stretch before (-1) or after (1)."""
        if self.view == "month":
            return (self.day.replace(day=15) + timedelta(days=30 * way)).replace(day=1)
        return self.day + way * timedelta(days=VIEWS[self.view])


def asked(given: QueryDict, now: datetime, usual: Gaps = USUAL) -> Asked:
    """The view, day and section that ``given`` names; gaps of the ``usual`` kind if it names none."""
    today = now.astimezone(newsroom_zone()).date()
    try:
        day = date.fromisoformat(given.get("day", ""))
    except ValueError:
        day = today
    view = given.get("view", "")
    sane = FIRST_YEAR <= day.year <= LAST_YEAR
    wanted = Wanted(**{name: given.get(name, "")[:100].strip() for name in ("category", "author", "state")})
    gaps = calendar_gaps.gaps(given) or usual
    return Asked(view if view in VIEWS else "", day if sane else today, wanted, gaps, usual)


def show(request: HttpRequest) -> HttpResponse:
    """The calendar; POST keeps which gaps the person wants marked from now on."""
    if request.method != "POST":
        return _page(request, request.GET)
    back, gaps = QueryDict(request.POST.get("back", "")[:500]), calendar_gaps.gaps(request.POST)
    if gaps is None:
        words = _("A gap is 1 to 24 hours long, between two hours from 0 to 24, the earlier one first.")
        return _page(request, back, status=422, refused=words)
    Preference.objects.update_or_create(
        person=rules.person_of(request), defaults={"calendar_gaps": asdict(gaps)}
    )
    query = asked(back, timezone.now(), gaps).query(hours="", first="", last="")
    return redirect(f"{reverse('admin:calendar')}?{query}")


def _page(request: HttpRequest, given: QueryDict, *, status: int = 200, **more: Any) -> HttpResponse:
    person, now, zone = rules.person_of(request), timezone.now(), newsroom_zone()
    preference = getattr(request, "preference", None)
    want = asked(given, now, calendar_gaps.gaps(preference.calendar_gaps if preference else {}) or USUAL)
    start = calendar_days.begins(want.first, zone)
    end = calendar_days.begins(want.first + timedelta(VIEWS[want.view]), zone)
    found = calendar_days.items(person, start, end, now, wanted=want.wanted)
    shown = calendar_days.days(want.first, VIEWS[want.view], found, zone=zone, now=now, gaps=want.gaps)
    return frame.answer(
        request, "calendar.html", _("Calendar"), status=status, want=want, days=shown,
        weeks=[shown[at : at + 7] for at in range(0, len(shown), 7)], undo=_undo(given),
        views=[(name, label, want.query(view=name)) for name, label in view_labels()],
        before=want.query(day=want.beside(-1).isoformat()), after=want.query(day=want.beside(1).isoformat()),
        today=want.query(day=now.astimezone(zone).date().isoformat()), here=want.query(),
        has_key=CalendarKey.objects.filter(person=person).exists(),
        categories=list(Category.objects.order_by("position", "name").values_list("slug", "name")),
        states=Article._meta.get_field("state").flatchoices, is_cut=found.is_cut,
        kept=urlencode({name: value for name, value in asdict(want.wanted).items() if value}), **more,
    )  # fmt: skip


def view_labels() -> list[tuple[str, str]]:
    """The three ways to look at it."""
    return [("week", _("Week")), ("month", _("Month")), ("agenda", _("List"))]


def _undo(given: QueryDict) -> dict[str, Any]:
    """What a form needs that takes the last move back."""
    item, when = given.get("moved", ""), given.get("was", "")
    return {"item": item, "when": when} if item and when else {}


def move(request: HttpRequest) -> HttpResponse:
    """Give a wish or a scheduled copy another time, by POST alone; what is refused is said above the calendar."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    now, back, form = (
        timezone.now(),
        QueryDict(request.POST.get("back", "")[:500]),
        times.chosen(request.POST),
    )
    person = rules.person_of(request)
    layer, _mark, number = request.POST.get("item", "").partition("-")
    if layer not in ("planned", "scheduled") or not (
        number.isascii() and number.isdigit() and len(number) < 19
    ):
        raise Http404(_("There is no such entry."))
    try:
        when = times.moment(form.get("when", ""), now=now, zone=newsroom_zone())
        if layer == "planned":
            article = rules.article_for(request, int(number))
            was = article.planned_for
            planning.plan(article, planned_for=when, by=person, now=now)
        else:
            was = _reschedule(request, int(number), when, now)
    except Refused as refusal:
        status = 403 if isinstance(refusal, gate.NotAllowed | planning.NotAllowed) else 409
        return _page(
            request, back, status=status, refused=str(refusal), opened=f"{layer}-{number}", typed=form
        )
    words = _("Moved to %(time)s.") % {"time": wording.short(when, now)}
    messages.success(request, words)
    query = asked(back, now).query(moved=f"{layer}-{number}", was=times.typed(was, newsroom_zone()))
    return redirect(f"{reverse('admin:calendar')}?{query}")


def _reschedule(request: HttpRequest, number: int, when: datetime, now: datetime) -> datetime:
    edition = Edition.objects.select_related("article").filter(pk=number).first()
    if edition is None:
        raise Http404(_("There is no such entry."))
    rules.article_for(request, edition.article_id)
    was = edition.live_from
    why = request.POST.get("embargo_reason", "")
    scheduling.reschedule(edition, live_from=when, by=rules.person_of(request), now=now, embargo_reason=why)
    return was


def feed(request: HttpRequest) -> HttpResponse:
    """Make, renew or withdraw the private address, by POST alone; a new one is shown this once."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    person = rules.person_of(request)
    if request.POST.get("what") == "withdraw":
        calendar_feed.withdraw(person)
        messages.success(request, _("The address opens nothing any more."))
        return redirect("admin:calendar")
    secret = calendar_feed.renew(person, now=timezone.now())
    address = settings.NEWSROOM_URL.rstrip("/") + reverse("admin:calendar_feed", args=[secret])
    return _page(request, QueryDict(), address=address)


def when(request: HttpRequest) -> HttpResponse:
    """What a typed time means, in JSON: three clocks, the wait, and who else goes out then."""
    person, now = rules.person_of(request), timezone.now()
    text, number = request.GET.get("text", "")[:100], request.GET.get("article", "")
    try:
        at = times.moment(text, now=now, zone=newsroom_zone())
    except times.NotATime as refusal:
        return JsonResponse({"refused": str(refusal), "offers": refusal.offers})
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    count, near = calendar_days.neighbours(person, at, now, but=int(number) if is_number else 0)
    return JsonResponse(
        {
            "at": at.isoformat(),
            "words": clocks(at, now, frame.own_zone(request)),
            "neighbours": _beside(count, near, at, now),
            "titles": [item.title for item in near[:5]],
            # The way out of a time that is over, in a word that the field understands.
            "offers": [] if at >= now else ["现在" if str(get_language()).startswith("zh") else "now"],
        }
    )


def clocks(at: datetime, now: datetime, own: ZoneInfo | None) -> str:
    """``2026-11-23 07:30 Shanghai (UTC+08:00) · yours: … · … UTC · in 20 hours``."""
    zone = newsroom_zone()
    parts = [f"{_clock(at, zone)} {_city(zone)} ({_offset(at, zone)})"]
    if own is not None:
        parts.append(_("yours: %(time)s") % {"time": f"{_clock(at, own)} {_city(own)}"})
    parts.append(f"{_clock(at, ZoneInfo('UTC'))} UTC")
    wait = (at - now).total_seconds()
    word = _("in %(span)s") if wait >= 0 else _("%(span)s ago: the past; publish now instead?")
    parts.append(word % {"span": _span(abs(wait))})
    return " · ".join(parts)


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


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
