"""The head of an article page: title, canonical address, language pairs, cards for shared links, structured data."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from django.conf import settings

from articles.publishing.models import Edition
from articles.reading import addresses, link_cards, phrases, standfirsts, structured
from articles.reading.furniture import Head
from articles.text import syndication


class Paired(Protocol):
    """What is asked of a copy that others translate."""

    @property
    def article_id(self) -> Any: ...
    @property
    def slug(self) -> Any: ...
    @property
    def language(self) -> Any: ...
    @property
    def extra(self) -> Any: ...


P = TypeVar("P", bound=Paired)


def head(edition: Edition, translations: Sequence[Paired]) -> Head:
    """Everything comes from the printed copy."""
    path = addresses.article(edition.article_id, edition.slug)
    section = edition.category
    steps = [(section.name, addresses.category(section.slug))] if section else []
    picture = link_cards.picture(edition.cover, edition.title)
    return Head(
        title=edition.title,
        path=path,
        description=standfirsts.description(edition),
        properties=[*_open_graph(edition, path), *(picture or link_cards.mark()), *_bytedance(edition)],
        card="summary_large_image" if picture else "summary",
        feeds=addresses.category(section.slug) if section else addresses.HOME,
        feed_title=section.name if section else "",
        alternates=alternates(edition, translations),
        first_at=syndication.address(edition.extra),
        data=[
            structured.article(edition),
            structured.breadcrumbs([*steps, (edition.title, path)]),
            structured.baidu(edition, addresses.absolute(path)),
        ],
    )


def _open_graph(edition: Edition, path: str) -> link_cards.Properties:
    description, address = standfirsts.description(edition), addresses.absolute(path)
    found = link_cards.basics("article", edition.title, description, address, edition.language)
    found += [
        ("article:published_time", phrases.iso(edition.published_at)),
        ("article:modified_time", phrases.iso(edition.updated_at or edition.published_at)),
    ]
    if edition.category:
        found.append(("article:section", edition.category.name))
    found += [("article:tag", name) for name in edition.tag_names]
    people = [person["slug"] for person in edition.byline if person.get("slug")]
    return found + [("article:author", addresses.absolute(addresses.author(slug))) for slug in people]


def _bytedance(edition: Edition) -> link_cards.Properties:
    return [
        ("bytedance:published_time", phrases.iso(edition.published_at)),
        ("bytedance:updated_time", phrases.iso(edition.updated_at or edition.published_at)),
    ]


def alternates(edition: Paired, translations: Sequence[Paired]) -> list[tuple[str, str]]:
    """Every side names the same pages, one for a language; who speaks none of them gets the newsroom's own.

    A second article in a language is not among them, so it names none: it would not be named back. Nor is a text that
    stands first elsewhere, for search engines take the page it names as canonical for the one that counts.
    """
    chosen = one_each([each for each in (edition, *translations) if stands_here(each)])
    if len(chosen) < 2 or edition.article_id not in {each.article_id for each in chosen.values()}:
        return []
    links = {
        tag: addresses.absolute(addresses.article(each.article_id, each.slug)) for tag, each in chosen.items()
    }
    own = phrases.tag_of(settings.NEWSROOM_LANGUAGE)
    return [*links.items(), ("x-default", links.get(own) or next(iter(links.values())))]


def other_versions(edition: Edition, translations: Sequence[P]) -> list[P]:
    """The articles to which the page of ``edition`` leads, one for each language but its own."""
    return [each for tag, each in one_each(translations).items() if tag != phrases.tag_of(edition.language)]


def stands_here(edition: Paired) -> bool:
    """Whether the page of ``edition`` is its own canonical address."""
    first_at = syndication.address(edition.extra)
    return first_at in ("", addresses.absolute(addresses.article(edition.article_id, edition.slug)))


def one_each(editions: Sequence[P]) -> dict[str, P]:
    """For each language of what stands under one key, the article with the lowest number, by language tag.

    The number never changes, so every page that asks gets the same answer, now and later.
    """
    by_number = sorted(editions, key=lambda each: each.article_id or 0, reverse=True)
    return dict(sorted({phrases.tag_of(each.language): each for each in by_number}.items()))
