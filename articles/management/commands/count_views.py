"""``manage.py count_views``: facts of another producer of counts, one a line."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from articles.popularity import facts
from articles.popularity.facts import Fact, NoFact

AT_ONCE = 5000  # lines
LONGEST_WAIT = 1.0  # s, while lines come in slowly


class Command(BaseCommand):
    help = (
        "Takes counts from another producer, such as the log of an edge: one JSON object a line with hour, kind, "
        "article, epoch and count (absolute). Stating a fact again changes nothing. See docs/counting.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", help="a file of lines, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        self.lines = self.bad = self.rows = self.views = 0
        if options["path"] == "-":
            self._take(sys.stdin.buffer, None)
        else:
            path = Path(options["path"])
            try:
                with path.open("rb") as file:
                    self._take(file, path.stat().st_size)
            except OSError as error:
                raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        self.stdout.write(f"{self.lines} lines, {self.rows} rows grew, {self.views} views added.")
        if self.bad:
            raise CommandError(f"{self.bad} of {self.lines} lines were not counted; each is named above.")

    def _take(self, file: BinaryIO, size: int | None) -> None:
        with tqdm(total=size, unit="B", unit_scale=True, disable=None, leave=False) as bar:
            for part in _parts(file, bar):
                self._state(part)

    def _state(self, part: list[tuple[int, bytes]]) -> None:
        now = timezone.now()
        found: dict[int, Fact] = {}
        for number, line in part:
            self.lines += 1
            try:
                found[number] = facts.parsed(line, now)
            except NoFact as error:
                self._refuse(number, str(error))
        stated = facts.state(found.values(), now)
        self.rows += stated.rows
        self.views += stated.views
        for number, fact in found.items():
            if fact.counter in stated.too_old:
                self._refuse(number, "Its day was rolled up already, so this hour can no longer be counted.")

    def _refuse(self, number: int, why: str) -> None:
        self.bad += 1
        self.stderr.write(f"Line {number}: {why}")


def _parts(file: BinaryIO, bar: Any) -> Iterator[list[tuple[int, bytes]]]:
    """Numbered lines, some thousands at once; empty ones are left out."""
    part: list[tuple[int, bytes]] = []
    since = time.monotonic()
    for number, line in enumerate(file, 1):
        bar.update(len(line))
        if line.strip():
            part.append((number, line))
        if len(part) >= AT_ONCE or (part and time.monotonic() - since >= LONGEST_WAIT):
            yield part
            part, since = [], time.monotonic()
    if part:
        yield part
