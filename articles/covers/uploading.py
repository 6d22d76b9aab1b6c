"""Takes a picture in and words it: the same bytes are one file, the same words on it are one cover."""

import hashlib
from dataclasses import asdict
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.covers import cropping, rendering, storing, wording
from articles.covers.checking import Checked, Upload, UploadRefused, check, read
from articles.covers.encoding import JPEG
from articles.covers.models import Cover, Picture
from articles.covers.rendering import Piece
from articles.covers.storing import Shelf
from articles.covers.wording import Words
from articles.wire.nudging import nudge_after_commit

ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}


class _Incoming:
    """The bytes of an upload; opened only when somebody needs to see the picture."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.digest = hashlib.sha256(data).hexdigest()

    @cached_property
    def checked(self) -> Checked:
        return check(self.data)


def upload(
    file: Upload,
    *,
    by: User | None,
    now: datetime,
    alt: str = "",
    decorative: bool = False,
    caption: str = "",
    credit: str = "",
    licence: str = "",
    focal: tuple[float, float] = (0.5, 0.5),
    prefill: bool = True,
) -> Cover:
    """The cover of ``file`` with these words, and its JPEG renditions; one transaction after all encoding.

    The same file with the same words is the same row. ``prefill`` takes what is left empty from the file's
    IPTC and XMP; an import of our own export says False, for there an empty caption was meant.
    Raises UploadRefused.
    """
    words = wording.worded(
        alt=alt, decorative=decorative, caption=caption, credit=credit, focal=focal, licence=licence
    )
    incoming = _Incoming(read(file))
    picture = Picture.objects.filter(digest=incoming.digest).first()
    if prefill:
        words = wording.filled(words, picture.found_words if picture else incoming.checked.words)
    known = _known(incoming.digest, words)
    if known is not None:
        return known
    pieces = _twins(picture, words) if picture else []
    pieces = pieces or rendering.jpegs(incoming.checked, (words.focal_x, words.focal_y))
    with storing.writing() as shelf:
        kept = picture or _picture(shelf, incoming, by=by, now=now)
        return _cover(shelf, kept, words, pieces, by=by, now=now)


def reword(
    cover: Cover,
    *,
    by: User | None,
    now: datetime,
    alt: str,
    decorative: bool,
    caption: str,
    credit: str,
    focal: tuple[float, float],
    licence: str = "",
) -> Cover:
    """Another cover on the same file, and its JPEG renditions; the same row when nothing differs.

    Articles that show ``cover`` go on showing it. Raises UploadRefused.
    """
    words = wording.worded(
        alt=alt, decorative=decorative, caption=caption, credit=credit, focal=focal, licence=licence
    )
    known = _known(cover.picture.digest, words)
    if known is not None:
        return known
    pieces = _twins(cover.picture, words)
    if not pieces:
        pieces = rendering.jpegs(check(_original(cover.picture)), (words.focal_x, words.focal_y))
    with storing.writing() as shelf:
        return _cover(shelf, cover.picture, words, pieces, by=by, now=now)


def _known(digest: str, words: Words) -> Cover | None:
    found = Cover.objects.filter(content_digest=wording.content_digest(digest, words))
    return found.select_related("picture").first()


def _twins(picture: Picture, words: Words) -> list[Piece]:
    """The JPEG files of the same picture with the same focal point, if all of them can be read."""
    wanted = [(shape, JPEG) for shape in cropping.every_shape(picture.width, picture.height)]
    pieces = list(rendering.copies(picture, (words.focal_x, words.focal_y), wanted))
    return pieces if len(pieces) == len(wanted) else []


def _original(picture: Picture) -> bytes:
    try:
        return storing.read(str(picture.original))
    except Exception as error:  # each storage has its own word for a lost file
        raise UploadRefused(_("The file of this picture is lost, so upload the picture again.")) from error


def _picture(shelf: Shelf, incoming: _Incoming, *, by: User | None, now: datetime) -> Picture:
    """The row and file of the bytes; of two uploads at once, the second finds the first one's row here."""
    checked = incoming.checked
    name = f"originals/{incoming.digest}.{ENDINGS[checked.format]}"
    facts = {"width": checked.width, "height": checked.height, "found_words": checked.words}
    picture, made = Picture.objects.get_or_create(
        digest=incoming.digest, defaults={"original": name, "uploaded_at": now, "uploaded_by": by, **facts}
    )
    if made:
        shelf.put(name, incoming.data)
    return picture


def _cover(
    shelf: Shelf, picture: Picture, words: Words, pieces: list[Piece], *, by: User | None, now: datetime
) -> Cover:
    digest = wording.content_digest(picture.digest, words)
    facts = {"picture": picture, "made_at": now, "made_by": by, "render_due_at": now, **asdict(words)}
    cover, made = Cover.objects.get_or_create(content_digest=digest, defaults=facts)
    if made:
        for piece in pieces:
            rendering.keep(shelf, cover, piece)
        nudge_after_commit("articles.render_covers")
    return cover
