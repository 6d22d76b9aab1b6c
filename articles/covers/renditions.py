"""Answers what a page may list: only renditions that exist, best format first, addressed by digest."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings

from articles.covers.cropping import NEWS
from articles.covers.encoding import ENDINGS, JPEG
from articles.covers.models import Cover, Rendition

_LARGER = {crop: larger for larger, crop in NEWS.items()}
FALLBACK_WIDTH = 1080  # px; what a browser gets that understands no srcset


class Sources(NamedTuple):
    """One crop of a cover for a ``<picture>`` element.

    ``alternatives`` are (mime type, srcset): AVIF, WebP, JPEG as far as they exist. ``src`` is a JPEG of
    ``width`` × ``height`` px, which also give the shape.
    """

    alternatives: tuple[tuple[str, str], ...]
    src: str
    width: int
    height: int
    alt: str


class Single(NamedTuple):
    """One JPEG by its address (without a host), for shared links, feeds and structured data."""

    src: str
    width: int  # px
    height: int  # px
    mime: str
    size: int  # bytes
    alt: str


def address(name: str) -> str:
    """The public address of a storage name.

    Never the storage's own: a signed address of S3 would pass by the door that knows what is live.
    """
    return f"{settings.MEDIA_URL}{name}"


def sources(cover: Cover, crop: str, renditions: Iterable[Rendition] | None = None) -> Sources | None:
    """What a page may list of ``cover`` in ``crop``, or None where no JPEG exists.

    ``renditions`` spare the query; so does a prefetch of ``renditions``.
    """
    given = cover.renditions.all() if renditions is None else renditions
    by_mime = _by_mime(row for row in given if row.crop == crop and row.cover_id == cover.pk)
    jpeg = by_mime.get(JPEG)
    if not jpeg:
        return None
    shown = [row for row in jpeg if row.width <= FALLBACK_WIDTH] or jpeg[:1]
    # A format without the widest would be stretched on sharp screens, so it waits until that is made.
    listed = [(mime, by_mime[mime]) for mime in ENDINGS if mime in by_mime and _reaches(by_mime[mime], jpeg)]
    alternatives = tuple((mime, _srcset(rows)) for mime, rows in listed)
    return Sources(alternatives, address(shown[-1].name), shown[-1].width, shown[-1].height, _alt(cover))


def sources_of(covers: Iterable[Cover], crop: str) -> dict[int, Sources | None]:
    """The same for many covers with one query, by the cover's primary key."""
    wanted = {cover.pk: cover for cover in covers}
    rows: dict[int, list[Rendition]] = defaultdict(list)
    for row in Rendition.objects.filter(cover__in=wanted, crop=crop):
        rows[row.cover_id].append(row)
    return {pk: sources(cover, crop, rows[pk]) for pk, cover in wanted.items()}


def largest(cover: Cover, crop: str, renditions: Iterable[Rendition] | None = None) -> Single | None:
    """The widest JPEG of ``cover`` in ``crop``, or None; structured data ask for wide, card and square."""
    given = cover.renditions.all() if renditions is None else renditions
    jpeg = _by_mime(row for row in given if row.crop == crop).get(JPEG)
    if not jpeg:
        return None
    row = jpeg[-1]
    return Single(address(row.name), row.width, row.height, row.mime, row.size, _alt(cover))


def news_image(cover: Cover, crop: str, renditions: Iterable[Rendition] | None = None) -> Single | None:
    """The widest JPEG in the shape of ``crop`` (wide, card or square): 1200 px where the picture allows."""
    found = (largest(cover, name, renditions) for name in (_LARGER[crop], crop))
    return max(filter(None, found), key=lambda single: single.width, default=None)


def share_image(cover: Cover, renditions: Iterable[Rendition] | None = None) -> Single | None:
    """The 1200×630 JPEG for shared links, smaller only where the picture is."""
    return largest(cover, "share", renditions)


def _by_mime(rows: Iterable[Rendition]) -> dict[str, list[Rendition]]:
    found: dict[str, list[Rendition]] = {}
    for row in sorted(rows, key=lambda row: row.width):
        found.setdefault(row.mime, []).append(row)
    return found


def _reaches(rows: list[Rendition], jpeg: list[Rendition]) -> bool:
    return rows[-1].width >= jpeg[-1].width


def _srcset(rows: list[Rendition]) -> str:
    return ", ".join(f"{address(row.name)} {row.width}w" for row in rows)


def _alt(cover: Cover) -> str:
    return "" if cover.decorative else cover.alt
