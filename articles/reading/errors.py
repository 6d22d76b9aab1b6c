"""Refusals in the newsroom's words: what is, then what follows; pages for readers, and two that need no database."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from articles.publishing.models import Edition
from articles.reading import addresses, caching, furniture, hot, lists, phrases, similar
from articles.reading.furniture import Head
from articles.reading.visits import Visit, spoken, visit_of

RETRY_SECONDS = 30
MOST_BYTES = 10_000  # of a page that nobody wanted
FEWER = (5, 3, 2, 0)  # articles like the address, each with two lines of the hot list
_ENDING = re.compile(r"\.(?:[a-z]?html?|php\d?|aspx?|jsp|md)$", re.IGNORECASE)
_BETWEEN = re.compile(r"[-_+.\s]+")
_EMPTY = frozenset(("index", "index.html", "index.php", "amp", "feed", "print"))
STATIC_PAGE = Path(settings.BASE_DIR) / "templates" / "reading" / "broken.html"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    with spoken():
        return _plain(request, 400, _("This request could not be understood."),
                      _("Go back and try again, or start from the front page."))  # fmt: skip


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    with spoken():
        return _plain(request, 403, _("You may not open this page."),
                      _("If you work here, sign in at the desk with an account that may."))  # fmt: skip


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or old."""
    with spoken():
        return _plain(request, 403, _("This form has expired, so nothing was changed."),
                      _("Go back, reload the page and send it again; what you typed is still there."))  # fmt: skip


def method_not_allowed(request: HttpRequest, allowed: Sequence[str]) -> HttpResponse:
    """405, with what is allowed."""
    with spoken():
        response = _plain(request, 405, _("This page can be read, but nothing can be sent to it."),
                          _("Open it with its address."))  # fmt: skip
    response.headers["Allow"] = ", ".join(allowed)
    return response


def too_many_requests(request: HttpRequest, seconds: int) -> HttpResponse:
    """429, with the time to wait in seconds."""
    with spoken():
        response = _plain(request, 429, _("Too many requests came from your network."),
                          _("Try again in %(seconds)s seconds.") % {"seconds": seconds})  # fmt: skip
    response.headers["Retry-After"] = str(seconds)
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: alike for unknown, draft and embargoed; what it offers comes from the address and from live articles."""
    visit = visit_of(request)
    try:
        with spoken():
            return _not_found(request, visit)
    except DatabaseError:
        return unavailable(request)


def _not_found(request: HttpRequest, visit: Visit) -> HttpResponse:
    """As much help as fits into a small page; long headlines make it fewer lines, never half ones."""
    words = _words_of(request.path.removeprefix(visit.base))
    near, block, nav = similar.near(words, visit), hot.asked_block(visit), furniture.asked_sections(visit)
    head = Head(title=_("Page not found"), path="", robots="noindex")
    for most in FEWER:
        shorter = block and replace(block, lines=block.lines[: 2 * most])
        context = {"near": near[:most], "hot": shorter if most else None, "search_query": words}
        response = furniture.answer(request, "404.html", visit, head, context, nav=nav, status=404)
        if len(response.content) <= MOST_BYTES:
            break
    return _unstored(response)


def _words_of(path: str) -> str:
    """The words of an address, without numbers and endings: ``/news/7-tide-table.html`` → ``tide table``."""
    for part in reversed(unquote(path).replace("\0", "").strip("/").split("/")):
        words = [word for word in _BETWEEN.split(_ENDING.sub("", part)) if word and not word.isdigit()]
        if words and part.lower() not in _EMPTY:
            return " ".join(words)[:100]
    return ""


def gone(request: HttpRequest, visit: Visit, edition: Edition) -> HttpResponse:
    """410: that and when it was withdrawn and the public note; not one word of the article itself."""
    ended = edition.live_until
    section = edition.category
    context = {
        "when": phrases.timed(ended, phrases.moment(ended)) if ended else "",
        "iso": phrases.iso(ended) if ended else "",
        "note": edition.end_note,
        "note_lang": phrases.tag_of(edition.language),
        "section": section
        if section and lists.cards(visit.now).filter(category=section.pk).exists()
        else None,
        "section_url": visit.url(addresses.category(section.slug)) if section else "",
        "search_query": "",
    }
    head = Head(title=_("Withdrawn"), path="", robots="noindex")
    return _unstored(furniture.answer(request, "410.html", visit, head, context, status=410))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: static, in both languages, without the database, with the number that the log has too."""
    return _static(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database is away; caches and readers come back in half a minute."""
    response = _static(request, 503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _plain(request: HttpRequest, status: int, sentence: str, follows: str) -> HttpResponse:
    """One sentence and what follows; without the navigation, so that it needs no database."""
    visit = visit_of(request)
    head = Head(title=sentence.rstrip("。."), path="", robots="noindex")
    context: dict[str, Any] = {"sentence": sentence, "follows": follows, "search_query": ""}
    return _unstored(furniture.answer(request, "refused.html", visit, head, context, nav=[], status=status))


def _static(request: HttpRequest, status: int) -> HttpResponse:
    number = getattr(request, "number", "")
    page = _static_page().replace("{number}", number).replace("{status}", str(status))
    return _unstored(HttpResponse(page, status=status))


@cache
def _static_page() -> str:
    """The page without a template engine; a missing style sheet must not break it a second time."""
    try:
        style = staticfiles_storage.url("reading/site.css")
    except ValueError:
        style = f"{settings.STATIC_URL}reading/site.css"
    page = STATIC_PAGE.read_text(encoding="utf-8")
    return page.replace("{style}", style).replace("{newsroom}", _escaped(settings.NEWSROOM_NAME))


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def _unstored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = caching.UNSTORED
    return response
