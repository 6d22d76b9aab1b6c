"""The markup of every page: no parse error, no inline script or style, one heading, and within its budgets."""

import json
import re
from pathlib import Path
from typing import Any

import brotli
import html5lib
import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.reading import printing, showcase
from tests.reading.porches import kept_connections

pytestmark = [pytest.mark.django_db, pytest.mark.markup]
STATIC = Path(django_settings.BASE_DIR) / "static" / "reading"


@pytest.fixture
def pages() -> list[str]:
    """Addresses of every template, with everything on them that a page can hold."""
    return list(showcase.build().values())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_has_an_error_of_markup(
    client: Client, settings: Any, pages: list[str], language: str
) -> None:
    settings.NEWSROOM_LANGUAGE = language
    for path in pages:
        page = client.get(path).content.decode()
        html5lib.HTMLParser(strict=True).parse(page)
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), path
        assert page.count("<h1") == 1, path
        assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", page), path
        scripts = re.findall(r"<script([^>]*)>([^<]*)", page)
        assert all("src=" in given or "application/ld+json" in given for given, _inside in scripts), path
        assert "<style" not in page, path
        assert all(image.count(" alt=") == 1 for image in re.findall(r"<img[^>]*>", page)), path


def test_structured_data_parse_and_no_headline_closes_the_script(client: Client, pages: list[str]) -> None:
    for path in pages:
        for data in re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', client.get(path).content.decode()
        ):
            assert json.loads(data)["@context"]


def test_an_article_tells_machines_what_it_tells_readers(client: Client, pages: list[str]) -> None:
    page = client.get(pages[1]).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    news, crumbs, baidu = (json.loads(block) for block in blocks)
    assert news["@type"] == "NewsArticle"
    assert news["headline"] == "引号“与”<尖括号> & 与"
    assert (news["datePublished"], news["dateModified"]) == (
        "2026-11-21T12:00:00+08:00",
        "2026-11-22T12:00:00+08:00",
    )
    assert [image["width"] / image["height"] for image in news["image"]] == pytest.approx(
        [16 / 9, 4 / 3, 1], rel=0.01
    )
    assert news["author"][0]["url"].startswith("http://testserver/authors/")
    assert news["correction"][0]["text"] == "四十一。"
    assert [step["name"] for step in crumbs["itemListElement"]][1:] == ["港口", news["headline"]]
    assert (baidu["pubDate"], baidu["upDate"]) == ("2026-11-21T12:00:00", "2026-11-22T12:00:00")
    for name in (
        "og:title",
        "og:image",
        "og:image:width",
        "article:published_time",
        "bytedance:updated_time",
    ):
        assert f'<meta property="{name}" content="' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page


def test_pages_and_files_keep_their_budgets(client: Client, pages: list[str]) -> None:
    for path in pages:
        assert len(brotli.compress(client.get(path).content)) <= 30_000, path
    assert len(client.get("/nothing-at-all/").content) <= 10_000
    assert len((STATIC / "theme.js").read_bytes()) <= 400
    styles = [*STATIC.glob("*.css")]
    assert sum(len(brotli.compress(file.read_bytes())) for file in styles) <= 20_000
    assert sum(len(brotli.compress(file.read_bytes())) for file in STATIC.glob("*.js")) <= 10_000


def test_the_icons_are_the_drawing() -> None:
    from articles.reading import icons

    assert (STATIC / "icons" / "mark.svg").read_text(encoding="utf-8") == icons.scalable()
    assert icons.draw(32).size == (32, 32)


def _properties(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="(og:[^"]+)" content="([^"]*)">', page))


def test_every_page_that_may_be_shared_has_a_card(client: Client) -> None:
    for name, path in showcase.build().items():
        page = client.get(path).content.decode()
        properties = _properties(page)
        if name in ("404", "410"):
            assert properties == {}, name
            continue
        canonical = re.search(r'<link rel="canonical" href="([^"]+)">', page)
        assert canonical is not None
        assert properties["og:url"] == canonical[1], name
        kinds = {"article": "article", "english article": "article", "author": "profile"}
        assert properties["og:type"] == kinds.get(name, "website"), name
        title = re.search(r"<title[^>]*>([^<]*)</title>", page)
        assert title is not None
        assert properties["og:title"] in title[1], name
        assert properties["og:description"], name
        assert properties["og:image"].startswith("http://testserver/"), name
        large = properties["og:image:width"] == "1200"
        assert (name == "article") == large, name
        assert properties["og:image:alt"], name
        card = "summary_large_image" if large else "summary"
        assert f'<meta name="twitter:card" content="{card}">' in page, name


def test_descriptions_are_cut_to_what_is_shown_and_never_empty(client: Client) -> None:
    long = "风停了，船进了港，码头工人说这是三年来最长的一次停航。" * 9
    for place, (summary, most, words) in enumerate(
        [
            (long, 80, "风停了"),
            ("The wind fell and the ships came in. " * 9, 160, "The wind"),
            ("", 80, "风停了。"),
        ]
    ):
        edition = printing.printed(slug=f"s{place}", summary="x")
        type(edition).objects.filter(pk=edition.pk).update(summary=summary)
        page = client.get(f"/articles/{edition.article_id}-s{place}/").content.decode()
        told = re.findall(r'<meta (?:name|property)="(?:og:)?description" content="([^"]*)">', page)
        told += re.findall(r'"description":"([^"]*)"', page)
        assert len(told) == 4
        assert len(set(told)) == 1
        assert 0 < len(told[0]) <= most
        assert words in told[0]


def test_structured_data_show_three_shapes_of_1200_px_where_the_picture_allows(client: Client) -> None:
    edition = printing.printed(cover=printing.cover(size=(2000, 1300)).content_digest)
    page = client.get(f"/articles/{edition.article_id}-gang-kou/").content.decode()
    news = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    sizes = [(image["width"], image["height"]) for image in news["image"]]
    assert sizes == [(1920, 1080), (1200, 900), (1200, 1200)]
    for image in news["image"]:
        served = client.get(image["url"].removeprefix("http://testserver"))
        assert served.status_code == 200
        with kept_connections():
            served.close()
    assert '<meta name="Cache-Control" content="no-transform">' in page
