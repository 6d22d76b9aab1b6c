"""The view beacon's door: every answer looks alike, whatever was counted or refused."""

import logging

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from articles.popularity import counting
from articles.reading import errors

LONGEST = 201  # bytes; one more than a token may have
log = logging.getLogger("articles.reading.beacon")


@csrf_exempt
def viewed(request: HttpRequest, article_id: str) -> HttpResponse:
    """Count a view; 204 in every case, so that it tells nobody which numbers exist."""
    if request.method != "POST":
        return errors.method_not_allowed(request, ("POST",))
    try:
        counting.count(int(article_id), body=request.read(LONGEST), meta=request.META, now=timezone.now())
    except Exception:  # Whatever happens to a count must not be told to the reader.
        log.exception("A view of article %s was not counted", article_id)
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
