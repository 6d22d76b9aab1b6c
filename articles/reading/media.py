"""The door of pictures: renditions of covers that stand in a live edition, and nothing else."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone

from articles.covers.models import Rendition
from articles.publishing.models import Edition
from articles.reading import errors

LONGEST = 7 * 86_400  # s; not a year, for a withdrawn picture must go


def cover(request: HttpRequest, name: str) -> HttpResponseBase:
    """The rendition ``name`` (below covers/) while an edition with its cover is live; else 404."""
    if request.method not in ("GET", "HEAD"):
        return errors.method_not_allowed(request, ("GET", "HEAD"))
    now = timezone.now()
    found = Rendition.objects.filter(name=f"covers/{name}").first()
    seconds = _lifetime(found, now) if found else None
    if found is None or seconds is None:
        return _missing()
    etag = f'"{found.pk}-{found.size}"'
    headers = {"Cache-Control": f"public, max-age={seconds}", "ETag": etag}
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers=headers)
    return _file(found, headers)


def _lifetime(rendition: Rendition, now: datetime) -> int | None:
    """For how many seconds a browser may keep it: until a known end at most; None when no live edition shows it."""
    ends = list(
        Edition.objects.live(now)
        .filter(Q(cover=rendition.cover_id) | Q(pictures=rendition.cover_id))
        .values_list("live_until", flat=True)
    )
    if not ends:
        return None
    known = [int((end - now).total_seconds()) for end in ends if end is not None]
    return min(LONGEST, max(known)) if len(known) == len(ends) else LONGEST


def _file(rendition: Rendition, headers: dict[str, str]) -> HttpResponseBase:
    try:
        file = default_storage.open(rendition.name)
    except OSError:
        return _missing()
    return FileResponse(
        file, content_type=rendition.mime, headers={**headers, "Content-Length": str(rendition.size)}
    )


def _missing() -> HttpResponse:
    """Small, for nobody reads it: a browser asked for a picture."""
    return HttpResponse(status=404, content_type="text/plain", headers={"Cache-Control": "no-store"})
