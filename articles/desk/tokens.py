"""Secrets in addresses: long, kept as digests only, hidden from every log, and dear to guess."""

import hashlib
import secrets

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

BITS = 192
TRIES = {"secret_address": "30/5m/ip"}
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


def new() -> tuple[str, str]:
    """A secret of 192 random bits for an address, and the digest that is kept of it."""
    secret = secrets.token_urlsafe(BITS // 8)
    return secret, digest(secret)


def digest(secret: str) -> str:
    """64 hex digits; nobody gets back from them to the secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hide(request: HttpRequest, secret: str) -> None:
    """Take the secret out of what logs and error pages say about the request."""
    request.path = request.path.replace(secret, "…")
    request.path_info = request.path_info.replace(secret, "…")


def is_blocked(request: HttpRequest) -> bool:
    """Whether this computer has tried too many wrong secrets lately."""
    return _tried(request, count=False)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """The one answer to wrong, old and withdrawn secrets alike; each counts as a try."""
    _tried(request, count=True)
    words = _("There is nothing here.")
    return guard(HttpResponse(words, status=404, content_type="text/plain; charset=utf-8"))


def _tried(request: HttpRequest, *, count: bool) -> bool:
    usage = ratelimit.consume(
        request, app="desk", action="secret_address", config=TRIES, dry_run=not count, limit_get=True
    )
    return usage is None


def guard(response: HttpResponse) -> HttpResponse:
    """No cache, no index, no referrer."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
