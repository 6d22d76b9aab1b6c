"""What caches are told of a page: no copy outlives the next change of the site, and browsers always ask again."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from articles.reading import places, seasons
from articles.reading.seasons import Season
from articles.reading.visits import Visit

SHARED = frozenset({200, 301})
UNSTORED = "no-store, no-transform"  # whoever passes a page on may not rewrite it, whether it is kept or not
# nginx counts whole seconds, so a copy it may keep for one lives for less than two; one more while it fetches.
FRONT_KEEPS, FRONT_STALE = 2, 1  # s
FRONT_HOLDS = FRONT_KEEPS + FRONT_STALE


def answer(request: HttpRequest, visit: Visit, render: Callable[[], HttpResponse]) -> HttpResponse:
    """The page of ``request``, not modified or rendered; nobody else may keep what is not public."""
    if not (visit.is_public and is_on()):
        return _finished(request, _unstored(render()) if visit.is_public else _private(render()))
    now, season = visit.now, visit.season
    etag = etag_of(places.name(request.path, request.META.get("QUERY_STRING", "")), season.name(now))
    if is_known(etag, request.META.get("HTTP_IF_NONE_MATCH", "")):
        return _labelled(HttpResponseNotModified(), season, now, etag)
    return _finished(request, _labelled(render(), season, now, etag))


def is_on() -> bool:
    """Whether pages are kept; PAGE_CACHE says so, and without it a newsroom under DEBUG keeps none."""
    return bool(getattr(settings, "PAGE_CACHE", not settings.DEBUG))


def etag_of(place: str, season: str) -> str:
    """Names what stands at ``place`` in ``season``; weak, for it is the same in every encoding."""
    words = "\n".join([settings.NEWSROOM_LANGUAGE, place, season])
    return f'W/"{hashlib.sha256(words.encode(errors="replace")).hexdigest()[:32]}"'


def is_known(etag: str, sent: str) -> bool:
    """Whether the browser says it has the page; a proxy may have stripped or added the mark of weakness."""
    if not sent:
        return False
    bare = etag.removeprefix("W/")
    return any(tag.strip().removeprefix("W/") == bare for tag in sent.split(","))


def lifetimes(season: Season, now: datetime) -> list[tuple[str, str]]:
    """The headers that give caches outside the lifetimes of a page made of ``season`` at ``now``."""
    return _written(season.lifetime(now), season.stale_lifetime(now), season.error_lifetime(now))


def front_lifetimes(season: Season, now: datetime) -> list[tuple[str, str]]:
    """The same for the nginx of deploy/nginx.conf, which keeps pages for a moment and does not tell their age.

    It reads X-Accel-Expires and the extensions of Cache-Control, which it hides from everybody else; what it passes
    on is shorter by the time it may hold a page.
    """
    known = season.lifetime(now) + season.stale_lifetime(now)
    return _written_for_front(known, season.error_lifetime(now))


@lru_cache(maxsize=256)
def _written(lifetime: int, stale: int, error: int) -> list[tuple[str, str]]:
    return [
        ("Cache-Control", f"public, no-transform, max-age=0, s-maxage={lifetime}"),
        (
            "CDN-Cache-Control",
            f"public, max-age={lifetime}, stale-while-revalidate={stale}, stale-if-error={error}",
        ),
    ]


@lru_cache(maxsize=256)
def _written_for_front(known: int, error: int) -> list[tuple[str, str]]:
    """``known`` seconds pass until the next change, ``error`` until the next take-down."""
    left, stale_error = max(0, known - FRONT_HOLDS), max(0, error - FRONT_HOLDS)
    lifetime = min(seasons.LONGEST, left)
    (control, public), outside = _written(lifetime, min(seasons.LONGEST_STALE, left - lifetime), stale_error)
    stale = FRONT_STALE if known >= FRONT_HOLDS else 0
    extended = f"{public}, stale-while-revalidate={stale}, stale-if-error={stale_error}"
    keeps = max(0, min(FRONT_KEEPS, known) - 1)
    return [(control, extended), outside, ("X-Accel-Expires", str(keeps))]


def _labelled(response: HttpResponse, season: Season, now: datetime, etag: str) -> HttpResponse:
    """Tell caches outside the same lifetimes; browsers, which no purge reaches, always ask again."""
    if response.status_code not in (*SHARED, 304):
        return _private(response)
    for name, value in lifetimes(season, now):
        response.headers[name] = value
    if response.status_code != 301:
        response.headers["ETag"] = etag
    return response


def _unstored(response: HttpResponse) -> HttpResponse:
    if response.status_code not in SHARED:
        return _private(response)
    response.headers["Cache-Control"] = "public, no-transform, max-age=0, s-maxage=0"
    return response


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = UNSTORED
    return response


def _finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if request.method == "HEAD":
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response
