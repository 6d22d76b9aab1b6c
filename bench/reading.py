"""Readers' pages a second, kept and made, beside the same bytes from a bare Django view, from bare WSGI and from nginx.

    .venv/bin/python bench/reading.py [--long] [--strict]

Every contestant runs under granian with the same flags, one worker. "Kept" comes out of the page cache. "Made again" is
what an expired page costs while the site is the same: one question, and the page if that finds nothing new. "Made" is
what it costs without a page cache (PAGE_CACHE=0), as behind a front that keeps pages itself: all that the page shows is
asked of the database, two questions for an article and three for home, and it is rendered anew only where the answers
are others than the last time. The very first rendering of an article in a process is a figure of its own.

The short form takes about a minute and a half; the long one measures longer and grows the archive to 100 000 articles.
Figures that count need a machine that does nothing else, and only ratios within one run mean anything.
"""

import argparse
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.parts import loads, readers, serving
from bench.parts.goals import Sheet
from bench.parts.loads import Answered

CONNECTIONS = (2, 16)
CROWD = 200
FIRST = 24  # articles
# What home reads of the archive without a page cache is four times what an article does.
MADE = {"article": 0.1, "home": 0.06}


@dataclass(frozen=True)
class Ports:
    """Where the contestants listen; ``front`` is 0 without nginx."""

    kept: int
    again: int
    made: int
    bare: int
    wsgi: int
    front: int


def main() -> int:
    """Prepare, measure, tidy up; the exit status."""
    parser = argparse.ArgumentParser(
        description="Readers' pages a second, beside the same bytes from elsewhere."
    )
    parser.add_argument("--long", action="store_true", help="measure longer, and with 100 000 articles")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a goal was missed")
    options = parser.parse_args()
    seconds, most = (5, 100_000) if options.long else (1, 5000)
    sheet = Sheet()
    print(f"asked by {loads.tool()}")
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        stack.enter_context(serving.surroundings(folder))
        articles = readers.prepare(folder, FIRST)
        ports = _open(stack, folder, articles[0])
        _first(ports, articles, sheet)
        before = _measured(ports, articles, seconds, folder, sheet)
        _stampede(folder, articles[0], sheet)
        readers.grow(FIRST + 2, most)
        time.sleep(2)
        _grown(ports, articles, seconds, folder, before, most, sheet)
    return sheet.close(strict=options.strict)


def _open(stack: ExitStack, folder: Path, article: str) -> Ports:
    """Start every contestant; the bare ones serve what ours answered."""
    kept = stack.enter_context(serving.granian("newsroom.wsgi:application", folder, PYTHONPATH=_path(folder)))
    for name, path in (("article", article), ("home", "/")):
        page = loads.fetch(kept, path)
        (folder / f"{name}.page").write_bytes(page)
        (folder / "var" / "static" / f"{name}.html").write_bytes(page)
    again, made, bare, wsgi = (
        stack.enter_context(serving.granian(each, folder, PYTHONPATH=_path(folder), **variables))
        for each, variables in (
            ("ours:made", {}), ("ours:made", {"PAGE_CACHE": "0"}), ("bare:application", {}), ("bare:wsgi", {}),
        )
    )  # fmt: skip
    return Ports(kept, again, made, bare, wsgi, _front(stack, folder, kept))


def _first(ports: Ports, articles: list[str], sheet: Sheet) -> None:
    """Every page once from each process that will be asked: then nothing that is measured is a first rendering."""
    for name, port in (("made again", ports.again), ("made", ports.made)):
        waits = []
        for path in (*articles, "/"):
            began = time.perf_counter()
            loads.fetch(port, path)
            waits.append((time.perf_counter() - began) * 1000)
        sheet.most(f"{name}: longest first rendering, ms", max(waits), 150)


def _front(stack: ExitStack, folder: Path, newsroom: int) -> int:
    from tests import fronts

    if not fronts.nginx():
        print("nginx is missing, so what stands behind it is left out")
        return 0
    static = folder / "var" / "static"
    return stack.enter_context(fronts.front(folder / "nginx", newsroom=newsroom, static=static))


def _path(folder: Path) -> str:
    return f"{folder}:{serving.BASE}"


def _measured(
    ports: Ports, articles: list[str], seconds: float, folder: Path, sheet: Sheet
) -> dict[str, float]:
    """Print every contestant; the rates of ours by name, for comparison with a larger archive."""
    ours: dict[str, float] = {}
    for connections in CONNECTIONS:
        for name, path, paths in (("article", articles[0], articles), ("home", "/", ["/"])):
            title = f"{name}, {connections} connections"

            def ask(
                what: str, port: int, asked: list[str], title: str = title, number: int = connections
            ) -> Answered:
                found = loads.load(port, asked, seconds=seconds, connections=number, folder=folder)
                print(
                    f"{title:<24}{what:<22}{found.rate:>9.0f}/s  p50 {found.p50:.2f}  p99 {found.p99:.2f} ms"
                )
                return found

            bare = ask("bare view", ports.bare, [f"/{name}"]).rate
            kept = ask("kept", ports.kept, [path]).rate
            wsgi = ask("bare WSGI", ports.wsgi, [f"/{name}"]).rate
            again = ask("made again", ports.again, paths).rate
            made = ask("made", ports.made, paths).rate
            sheet.least(f"{title}: kept by bare view", kept / bare, 1.5)
            sheet.least(f"{title}: kept by bare WSGI", kept / wsgi, 0.5)
            sheet.least(f"{title}: made again by bare view", again / bare, 0.15)
            sheet.least(f"{title}: made by bare view", made / bare, MADE[name])
            if ports.front:
                static = ask("nginx, static copy", ports.front, [f"/static/{name}.html"]).rate
                front = ask("nginx, ours behind", ports.front, [path]).rate
                sheet.least(f"{title}: behind nginx by static copy", front / static, 0.8)
            ours |= {f"kept {title}": kept / bare, f"made again {title}": again / bare}
    return ours


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


def _grown(
    ports: Ports,
    articles: list[str],
    seconds: float,
    folder: Path,
    before: dict[str, float],
    most: int,
    sheet: Sheet,
) -> None:
    """The same with a larger archive."""
    print(f"\nwith {most} articles")
    after = _measured(ports, articles, seconds, folder, Sheet())
    for name, share in before.items():
        sheet.least(f"{name}: {most} articles by {FIRST}", after[name] / share, 0.7)


if __name__ == "__main__":
    sys.exit(main())
