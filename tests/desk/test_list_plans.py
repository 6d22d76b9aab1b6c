"""The list of a large archive: each filter is answered by an index or a walk along one, never by reading it all."""

import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from articles.desk import calendar_days, listing, listing_filters, strips
from articles.review import commenting
from tests import builders as b
from tests.builders import DAY, HOUR, NOON, fresh

pytestmark = pytest.mark.django_db
LONG = r"articles_(?:article|edition|revision|revisiontag|revisionauthor|comment|cover|boost|effect)"
WHOLE = re.compile(rf"SCAN (?:{LONG}|[UVW]\d+)(?! USING)|Seq Scan on {LONG}\b")
FILTERS = (
    "", "state=draft", "live=live", "live=scheduled", "live=withdrawn", "live=never", "category=harbour", "mine=1",
    "author=wang-wei", "tag=港口", "language=zh-hans", "since=2026-11-01", "until=2026-11-22", "noalt=1", "open=1",
    "today=1", "bin=1", "live=withdrawn&category=harbour", "live=withdrawn&tag=港口", "author=wang-wei&tag=港口",
    "q=通航", "q=通航&live=never", "q=tonghang&category=harbour", "before=2026-11-22T00:00:00%2B00:00~1",
)  # fmt: skip


def read_whole(asked: CaptureQueriesContext) -> list[str]:
    """The lines of the plans of what was asked that read a long table from end to end."""
    questions = [row["sql"] for row in asked.captured_queries if row["sql"].startswith("SELECT")]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Of a table that is nearly empty everything is read, unless that is made dear.
            cursor.execute("SET LOCAL enable_seqscan = off")
        lines = []
        for sql in questions:
            cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
            lines += [str(row[-1]) for row in cursor.fetchall()]
    return [line for line in lines if WHOLE.search(line)]


def _remark() -> None:
    latest = fresh(b.article()).latest
    assert latest is not None
    commenting.comment(latest, text="？", by=b.editor(), now=NOON)


@pytest.mark.parametrize("few", [1000, -1], ids=["few", "many"])
def test_no_filter_reads_the_whole_archive(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chief = b.chief()
    monkeypatch.setattr(listing_filters, "FEW", few)
    b.published(at=NOON - DAY)
    b.published(at=NOON + HOUR, now=NOON - DAY)
    _remark()
    for query in FILTERS:
        with CaptureQueriesContext(connection) as asked:
            listing.page(chief, listing.filters(QueryDict(query)), NOON)
        assert (query, read_whole(asked)) == (query, [])


def test_many_are_found_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    chief = b.chief()
    b.published(at=NOON - DAY)
    b.published(at=NOON + HOUR, now=NOON - DAY, category="tides", tags=("台风",), authors=("李强",))
    b.published(at=NOON - DAY, until=NOON - HOUR, language="en")
    _remark()
    for query in FILTERS:
        found = []
        for few in (1000, -1):
            monkeypatch.setattr(listing_filters, "FEW", few)
            found.append(
                [each.pk for each in listing.page(chief, listing.filters(QueryDict(query)), NOON)[0]]
            )
        assert (query, found[0]) == (query, found[1])


@pytest.mark.parametrize("role", ["Writers", "Chiefs"])
def test_home_and_calendar_read_no_whole_archive(role: str) -> None:
    person = b.person(role)
    b.published(at=NOON + HOUR, now=NOON - DAY, by=person)
    with CaptureQueriesContext(connection) as asked:
        strips.strips(person, NOON)
        calendar_days.items(person, NOON - DAY, NOON + DAY, NOON)
        calendar_days.neighbours(person, NOON + HOUR, NOON)
    assert read_whole(asked) == []
