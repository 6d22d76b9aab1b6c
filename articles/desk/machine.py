"""The time machine: the readers' own pages at any other moment, past or to come, for staff."""

from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import rules, times
from articles.desk.frame import answer
from articles.desk.times import NotATime
from articles.publishing.models import Edition
from articles.publishing.wording import clock_time, newsroom_zone
from articles.reading import machine as readers

FORMAT = "%Y%m%dT%H%M%SZ"
SHOWN = 20


def choose(request: HttpRequest) -> HttpResponse:
    """Ask for a moment, and list the next changes of the site."""
    _need_right(request)
    now, wanted, error = timezone.now(), request.GET.get("when", "").strip(), ""
    if wanted:
        try:
            return redirect(address(times.moment(wanted, now=now, zone=newsroom_zone())))
        except NotATime as refusal:
            error = str(refusal)
    rows = [(moment, words, address(moment)) for moment, words in changes(now)]
    return answer(
        request, "machine.html", _("Time machine"), wanted=wanted, error=error, changes=rows,
        status=422 if error else 200,
    )  # fmt: skip


def show(request: HttpRequest, moment: str, rest: str) -> HttpResponse:
    """A readers' address as it answers at ``moment``; its links stay in that moment."""
    _need_right(request)
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    now, there = timezone.now(), _moment(moment)
    return readers.show(
        request, f"/{rest}", now=there, base=address(there).rstrip("/"), banner=_banner(there, now),
        media=reverse("admin:media", args=["x"])[:-1],
    )  # fmt: skip


def address(moment: datetime) -> str:
    """Where the front page of ``moment`` stands."""
    return reverse("admin:at_home", args=[f"{moment.astimezone(UTC):{FORMAT}}"])


def changes(now: datetime) -> list[tuple[datetime, str]]:
    """The next moments at which readers see something else, and what it is."""
    alive = Edition.objects.filter(
        Q(live_until=None) | Q(live_until__gt=F("live_from"))
    ).without_long_columns()
    begins = alive.filter(live_from__gt=now).order_by("live_from", "pk")[:SHOWN]
    ends = alive.filter(live_until__gt=now).order_by("live_until", "pk")[:SHOWN]
    successors = {(copy.article_id, copy.live_from) for copy in begins}
    rows = [(copy.live_from, _("“%(title)s” begins") % {"title": copy.title}) for copy in begins]
    rows += [
        (copy.live_until, _("“%(title)s” ends") % {"title": copy.title})
        for copy in ends
        if copy.live_until and (copy.article_id, copy.live_until) not in successors
    ]
    return sorted(rows)[:SHOWN]


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, FORMAT).replace(tzinfo=UTC)
    except ValueError as error:
        raise Http404(_("This address names no moment.")) from error


def _banner(there: datetime, now: datetime) -> str:
    time = clock_time(there)
    if there > now:
        return _("The site as it will be at %(time)s, if nothing else is decided.") % {"time": time}
    return _("The site as it was at %(time)s, in today’s design.") % {"time": time}


def _need_right(request: HttpRequest) -> None:
    if not rules.sees_everything(request.user):
        raise PermissionDenied(
            _("The time machine shows what is not public yet, so it is for editors and publishers.")
        )
