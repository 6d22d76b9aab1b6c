"""Places: which requests ask for a page that everybody shares, and under which name it is kept."""

import re
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from django.conf import settings
from django.http.request import split_domain_port, validate_host

LONGEST_QUERY = 400  # characters; longer ones are answered, not kept
SOUGHT = ("page", "q", "category", "tag", "since", "until", "sort")
LISTED = ("page",)  # every other parameter changes nothing outside the search
SEARCH = "/search/"
_SHARED = re.compile(
    r"/(?:$|(?:articles|categories|tags|authors|hot|search|corrections|archive|feeds|sitemaps)/"
    r"|(?:sitemap|news-sitemap)\.xml$|robots\.txt$|opensearch\.xml$|manifest\.webmanifest$)"
)


class Place(NamedTuple):
    """``key`` names the page in this process and in Redis. ``is_sought`` pages are as many as readers have words,
    so they are kept in the process alone, where there is room for a fixed number."""

    key: str
    is_sought: bool


def place(environ: dict[str, Any]) -> Place | None:
    """Where the page lies that this WSGI request asks for; None when it must be answered for this request alone."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    secure = _is_secure(environ)
    if settings.SECURE_SSL_REDIRECT and not secure:
        return None
    if not _is_ours(environ.get("HTTP_HOST", ""), tuple(settings.ALLOWED_HOSTS)):
        return None
    scheme = "https" if secure else "http"
    return _place(environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""), scheme)


@lru_cache(maxsize=4096)
def _place(path: str, query: str, scheme: str) -> Place | None:
    if len(query) > LONGEST_QUERY or len(path) > LONGEST_QUERY or not _SHARED.match(path):
        return None
    key = f"page:{scheme}:{settings.NEWSROOM_LANGUAGE}:{name(path, query)}"
    return Place(key, path.startswith(SEARCH))


def name(path: str, query: str) -> str:
    """The address without the parameters that change nothing, so that nobody can fill the cache with copies."""
    if not query:
        return path
    asked = dict(parse_qsl(query, keep_blank_values=True, errors="replace"))
    known = SOUGHT if path.startswith(SEARCH) else LISTED
    kept = "&".join(f"{word}={asked[word]}" for word in known if word in asked)
    return f"{path}?{kept}" if kept else path


def _is_secure(environ: dict[str, Any]) -> bool:
    """As Django tells it: by the header of a trusted proxy if one is named, else by the server."""
    trusted: tuple[str, str] | None = settings.SECURE_PROXY_SSL_HEADER
    if trusted is not None and (said := environ.get(trusted[0])) is not None:
        return str(said).split(",")[0].strip() == trusted[1]
    return bool(environ.get("wsgi.url_scheme") == "https")


@lru_cache(maxsize=256)
def _is_ours(host: str, allowed: tuple[str, ...]) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, allowed)
