"""The cover of a form: taken into the library at once, so that an error elsewhere never costs the file."""

import re
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.covers import uploading
from articles.covers.checking import UploadRefused
from articles.covers.models import Cover
from articles.desk.forms import percent

DIGEST = re.compile("[0-9a-f]{64}")


class CoverWords(NamedTuple):
    """The words typed beside a picture."""

    alt: str
    decorative: bool
    caption: str
    credit: str
    licence: str
    focal: tuple[float, float]


def settle(data: QueryDict, file: UploadedFile | None, *, by: User, now: datetime) -> str:
    """Bring ``data["cover"]`` and its words in line with what was uploaded, picked or typed; returns a refusal.

    ``data`` is a copy of what was posted, and changed in place.
    """
    try:
        cover = _wanted(data, file, by=by, now=now)
    except UploadRefused as refusal:
        return str(refusal)
    except ValueError:
        return _("The focal point is two numbers from 0 to 100.")
    put(data, cover)
    return ""


def _wanted(data: QueryDict, file: UploadedFile | None, *, by: User, now: datetime) -> Cover | None:
    if file is not None:
        return uploading.upload(file, by=by, now=now, **_words(data)._asdict())
    picked = str(data.get("cover_pick", ""))
    if picked == "none":
        return None
    if picked and picked != data.get("cover", ""):
        return _held(picked)
    held = _held(data.get("cover", ""))
    return uploading.reword(held, by=by, now=now, **_words(data)._asdict()) if held else None


def _held(digest: str) -> Cover | None:
    """The cover of a digest; of anything else that stands there none, and no database is asked."""
    known = Cover.objects.select_related("picture")
    return known.filter(content_digest=digest).first() if DIGEST.fullmatch(digest) else None


def _words(data: QueryDict) -> CoverWords:
    x, y = (float(str(data.get(name, "")) or 50) / 100 for name in ("focal_x", "focal_y"))
    text = {name: str(data.get(f"cover_{name}", "")) for name in ("alt", "caption", "credit", "licence")}
    return CoverWords(decorative=bool(data.get("cover_decorative")), focal=(x, y), **text)


def typed(data: QueryDict) -> Cover | None:
    """The cover as its words are typed in a form, for the eye alone: nothing is stored."""
    cover = _held(data.get("cover", ""))
    if cover is not None:
        cover.alt, cover.credit = (str(data.get(f"cover_{name}", "")).strip() for name in ("alt", "credit"))
        cover.decorative = bool(data.get("cover_decorative"))
    return cover


def put(data: QueryDict, cover: Cover | None) -> None:
    """Write a cover's digest and words into the fields of a form."""
    data["cover"] = cover.content_digest if cover else ""
    if cover is None:
        return
    for name in ("alt", "caption", "credit", "licence"):
        data[f"cover_{name}"] = getattr(cover, name)
    data["focal_x"], data["focal_y"] = percent(cover.focal_x), percent(cover.focal_y)
    if cover.decorative:
        data["cover_decorative"] = "on"
    else:
        data.pop("cover_decorative", None)
