"""One feed in three shapes: Atom, RSS 2.0 and JSON Feed 1.1."""

import json
from datetime import UTC
from email.utils import format_datetime
from html import escape
from typing import Any
from xml.sax.saxutils import quoteattr

from django.conf import settings
from django.templatetags.static import static

from articles.reading import addresses, phrases
from articles.reading.feeding import Feed, Item
from articles.reading.xml import HEAD, element, parent

ATOM, DC, CONTENT = (
    "http://www.w3.org/2005/Atom",
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/rss/1.0/modules/content/",
)
# Browsers show XML with its style sheet, but the narrower types of feeds as source or not at all.
MIMES = {
    "atom": "application/xml; charset=utf-8",
    "rss": "application/xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


def written(feed: Feed, ending: str) -> str:
    """``feed`` in the shape that ``ending`` names."""
    return {"atom": atom, "rss": rss, "json": as_json}[ending](feed)


def _head() -> str:
    """With a style sheet, so that a browser shows a page of headlines and not a tree of elements."""
    sheet = quoteattr(static("reading/feed.css"))
    return f'{HEAD}<?xml-stylesheet type="text/css" href={sheet}?>\n'


def atom(feed: Feed) -> str:
    home = addresses.absolute(feed.path)
    own = addresses.absolute(feed.own)
    parts = [
        element("id", own),
        element("title", feed.title),
        element("subtitle", feed.description),
        element("updated", phrases.iso(feed.updated)),
        element("link", rel="self", type="application/atom+xml", href=own),
        element("link", rel="alternate", type="text/html", href=home),
        *([element("link", rel="hub", href=settings.WEBSUB_HUB)] if settings.WEBSUB_HUB else []),
        parent("author", [element("name", settings.NEWSROOM_NAME)]),
        element("icon", addresses.absolute(static("reading/icons/192.png"))),
        *(_entry(item) for item in feed.items),
    ]
    return _head() + parent(
        "feed", [part for part in parts if part != "<subtitle/>"], xmlns=ATOM, xml_lang=feed.language
    )


def _entry(item: Item) -> str:
    people = [
        parent("author", [element("name", name), *([element("uri", url)] if url else [])])
        for name, url in item.authors
    ]
    parts = [
        element("id", item.id),
        element("title", item.title),
        element("link", rel="alternate", type="text/html", hreflang=item.language, href=item.url),
        element("published", phrases.iso(item.published)),
        element("updated", phrases.iso(item.updated)),
        *people,
        *(element("category", term=name) for name in item.categories),
        element("summary", item.summary),
        element("content", item.content, type="html"),
    ]
    if item.picture:
        picture = item.picture
        address = addresses.absolute(picture.src)
        parts.append(
            element("link", rel="enclosure", type=picture.mime, length=str(picture.size), href=address)
        )
    return parent("entry", parts, xml_lang=item.language)


def rss(feed: Feed) -> str:
    own = addresses.absolute(feed.own)
    parts = [
        element("title", feed.title),
        element("link", addresses.absolute(feed.path)),
        element("description", feed.description or feed.title),
        element("language", feed.language.lower()),
        element("lastBuildDate", format_datetime(feed.updated.astimezone(UTC))),
        element("atom:link", rel="self", type="application/rss+xml", href=own),
        *([element("atom:link", rel="hub", href=settings.WEBSUB_HUB)] if settings.WEBSUB_HUB else []),
        *(_rss_item(item) for item in feed.items),
    ]
    spaces = {"xmlns_atom": ATOM, "xmlns_dc": DC, "xmlns_content": CONTENT}
    return _head() + parent("rss", [parent("channel", parts)], version="2.0", **spaces)


def _rss_item(item: Item) -> str:
    parts = [
        element("title", item.title),
        element("link", item.url),
        element("guid", item.id, isPermaLink="false"),
        element("pubDate", format_datetime(item.published.astimezone(UTC))),
        *(element("dc:creator", name) for name, _url in item.authors),
        *(element("category", name) for name in item.categories),
        # RSS takes a description for markup, so that a bare "<" in it would swallow the words behind.
        element("description", escape(item.summary, quote=False)),
        element("content:encoded", item.content),
        element("dc:language", item.language),
    ]
    if item.picture:
        address = addresses.absolute(item.picture.src)
        parts.append(element("enclosure", url=address, length=str(item.picture.size), type=item.picture.mime))
    return parent("item", parts)


def as_json(feed: Feed) -> str:
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description or feed.title,
        "home_page_url": addresses.absolute(feed.path),
        "feed_url": addresses.absolute(feed.own),
        "icon": addresses.absolute(static("reading/icons/512.png")),
        "favicon": addresses.absolute(static("reading/icons/32.png")),
        "authors": [{"name": settings.NEWSROOM_NAME, "url": addresses.absolute(addresses.HOME)}],
        "language": feed.language,
        **({"hubs": [{"type": "WebSub", "url": settings.WEBSUB_HUB}]} if settings.WEBSUB_HUB else {}),
        "items": [_json_item(item) for item in feed.items],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _json_item(item: Item) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "language": item.language,
        "summary": item.summary,
        "content_html": item.content,
        "date_published": phrases.iso(item.published),
        "date_modified": phrases.iso(item.updated),
        "authors": [{"name": name, **({"url": url} if url else {})} for name, url in item.authors],
        "tags": list(item.categories),
    }
    if item.picture:
        picture = item.picture
        data["image"] = addresses.absolute(picture.src)
        data["attachments"] = [
            {"url": data["image"], "mime_type": picture.mime, "size_in_bytes": picture.size}
        ]
    return data
