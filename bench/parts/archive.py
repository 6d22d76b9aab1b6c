"""Fills a database with any number of live articles by the statements of the database itself, a million a minute."""

import random
from collections.abc import Sequence
from datetime import datetime

MINUTES_BETWEEN = 24  # 60 articles a day, whatever the size of the archive
SECTIONS = (
    2,
    3,
    5,
    7,
    11,
    100,
)  # every so many articles one belongs to the section, the largest divisor wins
HOURS = (1, 6, 24)
PART = 50_000  # articles a statement
SERIES = "WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})"


def fill(first: int, last: int, now: datetime) -> None:
    """Articles numbered ``first`` to ``last``, the lowest number the newest, each live since then and once read."""
    from django.core.management.color import no_style
    from django.db import connection

    from articles.drafting.models import Article, Category
    from articles.popularity.models import Standing
    from articles.publishing.models import Edition

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")  # a busy machine fills slowly
    sections = [
        Category.objects.get_or_create(slug=f"section-{each}", defaults={"name": str(each)})[0]
        for each in SECTIONS
    ]
    if first == 1:
        Article.objects.create(pk=1, created_at=now, changed_at=now)
        Edition.objects.create(
            article_id=1, number=1, title="t", language="en", content_hash="c", proof="p", live_from=now,
            break_glass_reason="bench", published_at=now, printed_at=now,
        )  # fmt: skip
        Standing.objects.create(article_id=1, views=1)
        first = 2
    age = f"i * {MINUTES_BETWEEN}"
    at = (
        f"strftime('%Y-%m-%d %H:%M:%S', '{now:%Y-%m-%d %H:%M:%S}', '-' || ({age}) || ' minutes')"
        if connection.vendor == "sqlite"
        else f"TIMESTAMPTZ '{now:%Y-%m-%d %H:%M:%S}+00' - ({age}) * INTERVAL '1 minute'"
    )
    section = "CASE " + " ".join(
        f"WHEN i % {each} = 0 THEN {row.pk}"
        for each, row in reversed(list(zip(SECTIONS, sections, strict=True)))
    )
    _copy("articles_article", {"id": "i"}, first, last)
    moments = dict.fromkeys(("live_from", "published_at", "printed_at"), at)
    _copy(
        "articles_edition", {"article_id": "i", "category_id": f"{section} END", **moments}, first, last, "id"
    )
    _copy("articles_standing", {"article_id": "i", **_quiet(now)}, first, last)
    # Articles were numbered by us, and PostgreSQL would begin with 1 when somebody else writes one.
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Article]):
            cursor.execute(statement)
    analyse()


def analyse() -> None:
    """Let the database look at what it holds; a plan made for one article is no plan for many."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def change(numbers: Sequence[int], dice: random.Random, now: datetime) -> None:
    """New views for these articles, few for most and many for some."""
    from django.db import transaction

    from articles.popularity import merging

    ordered = sorted(numbers)
    for start in range(0, len(ordered), merging.PART):
        part = ordered[start : start + merging.PART]
        with transaction.atomic():
            merging.fold({number: int(dice.paretovariate(0.9)) for number in part}, now)


def _quiet(now: datetime) -> dict[str, str]:
    """Sums of a few views that came between a day and a year ago, differing from article to article."""
    from articles.popularity import decay

    ago = "(24 + ((CAST(i AS bigint) * 7919) % 8761))"
    return {
        f"l{hours}": f"({decay.hours(now)} - {ago}) / {hours}.0 + ((CAST(i AS bigint) * 104729) % 997) / 200.0"
        for hours in HOURS
    }


def _copy(table: str, values: dict[str, str], first: int, last: int, left_out: str = "") -> None:
    """Rows like the first of ``table``, with ``values`` that are expressions of the number i."""
    from django.apps import apps
    from django.db import connection

    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    columns = [str(field.column) for field in model._meta.local_concrete_fields]
    columns = [column for column in columns if column != left_out]
    chosen = ", ".join(f"{values[name]} AS {name}" if name in values else f"t.{name}" for name in columns)
    key = model._meta.pk.column
    for start in range(first, last + 1, PART):
        series = SERIES.format(first=start, last=min(start + PART - 1, last))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) {series} SELECT {chosen} FROM n, {table} AS t "
                f"WHERE t.{key} = (SELECT MIN({key}) FROM {table})"
            )
