"""A strict judge of feeds: each rule of RFC 4287, RSS 2.0 and JSON Feed 1.1 that a validator would name, as a fault."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from tests.reading import feed_parts as parts

ATOM, DC, CONTENT = (
    "{http://www.w3.org/2005/Atom}",
    "{http://purl.org/dc/elements/1.1/}",
    "{http://purl.org/rss/1.0/modules/content/}",
)
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LANGUAGE = re.compile(r"(zh|en)(-[A-Za-z0-9]{2,8})*")
MIME = re.compile(r"[a-z]+/[a-z0-9.+-]+")
FEED: dict[str, parts.Count] = {
    "id": (1, 1), "title": (1, 1), "updated": (1, 1), "subtitle": (0, 1), "icon": (0, 1), "logo": (0, 1),
    "generator": (0, 1), "rights": (0, 1), "link": (1, None), "author": (1, None), "category": (0, None),
    "entry": (0, None),
}  # fmt: skip
ENTRY: dict[str, parts.Count] = {
    "id": (1, 1), "title": (1, 1), "updated": (1, 1), "published": (1, 1), "summary": (1, 1), "content": (1, 1),
    "rights": (0, 1), "link": (1, None), "author": (0, None), "category": (0, None),
}  # fmt: skip
LINK = {"rel", "href", "type", "hreflang", "title", "length"}
CHANNEL: dict[str, parts.Count] = {
    "title": (1, 1), "link": (1, 1), "description": (1, 1), "language": (1, 1), "lastBuildDate": (1, 1),
    f"{ATOM}link": (1, None), "item": (0, None),
}  # fmt: skip
ITEM: dict[str, parts.Count] = {
    "title": (1, 1), "link": (1, 1), "guid": (1, 1), "pubDate": (1, 1), "description": (1, 1), "enclosure": (0, 1),
    "category": (0, None), f"{DC}creator": (0, None), f"{DC}language": (1, 1), f"{CONTENT}encoded": (1, 1),
}  # fmt: skip


def atom(feed: bytes, own: str) -> list[str]:
    """The faults of an Atom feed that was fetched from ``own``."""
    root = ElementTree.fromstring(feed)
    return [*parts.bad(feed), *_atom(root, own)]


def _atom(root: ElementTree.Element, own: str) -> Iterator[str]:
    if root.tag != f"{ATOM}feed" or not LANGUAGE.fullmatch(root.get(LANG, "")):
        yield "the root is no feed with a language"
    yield from parts.counts(root, {f"{ATOM}{name}": count for name, count in FEED.items()})
    yield from _atom_part(root)
    selves = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if selves != [own]:
        yield f"self is {selves}"
    entries = root.findall(f"{ATOM}entry")
    yield from parts.repeated([each.findtext(f"{ATOM}id") or "" for each in entries])
    yield from parts.order([each.findtext(f"{ATOM}published") or "" for each in entries])
    for entry in entries:
        yield from parts.counts(entry, {f"{ATOM}{name}": count for name, count in ENTRY.items()})
        yield from _atom_part(entry)
        content = entry.find(f"{ATOM}content")
        if content is None or content.get("type") != "html":
            yield "the content is no HTML"
        yield from parts.html(entry.findtext(f"{ATOM}content") or "")
        if (entry.findtext(f"{ATOM}updated") or "") < (entry.findtext(f"{ATOM}published") or ""):
            yield "updated before it was published"


def _atom_part(part: ElementTree.Element) -> Iterator[str]:
    yield from parts.address(part.findtext(f"{ATOM}id"))
    for name in ("updated", "published"):
        yield from (fault for each in part.findall(f"{ATOM}{name}") for fault in parts.moment(each.text))
    links = part.findall(f"{ATOM}link")
    kinds = Counter((link.get("rel"), link.get("type"), link.get("hreflang")) for link in links)
    yield from (
        f"two alternates {kind}"
        for kind, number in kinds.items()
        if number > 1 and kind[0] in ("alternate", "self")
    )
    for link in links:
        yield from parts.address(link.get("href"))
        if set(link.attrib) - LINK or not MIME.fullmatch(link.get("type") or "a/b") or len(link):
            yield f"a link with {link.attrib}"
        if link.get("rel") == "enclosure" and not (link.get("length") or "").isdigit():
            yield "an enclosure without its length"
        if not LANGUAGE.fullmatch(link.get("hreflang") or "en"):
            yield f"hreflang {link.get('hreflang')}"
    for person in part.findall(f"{ATOM}author"):
        yield from parts.counts(person, {f"{ATOM}name": (1, 1), f"{ATOM}uri": (0, 1), f"{ATOM}email": (0, 1)})
        if uri := person.findtext(f"{ATOM}uri"):
            yield from parts.address(uri)
    for category in part.findall(f"{ATOM}category"):
        if not category.get("term") or set(category.attrib) - {"term", "scheme", "label"}:
            yield f"a category with {category.attrib}"
    yield from parts.repeated([each.get("term") or "" for each in part.findall(f"{ATOM}category")])


def rss(feed: bytes, own: str) -> list[str]:
    """The faults of an RSS feed that was fetched from ``own``."""
    root = ElementTree.fromstring(feed)
    return [*parts.bad(feed), *_rss(root, own)]


def _rss(root: ElementTree.Element, own: str) -> Iterator[str]:
    channel = root.find("channel")
    if (root.tag, root.get("version"), len(root)) != ("rss", "2.0", 1) or channel is None:
        yield "the root is no RSS 2.0"
        return
    yield from parts.counts(channel, CHANNEL)
    yield from parts.address(channel.findtext("link"))
    yield from parts.mail_date(channel.findtext("lastBuildDate"))
    if not LANGUAGE.fullmatch(channel.findtext("language") or ""):
        yield "the language"
    links = [(link.get("rel"), link.get("href"), link.get("type")) for link in channel.findall(f"{ATOM}link")]
    if ("self", own, "application/rss+xml") not in links:
        yield f"self is {links}"
    names = [each.tag for each in channel]
    if names != sorted(names, key=lambda name: name == "item"):
        yield "an item stands before the words of the channel"
    yield from parts.repeated([each.findtext("guid") or "" for each in channel.findall("item")])
    for item in channel.findall("item"):
        yield from _rss_item(item)


def _rss_item(item: ElementTree.Element) -> Iterator[str]:
    yield from parts.counts(item, ITEM)
    yield from parts.address(item.findtext("link"))
    yield from parts.address(item.findtext("guid"))
    yield from parts.mail_date(item.findtext("pubDate"))
    names = [each.tag for each in item]
    if names.index("description") > names.index(f"{CONTENT}encoded"):
        yield "the description stands behind the content"
    guid = item.find("guid")
    if guid is None or guid.get("isPermaLink") != "false":
        yield "an id that leads nowhere says it is a link"
    enclosure = item.find("enclosure")
    if enclosure is not None:
        yield from parts.address(enclosure.get("url"))
        if not (enclosure.get("length") or "").isdigit() or not MIME.fullmatch(enclosure.get("type") or ""):
            yield f"an enclosure with {enclosure.attrib}"
    yield from parts.html(item.findtext("description") or "")
    yield from parts.html(item.findtext(f"{CONTENT}encoded") or "")


def json_feed(feed: dict[str, Any], own: str) -> list[str]:
    """The faults of a JSON feed that was fetched from ``own``."""
    return list(_json_feed(feed, own))


def _json_feed(feed: dict[str, Any], own: str) -> Iterator[str]:
    known = {"version", "title", "description", "home_page_url", "feed_url", "icon", "favicon", "authors", "language",
             "hubs", "items"}  # fmt: skip
    if (feed.get("version"), feed.get("feed_url")) != ("https://jsonfeed.org/version/1.1", own):
        yield "the version or its own address"
    if set(feed) - known or not feed.get("title") or not isinstance(feed.get("items"), list):
        yield f"a feed of {sorted(feed)}"
    for name in ("home_page_url", "feed_url", "icon", "favicon"):
        yield from parts.address(feed.get(name))
    yield from _json_people(feed["authors"])
    yield from parts.repeated([item["id"] for item in feed["items"]])
    for item in feed["items"]:
        yield from _json_item(item)


def _json_item(item: dict[str, Any]) -> Iterator[str]:
    known = {"id", "url", "title", "language", "summary", "content_html", "date_published", "date_modified", "authors",
             "tags", "image", "attachments"}  # fmt: skip
    if set(item) - known or not all(isinstance(item[name], str) and item[name] for name in ("id", "title")):
        yield f"an item of {sorted(item)}"
    for name in ("id", "url"):
        yield from parts.address(item[name])
    for name in ("date_published", "date_modified"):
        yield from parts.moment(item[name])
    if not LANGUAGE.fullmatch(item["language"]) or parts.BAD.search(str(item.values())):
        yield "its language, or a control character"
    yield from _json_people(item["authors"])
    yield from parts.repeated(item["tags"])
    yield from parts.html(item["content_html"])
    for each in item.get("attachments", []):
        yield from parts.address(each["url"])
        if not MIME.fullmatch(each["mime_type"]) or not isinstance(each["size_in_bytes"], int):
            yield f"an attachment with {each}"


def _json_people(people: list[dict[str, str]]) -> Iterator[str]:
    for person in people:
        if not person.get("name") or set(person) - {"name", "url", "avatar"}:
            yield f"an author with {person}"
        if "url" in person:
            yield from parts.address(person["url"])
