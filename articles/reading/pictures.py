"""The pictures of a page: only renditions that exist, at the address this visit may fetch them from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.db.models import OuterRef, QuerySet

from articles.covers import renditions
from articles.covers.models import Cover, Rendition
from articles.reading.prepared import Found, Prepared
from articles.reading.rows import Rows
from articles.reading.visits import Visit

COLUMNS = ("id", "cover_id", "crop", "mime", "width", "height", "size", "name")
# In px, because a rem of this attribute is the browser's and not the style sheet's.
SIZES = {
    "wide": "(min-width: 1040px) 972px, 100vw",
    "lead": "(min-width: 1240px) 764px, (min-width: 960px) 60vw, 100vw",
    "card": "(min-width: 960px) 276px, (min-width: 640px) 46vw, 32vw",
    "square": "72px",
}


@dataclass(frozen=True)
class Shown:
    """A picture ready for its element; ``alternatives`` are (mime type, srcset) pairs, best first."""

    alternatives: tuple[tuple[str, str], ...]
    src: str
    width: int  # px
    height: int  # px
    sizes: str
    alt: str


def rendition_rows() -> Rows:
    """All renditions of the outer edition's cover, to be brought along with it."""
    found = Rendition.objects.filter(cover=OuterRef("cover"))
    return Rows(found, **{name: name for name in COLUMNS})


class Drawing(NamedTuple):
    """A rendition by what a page says of it."""

    cover_id: int
    crop: str
    mime: str
    width: int  # px
    height: int  # px
    name: str


class Sketch(NamedTuple):
    """A cover by what a card says of it, with what was drawn of it."""

    pk: int
    alt: str
    decorative: bool
    drawn: list[Drawing]


def asked(covers: Sequence[int], crops: Sequence[str]) -> Found | None:
    """What was drawn of ``covers`` in ``crops``, not read yet: one query, and none for no cover."""
    return _DRAWINGS.found(covers=covers, crops=crops) if covers else None


def by_cover(answer: Found | None) -> dict[int, list[Drawing]]:
    """What was ``asked`` for, by the number of the cover."""
    found: dict[int, list[Drawing]] = {}
    for row in answer.rows() if answer else ():
        found.setdefault(row[0], []).append(Drawing._make(row))
    return found


def _of_covers(covers: tuple[int, ...], crops: tuple[str, ...]) -> QuerySet[Rendition, Any]:
    return Rendition.objects.filter(cover__in=covers, crop__in=crops).values_list(*Drawing._fields)


_DRAWINGS: Prepared[Rendition] = Prepared(_of_covers)


def remember(cover: Cover, rows: Iterable[dict[str, Any]]) -> None:
    """Give ``cover`` the renditions that came along with the edition, as a prefetch would have done."""
    _keep(cover, [Rendition(**row) for row in rows])


def _keep(cover: Cover, renditions: list[Rendition]) -> None:
    cache: dict[str, Any] = getattr(cover, "_prefetched_objects_cache", {})
    found = Rendition.objects.none()
    found._result_cache = renditions
    cover._prefetched_objects_cache = {**cache, "renditions": found}  # type: ignore[attr-defined]


def shown(cover: Cover | Sketch | None, crop: str, visit: Visit, *, sizes: str = "") -> Shown | None:
    """The picture of ``cover`` in ``crop``, or None where no rendition exists yet."""
    found = _sources(cover, crop) if cover is not None else None
    if cover is None or found is None:
        return None
    return Shown(
        alternatives=tuple((mime, _placed(srcset, visit)) for mime, srcset in found.alternatives),
        src=_placed(found.src, visit),
        width=found.width,
        height=found.height,
        sizes=SIZES[sizes or crop],
        alt=found.alt,
    )


def _sources(cover: Cover | Sketch, crop: str) -> renditions.Sources | None:
    if isinstance(cover, Sketch):
        return renditions.sources(cast("Any", cover), crop, cast("Any", cover.drawn))
    return renditions.sources(cover, crop)


def _placed(addresses: str, visit: Visit) -> str:
    return addresses.replace(settings.MEDIA_URL, visit.media) if visit.media else addresses
