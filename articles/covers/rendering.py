"""Makes renditions: JPEG at upload, AVIF and WebP by the worker, one file and one row at a time."""

import logging
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F

from articles.covers import cropping, encoding, storing
from articles.covers.checking import Checked, check
from articles.covers.cropping import Shape
from articles.covers.encoding import AVIF, ENDINGS, JPEG, WEBP
from articles.covers.models import Cover, Picture, Rendition
from articles.covers.storing import Shelf
from articles.wire.nudging import nudge_after_commit

MOST_ATTEMPTS = 5
FIRST_WAIT = timedelta(
    minutes=2
)  # longer than any cover takes; it is also how long a dead worker's claim lasts
EVERY_FORMAT = (JPEG, AVIF, WEBP)

logger = logging.getLogger(__name__)


class Piece(NamedTuple):
    """One encoded rendition, not yet stored."""

    shape: Shape
    mime: str
    data: bytes


def address_name(content_digest: str, shape: Shape, mime: str) -> str:
    """The storage name; its digest changes with file, words and focal point, so a name keeps its picture."""
    return f"covers/{content_digest[:16]}/{shape.crop}-{shape.width}.{ENDINGS[mime]}"


def jpegs(checked: Checked, focal: tuple[float, float]) -> list[Piece]:
    """Every JPEG of a picture: what an upload brings along."""
    cuts = encoding.cut(checked, focal, cropping.every_shape(checked.width, checked.height))
    return [Piece(shape, JPEG, encoding.encoded(image, JPEG)) for shape, image in cuts]


def keep(shelf: Shelf, cover: Cover, piece: Piece) -> Rendition:
    """Store one piece: the file, then the row. The caller holds the transaction of ``shelf``."""
    name = address_name(cover.content_digest, piece.shape, piece.mime)
    shelf.put(name, piece.data)
    crop, width, height = piece.shape
    return Rendition.objects.create(
        cover=cover, crop=crop, width=width, height=height, mime=piece.mime, size=len(piece.data), name=name
    )


def copies(
    picture: Picture, focal: tuple[float, float], wanted: Iterable[tuple[Shape, str]]
) -> Iterator[Piece]:
    """Those of ``wanted`` that a cover of the same file and focal point has: other words, same pixels."""
    twins = Rendition.objects.filter(cover__picture=picture, cover__focal_x=focal[0], cover__focal_y=focal[1])
    names = {(Shape(row.crop, row.width, row.height), row.mime): row.name for row in twins}
    for shape, mime in wanted:
        if (shape, mime) in names:
            try:
                yield Piece(shape, mime, storing.read(names[shape, mime]))
            except Exception:  # a lost file, in the words of whichever storage: it is simply made anew
                logger.warning("The rendition %s is listed, but cannot be read", names[shape, mime])


def render_missing(cover: Cover, formats: tuple[str, ...] = EVERY_FORMAT) -> list[str]:
    """Make what ``cover`` lacks in ``formats``; answers with what failed, in words. Nothing else stops."""
    missing = _missing(cover, formats)
    failures: list[str] = []
    for piece in copies(cover.picture, cover.focal, tuple(missing)):
        _keep_alone(cover, piece, failures)
        missing.remove((piece.shape, piece.mime))
    if missing:
        checked = check(storing.read(str(cover.picture.original)))
        _encode(cover, checked, missing, failures)
    return failures


def _missing(cover: Cover, formats: tuple[str, ...]) -> list[tuple[Shape, str]]:
    kept = set(Rendition.objects.filter(cover=cover).values_list("crop", "width", "mime"))
    shapes = cropping.every_shape(cover.picture.width, cover.picture.height)
    wanted = [
        (shape, mime)
        for shape in shapes
        for mime in formats
        if mime == JPEG or shape.crop not in cropping.NEWS
    ]
    return [(shape, mime) for shape, mime in wanted if (shape.crop, shape.width, mime) not in kept]


def _encode(cover: Cover, checked: Checked, missing: list[tuple[Shape, str]], failures: list[str]) -> None:
    # The narrow ones first: a format is listed once its widest exists, and then it is complete.
    cuts = list(encoding.cut(checked, cover.focal, {shape for shape, _mime in missing}))
    for shape, image in reversed(cuts):
        for mime in (mime for other, mime in missing if other == shape):
            try:
                piece = Piece(shape, mime, encoding.encoded(image, mime))
            except Exception as error:  # an encoder that fails takes one rendition with it, not the others
                failures.append(f"{shape.crop} {shape.width} {mime}: {_words(error)}")
                continue
            _keep_alone(cover, piece, failures)


def _keep_alone(cover: Cover, piece: Piece, failures: list[str]) -> None:
    """Store one piece in a transaction of its own, unless another worker was quicker."""
    crop, width, _height = piece.shape
    try:
        with storing.writing() as shelf:
            Cover.objects.select_for_update().get(pk=cover.pk)
            if not Rendition.objects.filter(cover=cover, crop=crop, width=width, mime=piece.mime).exists():
                keep(shelf, cover, piece)
    except Exception as error:  # a full disk or a storage that is away
        failures.append(f"{crop} {width} {piece.mime}: {_words(error)}")


def render_due(now: datetime, *, seconds: float = 10) -> int:
    """Render the covers that wait, for about ``seconds``; how many were taken. Failures wait ever longer.

    With the last cover it stays well within the clock's half minute, so that every turn is seen to end.
    """
    end, taken = time.monotonic() + seconds, 0
    for cover in Cover.objects.render_due(now).select_related("picture")[:500]:
        if time.monotonic() > end:
            break
        taken += _rendered(cover, now)
    return taken


def render_again(cover: Cover, *, now: datetime) -> None:
    """Give a cover that was parked, or lacks a file, a fresh start with the worker."""
    Cover.objects.filter(pk=cover.pk).update(render_due_at=now, render_attempts=0, render_error="")
    nudge_after_commit("articles.render_covers")


def _rendered(cover: Cover, now: datetime) -> bool:
    """Claim ``cover`` and render it; False when another worker holds it.

    The claim counts as an attempt, so that a picture which kills its worker is parked like one that fails.
    """
    waits = cover.render_attempts + 1 < MOST_ATTEMPTS
    again = now + FIRST_WAIT * 4**cover.render_attempts if waits else None
    claim = Cover.objects.filter(pk=cover.pk, render_due_at=cover.render_due_at)
    doubt = "The worker did not come back from this cover."
    if not claim.update(render_due_at=again, render_attempts=F("render_attempts") + 1, render_error=doubt):
        return False
    try:
        failures = render_missing(cover)
    except Exception as error:  # a lost original, a storage that is away
        failures = [_words(error)]
    _note(cover, failures)
    return True


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__


def _note(cover: Cover, failures: list[str]) -> None:
    done = Cover.objects.filter(pk=cover.pk)
    if not failures:
        done.update(render_due_at=None, render_attempts=0, render_error="")
        return
    logger.warning("Cover %s lacks %d renditions: %s", cover.pk, len(failures), failures[0])
    done.update(render_error="; ".join(failures)[:500])
