"""The desk as the archive grows: list, filters, search and palette among few articles and among many.

    .venv/bin/python bench/desk.py [--small 1000] [--large 20000] [--rounds 7]

The goals are stated for ``--large 100000`` (some minutes). Whole pages are asked for within one process, on an own
SQLite database in a temporary folder, or the PostgreSQL database named by BENCH_DATABASE_URL, which must be empty.
Times are the best of the rounds; the process's own time on SQLite, so that a busy machine changes little.
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

from bench.parts import copies
from bench.parts.goals import Sheet

BASE = Path(__file__).resolve().parent.parent
AT_WORK = 60  # texts that nobody has approved yet, however large the archive is
PAGES = {
    "list": "articles/",
    "state": "articles/?state=draft",
    "category": "articles/?category=harbour",
    "author": "articles/?author=zhou-mu",
    "tag": "articles/?tag=5G",
    "search, rare": "articles/?q=第17期",
    "search, common": "articles/?q=电池",
    "search, pinyin": "articles/?q=chaoxiyubao",
    "search, nothing": "articles/?q=没有的词",
    "palette, Han": "find/?q=潮汐预报",
    "palette, letters": "find/?q=cxyb",
    "palette, number": "find/?q=17",
    "home": "",
}
RATIO, LIST_MS, PALETTE_MS = 1.5, 300, 150


class Asked(NamedTuple):
    """The best time of a page, and how many questions it asked of the database."""

    ms: float
    queries: int


def main() -> int:
    """Fill, measure, fill, measure; always 0, for times alone prove nothing on a busy machine."""
    parser = argparse.ArgumentParser(description="The desk as the archive grows.")
    parser.add_argument("--small", type=int, default=1000, help="articles of the first measurement")
    parser.add_argument(
        "--large", type=int, default=20_000, help="articles of the second, a multiple of the first"
    )
    parser.add_argument("--rounds", type=int, default=7, help="times each page is asked for")
    options = parser.parse_args()
    sheet = Sheet()
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder:
        _prepare(Path(folder))
        _fill(options.small)
        few = _measured(options.rounds)
        copies.multiply(options.large // options.small)
        many = _measured(options.rounds)
    for name, asked in many.items():
        print(
            f"{name}: {few[name].ms:.1f} ms of {options.small} articles, {asked.ms:.1f} ms of {options.large}"
        )
    for name, asked in many.items():
        sheet.most(f"{name}: large / small", asked.ms / few[name].ms, RATIO)
        sheet.most(f"{name}: questions more", asked.queries - few[name].queries, 0)
        sheet.most(f"{name}: ms", asked.ms, PALETTE_MS if name.startswith("palette") else LIST_MS)
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


def _fill(count: int) -> None:
    """Printed articles with history, covers left out, and a few texts at work that do not grow with the archive."""
    from django.utils import timezone

    from articles.desk import corpus
    from articles.drafting.models import Article, Revision
    from articles.publishing.models import Edition
    from articles.reading import indexing

    now = timezone.now()
    corpus.make(count, seed=1, now=now, covers=[])
    for part in indexing.batched(Edition.objects.order_by("pk"), indexing.PER_TURN):
        indexing.index_many(part, now)
    numbers = [copies.STEP * 5000 + place for place in range(AT_WORK)]  # beyond what is copied
    Article.objects.bulk_create(Article(pk=number, created_at=now, changed_at=now) for number in numbers)
    Revision.objects.bulk_create(
        Revision(
            pk=number, article_id=number, number=1, title=f"草稿{number}", body="还没写完。" * 200, made_at=now,
            language="zh-hans", content_hash="0" * 64,
        )
        for number in numbers
    )  # fmt: skip
    for number in numbers:
        Article.objects.filter(pk=number).update(latest_id=number)


def _measured(rounds: int) -> dict[str, Asked]:
    from django.contrib.auth.models import User
    from django.test import Client

    boss, _new = User.objects.get_or_create(
        username="boss", defaults={"is_staff": True, "is_superuser": True}
    )
    client = Client()
    client.force_login(boss)
    return {name: _asked(client, f"/admin/{page}", rounds) for name, page in PAGES.items()}


def _asked(client: Any, address: str, rounds: int) -> Asked:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    times = []
    for _round in range(rounds):
        before = clock()
        client.get(address)
        times.append((clock() - before) * 1000)
    return Asked(min(times), len(captured))


if __name__ == "__main__":
    sys.exit(main())
