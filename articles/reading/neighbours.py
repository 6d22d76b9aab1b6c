"""What stands around an article: related stories, the ones before and after it, translations and the hot list."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from articles.publishing.models import Edition, EditionQuerySet
from articles.reading import moments
from articles.reading.among import Among
from articles.reading.prepared import Found, Prepared
from articles.reading.tagmates import Tagmates
from articles.text import tags

RELATED = 6
_key = lru_cache(maxsize=4096)(tags.key)


class Centre(Protocol):
    """The article in the middle: an edition, or a row that names these columns."""

    @property
    def article_id(self) -> Any: ...
    @property
    def published_at(self) -> Any: ...
    @property
    def category_id(self) -> Any: ...
    @property
    def tag_names(self) -> Any: ...
    @property
    def translation_key(self) -> Any: ...
    @property
    def language(self) -> Any: ...


class Section(NamedTuple):
    """The name of a category."""

    name: str


class Neighbour(NamedTuple):
    """A live copy with what a card shows of it, and where it stands."""

    article_id: int
    title: str
    summary: str
    slug: str
    language: str
    minutes: int
    category_id: int | None
    section_name: str | None
    published: str
    tags_text: str  # JSON; most of it was read before
    translation_key: str
    extra_text: str  # JSON

    @property
    def published_at(self) -> datetime:
        return moments.read(self.published)

    @property
    def tag_keys(self) -> frozenset[str]:
        return _keys_of(self.tags_text)

    @property
    def extra(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.extra_text)
        return found

    @property
    def category(self) -> Section | None:
        return Section(self.section_name) if self.section_name is not None else None

    @property
    def cover(self) -> None:
        """Lists beside an article show no pictures."""


COLUMNS = tuple({"section_name": "category__name"}.get(name, name) for name in Neighbour._fields)


@lru_cache(maxsize=4096)
def _keys_of(text: str) -> frozenset[str]:
    return frozenset(map(_key, json.loads(text)))


@dataclass(frozen=True)
class Around:
    """The neighbours of an article; ``hot`` has the live ones among the numbers asked for, the article itself too."""

    related: list[Neighbour]
    older: Neighbour | None
    newer: Neighbour | None
    translations: list[Neighbour]  # all under its key, those of its own language too
    hot: list[Neighbour]


def around(centre: Centre, now: datetime, hot_ids: Iterable[int]) -> Around:
    """Everything that stands around ``centre``, in one query."""
    numbers = list(hot_ids)
    return told_apart(centre, asked(centre, now, numbers), numbers)


def asked(centre: Centre, now: datetime, hot_ids: Sequence[int]) -> Found | None:
    """All that stands around ``centre``, not told apart yet; None where nothing can."""
    if not (hot_ids or centre.tag_names or centre.translation_key or centre.category_id):
        return None
    return _AROUND.found(
        now=now,
        article_id=centre.article_id or 0,
        published_at=centre.published_at,
        category_id=centre.category_id,
        translation_key=centre.translation_key,
        tag_keys=[_key(name) for name in centre.tag_names],
        hot_ids=hot_ids,
    )


def _around(
    now: datetime,
    article_id: int,
    published_at: datetime,
    category_id: int | None,
    translation_key: str,
    tag_keys: tuple[str, ...],
    hot_ids: tuple[int, ...],
) -> QuerySet[Edition, tuple[Any, ...]]:
    others = Edition.objects.live(now).exclude(article_id=article_id)
    wanted: list[QuerySet[Edition, Any] | Tagmates] = []
    if hot_ids:
        wanted.append(Edition.objects.live(now).filter(article_id__in=hot_ids).values("pk"))
    if tag_keys:
        wanted.append(Tagmates(now, article_id, tag_keys, RELATED * 2))
    if translation_key:
        wanted.append(others.filter(translation_key=translation_key).values("pk"))
    if category_id:
        section = others.filter(category=category_id)
        wanted.append(section.newest_first().values("pk")[:RELATED])
        wanted += [_before(section, published_at, article_id), _after(section, published_at, article_id)]
    found = Edition.objects.live(now).filter(Among(*wanted))
    written = {
        "published": moments.text("published_at"),
        "tags_text": Cast("tag_names", TextField()),
        "extra_text": Cast("extra", TextField()),
    }
    return found.annotate(**written).values_list(*COLUMNS)


_AROUND = Prepared(_around)


def _before(section: EditionQuerySet, published_at: datetime, article_id: int) -> QuerySet[Edition, Any]:
    same = Q(published_at=published_at, article_id__lt=article_id)
    older = section.filter(Q(published_at__lt=published_at) | same, published_at__lte=published_at)
    return older.order_by("-published_at", "-article_id").values("pk")[:1]


def _after(section: EditionQuerySet, published_at: datetime, article_id: int) -> QuerySet[Edition, Any]:
    same = Q(published_at=published_at, article_id__gt=article_id)
    newer = section.filter(Q(published_at__gt=published_at) | same, published_at__gte=published_at)
    return newer.order_by("published_at", "article_id").values("pk")[:1]


def told_apart(centre: Centre, answer: Found | None, numbers: Sequence[int]) -> Around:
    """Tell apart what one query brought; the nearest neighbours are certainly among it."""
    found = [] if answer is None else list(map(Neighbour._make, answer.rows()))
    own = _place(centre)
    others = [each for each in found if each.article_id != centre.article_id]
    section = [each for each in others if centre.category_id and each.category_id == centre.category_id]
    together = [each for each in others if _is_together(each, centre)]
    foreign = [each for each in together if each.language != centre.language]
    wanted = set(numbers)
    return Around(
        related=_related(centre, [each for each in others if each not in foreign]),
        older=max((each for each in section if _place(each) < own), key=_place, default=None),
        newer=min((each for each in section if _place(each) > own), key=_place, default=None),
        translations=together,
        hot=[each for each in found if each.article_id in wanted],
    )


def _related(centre: Centre, found: list[Neighbour]) -> list[Neighbour]:
    """Most shared tags, then the same category, then newer; the hot list brought some that are neither."""
    keys = {_key(name) for name in centre.tag_names}
    near = []
    for other in found:
        shared = len(keys & other.tag_keys)
        same = bool(centre.category_id) and other.category_id == centre.category_id
        if shared or same:
            near.append(((shared, same, *_place(other)), other))
    near.sort(key=lambda pair: pair[0], reverse=True)
    return [other for _nearness, other in near[:RELATED]]


def _place(one: Centre | Neighbour) -> tuple[datetime, int]:
    return one.published_at, one.article_id or 0


def _is_together(other: Neighbour, centre: Centre) -> bool:
    return bool(centre.translation_key) and other.translation_key == centre.translation_key
