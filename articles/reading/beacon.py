"""The view beacon's doors: every answer looks alike, whatever was counted or refused.

The web servers use ``Door``, which stands before Django and counts without waking it up; ``viewed`` is the same as
a view, for servers without it. Both answer with the same bytes as long as they are asked with POST.
"""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from articles.popularity import counting, courier
from articles.reading import errors

LONGEST = 201  # bytes; one more than a token may have
ADDRESS = re.compile(r"/views/([0-9]{1,18})", re.ASCII)
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
log = logging.getLogger("articles.reading.beacon")

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Door:
    """A WSGI application that answers beacons itself and leaves everything else to the one behind it."""

    def __init__(self, behind: Application) -> None:
        self.behind = behind

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        found = ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
        if not found or environ["REQUEST_METHOD"] != "POST" or not _is_at_home(environ):
            return self.behind(environ, start_response)
        courier.start()
        _count(found[1], _body(environ), environ)
        start_response("204 No Content", list(HEADERS.items()))
        return []


@csrf_exempt
def viewed(request: HttpRequest, article_id: str) -> HttpResponse:
    """Count a view; 204 in every case, so that it tells nobody which numbers exist."""
    if request.method != "POST":
        return errors.method_not_allowed(request, ("POST",))
    _count(article_id, request.read(LONGEST), request.META)
    return HttpResponse(status=204, headers=HEADERS)


def _count(article_id: str, body: bytes, meta: Mapping[str, Any]) -> None:
    try:
        counting.count(int(article_id), body=body, meta=meta, now=timezone.now())
    except Exception:  # Whatever happens to a count must not be told to the reader.
        log.exception("A view of article %s was not counted", article_id)


def _body(environ: Environ) -> bytes:
    """The beginning of the body, no longer than the sender says it is."""
    length = environ.get("CONTENT_LENGTH") or "0"
    body: bytes = environ["wsgi.input"].read(min(int(length), LONGEST) if length.isdecimal() else 0)
    return body


def _is_at_home(environ: Environ) -> bool:
    """Whether Django would not refuse the host or redirect to https first."""
    host = environ.get("HTTP_HOST", "")
    if not _is_ours(host, tuple(settings.ALLOWED_HOSTS)):
        return False
    if not settings.SECURE_SSL_REDIRECT:
        return True
    header, value = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    said = str(environ.get(header, "")).split(",")[0].strip() if header else ""
    return said == value if said else environ.get("wsgi.url_scheme") == "https"


@lru_cache(maxsize=256)
def _is_ours(host: str, allowed: tuple[str, ...]) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, list(allowed))
