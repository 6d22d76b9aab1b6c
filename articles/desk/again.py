"""A form that may not pass as it came, but loses no word: it stands there once more, to be looked over and sent again.

It comes back only to whoever sent it from a page of this very house, which browsers say by themselves and no foreign
page can make them say; for all others a form with a wrong token stays what it is, refused.
"""

import re
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.frame import answer
from articles.reading import errors

# Doors at which somebody signs in or sets a password: nothing of that is ever shown again.
CLOSED = ("login/", "logout/", "account/", "welcome/", "password_change/", "sign-in.json", "review/")
SILENT = {"comment_before", "comment_after"}  # words beside a comment, by which the page finds its place
WORDS = {
    "title": gettext_lazy("Headline"), "summary": gettext_lazy("Summary"), "body": gettext_lazy("Text"),
    "tags": gettext_lazy("Tags"), "authors": gettext_lazy("Authors"), "note": gettext_lazy("Note"),
    "reason": gettext_lazy("Reason"), "embargo_reason": gettext_lazy("Reason"), "comment": gettext_lazy("Comment"),
    "comment_text": gettext_lazy("Your comment"), "comment_quote": gettext_lazy("Words it is about, if any"),
    "reply_text": gettext_lazy("Your answer"), "live_from": gettext_lazy("Goes live at"),
    "live_until": gettext_lazy("Ends at, if ever"), "when": gettext_lazy("Move to"),
    "due_at": gettext_lazy("Due at, if ever"),
    "cover_alt": gettext_lazy("Alternative text"), "cover_caption": gettext_lazy("Caption"),
    "cover_credit": gettext_lazy("Credit"), "name": gettext_lazy("Name"),
    "time_zone": gettext_lazy("Your time zone"), "why": gettext_lazy("Reason"),
}  # fmt: skip
LONG = 60  # letters; what is longer gets several lines
_TYPED = re.compile(r"\s|[^\x00-\x7f]")


class Field(NamedTuple):
    """One value of the form; without a label it is the page's own and stays out of sight."""

    name: str
    value: str
    label: str
    is_long: bool


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form with a token that is too old, as every sign-in leaves behind: at the desk it can be sent again."""
    if not is_ours(request):
        return errors.csrf_failure(request, reason)
    if not (request.user.is_active and getattr(request.user, "is_staff", False)):
        return signed_out(request)
    words = _(
        "Somebody signed in with this browser after the page was opened, so nothing was done yet. "
        "What was typed is below. It goes off in the name of %(person)s."
    )
    return _page(request, words % {"person": request.user.get_full_name() or request.user.get_username()})


def signed_out(request: HttpRequest) -> HttpResponse:
    """A form of somebody whose sign-in ran out meanwhile."""
    words = _(
        "You are signed out, so nothing was done yet. What you typed is below: sign in, then send it again."
    )
    return _page(request, words, sign_in=True)


def without_factor(request: HttpRequest, words: str) -> HttpResponse:
    """A form of somebody who needs a second factor first; ``words`` say so."""
    return _page(request, words, set_up=reverse("mfa_index"))


def is_ours(request: HttpRequest) -> bool:
    """Whether a form of the desk was sent here by a page of this house, with something in it to be kept."""
    if (
        request.method != "POST"
        or not request.path.startswith(settings.STAFF_PREFIX)
        or not _wants_page(request)
    ):
        return False
    if request.path.removeprefix(settings.STAFF_PREFIX).startswith(CLOSED):
        return False
    # An Origin may be anything at all, so it is compared and never taken apart as an address.
    is_origin = request.headers.get("Origin", "").partition("://")[2] == request.get_host()
    return (is_origin or request.headers.get("Sec-Fetch-Site") == "same-origin") and bool(fields(request))


def _wants_page(request: HttpRequest) -> bool:
    """Not for what a script asks for by itself; it keeps its words on its own page."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and request.accepts("text/html")


def fields(request: HttpRequest) -> list[Field]:
    """What the form carried, but for its token and for passwords."""
    return [
        Field(name, value, _label(name, value), len(value) > LONG or "\n" in value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]


def _label(name: str, value: str) -> str:
    if name in SILENT or not value.strip():
        return ""
    known = WORDS.get(name)
    return str(known) if known else _("Typed") if _TYPED.search(value) else ""


def _page(request: HttpRequest, words: str, **more: Any) -> HttpResponse:
    came_from = request.headers.get("Referer", "")
    is_safe = url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    )
    response = answer(
        request, "again.html", _("Not sent yet"), status=403, words=words, fields=fields(request),
        files=[(name, getattr(file, "name", "")) for name, file in request.FILES.items()],
        back=came_from if is_safe else reverse("admin:index"), **more,
    )  # fmt: skip
    response.headers["Cache-Control"] = "private, no-store"
    return response
