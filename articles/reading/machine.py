"""The time machine's way in: any readers' address, at any moment, for a door that knows who may look."""

import re
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from articles.reading import caching, errors
from articles.reading.visits import Visit

PUBLIC_ADDRESSES = "articles.reading.urls"
WHOLE = ("xml", "json", "text/plain")  # what names addresses with their host


def show(
    request: HttpRequest, path: str, *, now: datetime, base: str, banner: str, media: str = ""
) -> HttpResponse:
    """The page at ``path`` (with its leading slash, without a query) as readers see it at ``now``.

    ``base`` (without a closing slash) goes before every link of the page, so that a walk through the site stays
    inside; ``banner`` is printed above it; ``media`` stands for the public address of pictures. The caller has
    checked that the person may look. The answer is never stored, carries no beacon and is never indexed.
    """
    request.newsroom_visit = Visit(now=now, base=base, media=media, banner=banner)  # type: ignore[attr-defined]
    try:
        found = resolve(path, urlconf=PUBLIC_ADDRESSES)
        response: HttpResponse = found.func(request, *found.args, **found.kwargs)
    except Http404:
        response = errors.not_found(request)
    if not response.streaming and any(kind in response.headers["Content-Type"] for kind in WHOLE):
        response.content = _inside(response.content, base)
    response.headers["Cache-Control"] = caching.UNSTORED
    return response


def _inside(words: bytes, base: str) -> bytes:
    """The whole addresses of pages in a feed or a map, so that they lead to the same moment as those of a page."""
    site = settings.NEWSROOM_URL.rstrip("/").encode()
    return re.sub(re.escape(site) + rb"(?=/(?!media/|static/))", lambda _found: site + base.encode(), words)
