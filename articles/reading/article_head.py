"""The head of an article page: title, canonical address, language pairs, cards for shared links, structured data."""

from collections.abc import Sequence

from django.conf import settings

from articles.covers import renditions
from articles.publishing.models import Edition
from articles.reading import addresses, phrases, structured
from articles.reading.furniture import Head
from articles.text import syndication

LOCALES = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "en": "en_GB"}


def head(edition: Edition, translations: Sequence[Edition]) -> Head:
    """Everything comes from the printed copy."""
    path = addresses.article(edition.article_id, edition.slug)
    section = edition.category
    steps = [(section.name, addresses.category(section.slug))] if section else []
    return Head(
        title=edition.title,
        path=path,
        description=phrases.sentence(edition.summary),
        properties=[*_open_graph(edition, path), *_image(edition), *_bytedance(edition)],
        feeds=addresses.category(section.slug) if section else addresses.HOME,
        feed_title=section.name if section else "",
        alternates=_alternates(edition, translations),
        first_at=syndication.address(edition.extra),
        data=[
            structured.article(edition),
            structured.breadcrumbs([*steps, (edition.title, path)]),
            structured.baidu(edition, addresses.absolute(path)),
        ],
    )


def _open_graph(edition: Edition, path: str) -> list[tuple[str, str]]:
    tag = phrases.tag_of(edition.language)
    found = [
        ("og:type", "article"),
        ("og:site_name", settings.NEWSROOM_NAME),
        ("og:title", edition.title),
        ("og:description", phrases.sentence(edition.summary)),
        ("og:url", addresses.absolute(path)),
        ("og:locale", LOCALES.get(tag, tag.replace("-", "_"))),
        ("article:published_time", phrases.iso(edition.published_at)),
        ("article:modified_time", phrases.iso(edition.updated_at or edition.published_at)),
    ]
    if edition.category:
        found.append(("article:section", edition.category.name))
    found += [("article:tag", name) for name in edition.tag_names]
    people = [person["slug"] for person in edition.byline if person.get("slug")]
    return found + [("article:author", addresses.absolute(addresses.author(slug))) for slug in people]


def _image(edition: Edition) -> list[tuple[str, str]]:
    cover = edition.cover
    found = (renditions.share_image(cover) or renditions.largest(cover, "wide")) if cover else None
    if cover is None or found is None:
        return []
    return [
        ("og:image", addresses.absolute(found.src)),
        ("og:image:width", str(found.width)),
        ("og:image:height", str(found.height)),
        ("og:image:type", found.mime),
        ("og:image:alt", found.alt or edition.title),
    ]


def _bytedance(edition: Edition) -> list[tuple[str, str]]:
    return [
        ("bytedance:published_time", phrases.iso(edition.published_at)),
        ("bytedance:updated_time", phrases.iso(edition.updated_at or edition.published_at)),
    ]


def _alternates(edition: Edition, translations: Sequence[Edition]) -> list[tuple[str, str]]:
    """Both sides name the same pair; who speaks neither language gets the newsroom's own."""
    if not translations:
        return []
    both = sorted([edition, *translations], key=lambda each: each.article_id)
    links = {
        phrases.tag_of(each.language): addresses.absolute(addresses.article(each.article_id, each.slug))
        for each in reversed(both)
    }
    own = phrases.tag_of(settings.NEWSROOM_LANGUAGE)
    return [*sorted(links.items()), ("x-default", links.get(own) or next(iter(links.values())))]
