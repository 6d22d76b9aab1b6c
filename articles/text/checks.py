"""Small facts about a body that the desk asks before it lets a text go on, each with its line from 1."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from articles.text import fences, plain, scripts

_MARK = re.compile(r"(?<![A-Za-z0-9_])(?:TK|TODO|XXX)(?![A-Za-z0-9_])|【(?:待补|待核)】")
_BARE_PICTURE = re.compile(r"!\[\s*\](?:\(|\[)")
_ELSEWHERE = re.compile(r"!\[[^\[\]\n]{0,500}\]\(\s{0,3}<?(?:https?:)?//([^\s()/<>]{1,300})", re.IGNORECASE)
_NOTE = re.compile(r"\[\^([^\s\[\]]{1,100})\]")
_DEFINITION = re.compile(r" {0,3}\[\^([^\s\[\]]{1,100})\]:")
_ARTICLE = re.compile(r"\]\((?:(?:(?i:https?):)?//([^\s()/]+))?/articles/(\d{1,18})(?=[-/)#?])")
_NARROW = re.compile(f"(?<=[{scripts.HAN}])[,;:!?](?=[{scripts.HAN}])")
_SPACED = re.compile(f"(?<=[{scripts.HAN}]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[{scripts.HAN}])")
_TIGHT = re.compile(f"(?<=[{scripts.HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{scripts.HAN}])")


class Jump(NamedTuple):
    """A heading that leaves out a level: its line and words, the level before and its own."""

    line: int
    words: str
    before: int
    level: int


def placeholders(body: str) -> list[tuple[int, str]]:
    """``(line, mark)`` of every TK, TODO, XXX, 【待补】 and 【待核】 that stands outside code."""
    return [(line, found[0]) for line, found in _found(_MARK, body)]


def unclosed_fence(body: str) -> int | None:
    """The line of a code fence that is never closed."""
    return fences.unclosed(body)


def bare_pictures(body: str) -> list[int]:
    """The lines of pictures without alternative text."""
    return [line for line, _found_there in _found(_BARE_PICTURE, body)]


def pictures_elsewhere(body: str, hosts: Collection[str]) -> list[int]:
    """The lines of pictures that lie on none of ``hosts``: readers' pages load nothing from elsewhere."""
    return [line for line, found in _found(_ELSEWHERE, body) if found[1].lower() not in hosts]


def undefined_notes(body: str) -> list[tuple[int, str]]:
    """``(line, name)`` of footnote marks whose note is nowhere."""
    lines = _outside_code(body)
    known = {found[1] for _line, text in lines if (found := _DEFINITION.match(text))}
    marks = ((line, found[1]) for line, text in lines for found in _NOTE.finditer(text))
    return [(line, name) for line, name in dict.fromkeys(marks) if name not in known]


def skipped_levels(body: str) -> list[Jump]:
    """Headings more than one level below the one before."""
    headings = [each for each in plain.passages(body) if each.kind == "heading"]
    return [
        Jump(each.line, plain.inline(each.text), before.level, each.level)
        for before, each in pairwise(headings)
        if each.level > before.level + 1
    ]


def linked_articles(body: str, host: str) -> list[tuple[int, int]]:
    """``(line, number)`` of every link to an article of ours, each number once; ours names no host, or ``host``."""
    links = [
        (line, each) for line, each in _found(_ARTICLE, body) if (each[1] or host).lower() == host.lower()
    ]
    found = {int(each[2]): line for line, each in reversed(links)}
    return sorted((line, number) for number, line in found.items())


def narrow_marks(body: str) -> list[tuple[int, str]]:
    """``(line, mark)`` of half-width punctuation between Han characters."""
    return [(line, found[0]) for line, found in _found(_NARROW, body)]


def mixed_spaces(body: str) -> int | None:
    """The first line with a space between Han and Latin, in a text that mostly has none there, or not always."""
    spaced = [line for line, _there in _found(_SPACED, body)]
    is_mixed = bool(spaced) and next(_found(_TIGHT, body), None) is not None
    return spaced[0] if is_mixed else None


def without_spaces(body: str) -> str:
    """``body`` without spaces between Han and Latin outside code; the page makes that distance itself."""
    readable = dict(plain.without_code(body))
    written = body.split("\n")
    for number, text in readable.items():
        if text == written[number - 1]:
            written[number - 1] = _SPACED.sub("", text)
    return "\n".join(written)


def _found(pattern: re.Pattern[str], body: str) -> Iterator[tuple[int, re.Match[str]]]:
    for line, text in _outside_code(body):
        for found in pattern.finditer(text):
            yield line, found


@lru_cache(maxsize=2)  # a checklist asks many things of one text
def _outside_code(body: str) -> tuple[tuple[int, str], ...]:
    return tuple(plain.without_code(body))
