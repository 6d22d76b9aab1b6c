"""The time machine: the readers' own pages at any other moment, past or to come, for staff."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.desk import machine_changes, machine_lists, rules, times
from articles.desk.frame import answer
from articles.desk.machine_changes import SPAN
from articles.desk.times import NotATime
from articles.publishing.wording import clock_time, newsroom_zone
from articles.reading import machine as readers

FORMAT = "%Y%m%dT%H%M%SZ"
SHOWN = 60
WEEK = timedelta(days=7)


def choose(request: HttpRequest) -> HttpResponse:
    """Ask for a moment; a bar and a list of the changes around one, and what then differs from now."""
    _need_right(request)
    now, wanted, error = timezone.now(), times.chosen(request.GET).get("when", "").strip(), ""
    if wanted:
        try:
            return redirect(address(times.moment(wanted, now=now, zone=newsroom_zone())))
        except NotATime as refusal:
            error = str(refusal)
    named = request.GET.get("around", "")
    there = _moment(named) if named else now
    start, end = (there - SPAN, there + SPAN) if named else (now, now + WEEK)
    found = machine_changes.between(start, end)
    lists = machine_lists.between(start, end)
    told = machine_lists.told(found, lists)
    differs = machine_changes.differs(there, now) if named else None
    return answer(
        request, "machine.html", _("Time machine"), wanted=wanted, error=error, there=there if named else None,
        rows=[(change, address(change.at)) for change in told[:SHOWN]], more=max(0, len(told) - SHOWN),
        marks=marks([change.at for change in found], start, end), list_marks=marks(lists, start, end),
        other_list=machine_lists.differs(there, now) if named else [], middle=_share(there, start, end), start=start,
        end=end, differs=differs, here=address(there), status=422 if error else 200, **_steps(there),
    )  # fmt: skip


def marks(moments: Iterable[datetime], start: datetime, end: datetime) -> list[tuple[str, str]]:
    """Where each change stands in a bar of 1000 units, and where it leads; changes of one moment are one mark."""
    return [(_share(moment, start, end), address(moment)) for moment in sorted(set(moments))]


def _share(moment: datetime, start: datetime, end: datetime) -> str:
    return f"{1000 * (moment - start) / (end - start):.1f}"


def _steps(there: datetime) -> dict[str, str]:
    """Where the two buttons lead; "" where nothing is known."""
    found = {
        "previous": machine_changes.before(there - timedelta(seconds=1)),
        "next": machine_changes.after(there),
        "previous_list": machine_lists.before(there - timedelta(seconds=1)),
        "next_list": machine_lists.after(there),
    }
    return {name: address(moment) if moment else "" for name, moment in found.items()}


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
    """Where the front page of ``moment`` stands; within a second everything has happened, so it is rounded up."""
    whole = moment + timedelta(seconds=1 if moment.microsecond else 0)
    return reverse("admin:at_home", args=[f"{whole.astimezone(UTC):{FORMAT}}"])


def _moment(text: str) -> datetime:
    try:
        found = datetime.strptime(text, FORMAT).replace(tzinfo=UTC)
    except ValueError as error:
        raise Http404(_("This address names no moment.")) from error
    if not times.FIRST_YEAR <= found.year <= times.LAST_YEAR:
        raise Http404(_("This address names no moment."))
    return found


def _banner(there: datetime, now: datetime) -> SafeString:
    """Which minute it is, the ways to the changes before and after, and what differs from now."""
    time, steps = clock_time(there), _steps(there)
    words = _("The site as it was at %(time)s, in today’s design; imported stories stand at their own dates.")
    if there > now:
        words = _("The site as it will be at %(time)s, if nothing else is decided.")
    around = f"{reverse('admin:machine')}?around={there.astimezone(UTC):{FORMAT}}"
    links = [
        (steps["previous"], _("Previous change")),
        (steps["next"], _("Next change")),
        (steps["previous_list"], _("Previous hot list")),
        (steps["next_list"], _("Next hot list")),
        (around, machine_changes.differs(there, now).summary),
        (reverse("admin:machine"), _("Another time")),
    ]
    shown = format_html_join(" · ", '<a href="{}">{}</a>', [link for link in links if link[0]])
    return format_html("{} {}", words % {"time": time}, shown)


def _need_right(request: HttpRequest) -> None:
    if not rules.sees_everything(request.user):
        raise PermissionDenied(
            _("The time machine shows what is not public yet, so it is for editors and publishers.")
        )
