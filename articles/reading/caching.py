"""The page cache: no stored page outlives the next change of the site, and a missing cache only costs time."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from articles.reading import seasons
from articles.reading.seasons import Season

KEYED = ("page", "q", "category", "tag", "since", "until", "sort")  # every other parameter changes nothing
STORED = frozenset({200})
SHARED = frozenset({200, 301})


class Stored(NamedTuple):
    """A page as it lies in the cache."""

    body: bytes
    content_type: str


def answer(
    request: HttpRequest, render: Callable[[], HttpResponse], *, now: datetime, shared: bool
) -> HttpResponse:
    """The page of ``request``: not modified, from the cache, or rendered; never shared unless ``shared``."""
    if not (shared and is_on()):
        return _finished(request, _private(render()) if not shared else _unstored(render(), now))
    season = seasons.season(now)
    key = _key(request, season.name(now))
    etag = f'W/"{key[:32]}"'
    if etag in _known(request):
        return _labelled(HttpResponseNotModified(), season, now, etag)
    stored = cache.get(f"page:{key}")
    if stored is not None:
        response = HttpResponse(stored[0], content_type=stored[1])
    else:
        response = render()
        _store(key, response, season.lifetime(now))
    return _finished(request, _labelled(response, season, now, etag))


def is_on() -> bool:
    """Whether pages are kept; PAGE_CACHE says so, and without it a newsroom under DEBUG keeps none."""
    return bool(getattr(settings, "PAGE_CACHE", not settings.DEBUG))


def _key(request: HttpRequest, season: str) -> str:
    asked = "&".join(f"{name}={request.GET[name]}" for name in KEYED if name in request.GET)
    words = "\n".join([settings.NEWSROOM_LANGUAGE, request.path, asked, season])
    return hashlib.sha256(words.encode()).hexdigest()


def _known(request: HttpRequest) -> list[str]:
    """The pages the browser says it has; a proxy may have stripped or added the mark of weakness."""
    sent = [tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")]
    return [tag if tag.startswith("W/") else f"W/{tag}" for tag in sent]


def _store(key: str, response: HttpResponse, lifetime: int) -> None:
    if response.status_code in STORED and lifetime > 0 and not response.cookies:
        cache.set(f"page:{key}", Stored(response.content, response.headers["Content-Type"]), lifetime)


def _labelled(response: HttpResponse, season: Season, now: datetime, etag: str) -> HttpResponse:
    """Tell caches outside the same lifetimes; browsers, which no purge reaches, always ask again."""
    if response.status_code not in (*SHARED, 304):
        return _private(response)
    lifetime = season.lifetime(now)
    response.headers["Cache-Control"] = f"public, no-transform, max-age=0, s-maxage={lifetime}"
    response.headers["CDN-Cache-Control"] = (
        f"public, max-age={lifetime}, stale-while-revalidate={season.stale_lifetime(now)}, "
        f"stale-if-error={season.error_lifetime(now)}"
    )
    if response.status_code != 301:
        response.headers["ETag"] = etag
    return response


def _unstored(response: HttpResponse, now: datetime) -> HttpResponse:
    if response.status_code not in SHARED:
        return _private(response)
    response.headers["Cache-Control"] = "public, no-transform, max-age=0, s-maxage=0"
    return response


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def _finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if request.method == "HEAD":
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response
