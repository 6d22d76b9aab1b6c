"""The words of a Markdown text without its markup: a fast reading for counts, summaries and checks.

It never fails and takes time proportional to the text; what a reader sees is decided by the renderer alone.
"""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from articles.text import fences

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]++(.*))?$")
_RULE = re.compile(r"[ \t]*+(?:([-*_=])[ \t]*+)(?:\1[ \t]*+)*+$")
_ITEM = re.compile(r"[ \t]*+(?:[-*+•]|\d{1,9}[.)])[ \t]++(?:\[[ xX]\][ \t]++)?")
_QUOTE = re.compile(r"(?:[ \t]*+>)++[ \t]?")
_REFERENCE = re.compile(r" {0,3}\[[^\]\n]*\]:[ \t]*+")
_HTML = re.compile(r" {0,3}<(?:!--|/?[A-Za-z][A-Za-z0-9-]*+(?=[\s/>]))")
_DELIMITERS = re.compile(r"[ \t|:-]*+$")

_TICKS = re.compile("`+")
_IMAGE = re.compile(r"!\[[^\[\]]*+\](?:\([^()\n]{0,2000}+\)|\[[^\[\]]*+\])?")
_LINK = re.compile(r"\[([^\[\]]*+)\](?:\((?:[^()\n]|\([^()\n]{0,500}+\)){0,2000}+\)|\[[^\[\]]*+\])")
_CITATION = re.compile(r"\[\[\s*+\d++\s*+\](?:\s*+[,，、]?\s*+\[\s*+\d++\s*+\])*+\s*+\]|\[\^[^\[\]\s]++\]")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]++|[^<>\s@]++@[^<>\s]++)>")
_TAG = re.compile(r"<!--.{0,200}?-->|</?[A-Za-z][^<>]*+>")
# An escaped mark stays, a mark of emphasis goes; one pattern, so that the first of the two decides.
_EMPHASIS = re.compile(
    r"\\([!-/:-@\[-`{-~])|(?<![*~])[*~]++(?=\S|\Z)|(?:(?<=[^\s*~])|\A)[*~]++|(?<!\w)_++(?=\S|\Z)|(?:(?<=[^\s_])|\A)_++(?!\w)"
)

_ALONE = ("heading", "rule", "item")


class Passage(NamedTuple):
    """One block of a text without its block marks; ``line`` is its first line from 1, ``level`` a heading's 1–6."""

    kind: str  # heading, paragraph, item, quote, table, code, reference, html, rule
    text: str
    line: int
    level: int = 0


def passages(markdown: str) -> Iterator[Passage]:
    """The blocks of ``markdown`` in order; consecutive lines of one kind are one block, items stand alone."""
    kind, first, gathered = "", 0, list[str]()
    before = ""
    for line in fences.lines(markdown):
        found, level, text = _classify(line, kind, before)
        if found == "underline":
            yield Passage("heading", "\n".join(gathered), first, level)
            kind, gathered = "", []
            continue
        if found == "table" and kind == "paragraph":
            kind = "table"  # The paragraph was the row of column names.
        if found != "more" and (found != kind or found in _ALONE):
            if kind:
                yield Passage(kind, "\n".join(gathered), first)
            before, kind, first, gathered = kind or before, found, line.number, []
        if found in ("heading", "rule"):
            yield Passage(found, text, line.number, level)
            kind = ""
        elif found:
            gathered.append(text)
    if kind:
        yield Passage(kind, "\n".join(gathered), first)


def inline(text: str) -> str:
    """``text`` without emphasis, links, pictures, citations, tags and escapes; inline code keeps its words."""
    parts: list[str] = []
    position = 0
    for start, end, content in _code_spans(text):
        parts += [_unmarked(text[position:start]), content]
        position = end
    return "".join([*parts, _unmarked(text[position:])])


@lru_cache(maxsize=4)  # length and reading time are asked of one text, and again for its page
def prose_and_code(markdown: str) -> tuple[str, str]:
    """What is read as words, and what stands in code blocks."""
    prose: list[str] = []
    code: list[str] = []
    for passage in passages(markdown):
        if passage.kind == "code":
            code.append(passage.text)
        elif passage.kind not in ("rule", "reference"):
            prose.append(inline(passage.text))
    return "\n".join(prose), "\n".join(code)


def without_code(markdown: str) -> Iterator[tuple[int, str]]:
    """``(line, text)`` of every line outside fences, with spaces where inline code was."""
    paragraph: list[fences.Line] = []
    for line in fences.lines(markdown):
        if not line.part:
            paragraph.append(line)
        if line.part or not line.text.strip():
            yield from _blanked(paragraph)
            paragraph = []
    yield from _blanked(paragraph)


def _blanked(paragraph: list[fences.Line]) -> Iterator[tuple[int, str]]:
    text = "\n".join(line.text for line in paragraph)
    position, parts = 0, []
    for start, end, _content in _code_spans(text):
        parts += [text[position:start], re.sub(r"[^\n]", " ", text[start:end])]
        position = end
    rest = "".join([*parts, text[position:]])
    yield from zip((line.number for line in paragraph), rest.split("\n"), strict=False)


def _classify(line: fences.Line, current: str, before: str) -> tuple[str, int, str]:
    """Kind, level and text of one line, given the kind of the block so far and of the one before it."""
    text = line.text
    if line.part:
        return "code", 0, text if line.part == "code" else ""
    if not text.strip():
        return "", 0, ""
    if heading := _HEADING.match(text):
        return "heading", len(heading[1]), (heading[2] or "").rstrip().rstrip("#").rstrip()
    if rule := _RULE.match(text):
        return _ruled(rule[1], text, current)
    if "|" in text and (current == "table" or text.lstrip()[0] == "|" or _DELIMITERS.match(text)):
        return "table", 0, "" if _DELIMITERS.match(text) else text.replace("|", " ")
    if mark := _ITEM.match(text):
        return "item", 0, text[mark.end() :]
    if mark := _QUOTE.match(text):
        return "quote", 0, text[mark.end() :]
    return _continued(text, current, before)


def _ruled(mark: str, text: str, current: str) -> tuple[str, int, str]:
    bare = text.replace(" ", "").replace("\t", "")
    if current == "paragraph" and mark in "=-" and bare == text.strip():
        return "underline", 1 if mark == "=" else 2, ""
    if mark != "=" and len(bare) >= 3:
        return "rule", 0, ""
    return "more" if current else "paragraph", 0, text


def _continued(text: str, current: str, before: str) -> tuple[str, int, str]:
    if current in ("paragraph", "item", "quote", "html", "reference"):
        return "more", 0, text
    if mark := _REFERENCE.match(text):
        is_note = text.lstrip().startswith("[^")
        return ("paragraph" if is_note else "reference"), 0, text[mark.end() :]
    if _HTML.match(text):
        return "html", 0, text
    if text.startswith(("    ", "\t")):
        return ("item" if before == "item" else "code"), 0, text.lstrip()
    return "paragraph", 0, text


def _unmarked(text: str) -> str:
    text = _LINK.sub(r"\1", _IMAGE.sub("", _CITATION.sub("", text)))
    text = _TAG.sub("", _AUTOLINK.sub(r"\1", text))
    return html.unescape(_EMPHASIS.sub(lambda mark: mark[1] or "", text))


def _code_spans(text: str) -> Iterator[tuple[int, int, str]]:
    """``(start, end, content)`` of inline code; every run of ticks is looked at once."""
    runs = [match.span() for match in _TICKS.finditer(text)]
    following: dict[int, int] = {}
    closing: list[int | None] = [None] * len(runs)
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        closing[index] = following.get(length)
        following[length] = index
    index = 0
    while index < len(runs):
        partner = closing[index]
        if partner is None:
            index += 1
            continue
        yield runs[index][0], runs[partner][1], text[runs[index][1] : runs[partner][0]].strip()
        index = partner + 1
