"""Takes the pictures a text shows into the library, and writes their addresses into the text."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.covers import uploading
from articles.covers.models import Cover
from articles.desk.import_covers import locate
from articles.publishing.pictures import address_of
from articles.text.manuscript import Manuscript

IMAGE = re.compile(
    r"(!\[[^\]\n]{0,1000}\]\()(/?[^\s()<>:]{1,500}\.(?:jpe?g|png|webp|avif|gif))(?=[\s)])", re.IGNORECASE
)


def with_pictures(
    manuscript: Manuscript, path: Path, *, by: User | None, now: datetime, media: Path | None
) -> tuple[Manuscript, list[str]]:
    """The manuscript with local pictures replaced by the library's addresses, and warnings about the rest."""
    warnings: list[str] = []

    def taken_in(found: re.Match[str]) -> str:
        before, wanted = found.groups()
        if wanted.startswith((settings.MEDIA_URL, "//")):
            return found[0]
        cover, warning = _take_in(locate(wanted, path.parent, media), wanted, by=by, now=now)
        warnings.extend(filter(None, [warning]))
        return before + (address_of(cover) if cover else wanted)

    body = IMAGE.sub(taken_in, manuscript.body)
    return replace(manuscript, body=body), warnings


def _take_in(file: Path | None, wanted: str, *, by: User | None, now: datetime) -> tuple[Cover | None, str]:
    if file is None:
        return None, _("The picture %(path)s in the text was not found.") % {"path": wanted}
    try:
        # The words stand in the text, so the library's row stays without any.
        return uploading.upload(file.read_bytes(), by=by, now=now, decorative=True, prefill=False), ""
    except uploading.UploadRefused as error:
        return None, _("The picture %(path)s was refused: %(reason)s") % {"path": wanted, "reason": error}
