"""Two ways through Django: a short one for pages that every reader gets alike, the whole one for everything else."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.conf import settings
from django.core import signals
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest, get_script_name
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.urls import ResolverMatch, get_resolver, set_script_prefix
from django.utils.module_loading import import_string

from articles.reading import places

# What a page for everybody needs of settings.MIDDLEWARE. Sessions, people, messages and forms are not among it.
ASKED = ("newsroom.middleware.NumberedRequest", "newsroom.middleware.WithoutNul", "newsroom.ways.Slashes")
# These put the same headers on every answer, so they are asked for them once.
WORN = (
    "newsroom.middleware.SafetyHeaders",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
)
PUBLIC_ADDRESSES = "articles.reading.urls"

Environ = dict[str, Any]
Start = Callable[..., Any]
View = Callable[[HttpRequest], Any]


class Ways:
    """A WSGI application: readers' pages are answered on the short way, with the bytes and headers of the whole one."""

    def __init__(self) -> None:
        self.whole = WSGIHandler()
        self.short = ShortWay()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        is_short = not _asks_more() and places.place(environ) is not None
        return (self.short if is_short else self.whole)(environ, start)


def _asks_more() -> bool:
    """Whether settings want something that only the whole way knows."""
    return bool(settings.DEBUG or settings.PREPEND_WWW or settings.DISALLOWED_USER_AGENTS)


class Slashes(CommonMiddleware):
    """What is left of it for a request that ``Ways`` has looked at: closing slashes, and the length of an answer."""

    def process_request(self, request: HttpRequest) -> None:
        """The host was checked, and every program may read."""


class ShortWay(WSGIHandler):
    """Django for requests that ``places`` knows: to read, of a host of ours, and as secure as they have to be."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Only what was ASKED for; the headers of the others are WORN."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        self._worn: dict[bool, list[tuple[str, str]]] = {}
        self._middleware_chain = _chain(ASKED, cast("Any", self)._get_response)

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """The view, looked for among readers' addresses alone."""
        match = get_resolver(PUBLIC_ADDRESSES).resolve(request.path_info)
        request.resolver_match = match
        return match

    def __call__(self, environ: Environ, start_response: Start) -> HttpResponseBase:
        set_script_prefix(get_script_name(environ))
        signals.request_started.send(sender=self.__class__, environ=environ)
        request = WSGIRequest(environ)
        response = self.get_response(request)
        own = response.headers
        worn = [(name, value) for name, value in self._worn_by(request) if name not in own]
        start_response(f"{response.status_code} {response.reason_phrase}", [*own.items(), *worn])
        return response

    def _worn_by(self, request: HttpRequest) -> list[tuple[str, str]]:
        """What the middleware of WORN puts on an empty answer to a request that is as secure."""
        secure = request.is_secure()
        if secure not in self._worn:
            empty = HttpResponse()
            bare = set(empty.headers)
            answer = _chain(WORN, lambda _request: empty)(request)
            self._worn[secure] = [(name, value) for name, value in answer.items() if name not in bare]
        return self._worn[secure]


def _chain(names: Iterable[str], inside: View) -> View:
    """``inside`` with the middleware of ``names`` around it, the first outermost, as Django would put it."""
    chain = convert_exception_to_response(inside)
    for name in reversed(tuple(names)):
        chain = convert_exception_to_response(import_string(name)(chain))
    return chain
