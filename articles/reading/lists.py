"""Which editions stand on which list; every question takes the moment it asks about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404

from articles.covers.models import Rendition
from articles.publishing.models import Edition, EditionAuthor, EditionQuerySet, EditionTag
from articles.publishing.querysets import standing

PER_PAGE = 20
LAST_PAGE = 50
TAG_INDEXED_FROM = 3  # articles; a thinner tag page is no answer to anybody's search
NEWEST = ("-published_at", "-number", "-live_from")  # of items
NOBODY = -1  # no row has it
TAGGED, WRITTEN = "tag_items__", "author_items__"
ALL = Q()
Range = tuple[int, int]  # of numbers, both included
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
    return Q(category=Subquery(category_numbers(slug)[:1]))


def of_tag(number: int) -> Q:
    """What carries the tag, asked of rows that are found by something else."""
    return Q(pk__in=EditionTag.objects.filter(tag=number).values("content_object"))


def tagged(now: datetime, number: int, place: Q = ALL) -> EditionQuerySet:
    """The cards of a tag; ``place`` narrows them by columns named behind ``TAGGED``."""
    return _walked(now, TAGGED, Q(tag_items__tag=number) & place)


def written(now: datetime, number: int, place: Q = ALL) -> EditionQuerySet:
    """The cards of an author; ``place`` narrows them by columns named behind ``WRITTEN``."""
    return _walked(now, WRITTEN, Q(author_items__author=number) & place)


def tag_number(slug: str) -> int:
    """The number of the tag at ``slug``, or that of none."""
    return _number(EditionTag, "tag", slug)


def author_number(slug: str) -> int:
    """The same of an author."""
    return _number(EditionAuthor, "author", slug)


def _number(item: Any, name: str, slug: str) -> int:
    # Asked before the list: PostgreSQL plans a long list otherwise than a short one, and must know whose it is.
    model = item._meta.get_field(name).related_model
    return model.objects.filter(slug=slug).values_list("pk", flat=True).first() or NOBODY


def _walked(now: datetime, items: str, held: Q) -> EditionQuerySet:
    """``cards``, met on a walk along the items of one tag or author from the newest on."""
    found = Edition.objects.filter(held & standing(now, items)).select_related("category").only(*CARD_COLUMNS)
    return found.order_by(*(f"-{items}{name[1:]}" for name in NEWEST))


class Person(NamedTuple):
    """An author as last printed."""

    number: int
    name: str
    bio: str


def person(now: datetime, slug: str) -> Person | None:
    """The author at ``slug``, of whom something is live; None otherwise."""
    author: Any = EditionAuthor._meta.get_field("author").related_model
    numbers = author.objects.filter(slug=slug).values("pk")[:1]
    items = EditionAuthor.objects.filter(standing(now), author=Subquery(numbers))
    newest = items.order_by(*NEWEST).values_list("author", "edition__byline").first()
    if newest is None:
        return None
    found = next((each for each in newest[1] if each.get("slug") == slug), None)
    return Person(newest[0], found["name"], found.get("bio", "")) if found else None


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


def category_number(slug: str) -> int:
    """The number of the category at ``slug``, or that of none."""
    found: int | None = category_numbers(slug).values_list("pk", flat=True).first()
    return found or NOBODY


class Topic(NamedTuple):
    """A tag; ``is_indexed`` when it has enough for search engines."""

    number: int
    name: str
    is_indexed: bool


def tag(now: datetime, slug: str) -> Topic | None:
    """The tag at ``slug``; None if nothing live carries it."""
    items = EditionTag.objects.filter(standing(now), tag=_tag_at(slug)).order_by(*NEWEST)
    found = list(items.values_list("tag", "tag__name")[:TAG_INDEXED_FROM])
    return Topic(*found[0], is_indexed=len(found) == TAG_INDEXED_FROM) if found else None


def counted_tag(now: datetime, slug: str) -> Any:
    """Slug, name and number of articles of the tag at ``slug``; None if nothing live carries it."""
    items = EditionTag.objects.filter(standing(now), tag=_tag_at(slug)).values("tag__slug", "tag__name")
    return items.annotate(articles=Count("pk")).order_by("tag").first()


def _tag_at(slug: str) -> Subquery:
    """The number of the tag at ``slug``, which both databases look up once, before anything else."""
    tag: Any = EditionTag._meta.get_field("tag").related_model
    return Subquery(tag.objects.filter(slug=slug).values("pk")[:1])


def tag_slugs(now: datetime, numbers: Range) -> list[str]:
    """The slugs of the tags among ``numbers`` that have enough for search engines."""
    tag: Any = EditionTag._meta.get_field("tag").related_model
    last = TAG_INDEXED_FROM - 1
    items = EditionTag.objects.filter(standing(now), tag=OuterRef("pk"))[last : last + 1]
    return _slugs(tag, numbers, items)


def author_slugs(now: datetime, numbers: Range) -> list[str]:
    """The slugs of the authors among ``numbers`` of whom something is live."""
    author: Any = EditionAuthor._meta.get_field("author").related_model
    return _slugs(author, numbers, EditionAuthor.objects.filter(standing(now), author=OuterRef("pk")))


def _slugs(model: Any, numbers: Range, items: QuerySet[Any]) -> list[str]:
    found = model.objects.filter(Exists(items), pk__range=numbers).order_by("slug")
    return list(found.values_list("slug", flat=True))


def last_number() -> int:
    """The greatest number of a tag or an author."""
    models: list[Any] = [
        item._meta.get_field(name).related_model
        for item, name in ((EditionTag, "tag"), (EditionAuthor, "author"))
    ]
    return max(model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in models)


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
