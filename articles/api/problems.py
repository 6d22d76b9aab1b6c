"""Refusals of the API: one JSON object in plain words, always of the same shape, never stored."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import ValidationError

RETRY_SECONDS = 30
METHODS = ("GET", "HEAD")
_NAME = gettext_lazy("This name is too long or holds a character that no name has.")
SENTENCES: dict[str, Promise] = {
    "limit": gettext_lazy("The limit must be a whole number from 1 to 100."),
    "cursor": gettext_lazy("This cursor was not given out by this list. Start again without it."),
    "since": gettext_lazy("This is not a date. Write 2026-11-22 or 2026-11-22T08:00:00+08:00."),
    "until": gettext_lazy("This is not a date. Write 2026-11-22 or 2026-11-22T08:00:00+08:00."),
    "category": _NAME,
    "tag": _NAME,
    "author": _NAME,
    "language": _NAME,
    "q": gettext_lazy("Say what to look for in q, in at most 400 characters."),
    "sort": gettext_lazy("Results can be sorted by relevance or by time."),
    "page": gettext_lazy("The page must be a whole number from 1 to 50."),
}


class Unclear(Exception):
    """A parameter that cannot be understood: its name, and the sentence if it is not the usual one of that name."""

    def __init__(self, field: str, sentence: str = "") -> None:
        super().__init__(field)
        self.field = field
        self.sentence = sentence


class Missing(Exception):
    """There is nothing at this address that readers may know of."""


def answer(status: int, sentence: str, *, field: str | None = None, **more: Any) -> JsonResponse:
    """The refusal as JSON."""
    body = {"error": sentence, "field": field, **more}
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "no-store"
    return response


def missing(_request: HttpRequest, _problem: object = None) -> JsonResponse:
    """404: the same bytes for unknown, draft and embargoed."""
    return answer(404, _("There is nothing here."))


def unclear(_request: HttpRequest, problem: Unclear | type[Unclear]) -> JsonResponse:
    """400 for a parameter that one of our own functions could not read."""
    field, sentence = getattr(problem, "field", ""), getattr(problem, "sentence", "")
    return answer(400, sentence or _sentence(field), field=field)


def invalid(_request: HttpRequest, problem: ValidationError | type[ValidationError]) -> JsonResponse:
    """400 for a parameter outside its description; the first of several is named."""
    found = getattr(problem, "errors", [])
    place = [part for part in found[0]["loc"] if isinstance(part, str)] if found else []
    field = place[-1] if place else ""
    return answer(400, _sentence(field), field=field or None)


def suspicious() -> JsonResponse:
    """400 for a request that Django itself refuses to take apart."""
    return answer(400, _("This request could not be understood."))


def not_allowed() -> JsonResponse:
    """405: this API only reads."""
    response = answer(405, _("This address can be read, but nothing can be sent to it."))
    response.headers["Allow"] = ", ".join(METHODS)
    return response


def unavailable() -> JsonResponse:
    """503: the database is away for a moment."""
    response = answer(503, _("The newsroom cannot be reached at the moment. Try again in half a minute."))
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _sentence(field: str) -> str:
    return str(SENTENCES.get(field, "")) or _("This request could not be understood.")
