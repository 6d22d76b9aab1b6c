"""Puts printed copies into the search index, also before they are live: readers' queries ask the clock."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from articles.publishing.models import Edition
from articles.reading import phrases
from articles.reading.keys import key
from articles.reading.models import SearchEntry
from articles.text.search import indexable, initials, pinyin, sounds, squeezed, to_tsvector, tokens

PART = 12_000  # characters of a body in one row of PostgreSQL, which counts places up to 16 383
OVERLAP = 200  # characters; more than the longest query, so that no phrase falls between two rows
GAP = 3  # places between two fields, so that no phrase reaches across
BAR = "|"
PER_TURN = 200  # editions


TIMES = ("live_from", "live_until", "published_at")
KEYS = (
    "headline_key", "names_key", "summary_key", "pinyin", "initials", "number", "category_number", *TIMES, "indexed_at",
)  # fmt: skip
# Parts of PostgreSQL's rows beside 0, the head, and those of the body: the sounds, whose tokens begin with a mark that
# no word has; all words of the copy, without their places; its headline; its headline and names.
SOUND, WHOLE, HEADLINE, NAMED = -1, -2, -3, -4
SOUND_MARK = "~"
Row = list[int | str]


def index_edition(edition: Edition, now: datetime) -> None:
    """Make ``edition`` findable, or forget one that was cancelled before anybody saw it; again is the same.

    Performer of the effects "index" and "unindex".
    """
    index_many([edition], now)


@transaction.atomic
def index_many(editions: Sequence[Edition], now: datetime) -> None:
    """The same for many editions in a handful of queries."""
    numbers = [edition.pk for edition in editions]
    _forget(numbers)
    # Locked, so that nobody moves an interval between here and the entry that repeats it.
    times = {row.pk: row for row in Edition.objects.select_for_update().filter(pk__in=numbers).only(*TIMES)}
    cancelled = [
        edition for edition in editions if edition.live_until and edition.live_until <= edition.live_from
    ]
    SearchEntry.objects.filter(edition__in=cancelled).delete()
    kept = [edition for edition in editions if edition not in cancelled]
    SearchEntry.objects.bulk_create(
        [_entry(edition, times[edition.pk], now) for edition in kept],
        update_conflicts=True, unique_fields=["edition"], update_fields=KEYS, batch_size=100,
    )  # fmt: skip
    _remember(kept)


def reindex(now: datetime) -> int:
    """Index every copy again, after the tokenizer has changed; returns how many."""
    count = 0
    for part in batched(Edition.objects.order_by("pk").iterator(chunk_size=PER_TURN), PER_TURN):
        index_many(part, now)
        count += len(part)
    return count


def batched(editions: Iterable[Edition], size: int) -> Iterator[list[Edition]]:
    """``editions`` in lists of ``size``; the last may be shorter."""
    rest = iter(editions)
    while part := list(islice(rest, size)):
        yield part


def _entry(edition: Edition, times: Edition, now: datetime) -> SearchEntry:
    sounding = _sounding(edition)
    return SearchEntry(
        edition=edition,
        headline_key=key(edition.title),
        names_key="".join(key(name) for name in (*edition.tag_names, *edition.author_names)),
        summary_key=key(edition.summary),
        # The headline's sound stands before the first bar, which is there even if the headline has none.
        pinyin=BAR.join(map(pinyin, sounding)),
        initials=BAR.join(map(initials, sounding)),
        number=edition.article_id,
        category_number=edition.category_id,
        **{name: getattr(times, name) for name in TIMES},
        indexed_at=now,
    )


def _sounding(edition: Edition) -> list[str]:
    """The headline, empty without Han, and the Chinese tags."""
    title = edition.title if phrases.has_han(edition.title) else ""
    return [title, *filter(phrases.has_han, edition.tag_names)]


def _sounds(edition: Edition) -> list[str]:
    return list(dict.fromkeys(sound for words in _sounding(edition) for sound in sounds(words)))


def _forget(edition_ids: Sequence[int]) -> None:
    column = "edition_id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM articles_search WHERE {column} = %s",  # noqa: S608
            [[edition_id] for edition_id in edition_ids],
        )


def _remember(editions: Sequence[Edition]) -> None:
    is_postgres = connection.vendor == "postgresql"
    rows = [row for edition in editions for row in (_parts(edition) if is_postgres else [_words(edition)])]
    insert = (
        "INSERT INTO articles_search (edition_id, part, words) VALUES (%s, %s, %s::tsvector)"
        if is_postgres
        else "INSERT INTO articles_search (rowid, title, tags, summary, body, sound) VALUES (%s, %s, %s, %s, %s, %s)"
    )
    with connection.cursor() as cursor:
        cursor.executemany(insert, rows)


def _words(edition: Edition) -> Row:
    title = f"{indexable(edition.title)} {indexable(squeezed(edition.title))}"
    others = map(indexable, (_names(edition), edition.summary, edition.plain))
    return [edition.pk, title, *others, " ".join(_sounds(edition))]


def _parts(edition: Edition) -> list[Row]:
    names = _names(edition)
    heard = " ".join(f"'{SOUND_MARK}{sound}'" for sound in _sounds(edition))
    headline = [("A", edition.title), ("A", squeezed(edition.title))]
    rows: list[Row] = [
        [edition.pk, SOUND, heard],
        [edition.pk, WHOLE, _bare(edition, names)],
        [edition.pk, HEADLINE, _vector(headline)],
        [edition.pk, NAMED, _vector([*headline, ("B", names)])],
        [edition.pk, 0, _vector([*headline, ("B", names), ("C", edition.summary)])],
    ]
    bodies = enumerate(map(to_tsvector, parts(edition.plain)), start=1)
    return rows + [[edition.pk, part, words] for part, words in bodies]


def _bare(edition: Edition, names: str) -> str:
    """Every word once and without its places, so that however long the copy is, one row holds it."""
    texts = (edition.title, squeezed(edition.title), names, edition.summary, edition.plain)
    return " ".join(sorted({f"'{token}'" for text in texts for token in tokens(text)}))


def _names(edition: Edition) -> str:
    return " ".join([*edition.tag_names, *edition.author_names])


def _vector(texts: Sequence[tuple[str, str]]) -> str:
    """Weights and texts in one row, with gaps between, so that no phrase reaches across."""
    first, words = 1, []
    for weight, text in texts:
        words.append(to_tsvector(text, weight, first))
        first += len(tokens(text)) + GAP
    return " ".join(words)


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
