"""Speaks each person's language at the desk, and the newsroom's to everybody else; a refused page is a page too."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.clocks.models import Turn
from articles.desk import accounts_policy, again
from articles.desk.frame import answer
from articles.desk.models import Notice
from articles.drafting import doors
from newsroom.celery import CLOCKS

# What stays open to somebody whose role asks for a second factor and who has none yet.
OPEN = ("account/", "login/", "logout/", "sign-in.json", "welcome/", "jsi18n/", "password_change/")
METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class PersonalSettings:
    """On staff addresses: the language each person chose, else the browser's; times in the newsroom's zone.

    Whatever is done there is noted as done at the desk.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(settings.STAFF_PREFIX):
            return self.get_response(request)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        person = _person(request)
        preference = getattr(person, "preference", None)
        request.preference = preference  # type: ignore[attr-defined]
        request.unread_notices = getattr(person, "unread", 0)  # type: ignore[attr-defined]
        request.last_turn = getattr(person, "last_turn", None)  # type: ignore[attr-defined]
        language = (preference and preference.language) or translation.get_language_from_request(request)
        zone = ZoneInfo(settings.NEWSROOM_TIME_ZONE)
        with timezone.override(zone), translation.override(language), doors.through("desk"):
            response = _factor_first(request, person) or self.get_response(request)
            if hasattr(response, "render") and callable(response.render):
                response.render()
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Whoever works here reads on a page of the desk why an address stays closed."""
        status = {PermissionDenied: 403, Http404: 404}.get(type(exception))
        if status is None or not request.path.startswith(settings.STAFF_PREFIX) or not request.user.is_staff:
            return None
        words = str(exception) if exception.args and isinstance(exception.args[0], str) else ""
        title = _("Not for you") if status == 403 else _("Nothing here")
        return answer(request, "closed.html", title, status=status, words=words)


def _person(request: HttpRequest) -> Any:
    """Whoever is signed in with preference, second factor and unread notices, and the last turn of any clock.

    All in one query; None for nobody.
    """
    if not request.user.is_authenticated:
        return None
    unread = Notice.objects.filter(person=OuterRef("pk"), read_at=None).order_by()
    counted = unread.values("person").annotate(count=Count("pk")).values("count")
    rows = accounts_policy.people().select_related("preference").filter(pk=request.user.pk)
    last = Turn.objects.filter(name__in=CLOCKS).order_by("-started_at").values("started_at")[:1]
    return rows.annotate(unread=Coalesce(Subquery(counted), 0), last_turn=Subquery(last)).first()


def _factor_first(request: HttpRequest, person: Any) -> HttpResponse | None:
    """Where the role asks for a second factor and there is none: the way to it, in front of every other page."""
    if person is None or not person.needs_factor or person.has_factor:
        return None
    if request.path.removeprefix(settings.STAFF_PREFIX).startswith(OPEN):
        return None
    words = _("Your role asks for a second factor. Set up an authenticator app or a passkey, then go on.")
    if request.method != "GET":
        if again.is_ours(request):
            return again.without_factor(request, words)
        ways = {"refused": words, "set_up": reverse("mfa_index")}
        return JsonResponse(ways, status=401) if _is_json(request) else redirect("mfa_index")
    messages.warning(request, words)
    return redirect("mfa_index")


def _is_json(request: HttpRequest) -> bool:
    return request.content_type == "application/json"
