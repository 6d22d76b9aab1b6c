"""Small facts about a body that the desk asks before it lets a text go on."""

import re

from articles.text import fences, plain

_MARK = re.compile(r"(?<![A-Za-z0-9_])(?:TK|TODO|XXX)(?![A-Za-z0-9_])|【(?:待补|待核)】")


def placeholders(body: str) -> list[tuple[int, str]]:
    """``(line, mark)`` of every TK, TODO, XXX, 【待补】 and 【待核】 that stands outside code, lines from 1."""
    found: list[tuple[int, str]] = []
    for number, text in plain.without_code(body):
        found.extend((number, mark) for mark in _MARK.findall(text))
    return found


def unclosed_fence(body: str) -> int | None:
    """The line, from 1, of a code fence that is never closed."""
    return fences.unclosed(body)
