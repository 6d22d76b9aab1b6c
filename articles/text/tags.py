"""Tags as editors type them: split at any of five marks, known by a width- and case-folded key."""

import re
import unicodedata
from collections.abc import Iterable

_MARKS = re.compile(r"[,，、;；\n]")


def key(name: str) -> str:
    """The identity of a tag: ``５Ｇ``, ``5G`` and `` 5g `` are one."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(folded.split())


def distinct(names: Iterable[str]) -> list[str]:
    """``names`` trimmed, without empty ones, each key once in its first spelling."""
    first: dict[str, str] = {}
    for name in names:
        identity = key(name)
        if identity:
            first.setdefault(identity, " ".join(name.split()))
    return list(first.values())


def split(text: str) -> list[str]:
    """The tags in ``text``, which parts them by ``,`` ``，`` ``、`` ``;`` ``；`` or line ends."""
    return distinct(_MARKS.split(text))


def join(names: Iterable[str]) -> str:
    """The line of text that ``split`` takes apart into ``names`` again."""
    return ", ".join(distinct(part for name in names for part in _MARKS.split(name)))
