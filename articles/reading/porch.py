"""The porch: answers kept pages in front of Django, so that a hit costs neither middleware nor a query."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from articles.reading import caching, places, pressing, seasons
from articles.reading.flights import Flights
from articles.reading.places import Place
from articles.reading.seasons import Season, Unknown
from articles.reading.shelf import Copy, Kept, Shelf

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]
Headers = list[tuple[str, str]]

WAIT_SECONDS = 5.0  # for a page that another request makes; then everybody makes their own
POLL_SECONDS = 0.02
FRONT = "HTTP_X_NEWSROOM_FRONT"  # set by deploy/nginx.conf, which keeps pages for a moment
ASKED_ALONE = ("HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_IF_RANGE")
# These are said anew for every answer.
TOLD = frozenset({"cache-control", "cdn-cache-control", "content-length", "etag", "vary"})


class Passed(Exception):
    """What Django answered was not to be kept; it goes on to the one who asked."""

    def __init__(self, status: str, headers: Headers, body: bytes) -> None:
        super().__init__(status)
        self.status, self.headers, self.body = status, headers, body

    @property
    def is_failure(self) -> bool:
        """Whether the newsroom could not answer."""
        return self.status.startswith("5")


class Porch:
    """A WSGI application in front of another: shared pages from the shelf, everything else from inside."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.shelf = Shelf()
        self.flights = Flights()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        place = places.place(environ) if caching.is_on() else None
        if place is None:
            return self.application(environ, start)
        now = timezone.now()
        try:
            season = seasons.season(now)
        except Unknown:
            return self._stood_in(environ, start, place, now)
        copy = self.shelf.fresh(place, season, now)
        if copy is None:
            try:
                copy = self._made(place, environ, season, now)
            except Passed as passed:
                return self._passed(environ, start, place, passed, now)
        return _answered(environ, start, copy, _told(environ, season, now))

    def _made(self, place: Place, environ: Environ, season: Season, now: datetime) -> Copy:
        """A page made now, by this request or by another one. Raises Passed for what cannot be kept."""
        stale = self.shelf.stale(place, season, now)
        if not self.flights.lead(place.key):
            if stale is None:
                self.flights.wait(place.key, WAIT_SECONDS)
                stale = self.shelf.fresh(place, season, timezone.now())
            return stale or self._rendered(place, environ, season, now)
        try:
            landed = self.shelf.here(place, season, now)
            if landed is None and self.shelf.claim(place, season, now):
                return self._rendered(place, environ, season, now)
            found = landed or stale or self._awaited(place, season, now)
            return found or self._rendered(place, environ, season, now)
        finally:
            self.flights.land(place.key)

    def _awaited(self, place: Place, season: Season, now: datetime) -> Copy | None:
        """The page that another process makes; None when that takes too long or came to nothing."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
            claimed = self.shelf.is_claimed(place, season, now)
            found = self.shelf.fresh(place, season, timezone.now())
            if found is not None or not claimed:
                return found
        return None

    def _rendered(self, place: Place, environ: Environ, season: Season, now: datetime) -> Copy:
        """What Django answers to a reader of whom nothing is known."""
        asked = {name: value for name, value in environ.items() if name not in ASKED_ALONE}
        status, headers, body = _collected(self.application, asked | {"REQUEST_METHOD": "GET"})
        kept = _kept(status, headers, body, season, now)
        if kept is None:
            self.shelf.release(place, season, now)
            raise Passed(status, headers, body)
        return self.shelf.put(place, kept)

    def _passed(
        self, environ: Environ, start: Start, place: Place, passed: Passed, now: datetime
    ) -> Iterable[bytes]:
        """An answer for this request alone; instead of a failure, a page that stands in for it."""
        if passed.is_failure:
            copy = self.shelf.standing_in(place, seasons.last_known(), now)
            if copy is not None:
                return _answered(environ, start, copy, _told_in_need())
        front = [("X-Accel-Expires", "0")] if FRONT in environ else []
        start(passed.status, [*passed.headers, *front])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else passed.body]

    def _stood_in(self, environ: Environ, start: Start, place: Place, now: datetime) -> Iterable[bytes]:
        """A page that stands in while the database is away, else what Django says to that."""
        copy = self.shelf.standing_in(place, seasons.last_known(), now)
        if copy is None:
            return self.application(environ, start)
        return _answered(environ, start, copy, _told_in_need())


def _collected(application: Application, environ: Environ) -> tuple[str, Headers, bytes]:
    said: list[tuple[str, Headers]] = []
    answer = application(environ, lambda status, headers, error=None: said.append((status, headers)))
    try:
        body = b"".join(answer)
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()
    return (*said[-1], body)


def _kept(status: str, headers: Headers, body: bytes, season: Season, now: datetime) -> Kept | None:
    """The answer as it may be kept; None for what is not a page, not for everybody, or true for under a second."""
    said = {name.lower(): value for name, value in headers}
    lifetime = season.lifetime(now)
    shared = "s-maxage" in said.get("cache-control", "") and "set-cookie" not in said
    if not (status.startswith("200 ") and shared and lifetime > 0 and "etag" in said):
        return None
    common = [(name, value) for name, value in headers if name.lower() not in TOLD]
    common += [("ETag", said["etag"]), ("Vary", "Accept-Encoding")]
    made = now.timestamp()
    site = season.site(now)
    return Kept(common, body, said["etag"], season.generation, site, made, made + lifetime)


def _told(environ: Environ, season: Season, now: datetime) -> Headers:
    if FRONT in environ:
        return caching.front_lifetimes(season, now)
    return caching.lifetimes(season, now)


def _told_in_need() -> Headers:
    """Nobody keeps what stands in: the newsroom may be back the next moment."""
    return [("Cache-Control", caching.UNSTORED)]


def _answered(environ: Environ, start: Start, copy: Copy, told: Headers) -> Iterable[bytes]:
    """The copy as this client takes it, or 304 when it has the page."""
    kept = copy.kept
    sent = environ.get("HTTP_IF_NONE_MATCH")
    if sent and caching.is_known(kept.etag, sent):
        start("304 Not Modified", [("ETag", kept.etag), ("Vary", "Accept-Encoding"), *told])
        return []
    encoding = ""
    if len(kept.body) >= pressing.LEAST:
        encoding = pressing.encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    body = copy.body(encoding)
    headers = [*kept.headers, *told, ("Content-Length", str(len(body)))]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    start("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
