"""Finds the cover a file names, in the folders it may lie in and nowhere else."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.covers import uploading
from articles.covers.models import Cover
from articles.text.manuscript import Manuscript

DECORATIVE = "coverDecorative"  # our own export's word for a cover that needs no alternative text


class Found(NamedTuple):
    """The file a manuscript names, the cover it is or was, and what an editor should know."""

    path: Path | None = None
    cover: Cover | None = None
    warning: str = ""


def find_cover(manuscript: Manuscript, path: Path, media: Path | None) -> Found:
    """Look for the cover of ``manuscript``; a remote address is never fetched. Writes nothing."""
    wanted = manuscript.cover_path
    if not wanted:
        return Found()
    if "://" in wanted or wanted.startswith("//"):
        return Found(
            warning=_("The cover %(path)s lies on another host and was not fetched.") % {"path": wanted}
        )
    found = locate(wanted, path.parent, media)
    if found is None:
        words = _("The cover %(path)s was not found, so the article came without it.")
        return Found(warning=words % {"path": wanted})
    return Found(found, _known(found, manuscript))


def take_in(found: Path, manuscript: Manuscript, *, by: User | None, now: datetime) -> Found:
    """Upload the file with the manuscript's words; a refused picture is a warning, the article comes without it."""
    words = _words(manuscript)
    with found.open("rb") as file:
        try:
            cover = uploading.upload(
                file, by=by, now=now, prefill=not any(words.values()), **words, focal=_focal(manuscript)
            )
        except uploading.UploadRefused as error:
            sentence = _("The cover %(path)s was refused: %(reason)s") % {"path": found.name, "reason": error}
            return Found(warning=sentence)
    return Found(found, cover)


def locate(wanted: str, beside: Path, media: Path | None) -> Path | None:
    """The file that ``wanted`` names under ``media`` or beside the article; a path that leaves both is not followed."""
    relative = wanted.split("?")[0].replace("\\", "/").lstrip("/")
    for folder in (each.resolve() for each in (media, beside) if each):
        for candidate in (folder / relative, folder / Path(relative).name):
            try:
                resolved = candidate.resolve()
                if resolved.is_relative_to(folder) and resolved.is_file():
                    return resolved
            except (OSError, ValueError):
                continue
    return None


def _known(found: Path, manuscript: Manuscript) -> Cover | None:
    x, y = _focal(manuscript)
    rows = Cover.objects.filter(picture__digest=sha256(found.read_bytes()).hexdigest(), focal_x=x, focal_y=y)
    words = _words(manuscript)
    return rows.filter(**words).first() if any(words.values()) else rows.order_by("pk").first()


def _words(manuscript: Manuscript) -> dict[str, Any]:
    return {
        "alt": manuscript.cover_alt,
        "caption": manuscript.cover_caption,
        "credit": manuscript.cover_credit,
        "licence": manuscript.cover_licence,
        "decorative": manuscript.extra.get(DECORATIVE) in (True, "true"),
    }


def _focal(manuscript: Manuscript) -> tuple[float, float]:
    return manuscript.cover_focal or (0.5, 0.5)
