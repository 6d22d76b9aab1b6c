"""The runner's screen: every line of every child behind its name, in colour on a terminal."""

import re
import sys
import threading
from typing import IO, TextIO

COLOURS = {"web": 36, "worker": 33, "covers": 31, "beat": 35, "valkey": 32, "up": 34}
WIDTH = max(map(len, COLOURS))
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Screen:
    """Writes whole lines, one at a time, whoever they come from."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stdout
        self.colourful = self.stream.isatty()
        self.lock = threading.Lock()

    def say(self, name: str, text: str) -> None:
        """One line behind ``name``; a reader who has gone away is no reason to stop."""
        label = f"{name:<{WIDTH}} │"
        if self.colourful:
            label = f"\x1b[{COLOURS.get(name, 37)}m{label}\x1b[0m"
        self.plain(f"{label} {CONTROL.sub('', text)}")

    def plain(self, text: str) -> None:
        """Text as it stands, of one line or several."""
        with self.lock:
            try:
                self.stream.write(f"{text}\n")
                self.stream.flush()
            except (OSError, ValueError):
                # The terminal was closed; the newsroom goes on.
                return

    def follow(self, name: str, pipe: IO[bytes]) -> threading.Thread:
        """Say every line of ``pipe`` until it ends, in a thread of its own."""
        thread = threading.Thread(target=self._copy, args=(name, pipe), daemon=True)
        thread.start()
        return thread

    def _copy(self, name: str, pipe: IO[bytes]) -> None:
        with pipe:
            for line in pipe:
                self.say(name, line.decode(errors="replace").rstrip())


def table(rows: list[tuple[str, ...]]) -> str:
    """``rows`` with their columns below each other; the first row is the heading."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(
        line.rstrip() for line in [lines[0], "  ".join("─" * width for width in widths), *lines[1:]]
    )
