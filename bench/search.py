"""Search on SQLite and PostgreSQL: how well it serves labelled queries, beside LIKE and 'simple', and how fast.

    .venv/bin/python bench/search.py [--articles 2000] [--postgres postgres://user:password@host:port/database]

Each database is filled anew with the stories of the demo and 300 invented articles for the quality, then up to
``--articles`` for the times (100 000 take some minutes each). PostgreSQL is left out, and said so, where none answers;
its database, named by --postgres or BENCH_POSTGRES_URL, is dropped and made.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

BASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE))
POSTGRES = "postgres://newsroom:newsroom@127.0.0.1:5432/newsroom_bench_search"
JUDGED = 300  # invented articles beside the demo
Finder = Callable[[str], list[int]]


def main() -> None:
    """Measure each database in a process of its own, for Django knows one a process."""
    parser = argparse.ArgumentParser(description="Search: quality and times on both databases.")
    parser.add_argument("--articles", type=int, default=2000, help="for the times")
    parser.add_argument("--postgres", default=os.environ.get("BENCH_POSTGRES_URL", POSTGRES))
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        _measure(options.articles)
        return
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as name:
        _run(f"sqlite:///{name}/search.sqlite3", Path(name), options.articles)
        with _fresh(options.postgres) as is_there:
            if is_there:
                _run(options.postgres, Path(name), options.articles)
            else:
                print("PostgreSQL: left out, for none answers at the address.")


def _run(database: str, folder: Path, articles: int) -> None:
    surroundings = os.environ | {
        "DATABASE_URL": database,
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    manage = [sys.executable, str(BASE / "manage.py"), "migrate", "--verbosity", "0"]
    subprocess.run(manage, check=True, env=surroundings, cwd=BASE)
    again = [sys.executable, __file__, "--one", "--articles", str(articles)]
    subprocess.run(again, check=True, env=surroundings, cwd=BASE)


@contextmanager
def _fresh(url: str) -> Iterator[bool]:
    """An empty database at ``url``, gone afterwards; False when no server answers."""
    import psycopg
    from psycopg import sql

    server, _slash, name = url.rpartition("/")
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    try:
        line = psycopg.connect(f"{server}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        yield False
        return
    with line:
        line.execute(drop)
        line.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield True
        line.execute(drop)


def _measure(articles: int) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from tests.reading import findable, judging

    now = timezone.now()
    demo = findable.load_demo(now)
    findable.invent(JUDGED, now=now)
    queries = judging.labelled(demo, now)
    finders = _finders(connection.vendor, now)
    print(f"\n{connection.vendor}: {len(queries)} queries over {len(demo) + JUDGED} articles")
    print(f"{'':22} recall@10    MRR   quiet when nothing fits")
    for name, find in finders.items():
        score = judging.score(queries, find)
        print(f"{name:22} {score.recall:9.3f}  {score.rank:5.3f}   {score.quiet:.0%}")
    findable.invent(max(articles - JUDGED - len(demo), 0), now=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{'':22} p50 ms   p95 ms   the slowest, with {articles} articles")
    for name, find in finders.items():
        _print_times(name, [each.query for each in queries], find)


def _print_times(name: str, queries: list[str], find: Finder) -> None:
    times = []
    for query in queries:
        start = time.perf_counter()
        find(query)
        times.append((time.perf_counter() - start) * 1000)
    parts = quantiles(times, n=20)
    print(f"{name:22} {parts[9]:6.1f}   {parts[18]:6.1f}   {max(times):6.0f}")


def _finders(vendor: str, now: object) -> dict[str, Finder]:
    """Ours, plain LIKE over headline, summary and text, and PostgreSQL's own words; the newest first."""
    from articles.reading import searching

    def ours(query: str) -> list[int]:
        return [edition.article_id for edition in searching.search(query, now=now).editions]  # type: ignore[arg-type]

    def like(query: str) -> list[int]:
        word = "%" + query.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
        operator = "ILIKE" if vendor == "postgresql" else "LIKE"
        columns = " OR ".join(rf"{name} {operator} %s ESCAPE '\'" for name in ("title", "summary", "plain"))
        return _asked(
            f"SELECT article_id FROM articles_edition WHERE {columns} ORDER BY published_at DESC LIMIT 20",
            [word] * 3,
        )

    def simple(query: str) -> list[int]:
        words = "to_tsvector('simple', title || ' ' || summary || ' ' || plain)"
        wanted = "plainto_tsquery('simple', %s)"
        return _asked(
            f"SELECT article_id FROM articles_edition WHERE {words} @@ {wanted} "
            f"ORDER BY ts_rank({words}, {wanted}) DESC, published_at DESC LIMIT 20",
            [query, query],
        )

    found: dict[str, Finder] = {"ours": ours, "LIKE": like}
    return found | ({"to_tsvector 'simple'": simple} if vendor == "postgresql" else {})


def _asked(sql: str, values: list[str]) -> list[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [number for (number,) in cursor.fetchall()]


if __name__ == "__main__":
    main()
