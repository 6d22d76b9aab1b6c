"""Takes texts apart into blocks, sentences and words, so that joining the parts gives the text again."""

import re
from typing import NamedTuple

from articles.text import fences, scripts

_CLOSING = "”’」』）】》\"')]"
_END_MARKS = "。！？；….!?;"
# Where a sentence ends: after full-width marks at once, after Latin ones before white space, and at a line's end.
_END = re.compile(
    rf"(?:[。！？；…]++[{re.escape(_CLOSING)}]*+|[.!?;]++[{re.escape(_CLOSING)}]*+(?=\s))\s*+|\n\s*+"
)
_TOKEN = re.compile(
    rf"[{scripts.CJK}]|https?://[^\s<>\"'“”‘’（）()《》【】，。；！？、{scripts.CJK}]++"
    r"|\d++(?:[.,:/-]\d++)*+[%％]?"
    rf"|{scripts.LETTER}++(?:['’]{scripts.LETTER}++)*+"
    r"|[ \t]++|."
    r"|\n",
)


class Chunk(NamedTuple):
    """A part of a text: the line it begins on, from 1, its words, and the white space that follows it."""

    line: int
    text: str
    gap: str


def blocks(text: str) -> list[Chunk]:
    """Paragraphs, parted by empty lines; a fenced block is one whole. White space before the first is a chunk too."""
    chunks: list[Chunk] = []
    words: list[str] = []
    gap: list[str] = []
    first = 1
    for line in fences.lines(text):
        is_empty = not line.part and not line.text.strip()
        if not is_empty and gap:
            chunks.append(_chunk(first, words, gap))
            words, gap, first = [], [], line.number
        (gap if is_empty else words).append(line.text)
    chunks.append(_chunk(first, words, gap))
    # Every line but the last of the text ends with a line end.
    last = chunks.pop()
    whole = (last.text + last.gap)[:-1]
    chunks.append(Chunk(last.line, whole[: len(last.text)], whole[len(last.text) :]))
    return chunks


def sentences(text: str) -> list[Chunk]:
    """Sentences, Chinese or Latin; every line end is an end too, so that list items and code lines stand alone."""
    chunks: list[Chunk] = []
    position, line = 0, 1
    for match in _END.finditer(text):
        part = text[position : match.end()]
        bare = part.rstrip()
        chunks.append(Chunk(line, bare, part[len(bare) :]))
        position, line = match.end(), line + part.count("\n")
    if position < len(text):
        chunks.append(Chunk(line, text[position:], ""))
    return chunks


def tokens(text: str) -> list[str]:
    """The smallest things a comparison marks: one Han character or mark, one word, one number, one address."""
    return _TOKEN.findall(text)


def end_mark(text: str) -> str:
    """The mark that ends the sentence ``text``, closing quotes and brackets aside; ``""`` if none does."""
    bare = text.rstrip(_CLOSING)
    return bare[-1] if bare and bare[-1] in _END_MARKS else ""


def closing_marks(text: str, position: int) -> int:
    """``position`` moved past the closing quotes and brackets that stand there."""
    while position < len(text) and text[position] in _CLOSING:
        position += 1
    return position


def _chunk(line: int, words: list[str], gap: list[str]) -> Chunk:
    text = "\n".join(words)
    return Chunk(line, text, ("\n" if words else "") + "".join(part + "\n" for part in gap))
