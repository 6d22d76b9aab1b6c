"""What a feed holds: the newest articles with their full text and absolute addresses."""

from dataclasses import dataclass
from datetime import datetime

from articles.covers import renditions
from articles.covers.renditions import Single
from articles.publishing.models import Edition, EditionQuerySet
from articles.reading import addresses, feed_content, lists, phrases, standfirsts
from articles.reading.xml import clean

LENGTH = 30


@dataclass(frozen=True)
class Item:
    """One article; ``id`` names it by number, so that a new address never shows it twice."""

    id: str
    url: str
    title: str
    language: str
    summary: str
    content: str
    authors: tuple[tuple[str, str], ...]  # (name, address or empty)
    categories: tuple[str, ...]
    published: datetime
    updated: datetime
    picture: Single | None


@dataclass(frozen=True)
class Feed:
    """A list of articles at ``path``; ``own`` is the address of the feed itself."""

    title: str
    description: str
    path: str
    own: str
    language: str
    items: tuple[Item, ...]
    updated: datetime


def items(editions: EditionQuerySet) -> tuple[Item, ...]:
    """The newest of ``editions``, with text and covers, in two queries."""
    columns = (*lists.CARD_COLUMNS, "html", "notes", "cover")
    return tuple(_item(edition) for edition in lists.with_covers(editions, "wide").only(*columns)[:LENGTH])


def _item(edition: Edition) -> Item:
    section = (edition.category.name,) if edition.category else ()
    return Item(
        id=addresses.absolute(addresses.article(edition.article_id, "")),
        url=addresses.absolute(addresses.article(edition.article_id, edition.slug)),
        title=clean(edition.title),
        language=phrases.tag_of(edition.language),
        summary=clean(standfirsts.words(edition)),
        content=feed_content.content(edition),
        authors=tuple(_author(person) for person in edition.byline),
        categories=tuple(clean(name) for name in dict.fromkeys((*section, *edition.tag_names))),
        published=edition.published_at,
        updated=edition.updated_at or edition.published_at,
        picture=renditions.largest(edition.cover, "wide") if edition.cover else None,
    )


def _author(person: dict[str, str]) -> tuple[str, str]:
    slug = person.get("slug", "")
    return clean(person["name"]), addresses.absolute(addresses.author(slug)) if slug else ""
