"""Readers' pages a second, kept and made, beside the same bytes from a bare Django view, from bare WSGI and from nginx.

    .venv/bin/python bench/reading.py [--long] [--strict]

Every contestant runs under granian with the same flags, one worker. "Kept" comes out of the page cache. "Made again" is
what an expired page costs while the site is the same: one question, and the page if that finds nothing new. "Made" is
what it costs without a page cache (PAGE_CACHE=0), as behind a front that keeps pages itself, while nothing is written
into the database: one question. "Made, written" is the same when something was written before every request: all that
the page shows is asked, two questions for an article and three for home, and it is rendered anew only where the answers
are others than the last time. The very first rendering of a page in a process is a figure of its own.

Everybody is asked in turns, a few seconds each, and a share is the middle one of the rounds: what disturbs one round
counts for nothing. The short form takes about four minutes; the long one measures longer and grows the archive to
100 000 articles. Only ratios within one run mean anything, and a machine that does something else all the time still
falsifies them. Each goal is printed with its figure; those that were missed are named again at the end.
"""

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.parts import loads, questions, readers, rounds, serving
from bench.parts.goals import Sheet
from bench.parts.rounds import Contestant, Pace, Told

CONNECTIONS = (2, 16)
CROWD = 200
FIRST = 24  # articles
ROUNDS_OF_THREADS = 6  # of pages, so that each thread of a process has met each page before it is measured
# After a write home reads four times as much of the archive as an article does.
WRITTEN = {"article": 0.1, "home": 0.06}
QUESTIONS = {"kept": 0, "made": 3}
SHORT, LONG = (Pace(rounds=3, seconds=1), 5000), (Pace(rounds=5, seconds=2), 100_000)
VIEW, WSGI, STATIC, FRONT = "bare view", "bare WSGI", "nginx, static copy", "nginx, ours behind"
GROWING = ("kept", "made again", "made", "made, written")  # what must not grow slower with the archive


@dataclass(frozen=True)
class Ours:
    """Where the newsroom listens in three ways; ``front`` is 0 without nginx."""

    kept: int
    again: int
    made: int
    written: int
    front: int


def main() -> int:
    """Prepare, measure, tidy up; the exit status."""
    parser = argparse.ArgumentParser(
        description="Readers' pages a second, beside the same bytes from elsewhere."
    )
    parser.add_argument("--long", action="store_true", help="measure longer, and with 100 000 articles")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a goal was missed")
    options = parser.parse_args()
    pace, most = LONG if options.long else SHORT
    sheet = Sheet()
    print(f"asked by {loads.tool()}")
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        stack.enter_context(serving.surroundings(folder))
        articles = readers.prepare(folder, FIRST)
        with ExitStack() as small:
            ours = _opened(small, folder, with_front=True)
            _first(ours, articles, sheet, FIRST)
            before = _measured(ours, articles, pace, folder, sheet)
            _questions(articles[-1], sheet, FIRST)
            _stampede(folder, articles[0], sheet)
        readers.grow(FIRST + 2, most)
        # A connection plans by what it learnt of the archive when it was opened, at most ten minutes ago.
        ours = _opened(stack, folder, with_front=False)
        _first(ours, articles, sheet, most)
        _questions(articles[-2], sheet, most)
        after = _grown(ours, articles, pace, folder)
        for figure, share in before.items():
            sheet.least(f"{figure}: {most} articles by {FIRST}", after[figure] / share, 0.7)
    return sheet.close(strict=options.strict)


def _opened(stack: ExitStack, folder: Path, *, with_front: bool) -> Ours:
    """Start the newsroom in all its ways."""
    kept, again, made, written = (
        stack.enter_context(serving.granian(application, folder, PYTHONPATH=_path(folder), **variables))
        for application, variables in (
            ("newsroom.wsgi:application", {}), ("ours:made", {}), ("ours:made", {"PAGE_CACHE": "0"}),
            ("ours:made", {"PAGE_CACHE": "0", "BENCH_WRITTEN": "1"}),
        )
    )  # fmt: skip
    return Ours(kept, again, made, written, _front(stack, folder, kept) if with_front else 0)


def _front(stack: ExitStack, folder: Path, newsroom: int) -> int:
    from tests import fronts

    if not fronts.nginx():
        print("nginx is missing, so what stands behind it is left out")
        return 0
    static = folder / "var" / "static"
    return stack.enter_context(fronts.front(folder / "nginx", newsroom=newsroom, static=static))


def _path(folder: Path) -> str:
    return f"{folder}:{serving.BASE}"


@contextmanager
def _bare(folder: Path, kept: int, article: str) -> Iterator[tuple[int, int]]:
    """The bare view and bare WSGI; they and nginx's static copy serve the bytes that the newsroom answers now."""
    for name, path in (("article", article), ("home", "/")):
        page = loads.fetch(kept, path)
        (folder / f"{name}.page").write_bytes(page)
        (folder / "var" / "static" / f"{name}.html").write_bytes(page)
    with (
        serving.granian("bare:application", folder) as view,
        serving.granian("bare:wsgi", folder) as wsgi,
    ):
        yield view, wsgi


def _first(ours: Ours, articles: Sequence[str], sheet: Sheet, size: int) -> None:
    """Every page from each process that will be asked: then nothing that is measured is a first rendering."""
    for name, port in (("made again", ours.again), ("made", ours.made), ("made, written", ours.written)):
        waits = []
        for path in (*articles, "/"):
            began = time.perf_counter()
            loads.fetch(port, path)
            waits.append((time.perf_counter() - began) * 1000)
        sheet.most(f"{name}: longest first rendering, ms, {size} articles", max(waits), 150)
        for path in (*articles, "/") * ROUNDS_OF_THREADS:
            loads.fetch(port, path)


def _contests(articles: Sequence[str]) -> Iterator[tuple[str, str, int, list[str]]]:
    """The title and name of each page with the connections and what "made" asks for; the first is what others ask."""
    for connections in CONNECTIONS:
        for name, paths in (("article", list(articles)), ("home", ["/"])):
            yield f"{name}, {connections} connections", name, connections, paths


def _growing(ours: Ours, paths: list[str]) -> list[Contestant]:
    return [
        Contestant("kept", ours.kept, paths[:1]),
        Contestant("made again", ours.again, paths),
        Contestant("made", ours.made, paths),
        Contestant("made, written", ours.written, paths),
    ]


def _measured(
    ours: Ours, articles: Sequence[str], pace: Pace, folder: Path, sheet: Sheet
) -> dict[str, float]:
    """Print every contestant and goal; our shares of the bare view by name, for comparison with a larger archive."""
    shares: dict[str, float] = {}
    with _bare(folder, ours.kept, articles[0]) as (view, wsgi):
        for title, name, connections, paths in _contests(articles):
            who = [Contestant(VIEW, view, [f"/{name}"]), Contestant(WSGI, wsgi, [f"/{name}"])]
            who += _growing(ours, paths)
            if ours.front:
                who.append(Contestant(STATIC, ours.front, [f"/static/{name}.html"]))
                who.append(Contestant(FRONT, ours.front, paths[:1]))
            told = rounds.ask(who, pace=pace, connections=connections, folder=folder)
            told.print(title)
            _judged(told, title, name, sheet)
            shares |= {f"{what} {title}": told.share(what, VIEW) for what in GROWING}
    return shares


def _judged(told: Told, title: str, name: str, sheet: Sheet) -> None:
    sheet.least(f"{title}: kept by bare view", told.share("kept", VIEW), 1.5)
    sheet.least(f"{title}: kept by bare WSGI", told.share("kept", WSGI), 0.5)
    sheet.least(f"{title}: made again by bare view", told.share("made again", VIEW), 0.15)
    sheet.least(f"{title}: made by bare view", told.share("made", VIEW), 0.15)
    sheet.least(f"{title}: made, written by bare view", told.share("made, written", VIEW), WRITTEN[name])
    if FRONT in told.found:
        sheet.least(f"{title}: behind nginx by static copy", told.share(FRONT, STATIC), 0.8)


def _questions(article: str, sheet: Sheet, size: int) -> None:
    """How often the database is asked for a page. Home is another page once the archive has grown."""
    for path, name in ((article, "article"), ("/", "home")):
        for what, found in zip(QUESTIONS, questions.asked(path), strict=True):
            sheet.most(f"questions of {name}, {what}, {size} articles", found, QUESTIONS[what])


def _stampede(folder: Path, article: str, sheet: Sheet) -> None:
    """200 readers of a cold page at once, on two processes."""
    counter = folder / "made"
    counter.touch()
    variables = {"PYTHONPATH": _path(folder), "BENCH_COUNTER": str(counter)}
    with serving.granian("ours:counted", folder, workers=2, **variables) as port:
        loads.fetch(port, "/hot/")
        for path in (article, "/"):
            readers.changed()
            time.sleep(2.1)
            counter.write_bytes(b"")
            crowd = [threading.Thread(target=loads.fetch, args=(port, path)) for _reader in range(CROWD)]
            for reader in crowd:
                reader.start()
            for reader in crowd:
                reader.join()
            sheet.most(f"{path}: made for {CROWD} readers at once", counter.stat().st_size, 2)


def _grown(ours: Ours, articles: Sequence[str], pace: Pace, folder: Path) -> dict[str, float]:
    """The same shares with a larger archive; home shows other stories by then, so its bytes are compared anew."""
    print("\nwith the larger archive")
    shares: dict[str, float] = {}
    with _bare(folder, ours.kept, articles[0]) as (view, _wsgi):
        for title, name, connections, paths in _contests(articles):
            who = [Contestant(VIEW, view, [f"/{name}"]), *_growing(ours, paths)]
            told = rounds.ask(who, pace=pace, connections=connections, folder=folder)
            told.print(title)
            shares |= {f"{what} {title}": told.share(what, VIEW) for what in GROWING}
    return shares


if __name__ == "__main__":
    sys.exit(main())
