"""Judges the demo newsroom with Lighthouse on a phone: ``make lighthouse``.

Starts the shipped server with demo content in each language, lets the worker finish every cover, and prints a table of
home, the longest article, a category, the hot list and a search. Exits 1 when a page misses a bound.
"""

import argparse
import os
import re
import sys
import time
import urllib.request

from bench.lighthouse import judging
from bench.lighthouse.judging import Verdict
from docs.screenshots import newsroom

LANGUAGES = {"zh": "zh-hans", "en": "en"}
SEARCH = {"zh": "/search/?q=%E6%B8%AF%E5%8F%A3", "en": "/search/?q=port"}
ARTICLE = re.compile(r'<a href="(/articles/[^"]+)"')
CATEGORY = re.compile(r'<a href="(/categories/[^"]+)"')
DRAWN = re.compile(r"^newsroom_covers_waiting 0$", re.MULTILINE)
COVERS_WITHIN = 900  # seconds; a busy machine draws slowly


def main() -> int:
    """The number of misses, as an exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs a page, of which the middle one counts")
    parser.add_argument("--language", choices=sorted(LANGUAGES), action="append")
    parser.add_argument("--page", action="append", help="only pages of this name")
    asked = parser.parse_args()
    os.environ.setdefault("WEB_WORKERS", "2")
    verdicts: list[Verdict] = []
    print(judging.HEADING)
    for language in asked.language or LANGUAGES:
        with newsroom(LANGUAGES[language]) as (address, _log):
            for name, path in pages(address, language).items():
                if asked.page and name not in asked.page:
                    continue
                verdict = judging.judge(f"{name} ({language})", address + path, runs=asked.runs)
                verdicts.append(verdict)
                print(verdict.line(), flush=True)
    missed = [f"{verdict.name}: {miss}" for verdict in verdicts for miss in verdict.misses()]
    print("\n".join(["", *missed]) if missed else "\nEvery page keeps every bound.")
    return 1 if missed else 0


def pages(address: str, language: str) -> dict[str, str]:
    """The paths that are judged, once all covers are drawn in every format and the processors are free again."""
    _wait_for_covers(address)
    home = _fetched(address + "/")
    articles = sorted(set(ARTICLE.findall(home)))
    longest = max(articles, key=lambda path: len(_fetched(address + path)))
    return {
        "home": "/",
        "article": longest,
        "category": CATEGORY.findall(home)[0],
        "hot": "/hot/",
        "search": SEARCH[language],
    }


def _wait_for_covers(address: str) -> None:
    """Raises SystemExit when the worker takes too long, or when home then shows a picture without its AVIF."""
    deadline = time.monotonic() + COVERS_WITHIN
    while not DRAWN.search(_fetched(f"{address}/metrics")):
        if time.monotonic() > deadline:
            raise SystemExit(f"The covers were not drawn within {COVERS_WITHIN} s.")
        time.sleep(2)
    home = _fetched(f"{address}/")
    if home.count('type="image/avif"') < home.count("<picture>"):
        raise SystemExit("No cover waits for the worker, and yet the home page lacks one in AVIF.")


def _fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


if __name__ == "__main__":
    sys.exit(main())
