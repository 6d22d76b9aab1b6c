"""Feeds and sitemaps keep the rules that their validators check: RFC 4287, RSS 2.0, JSON Feed 1.1, sitemaps 0.9."""

import json
import re
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.test import Client

from tests.builders import NOON
from tests.reading import printing
from tests.reading.test_sitemaps import NAMES

pytestmark = [pytest.mark.django_db, pytest.mark.markup]
ATOM = {"a": "http://www.w3.org/2005/Atom"}
WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
LANGUAGE = re.compile(r"[a-z]{2}(-[a-z0-9]+)*", re.IGNORECASE)


@pytest.fixture
def paths(db: None) -> list[str]:
    """Feeds of every page, without their endings; with a correction, a cover and words that need care."""
    words = {"cover": printing.cover().content_digest, "tags": ("港口", "A&B <x>")}
    edition = printing.corrected(printing.printed("风暴 & <暴>", **words), "四十一。", **words)
    return ["latest", "categories/harbour", "tags/%E6%B8%AF%E5%8F%A3", f"authors/{edition.byline[0]['slug']}"]


def is_address(words: str | None) -> bool:
    parts = urlsplit(words or "")
    return parts.scheme in ("http", "https") and bool(parts.netloc) and (words or "").isascii()


def texts(parent: ElementTree.Element, name: str) -> list[str]:
    return [each.text or "" for each in parent.findall(name, ATOM)]


def test_atom_keeps_rfc_4287(client: Client, paths: list[str]) -> None:
    for path in paths:
        feed = ElementTree.fromstring(client.get(f"/feeds/{path}.atom").content)
        for part in (feed, *feed.findall("a:entry", ATOM)):
            assert [len(texts(part, f"a:{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
            assert is_address(texts(part, "a:id")[0])
            assert all(
                WHEN.fullmatch(each) for name in ("updated", "published") for each in texts(part, f"a:{name}")
            )
            assert part.find("a:author/a:name", ATOM) is not None
            links = part.findall("a:link", ATOM)
            assert all(is_address(link.get("href")) for link in links)
            assert [link.get("rel") for link in links].count("alternate") == 1
        assert [link.get("rel") for link in feed.findall("a:link", ATOM)].count("self") == 1
        ids = [texts(entry, "a:id")[0] for entry in feed.findall("a:entry", ATOM)]
        assert len(ids) == len(set(ids)) > 0
        assert texts(feed, "a:updated")[0] == max(
            texts(each, "a:updated")[0] for each in feed.findall("a:entry", ATOM)
        )


def test_an_enclosure_says_its_true_length(client: Client, paths: list[str]) -> None:
    feed = ElementTree.fromstring(client.get("/feeds/latest.atom").content)
    item = ElementTree.fromstring(client.get("/feeds/latest.rss").content).find("channel/item/enclosure")
    link = next(each for each in feed.findall("a:entry/a:link", ATOM) if each.get("rel") == "enclosure")
    attached = json.loads(client.get("/feeds/latest.json").content)["items"][0]["attachments"][0]
    assert item is not None
    name = link.get("href", "").removeprefix("http://testserver/media/")
    size = default_storage.size(name)
    assert (link.get("length"), item.get("length"), attached["size_in_bytes"]) == (str(size), str(size), size)
    assert (link.get("type"), item.get("type"), attached["mime_type"]) == ("image/jpeg",) * 3


def test_rss_keeps_its_rules(client: Client, paths: list[str]) -> None:
    for path in paths:
        root = ElementTree.fromstring(client.get(f"/feeds/{path}.rss").content)
        assert (root.tag, root.get("version")) == ("rss", "2.0")
        channel = root.find("channel")
        assert channel is not None
        assert all(len(channel.findall(name)) == 1 for name in ("title", "link", "description", "language"))
        assert is_address(channel.findtext("link"))
        assert LANGUAGE.fullmatch(channel.findtext("language") or "")
        assert parsedate_to_datetime(channel.findtext("lastBuildDate") or "") <= NOON
        for item in channel.findall("item"):
            assert all(
                len(item.findall(name)) == 1 for name in ("title", "link", "guid", "pubDate", "description")
            )
            assert parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo is not None
            assert len(item.findall("enclosure")) <= 1
            assert is_address(item.findtext("link"))


def test_json_feed_keeps_version_1_1(client: Client, paths: list[str]) -> None:
    for path in paths:
        feed = json.loads(client.get(f"/feeds/{path}.json").content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert all(is_address(feed[name]) for name in ("home_page_url", "feed_url"))
        for item in feed["items"]:
            assert all(isinstance(item[name], str) and item[name] for name in ("id", "url", "content_html"))
            assert all(WHEN.fullmatch(item[name]) for name in ("date_published", "date_modified"))
            assert all(each["name"] for each in item["authors"])
            assert all(isinstance(each, str) for each in item["tags"])


@pytest.mark.parametrize("ending", ["atom", "rss"])
def test_a_browser_is_given_a_sheet_for_a_feed_and_no_script(
    client: Client, paths: list[str], ending: str
) -> None:
    answer = client.get(f"/feeds/latest.{ending}")
    page = answer.content.decode()
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    sheet = re.search(r'<\?xml-stylesheet type="text/css" href="/static/([^"]+)"\?>', page)
    assert sheet is not None
    assert finders.find(sheet[1])
    assert "<script" not in page


def test_an_unchanged_feed_is_not_sent_again(client: Client, paths: list[str], settings: Any) -> None:
    settings.PAGE_CACHE = True
    first = client.get("/feeds/latest.atom")
    again = client.get("/feeds/latest.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_sitemaps_keep_the_rules_of_their_schemas(client: Client, paths: list[str]) -> None:
    for path in ("/sitemaps/2026-11.xml", "/sitemaps/sections.xml", "/news-sitemap.xml"):
        for url in ElementTree.fromstring(client.get(path).content).findall("s:url", NAMES):
            assert url[0].tag == f"{{{NAMES['s']}}}loc"
            assert is_address(url[0].text)
            assert all(WHEN.fullmatch(each.text or "") for each in url.findall("s:lastmod", NAMES))
            for news in url.findall("n:news", NAMES):
                assert [each.tag.partition("}")[2] for each in news] == [
                    "publication",
                    "publication_date",
                    "title",
                ]
