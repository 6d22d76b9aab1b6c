"""The API's door: reading only, in readers' language and zone, with the pages' lifetimes and no cookie."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from django.views.decorators.csrf import csrf_exempt

from articles.api import problems
from articles.reading import caching, seasons
from articles.reading.seasons import Season
from articles.reading.visits import spoken, visit_of

VERSION = "1.0"  # part of every ETag, so that a new shape of an answer is a new answer


def door(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Make ``view`` an address of the API; whatever it refuses is answered in JSON."""

    @csrf_exempt
    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with spoken():
            if request.method not in problems.METHODS:
                return problems.not_allowed()
            try:
                return _answered(request, lambda: view(request, *args, **kwargs))
            except (OperationalError, InterfaceError):
                return problems.unavailable()
            except SuspiciousOperation:
                return problems.suspicious()

    return entered


def _answered(request: HttpRequest, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """HEAD is GET without its body; pages of other sites may read what anybody may."""
    is_head, request.method = request.method == "HEAD", "GET"
    response = _fresh(request, view, visit_of(request).now)
    response.headers["Access-Control-Allow-Origin"] = "*"
    if is_head and isinstance(response, HttpResponse):
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _fresh(request: HttpRequest, view: Callable[[], HttpResponseBase], now: datetime) -> HttpResponseBase:
    """Not modified, or made anew: nothing is kept here, for callers ask for endlessly many different lists."""
    if not caching.is_on():
        return _labelled(view(), "public, no-transform, max-age=0, s-maxage=0")
    season = seasons.season(now)
    etag = _etag(request, season.name(now))
    if etag in (known.removeprefix("W/") for known in parse_etags(request.headers.get("If-None-Match", ""))):
        return _lasting(HttpResponseNotModified(), season, now, etag)
    return _lasting(view(), season, now, etag)


def _etag(request: HttpRequest, season: str) -> str:
    asked = request.META.get("QUERY_STRING", "")
    words = "\n".join([VERSION, settings.NEWSROOM_LANGUAGE, request.path, asked, season])
    return f'"{hashlib.sha256(words.encode(errors="replace")).hexdigest()[:32]}"'


def _lasting(response: HttpResponseBase, season: Season, now: datetime, etag: str) -> HttpResponseBase:
    """The lifetimes of the pages: no stored answer outlives the next change of the site."""
    lifetime = season.lifetime(now)
    _labelled(response, f"public, no-transform, max-age=0, s-maxage={lifetime}")
    if response.status_code in (200, 304):
        response.headers["CDN-Cache-Control"] = (
            f"public, max-age={lifetime}, stale-while-revalidate={season.stale_lifetime(now)}, "
            f"stale-if-error={season.error_lifetime(now)}"
        )
        response.headers["ETag"] = f"W/{etag}"
    return response


def _labelled(response: HttpResponseBase, lifetime: str) -> HttpResponseBase:
    response.headers["Cache-Control"] = lifetime if response.status_code in (200, 304) else "no-store"
    return response
