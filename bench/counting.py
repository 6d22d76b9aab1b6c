"""The engine room of counting, without a web server: looks, flushes and rankings a second, and bytes a look.

    .venv/bin/python bench/counting.py [--looks 5000] [--changed 10000] [--articles 20000]

Everything runs on an own Redis-protocol server and an own database in a temporary folder (SQLite, or the PostgreSQL
database named by BENCH_DATABASE_URL, which must be empty). Prints one line a figure, with its goal where it has one.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE))
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"


def main() -> None:
    """Prepare, measure, tidy up."""
    parser = argparse.ArgumentParser(description="Looks, flushes and rankings a second.")
    parser.add_argument("--looks", type=int, default=5000, help="looks to count")
    parser.add_argument(
        "--changed", type=int, default=10_000, help="articles whose counts changed before a flush"
    )
    parser.add_argument("--articles", type=int, default=20_000, help="live articles to rank among")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder, _surroundings(Path(folder)):
        import django

        django.setup()
        _count(options.looks)
        _flush(options.changed)
        _rank(options.articles)


@contextmanager
def _surroundings(folder: Path) -> Iterator[None]:
    """An own server and an own database with all tables."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    os.environ["VAR_DIR"] = str(folder / "var")
    os.environ["REDIS_URL"] = f"unix://{folder / 'valkey.sock'}"
    os.environ["DATABASE_URL"] = (
        os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{folder / 'bench.sqlite3'}"
    )
    from newsroom import valkey

    server = subprocess.Popen(
        [str(valkey.binary()), "--port", "0", "--unixsocket", str(folder / "valkey.sock"), "--dir", str(folder),
         "--appendonly", "yes", "--appendfsync", "everysec"],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        migrate = [sys.executable, str(BASE / "manage.py"), "migrate", "--verbosity", "0", "--skip-checks"]
        subprocess.run(migrate, check=True)
        yield
    finally:
        server.terminate()
        server.wait()


def _count(looks: int) -> None:
    from django.conf import settings

    from articles.popularity import counting, tokens
    from articles.wire.client import client

    now = _now()
    redis = client(settings.COUNTER_URL)
    metas = [_meta(number) for number in range(looks)]
    bodies = [tokens.token(number % 500 + 1, now.date()).encode() for number in range(looks)]
    before, memory = time.perf_counter(), redis.info("memory")["used_memory_dataset"]
    spent = redis.info("cpu")["used_cpu_user_main_thread"]
    kinds = [
        counting.count(number % 500 + 1, body=body, meta=meta, now=now)
        for number, (body, meta) in enumerate(zip(bodies, metas, strict=True))
    ]
    seconds = time.perf_counter() - before
    redis_seconds = redis.info("cpu")["used_cpu_user_main_thread"] - spent
    views = kinds.count("view")
    _say("looks counted", looks / seconds, "/s in one process, goal ≥ 1000")
    _say("Redis CPU a look", redis_seconds / looks * 1e6, "µs")
    _say(
        "memory a first view",
        (redis.info("memory")["used_memory_dataset"] - memory) / max(views, 1),
        "bytes, goal ≤ 250",
    )


def _flush(changed: int) -> None:
    from django.conf import settings

    from articles.popularity import flushing
    from articles.wire.client import client

    redis = client(settings.COUNTER_URL)
    hour = redis.time()[0] // 3600
    counter = f"{'e' * 32}:{hour}:view"
    for first in (True, False):
        mapping = dict.fromkeys(range(1_000_001, 1_000_001 + changed), 3 if first else 7)
        redis.hset(f"{{v0}}:n:{counter}", mapping=mapping)
        redis.sadd("{v0}:open", counter)
        before = time.perf_counter()
        done = flushing.flush(_now())
        seconds = time.perf_counter() - before
        _say(
            "flush of new articles" if first else "flush of known articles",
            done.rows / seconds,
            "/s, goal ≥ 10000",
        )
    before = time.perf_counter()
    flushing.flush(_now())
    _say("flush without changes", (time.perf_counter() - before) * 1000, "ms")


def _rank(articles: int) -> None:
    from articles.popularity import listing
    from articles.popularity.models import Standing

    now = _now()
    _invent(articles, now)
    for turn in ("first ranking", "second ranking"):
        before = time.perf_counter()
        made = listing.rank(now + (timedelta(minutes=1) if turn.startswith("second") else timedelta()))
        _say(f"{turn} of {articles}", (time.perf_counter() - before) * 1000, "ms, goal ≤ 300 for a million")
    _say("candidates", made.candidates, "proven" if made.certified else "not proven")
    _say("standings", Standing.objects.count(), "rows")


def _invent(articles: int, now: datetime) -> None:
    """So many live articles over three years, most of them quiet."""
    import random

    from articles.drafting.models import Article
    from articles.popularity import decay
    from articles.popularity.models import Standing
    from articles.publishing.models import Edition

    dice = random.Random(1)
    for start in range(1, articles + 1, 5000):
        numbers = range(start, min(start + 5000, articles + 1))
        moments = {number: now - timedelta(hours=dice.random() * 26_000) for number in numbers}
        Article.objects.bulk_create(
            [Article(pk=number, created_at=at, changed_at=at) for number, at in moments.items()]
        )
        Edition.objects.bulk_create([
            Edition(article_id=number, number=1, title="t", language="en", content_hash="c", proof="p",
                    break_glass_reason="bench", live_from=at, published_at=at, printed_at=at)
            for number, at in moments.items()
        ])  # fmt: skip
        rows = []
        for number in numbers:
            views, age = dice.paretovariate(1.1), dice.expovariate(1 / 200)
            sums = [
                decay.fold(None, views, now - timedelta(hours=age), half_life)
                for half_life in decay.HALF_LIVES
            ]
            rows.append(Standing(article_id=number, l24=sums[0], l6=sums[1], l1=sums[2], views=int(views)))
        Standing.objects.bulk_create(rows, ignore_conflicts=True)


def _meta(number: int) -> dict[str, str]:
    return {
        "REMOTE_ADDR": f"{20 + number // 65536}.{number // 256 % 256}.{number % 256}.7",
        "HTTP_USER_AGENT": AGENT.format(100 + number % 50),
        "HTTP_ACCEPT_LANGUAGE": "zh-CN",
        "HTTP_SEC_FETCH_SITE": "same-origin",
    }


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def _say(what: str, value: float, unit: str) -> None:
    print(f"{what:28} {value:12,.1f} {unit}")


if __name__ == "__main__":
    main()
