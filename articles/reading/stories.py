"""One article and what stands around it: found in two queries, whatever the number of neighbours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from articles.publishing.models import Edition, EditionQuerySet, EditionTag
from articles.reading import lists, pictures
from articles.reading.among import Among
from articles.reading.prepared import Prepared
from articles.reading.rows import Rows
from articles.reading.tagmates import Tagmates
from articles.text import tags

RELATED = 6


@dataclass(frozen=True)
class Around:
    """The neighbours of an article."""

    related: list[Edition]
    older: Edition | None
    newer: Edition | None
    translations: list[Edition]
    hot: list[Edition]


def live(article_id: int, now: datetime) -> Edition | None:
    """The copy readers see, with cover, renditions, views and the navigation, in one query."""
    found = standing(article_id, now)
    return found and with_pictures(found)


def standing(article_id: int, now: datetime) -> Edition | None:
    """The same with its renditions as bare rows, for who may not need them."""
    return next(iter(_LIVE.ask(article_id=article_id, now=now)), None)


def with_pictures(edition: Edition) -> Edition:
    """The edition with its renditions taken out of the rows that came along."""
    if edition.cover is not None:
        pictures.remember(edition.cover, renditions_of(edition))
    return edition


def renditions_of(edition: Edition) -> list[dict[str, Any]]:
    """The rows that came along with an edition that is ``standing``."""
    rows: list[dict[str, Any]] = edition.rendition_rows  # type: ignore[attr-defined]
    return rows


def _live(article_id: int, now: datetime) -> EditionQuerySet:
    navigation = Rows(lists.categories(now), slug="slug", name="name", position="position")
    found: EditionQuerySet = (
        Edition.objects.live(now)
        .filter(article_id=article_id)
        .select_related("category", "cover__picture")
        .defer("body", "plain", "approvals")
        .annotate(
            rendition_rows=pictures.rendition_rows(),
            navigation=navigation,
            counted=F("article__standing__views"),
            imported=F("article__standing__imported_views"),
        )
        .order_by("pk")[:1]
    )
    return found


_LIVE = Prepared(_live)


def last_public(article_id: int, now: datetime) -> Edition | None:
    """The copy readers saw last, of an article that is no longer live; None if they never saw one."""
    past = Edition.objects.ever_public(now).filter(article_id=article_id).order_by("-live_from")
    return past.select_related("category").without_long_columns().first()


def around(edition: Edition, now: datetime, hot_ids: Iterable[int]) -> Around:
    """Related articles, the neighbours in the category, translations and the hot list, in one query."""
    hot_ids = list(hot_ids)
    if not (hot_ids or edition.tag_names or edition.translation_key or edition.category_id):
        return Around([], None, None, [], [])
    found = _AROUND.ask(
        now=now,
        article_id=edition.article_id or 0,
        published_at=edition.published_at,
        category_id=edition.category_id,
        translation_key=edition.translation_key,
        tag_keys=[tags.key(name) for name in edition.tag_names],
        hot_ids=hot_ids,
    )
    return _sorted_out(edition, found, hot_ids)


def _around(
    now: datetime,
    article_id: int,
    published_at: datetime,
    category_id: int | None,
    translation_key: str,
    tag_keys: tuple[str, ...],
    hot_ids: tuple[int, ...],
) -> EditionQuerySet:
    others = Edition.objects.live(now).exclude(article_id=article_id)
    wanted: list[QuerySet[Edition, Any] | Tagmates] = []
    if hot_ids:
        wanted.append(others.filter(article_id__in=hot_ids).values("pk"))
    if tag_keys:
        wanted.append(Tagmates(others, tag_keys, RELATED * 2))
    if translation_key:
        wanted.append(others.filter(translation_key=translation_key).values("pk"))
    if category_id:
        section = others.filter(category=category_id)
        wanted.append(section.newest_first().values("pk")[:RELATED])
        wanted += [_before(section, published_at, article_id), _after(section, published_at, article_id)]
    return lists.cards(now).filter(Among(*wanted))


_AROUND = Prepared(_around)


def _before(section: EditionQuerySet, published_at: datetime, article_id: int) -> QuerySet[Edition, Any]:
    same = Q(published_at=published_at, article_id__lt=article_id)
    older = section.filter(Q(published_at__lt=published_at) | same)
    return older.order_by("-published_at", "-article_id").values("pk")[:1]


def _after(section: EditionQuerySet, published_at: datetime, article_id: int) -> QuerySet[Edition, Any]:
    same = Q(published_at=published_at, article_id__gt=article_id)
    newer = section.filter(Q(published_at__gt=published_at) | same)
    return newer.order_by("published_at", "article_id").values("pk")[:1]


def _sorted_out(edition: Edition, found: list[Edition], hot_ids: list[int]) -> Around:
    """Tell apart what one query brought; the nearest neighbours are certainly among it."""
    own = _place(edition)
    section = [each for each in found if edition.category_id and each.category_id == edition.category_id]
    translations = [each for each in found if _is_translation(each, edition)]
    by_article = {each.article_id: each for each in found}
    return Around(
        related=_related(edition, [each for each in found if each not in translations]),
        older=max((each for each in section if _place(each) < own), key=_place, default=None),
        newer=min((each for each in section if _place(each) > own), key=_place, default=None),
        translations=translations,
        hot=[by_article.get(number, edition) for number in hot_ids
             if number in by_article or number == edition.article_id],
    )  # fmt: skip


def _related(edition: Edition, found: list[Edition]) -> list[Edition]:
    """Most shared tags, then the same category, then newer; the hot list brought some that are neither."""
    keys = {tags.key(name) for name in edition.tag_names}

    def nearness(other: Edition) -> tuple[int, bool]:
        shared = len(keys & {tags.key(name) for name in other.tag_names})
        return shared, bool(edition.category_id) and other.category_id == edition.category_id

    near = [other for other in found if any(nearness(other))]
    return sorted(near, key=lambda other: (*nearness(other), _place(other)), reverse=True)[:RELATED]


def _place(edition: Edition) -> tuple[datetime, int]:
    return edition.published_at, edition.article_id or 0


def _is_translation(other: Edition, edition: Edition) -> bool:
    same = bool(edition.translation_key) and other.translation_key == edition.translation_key
    return same and other.language != edition.language


def tag_count(slug: str, now: datetime) -> int:
    """How many live articles carry the tag."""
    return EditionTag.objects.filter(tag__slug=slug, content_object__in=Edition.objects.live(now)).count()
