"""Readers' pages as the archive grows: what each asks of the database among few articles and among many.

    .venv/bin/python bench/archive.py [--small 250] [--large 2500] [--rounds 5]

The goals are stated for ``--large 100000`` (half an hour). Every kind of address is asked for once; each of its
questions is then asked again by itself, and the best of the rounds counts. Everything is in an own SQLite database in
a temporary folder, or the PostgreSQL database named by BENCH_DATABASE_URL, which must be empty. What is long by its
nature (a month of the archive, sitemaps) is printed and has no goal.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.parts.goals import Sheet

BASE = Path(__file__).resolve().parent.parent
RATIO, MS = 1.5, 10
LONG = {
    "month": "/archive/2026/10/",
    "sitemap": "/sitemap.xml",
    "sitemap, sections": "/sitemaps/sections.xml",
    "sitemap, month": "/sitemaps/2026-10.xml",
}
PAGES = {
    "home": "/",
    "article": "{article}",
    "article, unknown": "/articles/987654321/",
    "category": "/categories/harbour/",
    "category, page 2": "/categories/harbour/?page=2",
    "tag": "/tags/电池/",
    "tag, page 2": "/tags/电池/?page=2",
    "author": "/authors/zhou-mu/",
    "author, page 2": "/authors/zhou-mu/?page=2",
    "hot": "/hot/",
    "corrections": "/corrections/",
    "archive": "/archive/",
    "feed": "/feeds/latest.atom",
    "feed, category": "/feeds/categories/harbour.atom",
    "feed, tag": "/feeds/tags/电池.atom",
    "feed, author": "/feeds/authors/zhou-mu.atom",
    "sitemap, news": "/news-sitemap.xml",
    "not found": "/tide-forecast/",
    "api": "/api/v1/articles",
    "api, category": "/api/v1/articles?category=harbour",
    "api, tag": "/api/v1/articles?tag=电池",
    "api, author": "/api/v1/articles?author=zhou-mu",
    "api, language": "/api/v1/articles?language=en",
    "api, no language": "/api/v1/articles?language=fr",
    "api, hot": "/api/v1/hot",
    **LONG,
}


class Asked(NamedTuple):
    """The time its questions take, and how many there are."""

    ms: float
    questions: int


def main() -> int:
    """Fill, measure, fill, measure; always 0, for times alone prove nothing on a busy machine."""
    parser = argparse.ArgumentParser(description="Readers' pages as the archive grows.")
    parser.add_argument("--small", type=int, default=250, help="articles of the first measurement")
    parser.add_argument("--large", type=int, default=2500, help="articles of the second")
    parser.add_argument("--rounds", type=int, default=5, help="times each question is asked")
    options = parser.parse_args()
    sheet = Sheet()
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder:
        _prepare(Path(folder))
        few = _measured(options.small, options.rounds)
        many = _measured(options.large - options.small, options.rounds)
    for name, asked in many.items():
        print(f"{name:<20}{few[name].ms:9.2f} ms of {options.small:<8}{asked.ms:9.2f} ms of {options.large}")
    for name, asked in many.items():
        sheet.most(f"{name}: questions more", asked.questions - few[name].questions, 0)
        if name not in LONG and asked.ms > few[name].ms * RATIO:
            sheet.most(f"{name}: ms", asked.ms, MS)
    return sheet.close(strict=False)


def _prepare(folder: Path) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "VAR_DIR": str(folder / "var"),
        "REDIS_URL": f"unix://{folder / 'nobody.sock'}",
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{folder / 'bench.sqlite3'}",
        "ALLOWED_HOSTS": "testserver",
    }
    for command in (["migrate", "--skip-checks"], ["collectstatic", "--no-input"]):
        manage = [sys.executable, str(BASE / "manage.py"), *command, "--verbosity", "0"]
        subprocess.run(manage, check=True, cwd=BASE)
    import django

    django.setup()


def _measured(more: int, rounds: int) -> dict[str, Asked]:
    """The pages after ``more`` articles were invented."""
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from articles.publishing import generations
    from articles.publishing.models import Edition
    from articles.reading import seasons
    from tests.reading import findable

    findable.invent(more, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    generations.raise_generation()
    seasons.forget()
    seasons.KEPT_SECONDS = seasons.OLDEST_SECONDS = 3600.0  # its questions are not those of a page
    newest = Edition.objects.newest_first()[0]
    client, found = Client(), {}
    for name, path in PAGES.items():
        seasons.season(timezone.now())
        found[name] = _asked(
            client, path.format(article=f"/articles/{newest.article_id}-{newest.slug}/"), rounds
        )
    return found


def _asked(client: Any, path: str, rounds: int) -> Asked:
    from django.db import connection

    asked: list[tuple[str, Any]] = []

    def remember(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(remember):
        answer = client.get(path)
    assert answer.status_code in (200, 302, 404), (path, answer.status_code)
    return Asked(sum(_best(*each, rounds) for each in asked), len(asked))


def _best(sql: str, params: Any, rounds: int) -> float:
    """ms; the process's own time on SQLite, so that a busy machine changes little."""
    from django.db import connection

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    times = []
    for _round in range(rounds):
        with connection.cursor() as cursor:
            before = clock()
            cursor.execute(sql, params)
            cursor.fetchall()
            times.append((clock() - before) * 1000)
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
