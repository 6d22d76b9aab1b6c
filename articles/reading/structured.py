"""Structured data: what search engines are told of a page, in their own words; made of the printed copy alone."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext as _

from articles.covers import renditions
from articles.publishing.models import Edition
from articles.reading import addresses, phrases, standfirsts

BEIJING = ZoneInfo("Asia/Shanghai")
CROPS = ("wide", "card", "square")
SCHEMA = "https://schema.org"


def script(data: dict[str, Any]) -> str:
    """JSON that no headline can break out of."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _publisher() -> dict[str, Any]:
    logo: dict[str, Any] = {
        "@type": "ImageObject",
        "url": addresses.absolute(static("reading/icons/512.png")),
    }
    logo |= {"width": 512, "height": 512}
    return {"@type": "NewsMediaOrganization", "name": settings.NEWSROOM_NAME, "url": addresses.absolute("/"),
            "logo": logo, "correctionsPolicy": addresses.absolute(addresses.CORRECTIONS)}  # fmt: skip


def article(edition: Edition) -> str:
    """``NewsArticle`` of a printed copy."""
    canonical = addresses.absolute(addresses.article(edition.article_id, edition.slug))
    data: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "NewsArticle",
        "mainEntityOfPage": canonical,
        "url": canonical,
        "headline": edition.title,
        "description": standfirsts.description(edition),
        "datePublished": phrases.iso(edition.published_at),
        "dateModified": phrases.iso(edition.updated_at or edition.published_at),
        "author": [_person(person) for person in edition.byline],
        "publisher": _publisher(),
        "inLanguage": phrases.tag_of(edition.language),
        "wordCount": edition.length,
        "keywords": list(edition.tag_names),
        "isAccessibleForFree": True,
    }
    if edition.category:
        data["articleSection"] = edition.category.name
    if images := _images(edition):
        data["image"] = images
    if edition.notes:
        data["correction"] = [_correction(note) for note in edition.notes]
    return script(data)


def _person(person: dict[str, str]) -> dict[str, str]:
    data = {"@type": "Person", "name": person["name"]}
    if person.get("slug"):
        data["url"] = addresses.absolute(addresses.author(person["slug"]))
    return data


def _correction(note: dict[str, str]) -> dict[str, str]:
    at = phrases.iso(datetime.fromisoformat(note["at"]))
    return {"@type": "CorrectionComment", "text": note["note"], "datePublished": at}


def _images(edition: Edition) -> list[dict[str, Any]]:
    """Three crops, so that every card finds its shape; only those that exist."""
    if edition.cover is None:
        return []
    found = [renditions.news_image(edition.cover, crop) for crop in CROPS]
    return [
        {
            "@type": "ImageObject",
            "url": addresses.absolute(each.src),
            "width": each.width,
            "height": each.height,
        }
        for each in found
        if each is not None
    ]


def baidu(edition: Edition, canonical: str) -> str:
    """The block Baidu reads: the printed instants in Beijing time, without a zone."""
    updated = edition.updated_at or edition.published_at
    return script(
        {
            "@context": "https://ziyuan.baidu.com/contexts/cambrian.jsonld",
            "@id": canonical,
            "title": edition.title[:40],
            "description": standfirsts.description(edition),
            "pubDate": beijing(edition.published_at),
            "upDate": beijing(updated),
        }
    )


def beijing(at: datetime) -> str:
    """``2026-11-22T12:00:00`` in Beijing."""
    return f"{at.astimezone(BEIJING):%Y-%m-%dT%H:%M:%S}"


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> str:
    """``BreadcrumbList`` of (name, path) from the front page down."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": addresses.absolute(path)}
        for place, (name, path) in enumerate([(_("Home"), "/"), *steps], 1)
    ]
    return script({"@context": SCHEMA, "@type": "BreadcrumbList", "itemListElement": items})


def website() -> str:
    """``WebSite`` with its search."""
    target = addresses.absolute(addresses.SEARCH) + "?q={search_term_string}"
    return script(
        {
            "@context": SCHEMA,
            "@type": "WebSite",
            "name": settings.NEWSROOM_NAME,
            "url": addresses.absolute("/"),
            "inLanguage": phrases.tag_of(settings.NEWSROOM_LANGUAGE),
            "publisher": _publisher(),
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": target},
                "query-input": "required name=search_term_string",
            },
        }
    )


def profile(name: str, slug: str, bio: str) -> str:
    """``ProfilePage`` of an author."""
    person = {"@type": "Person", "name": name, "url": addresses.absolute(addresses.author(slug))}
    if bio:
        person["description"] = bio
    return script({"@context": SCHEMA, "@type": "ProfilePage", "mainEntity": person})


def item_list(paths: Sequence[str]) -> str:
    """``ItemList`` of a list page."""
    items = [
        {"@type": "ListItem", "position": place, "url": addresses.absolute(path)}
        for place, path in enumerate(paths, 1)
    ]
    return script({"@context": SCHEMA, "@type": "ItemList", "itemListElement": items})
