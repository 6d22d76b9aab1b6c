"""The desk as the archive grows: lists, filters, search, palette, calendar and screens among few articles and many.

    .venv/bin/python bench/desk.py [--small 1000] [--large 20000] [--rounds 5] [--deeds 100]

The goals are stated for ``--large 100000`` (some minutes). Whole pages are asked for within one process, on an own
SQLite database in a temporary folder, or the PostgreSQL database named by BENCH_DATABASE_URL, which must be empty;
a copy of it is kept while it grows, and both are asked in turn, a page at a time, because a machine is not equally
fast for minutes. Times are the best of the rounds, and of work alone: of the asking process and of the PostgreSQL
process behind it, so that a busy machine changes little. At last come autosaves, saves, submissions and approvals
in the large archive.
"""

import argparse
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.parts import copies, deskdeeds, deskpages, newsday, settling, twins
from bench.parts.deskpages import Asked
from bench.parts.goals import Sheet

RATIO, LIST_MS, PALETTE_MS = 1.5, 300, 150
DEED_MS = {"autosave": 50, "save": 200, "submit": 200, "approve": 200}
SHARE = 0.95


def main() -> int:
    """Fill, measure, fill, measure; always 0, for times alone prove nothing on a busy machine."""
    parser = argparse.ArgumentParser(description="The desk as the archive grows.")
    parser.add_argument("--small", type=int, default=1000, help="articles of the first measurement")
    parser.add_argument(
        "--large", type=int, default=20_000, help="articles of the second, a multiple of the first"
    )
    parser.add_argument("--rounds", type=int, default=5, help="times each page is asked for")
    parser.add_argument("--deeds", type=int, default=100, help="requests of each deed")
    options = parser.parse_args()
    sheet = Sheet()
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder:
        settling.settle(Path(folder), commands=(settling.TABLES, settling.STATIC), ALLOWED_HOSTS="testserver")
        people = newsday.fill(options.small)
        kept = twins.Kept(partial(deskpages.Asker, people))
        copies.multiply(options.large // options.small)
        few, many = measured(people, kept, options.rounds)
        kept.close()
        spent = deskdeeds.deeds(people, options.deeds, settling.worked())
    for name, asked in many.items():
        print(
            f"{name}: {few[name].ms:.1f} ms of {options.small} articles, {asked.ms:.1f} ms of {options.large}"
        )
    _judge(sheet, few, many)
    for name, times in spent.items():
        sheet.most(f"{name}: ms, p95", sorted(times)[int(len(times) * SHARE)], DEED_MS[name])
    return sheet.close(strict=False)


def measured(
    people: dict[str, Any], kept: twins.Kept, rounds: int
) -> tuple[dict[str, Asked], dict[str, Asked]]:
    """Every page of the archive that was kept and of the one that has grown, asked in turn."""
    grown = deskpages.Asker(people)
    few, many = {}, {}
    for name in grown.names:
        counts = kept.ask("questions", name), grown.questions(name)
        turns = [(kept.ask("ms", name), grown.ms(name)) for _round in range(rounds)]
        bests = (min(times) for times in zip(*turns, strict=True))
        few[name], many[name] = (Asked(*pair) for pair in zip(bests, counts, strict=True))
    return few, many


def _judge(sheet: Sheet, few: dict[str, Asked], many: dict[str, Asked]) -> None:
    for name, asked in many.items():
        sheet.most(f"{name}: large / small", asked.ms / few[name].ms, RATIO)
        sheet.most(f"{name}: questions more", asked.queries - few[name].queries, 0)
        sheet.most(f"{name}: ms", asked.ms, PALETTE_MS if name.startswith("palette") else LIST_MS)


if __name__ == "__main__":
    sys.exit(main())
