"""Sitemaps and robots: what crawlers are told."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from articles.publishing.models import Edition
from articles.reading import sitemaps
from tests.builders import DAY, HOUR, NOON
from tests.reading import printing

pytestmark = pytest.mark.django_db
NAMES = {
    "s": sitemaps.SITEMAP,
    "n": sitemaps.NEWS,
    "i": sitemaps.IMAGE,
    "x": sitemaps.XHTML,
}


def found(client: Client, path: str, what: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200, path
    return [element.text or "" for element in ElementTree.fromstring(response.content).findall(what, NAMES)]


def _links(client: Client, path: str) -> list[tuple[str, str]]:
    root = ElementTree.fromstring(client.get(path).content)
    return [(link.get("hreflang", ""), link.get("href", "")) for link in root.findall("s:url/x:link", NAMES)]


def test_the_index_has_a_file_for_every_month_and_one_of_sections(client: Client) -> None:
    printing.printed(at=NOON)
    printing.printed("九月", at=NOON - 60 * DAY, slug="jiu")
    files = ["2026-11", "2026-09", "sections"]
    assert found(client, "/sitemap.xml", "s:sitemap/s:loc") == [
        f"http://testserver/sitemaps/{name}.xml" for name in files
    ]


def test_a_large_month_comes_in_parts(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(sitemaps, "PER_MONTH", 2)
    printing.many(3)
    assert found(client, "/sitemap.xml", "s:sitemap/s:loc")[:2] == [
        "http://testserver/sitemaps/2026-11.xml",
        "http://testserver/sitemaps/2026-11-2.xml",
    ]
    assert len(found(client, "/sitemaps/2026-11.xml", "s:url")) == 2
    assert len(found(client, "/sitemaps/2026-11-2.xml", "s:url")) == 1


def test_the_tenth_part_of_a_month_has_an_address_too(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(sitemaps, "PER_MONTH", 1)
    printing.many(10)
    parts = found(client, "/sitemap.xml", "s:sitemap/s:loc")
    assert parts[9] == "http://testserver/sitemaps/2026-11-10.xml"
    assert len(found(client, "/sitemaps/2026-11-10.xml", "s:url")) == 1


def test_a_month_tells_last_change_picture_and_translations(client: Client) -> None:
    chinese = printing.corrected(
        printing.printed(extra={"translationKey": "storm"}, cover=printing.cover().content_digest), "四十一。"
    )
    english = printing.printed(
        "Port reopens", language="en", slug="port", extra={"translationKey": "storm"}, at=NOON - HOUR
    )
    path = "/sitemaps/2026-11.xml"
    assert f"http://testserver/articles/{chinese.article_id}-gang-kou/" in found(client, path, "s:url/s:loc")
    assert "2026-11-22T12:00:00+08:00" in found(client, path, "s:url/s:lastmod")
    assert found(client, path, "s:url/i:image/i:loc")[0].startswith("http://testserver/media/covers/")
    links = _links(client, path)
    assert len(links) == 6  # each names both and the one for everybody else
    own, other = (
        f"http://testserver/articles/{number}"
        for number in (f"{chinese.article_id}-gang-kou/", f"{english.article_id}-port/")
    )
    assert sorted(set(links)) == [("en", other), ("x-default", own), ("zh-Hans", own)]
    assert client.get("/sitemaps/2026-10.xml").status_code == 404


def test_what_stands_first_elsewhere_is_in_no_map(client: Client) -> None:
    printing.printed(
        "转载", slug="zhuan", extra={"canonicalUrl": "https://example.org/first"}, at=NOON - HOUR
    )
    printing.printed("旧键转载", slug="jiu", extra={"canonical": "https://example.org/b"}, at=NOON - HOUR)
    ours = [
        printing.printed(at=NOON - HOUR),
        printing.printed("不是地址", slug="bu", extra={"canonical_url": "example"}, at=NOON - HOUR),
    ]
    itself = printing.printed("自己", slug="zi", at=NOON - HOUR)
    own = f"http://testserver/articles/{itself.article_id}-zi/"
    Edition.objects.filter(pk=itself.pk).update(extra={"canonicalUrl": own})
    kept = {f"http://testserver/articles/{each.article_id}-{each.slug}/" for each in ours} | {own}
    for path in ("/sitemaps/2026-11.xml", "/news-sitemap.xml"):
        assert set(found(client, path, "s:url/s:loc")) == kept


def test_a_month_of_nothing_but_texts_from_elsewhere_is_no_file(client: Client) -> None:
    there = {"canonicalUrl": "https://example.org/first"}
    printing.printed(at=NOON)
    printing.printed("转载", slug="zhuan", extra=there, at=NOON - HOUR)
    printing.printed("九月转载", slug="jiu", extra=there, at=NOON - 60 * DAY)
    itself = printing.printed("自己", slug="zi", at=NOON - 90 * DAY)
    own = f"http://testserver/articles/{itself.article_id}-zi/"
    Edition.objects.filter(pk=itself.pk).update(extra={"canonicalUrl": own})
    files = [path.rpartition("/")[2] for path in found(client, "/sitemap.xml", "s:sitemap/s:loc")]
    assert files == ["2026-11.xml", "2026-08.xml", "sections.xml"]
    assert client.get("/sitemaps/2026-09.xml").status_code == 404


def test_two_articles_in_one_language_under_one_key_are_not_both_the_page_of_that_language(
    client: Client,
) -> None:
    pair = {"translationKey": "storm"}
    for place, (slug, language) in enumerate([("yi", "zh-hans"), ("port", "en"), ("er", "zh-hans")]):
        printing.printed(f"稿件{place}", slug=slug, language=language, extra=pair, at=NOON - place * HOUR)
    by_slug = {
        each.slug: f"http://testserver/articles/{each.article_id}-{each.slug}/"
        for each in Edition.objects.all()
    }
    wanted = [("en", by_slug["port"]), ("zh-Hans", by_slug["yi"]), ("x-default", by_slug["yi"])]
    assert _links(client, "/sitemaps/2026-11.xml") == wanted * 2
    pages = {
        slug: client.get(address.removeprefix("http://testserver")).content.decode()
        for slug, address in by_slug.items()
    }
    heads = {slug: re.findall(r'hreflang="([^"]+)" href="(http[^"]+)"', page) for slug, page in pages.items()}
    assert heads == {"yi": wanted, "port": wanted, "er": []}
    leads = {slug: re.findall(r'<a href="([^"]+)" hreflang="([^"]+)"', page) for slug, page in pages.items()}
    to_english = [(by_slug["port"].removeprefix("http://testserver"), "en")]
    to_chinese = [(by_slug["yi"].removeprefix("http://testserver"), "zh-Hans")]
    assert leads == {"yi": to_english, "er": to_english, "port": to_chinese}


def test_a_text_that_stands_first_elsewhere_is_the_page_of_no_language(client: Client) -> None:
    """Though its number is the lowest; a reader of the other language is still led to one of the two."""
    pair = {"translationKey": "storm"}
    there = pair | {"canonicalUrl": "https://example.org/first"}
    for place, (slug, language) in enumerate([("zhuan", "zh-hans"), ("yi", "zh-hans"), ("port", "en")]):
        extra = pair if place else there
        printing.printed(f"稿件{place}", slug=slug, language=language, extra=extra, at=NOON - place * HOUR)
    paths = {each.slug: f"/articles/{each.article_id}-{each.slug}/" for each in Edition.objects.all()}
    chinese, english = (f"http://testserver{paths[slug]}" for slug in ("yi", "port"))
    wanted = [("en", english), ("zh-Hans", chinese), ("x-default", chinese)]
    assert _links(client, "/sitemaps/2026-11.xml") == wanted * 2
    pages = {slug: client.get(path).content.decode() for slug, path in paths.items()}
    heads = {slug: re.findall(r'hreflang="([^"]+)" href="(http[^"]+)"', page) for slug, page in pages.items()}
    assert heads == {"zhuan": [], "yi": wanted, "port": wanted}
    assert [slug for slug, page in pages.items() if re.search(r'<a href="[^"]+" hreflang="', page)] == list(
        paths
    )


def test_sections_hold_tags_with_enough_articles_only(client: Client) -> None:
    for place in range(3):
        printing.printed(f"稿件{place}", tags=("潮汐", f"只有一次{place}"), slug=f"s{place}")
    addresses = found(client, "/sitemaps/sections.xml", "s:url/s:loc")
    assert "http://testserver/tags/%E6%BD%AE%E6%B1%90/" in addresses
    assert "http://testserver/categories/harbour/" in addresses
    assert len([address for address in addresses if "/tags/" in address]) == 1


def test_the_news_sitemap_holds_two_days_and_is_valid_when_empty(client: Client, at_noon: Any) -> None:
    printing.printed("新的", at=NOON - 47 * HOUR, slug="xin")
    printing.printed("旧的", at=NOON - 49 * HOUR, slug="jiu")
    news = "s:url/n:news/"
    assert found(client, "/news-sitemap.xml", f"{news}n:title") == ["新的"]
    assert found(client, "/news-sitemap.xml", f"{news}n:publication/n:language") == ["zh-cn"]
    assert found(client, "/news-sitemap.xml", f"{news}n:publication_date") == ["2026-11-20T13:00:00+08:00"]
    at_noon.move_to(NOON + 9 * DAY)
    assert found(client, "/news-sitemap.xml", "s:url") == []


def test_robots_close_desk_and_api_and_name_both_sitemaps(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert "Disallow: /api/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Sitemap: http://testserver/news-sitemap.xml" in lines
    assert not any("search" in line for line in lines)


def test_a_browser_learns_how_to_search(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'type="application/opensearchdescription+xml"' in page
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    root = ElementTree.fromstring(client.get("/opensearch.xml").content)
    address = root.find("o:Url", space)
    assert address is not None
    assert address.get("template") == "http://testserver/search/?q={searchTerms}"
    assert 0 < len(root.findtext("o:ShortName", "", space)) <= 16


def test_the_manifest_names_icons_that_exist(client: Client) -> None:
    from django.contrib.staticfiles import finders

    icons = client.get("/manifest.webmanifest").json()["icons"]
    assert [icon["sizes"] for icon in icons] == ["192x192", "512x512", "512x512"]
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in icons)
