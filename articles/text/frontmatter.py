"""The block of keys at the head of a Markdown file: read from YAML or TOML, written as YAML, exact both ways."""

import codecs
import re
from collections.abc import Mapping
from typing import NamedTuple

from articles.text import toml_block, yaml_block, yaml_writing
from articles.text.faults import FrontMatterError
from articles.text.wording import gettext_noop

__all__ = ["Document", "FrontMatterError", "decode", "read", "write"]

LARGEST = 64 * 1024  # bytes of a block
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first line of a block that means to be front matter: a key, a comment, or a mapping in braces.
_YAML_START = re.compile(r"""[^\s#:,\[\]{}&*!|>%@`-][^:\n]{0,200}:(?:\s|$)|["'{]""")
_TOML_START = re.compile(r"""[ \t]*(?:\[|["'A-Za-z0-9_.-]+[ \t]*=)""")

_NOT_TEXT = gettext_noop("The file is not text in UTF-8, UTF-16 or GB18030. Save it as UTF-8.")
_NUL = gettext_noop("The file holds NUL characters, so it is not plain text. Save it as UTF-8.")
_TOO_LARGE = gettext_noop("The front matter is larger than %(limit)d KiB. Move the text below it.")
_UNCLOSED = gettext_noop(
    "The front matter opened here is never closed. Add a line “%(mark)s” after its last key."
)


class Document(NamedTuple):
    """A file taken apart: its keys, its body, and the lines, from 1, on which each of them stands."""

    keys: dict[str, object]
    body: str
    body_line: int
    lines: dict[str, int]


def decode(raw: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 or UTF-32 with their marks, else GB18030. Raises FrontMatterError."""
    mark, encoding = next(((m, e) for m, e in _MARKS if raw.startswith(m)), (b"", "utf-8"))
    text = _decoded(raw[len(mark) :], encoding)
    if text is None and not mark:
        text = _decoded(raw, "gb18030")
    if text is None:
        raise FrontMatterError(1, _NOT_TEXT)
    if "\x00" in text:
        raise FrontMatterError(1 + text.count("\n", 0, text.index("\x00")), _NUL)
    return text


def read(source: str) -> Document:
    """Take ``source`` apart; without a block the whole text is the body. Line ends become ``\\n``.

    One empty line between block and body belongs to neither. Raises FrontMatterError with the line.
    """
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    opening = next((number for number, line in enumerate(lines) if line.strip()), 0)
    mark = lines[opening].rstrip()
    if mark not in ("---", "+++") or not _is_block(lines, opening, mark):
        return Document({}, text, 1, {})
    closing = _closing(lines, opening, mark)
    block = "".join(line + "\n" for line in lines[opening + 1 : closing])
    if len(block.encode("utf-8", "surrogatepass")) > LARGEST:
        raise FrontMatterError(opening + 1, _TOO_LARGE, {"limit": LARGEST // 1024})
    keys, places = (yaml_block if mark == "---" else toml_block).load(block, opening + 2)
    body = closing + 1
    if body < len(lines) and not lines[body].strip():
        body += 1
    return Document(keys, "\n".join(lines[body:]), body + 1, places)


def write(keys: Mapping[str, object], body: str) -> str:
    """A file with ``keys`` as YAML above ``body``: ``read`` gives both back.

    Keys hold what JSON can say, at most 8 levels and 64 KiB of it.
    """
    return "\n".join(["---", *yaml_writing.lines(keys), "---", "", body])


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_block(lines: list[str], opening: int, mark: str) -> bool:
    """Whether the mark opens front matter; a rule above plain text is only a rule."""
    start = _YAML_START if mark == "---" else _TOML_START
    rest = lines[opening + 1 :]
    follow = next((line for line in rest if line.strip() and not line.startswith("#")), "")
    has_key = start.match(follow) is not None or _closes(follow, mark)
    has_gap = not (rest and rest[0].strip())
    if any(_closes(line, mark) for line in rest):
        return has_key or not has_gap
    return has_key and not has_gap


def _closing(lines: list[str], opening: int, mark: str) -> int:
    for number in range(opening + 1, len(lines)):
        if _closes(lines[number], mark):
            return number
    raise FrontMatterError(opening + 1, _UNCLOSED, {"mark": mark})


def _closes(line: str, mark: str) -> bool:
    bare = line.rstrip()
    return bare == mark or (mark == "---" and bare == "...")
