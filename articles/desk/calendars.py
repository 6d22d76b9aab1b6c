"""The calendar's screen: month, week and list, and stories moved by a form."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import calendar_days, calendar_feed, calendar_gaps, frame, rules, times, wording
from articles.desk.calendar_days import ALL, Wanted
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
    today: date
    wanted: Wanted = ALL
    gaps: Gaps = USUAL
    usual: Gaps = USUAL  # what the person keeps

    @property
    def first(self) -> date:
        """The first day shown: a Monday, but for the list."""
        start = self.day.replace(day=1) if self.view == "month" else self.day
        return start if self.view == "agenda" else start - timedelta(days=start.weekday())

    @property
    def count(self) -> int:
        """How many days are shown. The week that ends today goes on until tomorrow: that is what comes next."""
        usual = VIEWS[self.view]
        return usual + (usual == VIEWS["week"] and self.first + timedelta(usual - 1) == self.today)

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
    return Asked(view if view in VIEWS else "", day if sane else today, today, wanted, gaps, usual)


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
    end = calendar_days.begins(want.first + timedelta(want.count), zone)
    found = calendar_days.items(person, start, end, now, wanted=want.wanted)
    shown = calendar_days.days(want.first, want.count, found, zone=zone, now=now, gaps=want.gaps)
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
