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

from tests.reading import showcase

pytestmark = pytest.mark.django_db
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
