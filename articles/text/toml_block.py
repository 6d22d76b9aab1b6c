"""Reads a TOML block into the same plain values as YAML gives; dates become ISO text."""

import math
import re
import tomllib
from datetime import date, time

from articles.text.faults import FrontMatterError, shown
from articles.text.wording import gettext_noop
from articles.text.yaml_block import DEEPEST

_TOO_DEEP = gettext_noop("The front matter is nested deeper than %(limit)d levels. Make it flatter.")
_UNREADABLE = gettext_noop("The front matter cannot be read as TOML (%(reason)s).")
_KEY = re.compile(r"""[ \t]*(?:\[\[?[ \t]*)?(?:"([^"\n]*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))""")
_PLACE = re.compile(r"\(at line (\d+), column \d+\)")


def load(block: str, first_line: int) -> tuple[dict[str, object], dict[str, int]]:
    """The keys of ``block`` and the line of each; ``first_line`` is the block's own. Raises FrontMatterError."""
    try:
        found = tomllib.loads(block)
    except (ValueError, RecursionError) as error:
        raise _refusal(error, first_line, block.rstrip().count("\n")) from error
    values = {key: _plain(value, 2, first_line) for key, value in found.items()}
    return values, _lines(block, first_line, set(values))


def _plain(value: object, depth: int, line: int) -> object:
    if isinstance(value, dict | list) and depth > DEEPEST:
        raise FrontMatterError(line, _TOO_DEEP, {"limit": DEEPEST})
    if isinstance(value, dict):
        return {key: _plain(item, depth + 1, line) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, depth + 1, line) for item in value]
    if isinstance(value, date | time):  # a datetime is a date too
        return value.isoformat()
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _lines(block: str, first_line: int, keys: set[str]) -> dict[str, int]:
    """The first line on which each key opens; good enough inside long strings, where nobody looks for keys."""
    lines: dict[str, int] = {}
    for number, line in enumerate(block.split("\n"), first_line):
        if (found := _KEY.match(line)) and (
            name := next(part for part in found.groups() if part is not None)
        ) in keys:
            lines.setdefault(name, number)
    return lines


def _refusal(error: Exception, first_line: int, last: int) -> FrontMatterError:
    """``last`` is the offset of the last line, where the parser names only the end."""
    if isinstance(error, RecursionError):
        return FrontMatterError(first_line, _TOO_DEEP, {"limit": DEEPEST})
    place = _PLACE.search(str(error))
    line = first_line + (int(place[1]) - 1 if place else last)
    return FrontMatterError(line, _UNREADABLE, {"reason": shown(_PLACE.sub("", str(error)).strip())})
