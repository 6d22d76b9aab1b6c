"""Ranking as the archive grows: the same 10,000 changed articles among few and among many.

    .venv/bin/python bench/scale.py [--small 10000] [--large 50000] [--changed 10000] [--rounds 8]

The goal is stated for ``--large 1000000`` (a few minutes). Everything is in an own database in a temporary folder
(SQLite, or the PostgreSQL database named by BENCH_DATABASE_URL, which must be empty). Also: how many lists are proven
to be those of ranking everything, and whether ``rank --full`` finds what was kept on the way.
"""

import argparse
import random
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.parts import archive, settling
from bench.parts.goals import Sheet

READ = 200  # articles of which every hour is known, for --full
HOURS = 30


def main() -> int:
    """Fill, measure, fill, measure; always 0, for times alone prove nothing on a busy machine."""
    parser = argparse.ArgumentParser(description="Ranking as the archive grows.")
    parser.add_argument("--small", type=int, default=10_000, help="live articles of the first measurement")
    parser.add_argument("--large", type=int, default=50_000, help="live articles of the second")
    parser.add_argument(
        "--changed", type=int, default=10_000, help="articles with new views before each ranking"
    )
    parser.add_argument("--rounds", type=int, default=8, help="rankings of each measurement")
    options = parser.parse_args()
    sheet = Sheet()
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder:
        settling.settle(Path(folder))
        now = datetime.fromisoformat("2026-03-02T12:00:00+00:00")
        _full(sheet, now)
        archive.fill(READ + 1, options.small, now)
        small, proven = _rounds(options.small, options.changed, options.rounds, now)
        archive.fill(options.small + 1, options.large, now)
        large, proven_large = _rounds(
            options.large, options.changed, options.rounds, now + timedelta(hours=1)
        )
        for size, seconds in ((options.small, small), (options.large, large)):
            told = f"{min(seconds) * 1000:.0f} ms at best, {median(seconds) * 1000:.0f} ms in the middle"
            print(f"ranking of {size} articles, {options.changed} changed: {told}")
        # What else the machine does only ever adds, so the best rounds are compared.
        sheet.most("large / small", min(large) / min(small), 1.5)
        sheet.least("lists proven", (proven + proven_large) / (2 * options.rounds + 2), 0.99)
        return sheet.close(strict=False)


def _rounds(size: int, changed: int, rounds: int, now: datetime) -> tuple[list[float], int]:
    """Seconds of each ranking but the first, which warms up; and how many lists of all were proven."""
    from articles.popularity import listing

    clock = settling.worked()
    dice = random.Random(size)
    seconds, proven = [], 0
    for turn in range(rounds + 1):
        at = now + timedelta(minutes=turn)
        archive.change(dice.sample(range(1, size + 1), min(changed, size)), dice, at)
        before = clock()
        made = listing.rank(at)
        seconds.append(clock() - before)
        proven += made.certified
    return seconds[1:], proven


def _full(sheet: Sheet, now: datetime) -> None:
    """What is learned hour by hour, and what is rebuilt from the hours at once."""
    from articles.popularity import decay, history, rates, rebuilding
    from articles.popularity.models import AgeRate, Standing
    from articles.popularity.standing import hour_of

    archive.fill(1, READ, now - timedelta(days=2))
    dice, last = random.Random(3), hour_of(now) - 1
    kept: dict[int, list[float | None]] = {number: [None] * 3 for number in range(1, READ + 1)}
    facts: dict[int, dict[int, int]] = {number: {} for number in kept}
    for hour in range(last - HOURS + 1, last + 1):
        start = now - timedelta(hours=hour_of(now) - hour)
        for number in dice.sample(sorted(kept), READ // 2):
            views = facts[number][hour] = dice.randint(1, 50)
            kept[number] = [
                decay.spread(sum_, views, start, start + timedelta(hours=1), half_life)
                for sum_, half_life in zip(kept[number], decay.HALF_LIVES, strict=True)
            ]
    history.invent_many(facts, now=now)
    for hour in range(last - HOURS + 1, last + 1):
        rates.learn(hour)
    learned = list(AgeRate.objects.order_by("box").values_list("views", "hours"))
    rebuilt = rebuilding.rebuild(now)
    again = list(AgeRate.objects.order_by("box").values_list("views", "hours"))
    rows = Standing.objects.filter(article_id__lte=READ).order_by("article_id").values_list("l24", "l6", "l1")
    sums = max(
        abs(one - other)
        for row, own in zip(rows, kept.values(), strict=True)
        for one, other in zip(row, own, strict=True)
        if one is not None and other is not None
    )
    aged = max(
        abs(one - other)
        for two, too in zip(learned, again, strict=True)
        for one, other in zip(two, too, strict=True)
    )
    sheet.most("--full: totals that differ", len(rebuilt.differences), 0)
    sheet.most("--full: sums differ by (log2)", sums, 1e-9)
    sheet.most("--full: usual rates differ by", aged, 1e-9)


if __name__ == "__main__":
    sys.exit(main())
