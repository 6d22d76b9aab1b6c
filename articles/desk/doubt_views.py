"""Review of doubtful views: what waits by article and hour, a verdict with its reason, and the verdicts so far."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk import charts, figures_rights, rules
from articles.desk.frame import answer
from articles.desk.posting import Unreadable
from articles.desk.printed import Printed, printed
from articles.desk.wording import name_of
from articles.popularity import doubting
from articles.popularity.days import KEPT_DAYS
from articles.popularity.doubting import ADMIT, DISCARD, Doubt, MayNotReviewDoubt
from articles.popularity.merging import moment
from articles.popularity.models import DoubtReview
from articles.popularity.standing import DAY, hour_of
from articles.text.refusals import Refused

MOST = 30  # articles
DEEDS = {ADMIT: doubting.admit, DISCARD: doubting.discard}


class Hour(NamedTuple):
    """Doubtful views of one hour."""

    number: int
    start: datetime
    views: str
    bar: str  # percent of the article's busiest hour


class Waiting(NamedTuple):
    """Doubtful views of one article (0: of all), hour by hour, newest first."""

    number: int
    known: Printed | None
    views: str
    hours: list[Hour]

    @property
    def first(self) -> int:
        return self.hours[-1].number

    @property
    def last(self) -> int:
        return self.hours[0].number


class Verdict(NamedTuple):
    """A verdict as it is told."""

    made: DoubtReview
    about: str
    first: datetime
    last: datetime
    views: str
    by: str


def show(request: HttpRequest) -> HttpResponse:
    """What waits and what was decided; POST decides. What is refused answers 409, or 403 where a right is missing."""
    person = rules.person_of(request)
    if not figures_rights.sees_doubt(person):
        raise PermissionDenied(_("Doubtful views are shown to editors and publishers."))
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if request.method != "POST":
        return _screen(request)
    try:
        made = _decide(request)
    except Refused as refusal:
        return _screen(request, str(refusal), status=403 if isinstance(refusal, MayNotReviewDoubt) else 409)
    messages.success(request, _told(made))
    return redirect("admin:doubt")


def _decide(request: HttpRequest) -> DoubtReview:
    """Raises Refused."""
    deed = DEEDS.get(str(request.POST.get("verdict", "")))
    if deed is None:
        raise Unreadable(_("Say whether these views are let in or left out."))
    article = request.POST.get("article", "")
    return deed(
        _number(request, "first"), _number(request, "last"), by=rules.person_of(request),
        reason=str(request.POST.get("reason", "")), now=timezone.now(),
        article_id=_number(request, "article") if article else None,
    )  # fmt: skip


def _number(request: HttpRequest, name: str) -> int:
    value = str(request.POST.get(name, ""))
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise Unreadable(_("“%(value)s” is not a whole number.") % {"value": value})
    return int(value)


def _told(made: DoubtReview) -> str:
    words = {
        ADMIT: ngettext("%(views)s view is let in.", "%(views)s views are let in.", made.views),
        DISCARD: ngettext("%(views)s view is left out for good.", "%(views)s views are left out for good.", made.views),
    }  # fmt: skip
    return words[made.verdict] % {"views": charts.number(made.views)}


def _screen(request: HttpRequest, refused: str = "", *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    doubts = doubting.open_doubts(hour_of(now) - KEPT_DAYS * DAY, hour_of(now))
    reviews = doubting.reviews()
    numbers = {doubt.article_id for doubt in doubts} | {
        made.article_id for made in reviews if made.article_id
    }
    known = printed(numbers, now)
    found = _waiting(doubts, known)
    every = [Waiting(0, None, charts.number(sum(doubt.views for doubt in doubts)), _together(doubts))]
    return answer(
        request, "doubt.html", _("Doubtful views"), status=status, further=len(found[MOST:]), articles=len(found),
        waiting=[*(every if len(found) > 1 else []), *found[:MOST]], refused=refused, kept_days=KEPT_DAYS,
        views=charts.number(sum(doubt.views for doubt in doubts)), tab="doubt", typed=request.POST.dict(),
        verdicts=[_verdict(made, known) for made in reviews],
        may_judge=figures_rights.may_judge_doubt(request.user),
    )  # fmt: skip


def _waiting(doubts: list[Doubt], known: dict[int, Printed]) -> list[Waiting]:
    """By article, the most doubtful first."""
    by_article: dict[int, list[Doubt]] = defaultdict(list)
    for doubt in doubts:
        by_article[doubt.article_id].append(doubt)
    sums = {number: sum(doubt.views for doubt in found) for number, found in by_article.items()}
    order = sorted(by_article, key=lambda number: (-sums[number], number))
    return [
        Waiting(number, known.get(number), charts.number(sums[number]), _hours(by_article[number]))
        for number in order
    ]


def _hours(found: list[Doubt]) -> list[Hour]:
    most = max((doubt.views for doubt in found), default=1)
    return [
        Hour(doubt.hour, moment(doubt.hour), charts.number(doubt.views), f"{100 * doubt.views / most:.1f}")
        for doubt in found
    ]


def _together(doubts: list[Doubt]) -> list[Hour]:
    """The hours of all articles, newest first."""
    by_hour: dict[int, int] = defaultdict(int)
    for doubt in doubts:
        by_hour[doubt.hour] += doubt.views
    return _hours([Doubt(hour, 0, by_hour[hour]) for hour in sorted(by_hour, reverse=True)])


def _verdict(made: DoubtReview, known: dict[int, Printed]) -> Verdict:
    about = _("all articles")
    if made.article_id:
        about = known[made.article_id].title if made.article_id in known else f"#{made.article_id}"
    first, last = moment(made.first_hour), moment(made.last_hour + 1)
    return Verdict(made, about, first, last, charts.number(made.views), name_of(made.made_by))
