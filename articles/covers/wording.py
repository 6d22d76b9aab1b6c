"""The words and focal point of a cover, and the digest that stands for them in an article's content hash."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext as _

from articles.covers.checking import UploadRefused
from articles.covers.metadata import LONGEST, clean


@dataclass(frozen=True)
class Words:
    """Everything of a cover but its file; ``focal`` is x, y from 0 to 1, to four places."""

    alt: str = ""
    decorative: bool = False
    caption: str = ""
    credit: str = ""
    focal_x: float = 0.5
    focal_y: float = 0.5
    licence: str = ""


def worded(
    *, alt: str, decorative: bool, caption: str, credit: str, focal: tuple[float, float], licence: str = ""
) -> Words:
    """The words in their one form: a line each, no alt for a decorative picture. Raises UploadRefused."""
    x, y = _focal(focal)
    alt = "" if decorative else clean(alt)
    words = Words(alt, decorative, clean(caption), clean(credit), x, y, clean(licence))
    if len(words.alt) > LONGEST["alt"]:
        raise UploadRefused(_("The alternative text is longer than 500 characters, so it was not kept."))
    if len(words.caption) > LONGEST["caption"]:
        raise UploadRefused(_("The caption is longer than 1000 characters, so it was not kept."))
    if len(words.credit) > LONGEST["credit"]:
        raise UploadRefused(_("The credit is longer than 300 characters, so it was not kept."))
    if len(words.licence) > LONGEST["licence"]:
        raise UploadRefused(_("The licence is longer than 200 characters, so it was not kept."))
    return words


def _focal(focal: tuple[float, float]) -> tuple[float, float]:
    x, y = focal
    if not (0 <= x <= 1 and 0 <= y <= 1):  # also what is not a number
        raise UploadRefused(
            _("The focal point lies outside the picture, so it was not kept. Use 0 to 100 %.")
        )
    # The sum turns -0.0 into 0.0, which would be another digest.
    return round(x, 4) + 0.0, round(y, 4) + 0.0


def filled(words: Words, found: Mapping[str, str]) -> Words:
    """``words`` with what the file says of itself where the uploader said nothing."""
    alt = "" if words.decorative else words.alt or found.get("alt", "")
    return replace(
        words,
        alt=alt,
        caption=words.caption or found.get("caption", ""),
        credit=words.credit or found.get("credit", ""),
        licence=words.licence or found.get("licence", ""),
    )


def content_digest(picture_digest: str, words: Words) -> str:
    """64 hex digits: SHA-256 over the file's digest and every word, as JSON with sorted keys."""
    whole = {"picture": picture_digest, **asdict(words)}
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
