"""Feeds: full text, absolute addresses, ids by number, and nothing that is not live."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.builders import DAY, HOUR, NOON
from tests.reading import printing

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
BODY = "见[潮汐表](/tides/)和[脚注](#h-a)。\n\n## A\n\n![图](/media/x.jpg)\n"


def feed(client: Client, path: str) -> ElementTree.Element:
    response = client.get(path)
    assert response.status_code == 200, path
    return ElementTree.fromstring(response.content)


def test_atom_names_articles_by_number_and_keeps_their_first_date(client: Client) -> None:
    edition = printing.corrected(
        printing.printed(body=BODY, cover=printing.cover().content_digest), "四十改为四十一。"
    )
    root = feed(client, "/feeds/latest.atom")
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == f"http://testserver/articles/{edition.article_id}/"
    assert entry.findtext(f"{ATOM}published") == "2026-11-21T12:00:00+08:00"
    assert entry.findtext(f"{ATOM}updated") == "2026-11-22T12:00:00+08:00"
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"
    content = entry.findtext(f"{ATOM}content") or ""
    assert content.startswith("<p><strong>")
    assert "四十改为四十一。" in content.split("</p>")[0]
    links = {link.get("rel"): link for link in entry.findall(f"{ATOM}link")}
    assert links["enclosure"].get("href", "").startswith("http://testserver/media/covers/")
    assert int(links["enclosure"].get("length", "0")) > 0


def test_addresses_inside_the_content_are_absolute(client: Client) -> None:
    edition = printing.printed(body=BODY)
    content = json.loads(client.get("/feeds/latest.json").content)["items"][0]["content_html"]
    own = f"http://testserver/articles/{edition.article_id}-gang-kou/"
    assert 'href="http://testserver/tides/"' in content
    assert f'href="{own}#h-a"' in content
    assert 'src="/' not in content


@pytest.mark.parametrize("ending", ["atom", "json", "rss"])
def test_every_shape_holds_the_thirty_newest(client: Client, ending: str) -> None:
    printing.many(31)
    page = client.get(f"/feeds/latest.{ending}").content.decode()
    assert page.count("号潮汐报告") >= 30
    assert "第31号潮汐报告" in page
    assert "第1号潮汐报告" not in page


@pytest.mark.parametrize("ending", ["atom", "json", "rss"])
def test_category_tag_and_author_have_feeds_of_their_own(client: Client, ending: str) -> None:
    edition = printing.printed(tags=("5G 网络",))
    printing.printed("别处的稿件", category="economy", tags=("港口",), authors=("李娜",), slug="bie")
    author = edition.byline[0]["slug"]
    for path in ("categories/harbour", "tags/5g-网络", f"authors/{author}"):
        page = client.get(f"/feeds/{path}.{ending}").content.decode()
        assert edition.title in page, path
        assert "别处的稿件" not in page, path
    for path in ("categories/none", "tags/none", "authors/none"):
        assert client.get(f"/feeds/{path}.{ending}").status_code == 404, path


def test_control_characters_are_removed(client: Client) -> None:
    edition = printing.printed()
    type(edition).objects.filter(pk=edition.pk).update(title="风\x0b暴<&>")
    assert "风暴<&>" in [
        entry.findtext(f"{ATOM}title") for entry in feed(client, "/feeds/latest.atom").iter(f"{ATOM}entry")
    ]


def test_a_withdrawn_article_leaves_the_feed_at_once(client: Client, at_noon: Any) -> None:
    printing.withdrawn(printing.printed(), at=NOON)
    assert len(feed(client, "/feeds/latest.atom").findall(f"{ATOM}entry")) == 0


def test_an_empty_newsroom_has_valid_feeds(client: Client) -> None:
    assert feed(client, "/feeds/latest.atom").tag == f"{ATOM}feed"
    assert feed(client, "/feeds/latest.rss").tag == "rss"
    assert json.loads(client.get("/feeds/latest.json").content)["items"] == []


def test_rss_gives_dates_creators_and_a_guid_that_is_no_link(client: Client) -> None:
    edition = printing.printed(at=NOON - DAY - HOUR)
    item = feed(client, "/feeds/latest.rss").find("channel/item")
    assert item is not None
    assert item.findtext("pubDate") == "Sat, 21 Nov 2026 03:00:00 +0000"
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "王伟"
    guid = item.find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == (
        f"http://testserver/articles/{edition.article_id}/",
        "false",
    )


@pytest.mark.parametrize("number", [1, 30])
def test_a_feed_takes_the_same_queries_for_1_and_30_articles(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    printing.many(number, cover=printing.cover().content_digest)
    with django_assert_num_queries(2):
        answer = client.get("/feeds/latest.atom")
    assert answer.content.count(b"<entry") == number
