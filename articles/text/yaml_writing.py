"""Writes front matter so that reading it gives the same values again, strings always in quotes."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

_SIMPLE_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_JOINER = "\u200d"  # holds emoji of several parts together


def lines(keys: Mapping[str, object], indent: str = "") -> list[str]:
    """One line or more for each key; mappings below each other, lists of plain values on one line."""
    written: list[str] = []
    for key, value in keys.items():
        written += _entry(indent + _key(key) + ":", value, indent)
    return written


def _entry(head: str, value: object, indent: str) -> list[str]:
    if isinstance(value, Mapping) and value:
        return [head, *lines(value, indent + "  ")]
    if isinstance(value, list | tuple) and any(isinstance(item, Mapping | list | tuple) for item in value):
        return [head, *_items(value, indent + "  ")]
    return [f"{head} {_scalar(value)}"]


def _items(values: Sequence[object], indent: str) -> list[str]:
    written: list[str] = []
    for value in values:
        if isinstance(value, Mapping) and value:
            first, *rest = lines(value, indent + "  ")
            written += [f"{indent}- {first.lstrip(' ')}", *rest]
        elif isinstance(value, list | tuple) and any(
            isinstance(item, Mapping | list | tuple) for item in value
        ):
            written += [f"{indent}-", *_items(value, indent + "  ")]
        else:
            written.append(f"{indent}- {_scalar(value)}")
    return written


def _key(key: str) -> str:
    return key if _SIMPLE_KEY.fullmatch(key) else _quoted(key)


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_scalar(item) for item in value)}]"
    return "{}" if isinstance(value, Mapping) else _quoted(str(value))


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(char) or _visible(char) for char in text) + '"'


def _visible(char: str) -> str:
    """``char``, or its escape where a person could not see it or YAML forbids it."""
    category = unicodedata.category(char)
    if category == "Cs":
        return "\\uFFFD"  # no UTF-8 can hold a lone surrogate
    if (category[0] != "C" and category not in ("Zl", "Zp")) or char == _JOINER:
        return char
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"
