"""Which editions stand on which list; every question takes the moment it asks about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from articles.covers.models import Rendition
from articles.publishing.models import Edition, EditionQuerySet, EditionTag

PER_PAGE = 20
LAST_PAGE = 50
TAG_INDEXED_FROM = 3  # articles; a thinner tag page is no answer to anybody's search
CARD_COLUMNS = (
    "id", "article_id", "title", "summary", "slug", "language", "published_at", "updated_at", "minutes", "byline",
    "tag_names", "translation_key", "live_from", "live_until", "cover_id",
    "category_id", "category__slug", "category__name",
)  # fmt: skip


def cards(now: datetime) -> EditionQuerySet:
    """What is live at ``now``, newest first, with what a card or a line shows and no long column."""
    return Edition.objects.live(now).select_related("category").only(*CARD_COLUMNS).newest_first()


def with_covers(editions: EditionQuerySet, *crops: str) -> EditionQuerySet:
    """The same with their covers and the renditions that exist, of some ``crops`` or of all: two queries, always."""
    renditions = Rendition.objects.filter(crop__in=crops) if crops else Rendition.objects.all()
    prefetch = Prefetch("cover__renditions", queryset=renditions)
    return (
        editions.select_related("category", "cover").only(*CARD_COLUMNS, "cover").prefetch_related(prefetch)
    )


def of_category(slug: str) -> Q:
    return Q(category__slug=slug)


def of_tag(slug: str) -> Q:
    return Q(Exists(EditionTag.objects.filter(content_object=OuterRef("pk"), tag__slug=slug)))


def of_author(slug: str) -> Q:
    return Q(
        Exists(Edition.authors.through._default_manager.filter(edition=OuterRef("pk"), author__slug=slug))
    )


def person(editions: EditionQuerySet, slug: str) -> dict[str, str] | None:
    """Name and biography of an author as they were last printed in ``editions``; None if nothing is live."""
    newest = editions.first()
    return next((each for each in newest.byline if each.get("slug") == slug), None) if newest else None


def categories(now: datetime) -> QuerySet[Any]:
    """The categories that hold something live at ``now``, in the newsroom's order."""
    # The class is asked of the relation: this room must not know the room that owns it.
    category: Any = Edition._meta.get_field("category").related_model
    live = Edition.objects.live(now).filter(category=OuterRef("pk"))
    found: QuerySet[Any] = category.objects.filter(Exists(live)).order_by("position", "slug")
    return found


def category_numbers(slug: str) -> QuerySet[Any, Any]:
    """The number of the category at ``slug``, as a subquery; of none if there is none."""
    category: Any = Edition._meta.get_field("category").related_model
    found: QuerySet[Any, Any] = category.objects.filter(slug=slug).values("pk")
    return found


def tags(now: datetime, *, least: int = 1) -> QuerySet[EditionTag, dict[str, Any]]:
    """Slug, name and number of articles of each tag with at least ``least`` live articles, most used first."""
    found = _live_items(now).values("tag__slug", "tag__name")
    counted = found.annotate(articles=Count("content_object")).filter(articles__gte=least)
    return counted.order_by("-articles", "tag__slug")


def tag(now: datetime, slug: str) -> tuple[str, bool] | None:
    """The name of the tag at ``slug`` and whether it has enough for search engines; None if nothing live carries it."""
    items = _live_items(now).filter(tag__slug=slug).order_by("-content_object_id")
    names = list(items.values_list("tag__name", flat=True)[:TAG_INDEXED_FROM])
    return (names[0], len(names) == TAG_INDEXED_FROM) if names else None


def _live_items(now: datetime) -> QuerySet[EditionTag]:
    # Asked of each item, not the other way round: a tag page must not look through the archive.
    return EditionTag.objects.filter(
        Exists(Edition.objects.live(now).filter(pk=OuterRef("content_object_id")))
    )


@dataclass(frozen=True)
class ListPage:
    """One page of a list; ``is_last`` when nothing older follows on a further page."""

    number: int
    editions: Sequence[Edition]
    has_more: bool

    @property
    def is_deepest(self) -> bool:
        """Whether the list is longer than its pages: then the archive takes over."""
        return self.has_more and self.number == LAST_PAGE


def page(editions: EditionQuerySet, number: int) -> ListPage:
    """Page ``number`` (from 1). Raises Http404 past the end."""
    start = (number - 1) * PER_PAGE
    found = list(editions[start : start + PER_PAGE + 1])
    if not found:
        raise Http404
    return ListPage(number, found[:PER_PAGE], len(found) > PER_PAGE)


def page_number(raw: str | None) -> int | None:
    """The page asked for: 1 without one, None for ``?page=1``, which has another address.

    Raises Http404 for nonsense.
    """
    if raw is None:
        return 1
    if (
        not (raw.isascii() and raw.isdigit() and len(raw) <= 3 and 1 <= int(raw) <= LAST_PAGE)
        or raw[0] == "0"
    ):
        raise Http404
    return int(raw) if raw != "1" else None


def corrected(now: datetime) -> EditionQuerySet:
    """The copies that brought a correction to an article that is live at ``now``, newest first."""
    live = Edition.objects.live(now).filter(article=OuterRef("article"))
    found = Edition.objects.ever_public(now).filter(Exists(live), kind="correction").without_long_columns()
    return found.order_by("-live_from", "-pk")
