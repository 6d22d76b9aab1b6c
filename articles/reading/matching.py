"""What each database's own index finds: editions by their words, by where these stand, and by their sound."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, F, Field, Q
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In

from articles.reading.indexing import SOUND, SOUND_MARK
from articles.text.search import LONGEST_SOUND, Query, to_fts5, to_tsquery

MOST = 2000  # editions; what is found oftener is walked from the newest on
COLUMNS = ("title", "tags", "summary", "body")
WEIGHTS = "ABC"  # of PostgreSQL, for all columns but the body
HEADS = (1, 2, 3)  # how many of the columns: the headline, with the names, with the summary


def how_many(query: Query) -> int:
    """How many editions hold what is wanted, whether readers see them or not; counted up to one more than ``MOST``."""
    with connection.cursor() as cursor:
        cursor.execute(*_counting(query))
        return int(cursor.fetchone()[0])


def counted(query: Query) -> RawSQL:
    """The same as a column beside the entries of ``first``, so that no second question is needed."""
    sql, asked = _counting(query)
    return _raw(f"({sql})", asked, BigIntegerField())


def first(query: Query) -> RawSQL:
    """The editions that hold what is wanted, in no order; all of them if they are not more than ``MOST``."""
    return _raw(*_listing(query), BigIntegerField())


def _counting(query: Query) -> tuple[str, list[str | int]]:
    sql, asked = _listing(query)
    return f"SELECT count(*) FROM ({sql}) AS listed", asked  # noqa: S608


def _raw(sql: str, values: Sequence[str | int], field: "Field[Any, Any] | None" = None) -> RawSQL:
    """Queries in the databases' own languages; what readers typed is among ``values``, never in ``sql``."""
    return RawSQL(sql, values, field)  # noqa: S611


def _listing(query: Query) -> tuple[str, list[str | int]]:
    if connection.vendor != "postgresql":
        match = to_fts5(query, COLUMNS, COLUMNS)
        return f"SELECT rowid FROM articles_search WHERE articles_search MATCH %s LIMIT {MOST + 1}", [match]  # noqa: S608
    # A long article has several rows, and its words may stand in different ones, so each is asked for alone.
    asked = [to_tsquery(each) for each in _each(query)]
    unwanted = [to_tsquery(each) for each in _unwanted(query)]
    found = " INTERSECT ".join([_ONE] * len(asked)) + f" EXCEPT {_ONE}" * len(unwanted)
    if len(asked) == 1 or unwanted:
        return f"{found} LIMIT {MOST + 1}", [*asked, *unwanted]
    return _GATED.replace(_SETS, found), [to_tsquery(query), *asked]


_SETS = "<sets>"
_ONE = "SELECT edition_id FROM articles_search WHERE words @@ %s::tsquery"
# Whether much is found is told at once by the rows that hold all words; only otherwise are the sets intersected.
_GATED = " ".join(
    [
        f"WITH quick AS MATERIALIZED ({_ONE} LIMIT {MOST + 1})",
        f"SELECT edition_id FROM quick WHERE (SELECT count(*) FROM quick) > {MOST}",  # noqa: S608
        f"UNION ALL SELECT edition_id FROM ({_SETS} LIMIT {MOST + 1}) AS exact",  # noqa: S608
        f"WHERE (SELECT count(*) FROM quick) <= {MOST}",  # noqa: S608
    ]
)


def anywhere(query: Query) -> Q:
    """Entries that hold what is wanted, for a walk from the newest on: asked of each row as it comes by."""
    if connection.vendor != "postgresql":
        # The sum keeps the database from starting at the index of words, which would bring all before the first.
        return Q(In(_passing(), _rows(to_fts5(query, COLUMNS, COLUMNS))))
    condition = Q()
    for each in _each(query):
        condition &= Q(_row_holds(to_tsquery(each)))
    for each in _unwanted(query):
        condition &= ~Q(_row_holds(to_tsquery(each)))
    return condition


def in_head(query: Query, columns: int) -> Q:
    """Entries that hold everything wanted in the first ``columns`` columns, and nothing excluded anywhere."""
    if connection.vendor != "postgresql":
        return Q(pk__in=_rows(to_fts5(query, COLUMNS[:columns], COLUMNS)))
    condition = Q(pk__in=_heads(to_tsquery(query._replace(excluded=()), WEIGHTS[:columns])))
    for each in _unwanted(query):
        condition &= ~Q(_row_holds(to_tsquery(each)))
    return condition


def any_in_names(tokens: Sequence[str]) -> Q:
    """Entries with one of ``tokens`` in headline or names, for a walk from the newest on."""
    if connection.vendor != "postgresql":
        words = " OR ".join(f'"{token}"' for token in tokens)
        return Q(In(_passing(), _rows(f"{{{' '.join(COLUMNS[:2])}}} : ({words})")))
    return Q(_head_holds(" | ".join(f"'{token}':{WEIGHTS[:2]}" for token in tokens)))


def heard(letters: str) -> Q:
    """Entries whose headline or tags may sound like ``letters``, ASCII letters and digits, to be compared in full."""
    sound = letters[:LONGEST_SOUND]
    if connection.vendor != "postgresql":
        return Q(pk__in=_rows(f'{{sound}} : "{sound}" *'))
    sql = "SELECT edition_id FROM articles_search WHERE part = %s AND words @@ %s::tsquery"
    return Q(pk__in=_raw(sql, [SOUND, f"'{SOUND_MARK}{sound}':*"]))


def _each(query: Query) -> list[Query]:
    phrases = [query._replace(phrases=(phrase,), prefixes=(), excluded=()) for phrase in query.phrases]
    return phrases + [query._replace(phrases=(), prefixes=(word,), excluded=()) for word in query.prefixes]


def _unwanted(query: Query) -> list[Query]:
    return [query._replace(phrases=(phrase,), prefixes=(), excluded=()) for phrase in query.excluded]


def _passing() -> F:
    number: F = F("pk") + 0  # type: ignore[assignment]
    return number


def _rows(match: str) -> RawSQL:
    return _raw(
        "SELECT rowid FROM articles_search WHERE articles_search MATCH %s", [match], BigIntegerField()
    )


def _heads(match: str) -> RawSQL:
    sql = "SELECT edition_id FROM articles_search WHERE part = 0 AND words @@ %s::tsquery"
    return _raw(sql, [match], BigIntegerField())


# A subquery that yields one value is asked for each row; one with EXISTS would be asked for all rows at once.
_ROW = """(SELECT true FROM articles_search s
    WHERE s.edition_id = articles_searchentry.edition_id AND {} LIMIT 1) IS TRUE"""


def _row_holds(match: str) -> RawSQL:
    return _raw(_ROW.format("s.words @@ %s::tsquery"), [match], BooleanField())


def _head_holds(match: str) -> RawSQL:
    return _raw(_ROW.format("s.part = 0 AND s.words @@ %s::tsquery"), [match], BooleanField())
