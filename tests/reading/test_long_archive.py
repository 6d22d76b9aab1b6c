"""What readers ask leads along an index however long the archive is, and items of lists stay in step with copies."""

import re
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.publishing import scheduling
from articles.publishing.models import Edition, EditionAuthor, EditionTag
from articles.reading import lists, months, sitemaps
from tests import builders
from tests.builders import DAY, HOUR, NOON
from tests.reading import printing

pytestmark = pytest.mark.django_db
MOMENTS = [NOON - 3 * DAY, NOON - DAY, NOON - HOUR, NOON, NOON + HOUR, NOON + 3 * DAY]
# A walk along these ends with the page; any other look at a whole table is as long as the archive.
WALKED = (
    r"USING.* INDEX (edition_(newest|in_category|in_language)|tagged_newest|written_newest|found_newest)\b"
)
LONG = {
    "sqlite": re.compile(
        rf"SCAN articles_(edition|search)\w*(?!.*{WALKED})\b|edition_ends \(live_until=|edition_begins \(live_from<"
    ),
    "postgresql": re.compile(r"Seq Scan on articles_(edition|search)"),
}


def _pages(edition: Edition) -> list[str]:
    number, author = edition.article_id, edition.byline[0]["slug"]
    feeds = [
        f"/feeds/{list_}.atom" for list_ in ("latest", "categories/harbour", "tags/潮汐", f"authors/{author}")
    ]
    asked = [
        "",
        "category=harbour",
        "tag=潮汐",
        f"author={author}",
        "language=en",
        f"tag=潮汐&author={author}",
    ]
    section = "/categories/harbour/"
    return [
        "/", f"/articles/{number}-{edition.slug}/", "/articles/987654/", "/hot/", "/corrections/", "/archive/",
        "/archive/2026/11/", section, f"{section}?page=2", "/tags/潮汐/", f"/authors/{author}/",
        "/sitemap.xml", "/sitemaps/sections.xml", "/sitemaps/2026-11.xml", "/news-sitemap.xml", *feeds,
        *(f"/api/v1/articles?{each}" for each in asked), f"/api/v1/articles/{number}", "/api/v1/tags/潮汐",
        f"/api/v1/authors/{author}", "/api/v1/categories", "/api/v1/hot",
    ]  # fmt: skip


def test_no_question_of_readers_looks_through_the_archive(client: Client) -> None:
    printing.section()
    editions = printing.many(21, tags=("潮汐", "港口"))
    printing.corrected(editions[3], "四十一。")
    printing.hot_list(*editions[:5])
    found = []
    for path in _pages(editions[-1]):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code in (200, 302, 404), path
        found += [(path, line) for query in asked.captured_queries for line in _long(query["sql"])]
    assert found == []


def _long(sql: str) -> list[str]:
    """The lines of the plan that tell of a look through the archive."""
    if not sql.startswith(("SELECT", "WITH")):
        return []
    explain = "EXPLAIN"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            explain = "EXPLAIN QUERY PLAN"
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{explain} {sql}".replace("%", "%%"), ())
        lines = [re.sub(r"\bU\d\b", partial(_table, sql), str(row[-1])) for row in cursor.fetchall()]
    return [line for line in lines if LONG[connection.vendor].search(line)]


def _table(sql: str, alias: re.Match[str]) -> str:
    """The table that ``sql`` names otherwise."""
    found = re.search(rf'"(articles_\w+)" {alias[0]}\b', sql)
    return found[1] if found else alias[0]


def test_items_follow_their_copy() -> None:
    edition = printing.printed(tags=("港口", "潮汐"), authors=("王伟", "李娜"), at=NOON - 2 * DAY)
    printing.corrected(edition, "四十一。", at=NOON - DAY)
    printing.withdrawn(edition, at=NOON - HOUR)
    later = printing.printed("以后", tags=("港口",), authors=("王伟",), at=NOON + DAY, slug="later")
    scheduling.reschedule(later, live_from=NOON + 2 * DAY, by=builders.person("Publishers"), now=NOON)
    columns = ("article_id", "published_at", "live_from", "live_until")
    copies = {row[0]: row[1:] for row in Edition.objects.values_list("pk", *columns)}
    for items in (EditionTag.objects, EditionAuthor.objects):
        key = "content_object" if items.model is EditionTag else "edition"
        rows: list[Any] = list(items.values_list(key, "number", *columns[1:]))
        assert len(rows) >= 5
        assert [(row[0], row[1:]) for row in rows] == [(row[0], copies[row[0]]) for row in rows]


@pytest.mark.parametrize("now", MOMENTS)
def test_a_walk_along_items_shows_what_a_look_at_every_copy_would(now: datetime) -> None:
    for place, at in enumerate(MOMENTS):
        edition = printing.printed(
            f"稿件{place}", tags=("潮汐",), authors=("王伟",), at=at - HOUR / 2, slug=f"s{place}"
        )
        if place in (1, 2):
            printing.corrected(edition, "四十一。", at=NOON + place * HOUR / 4)
        if place in (0, 2):
            printing.withdrawn(edition, at=NOON + HOUR)
    expected = [(each.pk, each.article_id) for each in lists.cards(now) if each.is_live(now)]
    tagged = lists.tagged(now, lists.tag_number("潮汐"))
    written = lists.written(now, lists.author_number(edition.byline[0]["slug"]))
    for walked in (tagged, written):
        assert [(each.pk, each.article_id) for each in walked] == expected


def test_tags_and_authors_come_in_parts_by_their_numbers(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(sitemaps, "PER_FILE", 2)
    for place in range(3):
        printing.printed(
            f"稿件{place}", tags=("潮汐", "港口", "5G"), authors=(f"作者{place}",), slug=f"s{place}"
        )
    index = client.get("/sitemap.xml").content.decode()
    files = re.findall(r"/sitemaps/(sections[-0-9]*)\.xml", index)
    assert files[:2] == ["sections", "sections-2"]
    pages = [client.get(f"/sitemaps/{file}.xml").content.decode() for file in files]
    locations = [address for page in pages for address in re.findall(r"<loc>(.*?)</loc>", page)]
    assert len(locations) == len(set(locations)) == 3 + 3 + 3  # home, hot and a category; tags; authors
    assert client.get(f"/sitemaps/sections-{len(files) + 1}.xml").status_code == 404


def test_months_begin_and_end_in_the_newsrooms_zone() -> None:
    midnight = datetime.fromisoformat("2026-11-01T00:00:00+08:00")
    for place, at in enumerate((midnight - HOUR / 60, midnight, midnight + HOUR)):
        printing.printed(f"稿件{place}", at=at, slug=f"s{place}")
    printing.withdrawn(printing.printed("撤下", at=midnight - 90 * DAY, slug="gone"))
    printing.printed("以后", at=NOON + 30 * DAY, slug="later")
    counted = [(f"{each.start:%Y-%m}", each.articles, each.moved) for each in months.filled(NOON)]
    assert counted == [
        ("2026-11", 2, midnight + HOUR),
        ("2026-10", 1, midnight - HOUR / 60),
    ]
