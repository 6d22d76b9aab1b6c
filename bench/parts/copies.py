"""Makes a long archive of a short one: every article again and again, each copy a month older, by SQL alone.

So the newest month stays as busy as it was, and the numbers rise with time as those of a real newsroom do.
"""

from typing import Any

FIRST = 1_000_000_000  # the least number of a row that is copied
STEP = 1_000_000  # a copy's number is smaller by this
DAYS = 31  # by which each copy is older than the one before
TABLES = (
    "picture", "cover", "rendition", "article", "revision", "revisiontag", "revisionauthor", "decision", "edition",
    "editiontag", "editionauthor", "effect", "move", "look", "comment", "pin", "notice", "searchentry", "standing",
    "viewhour",
)  # fmt: skip
ROWS = {
    "article", "latest", "content_object", "revision", "edition", "picture", "cover", "answers",
}  # fmt: skip
UNIQUE = {"digest", "content_digest", "name", "source", "imported_from"}
LISTED = {"SearchEntry", "EditionTag", "EditionAuthor"}  # whose number is the article's
STANDS_NOWHERE = {"l24", "l6", "l1", "heat", "place"}  # an old article in the ranking


def begin_at(number: int) -> None:
    """Let the next row of every table that is copied have this number."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in (model._meta.db_table for model in _models() if _is_counted(model)):
            if connection.vendor == "postgresql":
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {number}, false)")
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number - 1])


def multiply(times: int) -> None:
    """The rows from ``FIRST`` on, ``times`` as many in all, with words, printed copies, audit and search index."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL work_mem = '256MB'")
        for model in _models():
            cursor.execute(_copying(model, times))
        cursor.execute(_words(connection.vendor, times))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Else each connection would look everything up in a log as long as the archive. Nobody runs ANALYZE on
            # SQLite, so it stays without here too.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            # As its own housekeeping would do some minutes later: without it each look at an index asks the table too.
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM ANALYZE")


def _models() -> list[Any]:
    from django.apps import apps

    return [apps.get_model("articles", name) for name in TABLES]


def _is_counted(model: Any) -> bool:
    return bool(model._meta.pk.get_internal_type() in ("AutoField", "BigAutoField"))


def _key(model: Any) -> str:
    """The column that tells a row to be copied from one of the newest days."""
    return str(model._meta.pk.column or "article_id")


def _copying(model: Any, times: int) -> str:
    table, columns = model._meta.db_table, _columns(model)
    listed, chosen = ", ".join(f'"{name}"' for name in columns), _chosen(f"t.{_key(model)}")
    return (
        f"INSERT INTO {table} ({listed}) WITH RECURSIVE {_series(times)} "
        f"SELECT {', '.join(columns.values())} FROM {table} AS t, n WHERE {chosen}"
    )


def _chosen(key: str) -> str:
    return f"{key} BETWEEN {FIRST} AND {FIRST + STEP - 1}"


def _columns(model: Any) -> dict[str, str]:
    """For each column what stands in the copy."""
    return {
        field.column: _copied(model, field) for field in model._meta.local_concrete_fields if field.column
    }


def _copied(model: Any, field: Any) -> str:
    quoted = f't."{field.column}"'
    is_number = field.name in ROWS or (field.name == "number" and model.__name__ in LISTED)
    if field.primary_key or is_number or field.column == "article_id":
        return f"{quoted} - {STEP} * n.i"
    if model.__name__ == "Standing" and field.name in STANDS_NOWHERE:
        return "NULL"
    if field.name in UNIQUE and field.get_internal_type() in ("CharField", "FileField"):
        return f"n.i || '.' || {quoted}"
    if field.name == "hour":
        return f"{quoted} - {24 * DAYS} * n.i"
    return _earlier(quoted) if field.get_internal_type() == "DateTimeField" else quoted


def _earlier(column: str) -> str:
    from django.db import connection

    if connection.vendor == "postgresql":
        return f"{column} - n.i * INTERVAL '{DAYS} days'"
    return f"strftime('%Y-%m-%d %H:%M:%S', {column}, '-' || (n.i * {DAYS}) || ' days')"


def _series(times: int) -> str:
    return f"n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times - 1})"


def _words(vendor: str, times: int) -> str:
    key, rest = (
        ("edition_id", "part, words")
        if vendor == "postgresql"
        else ("rowid", "title, tags, summary, body, sound")
    )
    # The oldest come first, as they did in a real archive: an index of words is best read in the order it was made.
    return (
        f"INSERT INTO articles_search ({key}, {rest}) WITH RECURSIVE {_series(times)} "
        f"SELECT t.{key} - {STEP} * n.i, {rest} FROM articles_search AS t, n WHERE {_chosen(f't.{key}')} ORDER BY 1"
    )
