"""One article and what stands around it: found in two queries, whatever the number of neighbours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from articles.publishing.models import Edition, EditionQuerySet, EditionTag
from articles.reading import lists, pictures
from articles.reading.rows import Rows
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
    navigation = Rows(lists.categories(now), slug="slug", name="name", position="position")
    found = (
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
        .first()
    )
    if found is not None and found.cover is not None:
        pictures.remember(found.cover, found.rendition_rows)
    return found


def last_public(article_id: int, now: datetime) -> Edition | None:
    """The copy readers saw last, of an article that is no longer live; None if they never saw one."""
    past = Edition.objects.ever_public(now).filter(article_id=article_id).order_by("-live_from")
    return past.select_related("category").without_long_columns().first()


def around(edition: Edition, now: datetime, hot_ids: Iterable[int]) -> Around:
    """Related articles, the neighbours in the category, translations and the hot list, in one query."""
    others = Edition.objects.live(now).exclude(article_id=edition.article_id)
    hot_ids = list(hot_ids)
    wanted = Q(article_id__in=hot_ids) | Q(pk__in=_sharing_tags(others, edition))
    if edition.translation_key:
        wanted |= Q(translation_key=edition.translation_key)
    if edition.category_id:
        section = others.filter(category=edition.category_id)
        wanted |= Q(pk__in=section.newest_first().values("pk")[:RELATED])
        wanted |= Q(pk__in=_before(section, edition)) | Q(pk__in=_after(section, edition))
    found = list(lists.cards(now).exclude(article_id=edition.article_id).filter(wanted))
    return _sorted_out(edition, found, hot_ids)


def _sharing_tags(others: EditionQuerySet, edition: Edition) -> QuerySet[Edition, Any]:
    keys = [tags.key(name) for name in edition.tag_names]
    shared = others.filter(tag_items__tag__key__in=keys).annotate(shared=Count("tag_items"))
    return shared.order_by("-shared", "-published_at", "-article_id").values("pk")[: RELATED * 2]


def _before(section: EditionQuerySet, edition: Edition) -> QuerySet[Edition, Any]:
    same = Q(published_at=edition.published_at, article_id__lt=edition.article_id or 0)
    older = section.filter(Q(published_at__lt=edition.published_at) | same)
    return older.order_by("-published_at", "-article_id").values("pk")[:1]


def _after(section: EditionQuerySet, edition: Edition) -> QuerySet[Edition, Any]:
    same = Q(published_at=edition.published_at, article_id__gt=edition.article_id or 0)
    newer = section.filter(Q(published_at__gt=edition.published_at) | same)
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
