"""Makes a large archive of a small one: every article again and again, each time a little older, by SQL alone."""

from typing import Any

STEP = 1_000_000  # between the numbers of an article and of its copy
APART = 37  # seconds by which each copy is older than the one before


def multiply(times: int) -> None:
    """The articles there are, ``times`` as many in all, with words, marks, printed copies and search index."""
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection, transaction

    names = (
        "article",
        "revision",
        "revisiontag",
        "revisionauthor",
        "decision",
        "edition",
        "editiontag",
        "editionauthor",
    )
    models: list[Any] = [apps.get_model("articles", name) for name in (*names, "searchentry", "standing")]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 0")
        for model in models:
            table, columns = model._meta.db_table, _columns(model)
            cursor.execute(_copying(table, columns, times))
        cursor.execute(_words(connection.vendor, times))
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            # Else each connection would look everything up in a log as long as the archive.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _columns(model: Any) -> dict[str, str]:
    """For each column what stands in the copy: numbers of copied rows move on, times move back."""
    moved = {"article", "latest", "content_object", "revision", "edition"}
    found = {}
    for field in model._meta.local_concrete_fields:
        quoted = f't."{field.column}"'
        if (
            field.primary_key
            or field.name in moved
            or (field.column == "number" and model.__name__ == "SearchEntry")
        ):
            quoted += f" + {STEP} * n.i"
        elif field.get_internal_type() == "DateTimeField":
            quoted = _earlier(quoted)
        found[field.column] = quoted
    return found


def _earlier(column: str) -> str:
    from django.db import connection

    if connection.vendor == "postgresql":
        return f"{column} - n.i * INTERVAL '{APART} seconds'"
    return f"strftime('%Y-%m-%d %H:%M:%S', {column}, '-' || (n.i * {APART}) || ' seconds')"


def _copying(table: str, columns: dict[str, str], times: int) -> str:
    key = next(iter(columns))
    listed = ", ".join(f'"{name}"' for name in columns)
    return (
        f"INSERT INTO {table} ({listed}) WITH RECURSIVE {_series(times)} "
        f'SELECT {", ".join(columns.values())} FROM {table} AS t, n WHERE t."{key}" < {STEP}'
    )


def _series(times: int) -> str:
    return f"n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times - 1})"


def _words(vendor: str, times: int) -> str:
    key, rest = (
        ("edition_id", "part, words")
        if vendor == "postgresql"
        else ("rowid", "title, tags, summary, body, sound")
    )
    return (
        f"INSERT INTO articles_search ({key}, {rest}) WITH RECURSIVE {_series(times)} "
        f"SELECT t.{key} + {STEP} * n.i, {rest} FROM articles_search AS t, n WHERE t.{key} < {STEP}"
    )
