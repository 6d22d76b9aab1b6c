"""Counting: beacons over HTTP beside bare views, looks in process, the merge beside a bare upsert, a ranking.

    .venv/bin/python bench/counting.py [--looks 5000] [--changed 10000] [--articles 20000] [--seconds 3] [--rounds 3]

Everything runs on an own Redis-protocol server, own web servers and an own database in a temporary folder (SQLite,
or the PostgreSQL database named by BENCH_DATABASE_URL, which must be empty). Prints one line a figure, with its goal
where it has one. Ratios are taken within one run.
"""

import argparse
import tempfile
from pathlib import Path

from parts import beacons, merges, serving


def main() -> None:
    """Prepare, measure, tidy up."""
    parser = argparse.ArgumentParser(description="Beacons, looks, flushes and rankings a second.")
    parser.add_argument("--looks", type=int, default=5000, help="looks to count")
    parser.add_argument(
        "--changed", type=int, default=10_000, help="articles whose counts changed before a flush"
    )
    parser.add_argument("--articles", type=int, default=20_000, help="live articles to rank among")
    parser.add_argument("--seconds", type=float, default=3, help="length of each measurement over HTTP")
    parser.add_argument("--rounds", type=int, default=3, help="measurements over HTTP of each kind")
    parser.add_argument(
        "--distinct", type=int, default=30_000, help="beacons of different readers in one measurement"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as name:
        folder = Path(name)
        with serving.surroundings(folder):
            beacons.over_http(
                folder, seconds=options.seconds, rounds=options.rounds, distinct=options.distinct
            )
            beacons.in_process(options.looks)
            merges.merge(options.changed)
            merges.rank(options.articles)


if __name__ == "__main__":
    main()
