"""Every feed address in every shape is without fault before a strict judge, whatever an editor wrote."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.builders import DAY, HOUR, NOON
from tests.reading import feed_judge, printing, showcase

pytestmark = [pytest.mark.django_db, pytest.mark.markup]
HOSTILE = """[邻页](../7-x/?a=1&b=2)，[本页](#h-一)，[别处](other)，<https://example.org/a?b=1&c=2>，1 < 2 && 3 > 2。

> 引文

![潮](/static/reading/icons/32.png "题注")

- [x] 完成
"""
TITLE, SUMMARY = "若 a<b> & c：\x0b“&lt;”的\x85用法", "用 <canvas> 画潮汐；1 < 2，A&amp;B\x08。"


@pytest.fixture
def paths(db: None) -> list[str]:
    """Every kind of feed, without its ending; with words that need care, and one article without a summary."""
    printing.section()
    words = {"tags": ("港口", "A&B <x>"), "slug": "a"}
    edition = printing.printed("甲", body=HOSTILE, at=NOON - HOUR, **words)
    type(edition).objects.filter(pk=edition.pk).update(title=TITLE, summary=SUMMARY)
    plain = printing.printed("乙", slug="b", at=NOON - DAY)
    type(plain).objects.filter(pk=plain.pk).update(summary="", tag_names=["港口", "港口"])
    author = edition.byline[0]["slug"]
    return [
        "latest",
        "categories/harbour",
        "tags/%E6%B8%AF%E5%8F%A3",
        "tags/a%26b-%3Cx%3E",
        f"authors/{author}",
    ]


def test_no_feed_has_a_fault(client: Client, settings: Any, paths: list[str]) -> None:
    """In either language; the showcase brings corrections, covers and everything that a text can hold."""
    showcase.build()
    for place, path in enumerate([*paths, "latest"]):
        settings.NEWSROOM_LANGUAGE = "zh-hans" if place < len(paths) else "en"
        own = f"http://testserver/feeds/{path}"
        pages = {ending: client.get(f"/feeds/{path}.{ending}").content for ending in ("atom", "rss", "json")}
        assert feed_judge.atom(pages["atom"], f"{own}.atom") == [], path
        assert feed_judge.rss(pages["rss"], f"{own}.rss") == [], path
        assert feed_judge.json_feed(json.loads(pages["json"]), f"{own}.json") == [], path


def test_addresses_are_whole_from_wherever_the_text_names_them(client: Client, paths: list[str]) -> None:
    items = json.loads(client.get("/feeds/latest.json").content)["items"]
    item = next(each for each in items if each["title"].startswith("若"))
    assert item["title"] == "若 a<b> & c：“&lt;”的用法"
    assert f'href="{item["url"]}#h-%E4%B8%80"' in item["content_html"]
    assert f'href="{item["url"]}other"' in item["content_html"]
    assert 'href="http://testserver/articles/7-x/?a=1&amp;b=2"' in item["content_html"]
    assert 'src="http://testserver/static/reading/icons/32.png"' in item["content_html"]


def test_a_summary_that_speaks_of_markup_arrives_as_words_in_rss(client: Client, paths: list[str]) -> None:
    page = client.get("/feeds/latest.rss").content.decode()
    assert (
        "<description>用 &amp;lt;canvas&amp;gt; 画潮汐；1 &amp;lt; 2，A&amp;amp;amp;B。</description>" in page
    )


def test_without_a_summary_the_text_speaks(client: Client, paths: list[str]) -> None:
    items = json.loads(client.get("/feeds/latest.json").content)["items"]
    item = next(each for each in items if each["title"] == "乙")
    assert item["summary"]
    assert item["summary"] in item["content_html"].replace("<strong>", "").replace("</strong>", "")


def test_the_judge_does_complain(client: Client, paths: list[str]) -> None:
    own = "http://testserver/feeds/latest"
    atom = client.get("/feeds/latest.atom").content
    assert feed_judge.atom(atom.replace(b"/articles/", b"/\xe6\xb8\xaf/", 1), f"{own}.atom") != []
    assert feed_judge.atom(atom.replace(b"+08:00", b"", 1), f"{own}.atom") != []
    assert feed_judge.atom(atom.replace(b"&lt;p&gt;", b"&lt;p onclick=x&gt;", 1), f"{own}.atom") != []
    rss = client.get("/feeds/latest.rss").content
    assert feed_judge.rss(rss.replace(b"+0000", b"", 1), f"{own}.rss") != []
    assert feed_judge.rss(rss, "http://elsewhere/feeds/latest.rss") != []
