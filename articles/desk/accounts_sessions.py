"""Where a person is signed in: every browser with its address and time, each to be ended, or all but this one."""

from typing import NamedTuple

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk.frame import answer

# The first mark that is found names the program; each pretends to be those behind it.
BROWSERS = (("Edg", "Edge"), ("MicroMessenger", "WeChat"), ("OPR", "Opera"), ("Firefox", "Firefox"),
            ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS X", "macOS"), ("Linux", "Linux"))  # fmt: skip


class Row(NamedTuple):
    """One browser: its session, what it says it is, and whether it is this one."""

    session: UserSession
    browser: str
    is_this: bool


def show(request: HttpRequest) -> HttpResponse:
    """The list, this browser first."""
    rows = [
        Row(each, named(each.user_agent), each.session_key == request.session.session_key)
        for each in UserSession.objects.purge_and_list(_person(request))
    ]
    rows.sort(key=lambda row: (not row.is_this, -row.session.created_at.timestamp()))
    return answer(request, "sessions.html", _("Where I am signed in"), rows=rows)


def end(request: HttpRequest, number: int) -> HttpResponse:
    """Sign one browser out."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    own = get_object_or_404(UserSession, pk=number, user=_person(request))
    if own.session_key == request.session.session_key:
        messages.error(request, _("This is the browser you sit at. Use “Sign out”."))
    else:
        own.end()
        messages.success(request, _("That browser is signed out."))
    return redirect("admin:sessions")


def end_others(request: HttpRequest) -> HttpResponse:
    """Sign every other browser out."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    others = UserSession.objects.filter(user=_person(request)).exclude(
        session_key=request.session.session_key
    )
    ended = [each.end() for each in others]
    words = ngettext("%(count)s browser is signed out.", "%(count)s browsers are signed out.", len(ended))
    messages.success(request, words % {"count": len(ended)})
    return redirect("admin:sessions")


def named(agent: str) -> str:
    """``Firefox, Windows``; the browser's own words where it is none we know."""
    found = [next((name for mark, name in table if mark in agent), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in found if name) or agent[:60] or _("an unknown program")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
