"""The newsroom beside Wagtail in one run: the same articles, the same PostgreSQL server, the same questions.

    .venv/bin/python -m bench.peers.main [--articles 1000] [--seconds 5] [--environment DIR] [--strict]

Needs a PostgreSQL server that lets us make databases (BENCH_POSTGRES_URL) and the package index, from which Wagtail 8
is installed into a throw-away environment, or into DIR to be used again. Both run under gunicorn with two workers of
two threads; the newsroom also under the server it is shipped with. "made" is a page of which nothing is kept; "made
again" one whose lifetime is over while the site is the same; "kept" comes out of the full-page cache of each.
"""

import argparse
import os
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from bench.parts import loads, readers, serving
from bench.parts.goals import Sheet
from bench.peers import wagtail

SERVER = os.environ.get("BENCH_POSTGRES_URL", "postgres://newsroom:newsroom@127.0.0.1:5432")
CONNECTIONS = 16
PICTURES_FIRST = (
    60  # articles opened once before measuring: Wagtail draws pictures when they are first asked for
)
Rates = dict[str, float]


def main() -> int:
    """Prepare, measure, tidy up; the exit status."""
    parser = argparse.ArgumentParser(description="The newsroom beside Wagtail.")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--environment", type=Path, help="where Wagtail is, or will be, installed")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a goal was missed")
    options = parser.parse_args()
    sheet = Sheet()
    print(f"asked by {loads.tool()}, {CONNECTIONS} connections")
    with tempfile.TemporaryDirectory(prefix="newsroom-peers-") as name, ExitStack() as stack:
        folder = Path(name)
        ours, theirs = (stack.enter_context(_database(part)) for part in ("ours", "wagtail"))
        os.environ["BENCH_DATABASE_URL"] = ours
        stack.enter_context(serving.surroundings(folder))
        articles = readers.prepare(folder, options.articles)
        wagtail.content(folder / "content.json")
        environment = wagtail.installed((options.environment or folder / "environment").absolute())
        peer = wagtail.Peer(folder, environment, theirs, f"{os.environ['REDIS_URL']}?db=9")
        peer.build(folder / "content.json")
        _compared(_peer(peer, options.seconds, folder), _newsroom(articles, options.seconds, folder), sheet)
    return sheet.close(strict=options.strict)


@contextmanager
def _database(part: str) -> Iterator[str]:
    """The address of a database of its own, dropped when the block ends."""
    name = f"newsroom_peers_{part}_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    try:
        yield f"{SERVER}/{name}"
    finally:
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _peer(peer: wagtail.Peer, seconds: float, folder: Path) -> Rates:
    rates: Rates = {}
    for kind, variables in (("made", {}), ("kept", {"PEER_PAGE_CACHE": "1"})):
        with peer.served(**variables) as port:
            for path in ["/", *peer.paths[:PICTURES_FIRST]]:
                loads.fetch(port, path)
            # A full-page cache is shown what it has seen; a page that is made is another one each time.
            asked = peer.paths[:PICTURES_FIRST] if kind == "made" else peer.paths[:1]
            _ask(rates, f"Wagtail {kind}", port, asked, seconds, folder)
    return rates


def _newsroom(articles: list[str], seconds: float, folder: Path) -> Rates:
    rates: Rates = {}
    own = os.environ | {"PYTHONPATH": f"{folder}:{serving.BASE}"}
    program = [sys.executable, "-m", "gunicorn"]
    some = articles[:PICTURES_FIRST]
    for kind, application, variables, asked in (
        ("made", "ours:made", {"PAGE_CACHE": "0"}, some),
        ("made again", "ours:made", {}, some),
        ("kept", "newsroom.wsgi:application", {}, some[:1]),
    ):
        with wagtail.gunicorn(program, application, folder, own | variables) as port:
            _ask(rates, f"newsroom {kind}", port, asked, seconds, folder)
        with serving.granian(
            application, folder, workers=2, PYTHONPATH=own["PYTHONPATH"], **variables
        ) as port:
            _ask(rates, f"newsroom {kind}, granian", port, asked, seconds, folder)
    return rates


def _ask(rates: Rates, what: str, port: int, articles: list[str], seconds: float, folder: Path) -> None:
    for page, paths in (("article", articles), ("home", ["/"])):
        found = loads.load(port, paths, seconds=seconds, connections=CONNECTIONS, folder=folder)
        rates[f"{what} {page}"] = found.rate
        print(
            f"{what:<28}{page:<9}{found.rate:>9.0f}/s  p50 {found.p50:.2f}  p99 {found.p99:.2f} ms",
            flush=True,
        )


def _compared(theirs: Rates, ours: Rates, sheet: Sheet) -> None:
    """Every share under gunicorn, and with the server we ship."""
    goals = (("made", "article", 5), ("made", "home", 8), ("made again", "article", 5), ("made again", "home", 8),
             ("kept", "article", 8), ("kept", "home", 8))  # fmt: skip
    for kind, page, goal in goals:
        beside = theirs[f"Wagtail {kind.removesuffix(' again')} {page}"]
        for server in ("", ", granian"):
            share = ours[f"newsroom {kind}{server} {page}"] / beside
            sheet.least(f"{kind}{server or ', gunicorn'}, {page}: by Wagtail", share, goal)


if __name__ == "__main__":
    sys.exit(main())
