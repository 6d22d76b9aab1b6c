"""Who is signed in, in words that a page understands without being left: 401 in JSON, never a redirect."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk import rules


def refused(request: HttpRequest) -> JsonResponse | None:
    """401 for whoever is signed out or no member of staff, 403 without any right here; None for all others."""
    person = request.user
    if not (person.is_active and getattr(person, "is_staff", False)):
        return JsonResponse({"refused": _("You are signed out. Sign in and nothing is lost.")}, status=401)
    if not rules.works_here(person):
        return JsonResponse({"refused": _("Your account has no rights in the newsroom yet.")}, status=403)
    return None


def refused_letter(request: HttpRequest) -> HttpResponse | None:
    """405 for anything but POST, else as ``refused``: for doors that take what a page sends by itself."""
    return refused(request) if request.method == "POST" else HttpResponseNotAllowed(["POST"])


def letter(request: HttpRequest) -> dict[str, Any]:
    """What a page sent by itself. Raises ValueError for anything but one JSON object, a form included."""
    try:
        sent = json.loads(request.body)
    except (RecursionError, RawPostDataException) as error:
        raise ValueError("not to be read") from error
    if not isinstance(sent, dict):
        raise ValueError("no object")
    return sent


def somebody_else(request: HttpRequest) -> JsonResponse:
    """What a page is told that still writes in the name of another person than the one signed in."""
    words = _("%(person)s is signed in now, so these words wait for whoever wrote them.")
    return JsonResponse({"refused": words % {"person": request.user}, "is_other": True}, status=409)


def show(request: HttpRequest) -> HttpResponse:
    """The number of whoever is signed in: in JSON for a page, and as a word where a frame ends its sign-in."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if request.accepts("text/html"):
        if request.user.is_authenticated:
            return render(request, "desk/signed_in.html")
        return redirect(f"{reverse('admin:login')}?next={request.path}")
    return refused(request) or JsonResponse({"person": str(request.user.pk)})
