"""What each database's own index finds: editions by their words, by where these stand, and by their sound."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, F, Field, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In

from articles.reading import kept_words
from articles.reading.indexing import HEADLINE, NAMED, SOUND, SOUND_MARK, WHOLE
from articles.text.queries import Phrase
from articles.text.search import LONGEST_SOUND, Query, parse_query, to_fts5, to_tsquery

MOST = 1500  # editions; what is found oftener is walked from the newest on
COLUMNS = ("title", "tags", "summary", "body")
HEADS = {
    1: HEADLINE,
    2: NAMED,
    3: 0,
}  # PostgreSQL's part by the number of first columns: with the names, the summary
WEIGHTS = "AB"  # of headline and names within part 0
QUOTES = '"“”「」'
ANY = "*"  # after a token that may go on
LATIN = "\u2fff"  # the last sign before Han, whose words are short


def listed(query: Query, heads: int = 0) -> list[int]:
    """The editions that ``first`` finds, in no order; one more than ``MOST`` if there are more than that."""
    with connection.cursor() as cursor:
        cursor.execute(*_listing(query, heads))
        return [number for (number,) in cursor.fetchall()]


def numbered(numbers: Sequence[int]) -> Q:
    """Entries of the editions with these numbers, which go to the database as one value however many they are."""
    if connection.vendor == "postgresql":
        return Q(pk__in=_raw("SELECT unnest(%s::bigint[])", [list(numbers)], BigIntegerField()))
    return Q(pk__in=_raw("SELECT value FROM json_each(%s)", [json.dumps(list(numbers))], BigIntegerField()))


def first(query: Query, heads: int = 0) -> RawSQL:
    """The editions that hold what is wanted; all of them if they are not more than ``MOST``, else some.

    With ``heads`` everything wanted stands in the first so many columns, and what is excluded stands nowhere.
    """
    return _raw(*_listing(query, heads), BigIntegerField())


def every(query: Query) -> RawSQL:
    """All editions that hold what is wanted, however many."""
    sql, asked = _found(query, 0)
    return _raw(sql, asked, BigIntegerField())


def asked_of(edition: str, query: Query) -> tuple[str, list[str]]:
    """A condition in SQL, beginning with AND, that the edition whose number ``edition`` names holds what is wanted."""
    if connection.vendor != "postgresql":
        sql, asked = _found(query, 0)
        return f" AND {edition} + 0 IN ({sql})", asked
    return _checks(query, edition)


def is_newest_first() -> bool:
    """Whether the first that ``first`` finds are the newest editions."""
    return connection.vendor != "postgresql"


def _raw(sql: str, values: Sequence[str | list[int]], field: "Field[Any, Any] | None" = None) -> RawSQL:
    """Queries in the databases' own languages; what readers typed is among ``values``, never in ``sql``."""
    return RawSQL(sql, values, field)  # noqa: S611


def _listing(query: Query, heads: int) -> tuple[str, list[str]]:
    sql, asked = _found(query, heads)
    if is_newest_first():
        return f"{sql} ORDER BY rowid DESC LIMIT {MOST + 1}", asked
    if heads in (1, 2):
        # Few headlines hold a word: whoever hopes to meet them soon reads the whole table.
        sql = f"WITH held AS MATERIALIZED ({sql}) SELECT edition_id FROM held"  # noqa: S608
    return f"{sql} LIMIT {MOST + 1}", asked


def _found(query: Query, heads: int) -> tuple[str, list[str]]:
    if connection.vendor != "postgresql":
        match = to_fts5(query, COLUMNS[:heads] if heads else COLUMNS, COLUMNS)
        return "SELECT rowid FROM articles_search WHERE articles_search MATCH %s", [match]
    return _head(query, HEADS[heads]) if heads else _whole(query)


def _head(query: Query, part: int) -> tuple[str, list[str]]:
    checks, asked = _checks(query._replace(phrases=(), prefixes=()), "s.edition_id")
    listing = (
        f"SELECT edition_id FROM articles_search s WHERE s.part = {part} AND s.words @@ %s::tsquery{checks}"  # noqa: S608
    )
    return listing, [to_tsquery(query._replace(excluded=())), *asked]


def _whole(query: Query) -> tuple[str, list[str]]:
    """Some words lead to the editions; the others, and neighbourhood, are asked of each edition found."""
    words = sorted(
        {token for phrase in query.phrases for token in phrase} | {each + ANY for each in query.prefixes}
    )
    lone = [phrase[0] for phrase in query.excluded if len(phrase) == 1]
    leading = _leading(words)
    near = query if leading != words else query._replace(phrases=_long(query.phrases), prefixes=())
    checks, asked = _checks(
        near._replace(excluded=_long(query.excluded)), "s.edition_id", is_whole=leading != words
    )
    return (
        f"SELECT edition_id FROM articles_search s WHERE s.part = {WHOLE} AND s.words @@ %s::tsquery{checks}",  # noqa: S608
        [_all(leading, lone), *asked],
    )


def _leading(words: list[str]) -> list[str]:
    """All but the third single sign and those after it: for each, the index gathers half of itself."""
    single = [token for token in words if len(token.removesuffix(ANY)) == 1]
    return [token for token in words if token not in single[2:]]


def _long(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    return tuple(phrase for phrase in phrases if len(phrase) > 1)


def _all(tokens: Sequence[str], excluded: Sequence[str] = ()) -> str:
    """A tsquery of bare words, whatever their neighbours; tokens hold letters and digits only."""
    wanted = [f"'{token.removesuffix(ANY)}'" + (":*" if token.endswith(ANY) else "") for token in tokens]
    return " & ".join([*wanted, *(f"!{_all([token])}" for token in excluded)])


def _checks(query: Query, edition: str, *, is_whole: bool = True) -> tuple[str, list[str]]:
    """Conditions on the edition whose number stands in ``edition``, asked of each row and never of an index.

    Without ``is_whole`` only neighbourhood is asked, for the words are there.
    """
    tokens = {token for phrase in query.phrases for token in phrase} | {each + ANY for each in query.prefixes}
    lone = [phrase[0] for phrase in query.excluded if len(phrase) == 1]
    sql, asked = "", []
    if is_whole and (tokens or lone):
        sql, asked = f" AND {_WORDS.format(edition)}", [_all(sorted(tokens), lone)]
    wanted = [(phrase, "TRUE") for phrase in _long(query.phrases)]
    for phrase, verdict in [*wanted, *((phrase, "NOT TRUE") for phrase in _long(query.excluded))]:
        sql += f" AND {_ROW.format(edition, 'p.part >= 0 AND p.words @@ %s::tsquery')} IS {verdict}"
        asked.append(to_tsquery(query._replace(phrases=(phrase,), prefixes=(), excluded=())))
    return sql, asked


def gathered(query: Query, heads: int = 0) -> Q:
    """Entries that hold what is wanted, all of which an index gathers first; a walk asks each row as it comes by."""
    sql, asked = _found(query, heads)
    if connection.vendor == "postgresql":
        # Whoever hopes to meet a word soon reads the whole table where it is rare.
        whole = f"WITH gathered AS MATERIALIZED ({sql}) SELECT edition_id FROM gathered"  # noqa: S608
        return Q(pk__in=_raw(whole, asked, BigIntegerField()))
    # The sum keeps the database from starting at the index of words, which would bring all before the first.
    return Q(In(_passing(), _raw(sql, asked, BigIntegerField())))


def holding_and_gathered(query: Query) -> tuple[Q, Q]:
    """What a walk asks of a row, and the same with the help of the index."""
    return holding(query), gathered(query)


def without(query: Query) -> Q:
    """Entries that hold nothing of what is excluded, asked of each row as it comes by."""
    if not query.excluded:
        return Q()
    if connection.vendor != "postgresql":
        unwanted = query._replace(phrases=(), prefixes=(), excluded=())
        asked = [to_fts5(unwanted._replace(phrases=(phrase,)), COLUMNS) for phrase in query.excluded]
        return ~Q(In(_passing(), _rows(" OR ".join(f"({each})" for each in asked))))
    return holding(query._replace(phrases=(), prefixes=()))


def holding(query: Query) -> Q:
    """The same, but asked of each row by itself: few rows cost little, however common the words."""
    if connection.vendor != "postgresql":
        return Q(_raw(*kept_words.holding(query, COLUMNS), BooleanField()))
    checks, asked = _checks(query, "articles_searchentry.edition_id")
    return Q(_raw(f"(TRUE{checks})", asked, BooleanField()))


def any_in_names(tokens: Sequence[str]) -> Q:
    """Entries with one of ``tokens`` in headline or names, for a walk from the newest on."""
    if connection.vendor != "postgresql":
        words = " OR ".join(f'"{token}"' for token in tokens)
        return Q(In(_passing(), _rows(f"{{{' '.join(COLUMNS[:2])}}} : ({words})")))
    return Q(_head_holds(" | ".join(f"'{token}':{WEIGHTS}" for token in tokens)))


def as_phrase(query: Query) -> Query | None:
    """All that was typed as one phrase, whose last word may go on; None where marks or minus say otherwise."""
    typed = parse_query('"' + "".join(letter for letter in query.text if letter not in QUOTES) + '"')
    if query.excluded or len(typed.phrases) != 1:
        return None
    *rest, last = typed.phrases[0]
    is_open = last.endswith(ANY) or last[0] > LATIN
    return typed._replace(phrases=((*rest, last if is_open else last + ANY),))


def heard(letters: str, newest: int = 0) -> Q:
    """Entries whose headline or tags may sound like ``letters``, ASCII letters and digits, to be compared in full.

    At most ``newest`` of them, where the database can tell at once which these are.
    """
    sound = letters[:LONGEST_SOUND]
    if connection.vendor != "postgresql":
        last = f" ORDER BY rowid DESC LIMIT {newest}" if newest else ""
        return Q(pk__in=_rows(f'{{sound}} : "{sound}" *', last))
    sql = f"SELECT edition_id FROM articles_search WHERE part = {SOUND} AND words @@ %s::tsquery"  # noqa: S608
    return Q(pk__in=_raw(sql, [f"'{SOUND_MARK}{sound}':*"]))


def among(numbers: QuerySet[Any, Any]) -> Q:
    """Entries of the editions in ``numbers``, for a walk: asked of each row as it comes by, and no way to begin."""
    return Q(In(_passing(), numbers.query))


def _passing() -> F:
    number: F = F("pk") + 0  # type: ignore[assignment]
    return number


def _rows(match: str, last: str = "") -> RawSQL:
    sql = f"SELECT rowid FROM articles_search WHERE articles_search MATCH %s{last}"  # noqa: S608
    return _raw(sql, [match], BigIntegerField())


# A subquery that yields one value is asked for each row; one with EXISTS would be asked for all rows at once.
_WORDS = (
    "(SELECT w.words @@ %s::tsquery FROM articles_search w "  # noqa: S608
    f"WHERE w.edition_id = {{}} AND w.part = {WHOLE})"
)
_ROW = "(SELECT true FROM articles_search p WHERE p.edition_id = {} AND {} LIMIT 1)"


def _head_holds(match: str) -> RawSQL:
    row = _ROW.format("articles_searchentry.edition_id", "p.part = 0 AND p.words @@ %s::tsquery")
    return _raw(f"({row} IS TRUE)", [match], BooleanField())
