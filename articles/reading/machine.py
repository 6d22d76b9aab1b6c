"""The time machine's way in: any readers' address, at any moment, for a door that knows who may look."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from articles.reading import caching, errors
from articles.reading.visits import Visit

PUBLIC_ADDRESSES = "articles.reading.urls"


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
    response.headers["Cache-Control"] = caching.UNSTORED
    return response
