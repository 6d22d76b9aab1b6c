"""The pictures of a page: only renditions that exist, at the address this visit may fetch them from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet

from articles.covers import renditions
from articles.covers.models import Cover, Rendition
from articles.reading.prepared import Prepared
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


def bring(covers: Sequence[Cover], crops: Sequence[str]) -> None:
    """Give each of ``covers`` its renditions of ``crops``: one query, and none for no cover."""
    if not covers:
        return
    numbers = sorted({cover.pk for cover in covers})
    by_cover: dict[int, list[Rendition]] = {number: [] for number in numbers}
    for rendition in _RENDITIONS.ask(covers=numbers, crops=list(crops)):
        by_cover[rendition.cover_id].append(rendition)
    for cover in covers:
        _keep(cover, by_cover[cover.pk])


def _of_covers(covers: tuple[int, ...], crops: tuple[str, ...]) -> QuerySet[Rendition]:
    return Rendition.objects.filter(cover__in=covers, crop__in=crops)


_RENDITIONS = Prepared(_of_covers)


def remember(cover: Cover, rows: Iterable[dict[str, Any]]) -> None:
    """Give ``cover`` the renditions that came along with the edition, as a prefetch would have done."""
    _keep(cover, [Rendition(**row) for row in rows])


def _keep(cover: Cover, renditions: list[Rendition]) -> None:
    cache: dict[str, Any] = getattr(cover, "_prefetched_objects_cache", {})
    found = Rendition.objects.none()
    found._result_cache = renditions
    cover._prefetched_objects_cache = {**cache, "renditions": found}  # type: ignore[attr-defined]


def shown(cover: Cover | None, crop: str, visit: Visit, *, sizes: str = "") -> Shown | None:
    """The picture of ``cover`` in ``crop``, or None where no rendition exists yet."""
    found = renditions.sources(cover, crop) if cover is not None else None
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


def _placed(addresses: str, visit: Visit) -> str:
    return addresses.replace(settings.MEDIA_URL, visit.media) if visit.media else addresses
