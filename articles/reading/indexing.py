"""Puts printed copies into the search index, also before they are live: readers' queries ask the clock."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction

from articles.publishing.models import Edition
from articles.reading import phrases
from articles.reading.keys import key
from articles.reading.models import SearchEntry
from articles.text.search import indexable, initials, pinyin, to_tsvector, tokens

PART = 12_000  # characters of a body in one row of PostgreSQL, which counts places up to 16 383
OVERLAP = 200  # characters; more than the longest query, so that no phrase falls between two rows
GAP = 3  # places between two fields, so that no phrase reaches across
BAR = "|"


@transaction.atomic
def index_edition(edition: Edition, now: datetime) -> None:
    """Make ``edition`` findable, or forget one that was cancelled before anybody saw it; again is the same.

    Performer of the effects "index" and "unindex".
    """
    _forget(edition.pk)
    if edition.live_until is not None and edition.live_until <= edition.live_from:
        SearchEntry.objects.filter(edition=edition).delete()
        return
    sounding = [words for words in (edition.title, *edition.tag_names) if phrases.has_han(words)]
    SearchEntry.objects.update_or_create(
        edition=edition,
        defaults={
            "headline_key": key(edition.title),
            "names_key": "".join(key(name) for name in (*edition.tag_names, *edition.author_names)),
            "summary_key": key(edition.summary),
            "pinyin": BAR.join(map(pinyin, sounding)),
            "initials": BAR.join(map(initials, sounding)),
            "indexed_at": now,
        },
    )
    _remember(edition)


def reindex(now: datetime) -> int:
    """Index every copy again, after the tokenizer has changed; returns how many."""
    found = Edition.objects.order_by("pk")
    for edition in found.iterator(chunk_size=200):
        index_edition(edition, now)
    return found.count()


def _forget(edition_id: int) -> None:
    column = "edition_id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM articles_search WHERE {column} = %s", [edition_id])  # noqa: S608


def _remember(edition: Edition) -> None:
    names = " ".join([*edition.tag_names, *edition.author_names])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            rows = [(edition.pk, part, words) for part, words in enumerate(_vectors(edition, names))]
            cursor.executemany(
                "INSERT INTO articles_search (edition_id, part, words) VALUES (%s, %s, %s::tsvector)", rows
            )
            return
        fields = [edition.title, names, edition.summary, edition.plain]
        cursor.execute(
            "INSERT INTO articles_search (rowid, title, tags, summary, body) VALUES (%s, %s, %s, %s, %s)",
            [edition.pk, *map(indexable, fields)],
        )


def _vectors(edition: Edition, names: str) -> Iterator[str]:
    """The first row holds headline, names and summary, the others the body."""
    first, words = 1, []
    for weight, text in (("A", edition.title), ("B", names), ("C", edition.summary)):
        words.append(to_tsvector(text, weight, first))
        first += len(tokens(text)) + GAP
    yield " ".join(words)
    for part in parts(edition.plain):
        yield to_tsvector(part)


def parts(text: str) -> Iterator[str]:
    """``text`` in overlapping pieces, cut where no word is cut if there is such a place."""
    start = 0
    while start < len(text):
        yield text[start : start + PART]
        if start + PART >= len(text):
            return
        start = _between_words(text, start + PART - OVERLAP)


def _between_words(text: str, place: int) -> int:
    for earlier in range(place, place - OVERLAP, -1):
        if not text[earlier - 1].isalnum():
            return earlier
    return place
