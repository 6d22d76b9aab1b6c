"""Where code fences open and close, also inside lists and quotes."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Quote and list marks before a fence; possessive, so that a line of marks costs one pass.
_CONTAINER = re.compile(r"(?:[ \t]*+(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))*+[ \t]*+")
_OPENING = re.compile(r"(`{3,}+)[^`\n]*$|(~{3,}+)")


class Line(NamedTuple):
    """One line of a text: its number from 1, and its part in a fence: "open", "code", "close" or "" for none."""

    number: int
    text: str
    part: str


class _Open(NamedTuple):
    line: int
    mark: str
    in_quote: bool


def lines(text: str) -> Iterator[Line]:
    """Every line of ``text`` with what fences make of it; a fence that is never closed runs to the end."""
    fence: _Open | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if fence is not None and _leaves(fence, line):
            fence = None
        if fence is None:
            fence = _opening(number, line)
            yield Line(number, line, "" if fence is None else "open")
        elif _closes(fence, line):
            fence = None
            yield Line(number, line, "close")
        else:
            yield Line(number, line, "code")


def unclosed(text: str) -> int | None:
    """The line, from 1, of a fence that nothing closes."""
    opened: int | None = None
    for line in lines(text):
        if line.part == "open":
            opened = line.number
        elif line.part != "code":
            opened = None  # Closed, or the quote around the fence has ended and the fence with it.
    return opened


def _opening(number: int, line: str) -> _Open | None:
    if "```" not in line and "~~~" not in line:
        return None
    start = _CONTAINER.match(line)
    found = _OPENING.match(line, start.end() if start else 0)
    if found is None:
        return None
    return _Open(number, found.group(1) or found.group(2), in_quote=line.lstrip().startswith(">"))


def _closes(fence: _Open, line: str) -> bool:
    bare = line.lstrip("> \t") if fence.in_quote else line.strip(" \t")
    bare = bare.rstrip(" \t")
    return len(bare) >= len(fence.mark) and not bare.strip(fence.mark[0])


def _leaves(fence: _Open, line: str) -> bool:
    """Whether ``line`` stands outside the quote in which ``fence`` was opened."""
    return fence.in_quote and not line.lstrip().startswith(">")
