"""Folded text in the one form in which both databases compare it: runs of Han and words, parted by single spaces."""

import re
from collections.abc import Iterable, Iterator

from articles.text import scripts
from articles.text.search import Query, fold

ANY_ENDING = "*"
_RUN = re.compile(f"[{scripts.CJK}]+|{scripts.LETTER}+")


def key(text: str) -> str:
    """``港口，恢复 5G!`` → `` 港口 恢复 5g ``, with a space at each end; a single space for no words."""
    return " ".join(["", *_RUN.findall(fold(text)), ""]) or " "


def needles(query: Query) -> list[str]:
    """What a key must hold for each phrase and word of ``query``: words begin where a space stands before them."""
    return [*map(_needle, query.phrases), *(_needle((prefix + ANY_ENDING,)) for prefix in query.prefixes)]


def phrase(query: Query) -> str:
    """What a key must hold to have the whole query as it was typed."""
    words = key(query.text).rstrip()
    return words.lstrip() if scripts.is_cjk(words[1:2] or " ") else words


def close(query: Query) -> str:
    """The query as one run, when it is typed without a gap: so a headline may be, whatever marks stand in it."""
    words = key(query.text).strip()
    return "" if " " in words else words


def _needle(tokens: Iterable[str]) -> str:
    """The text that a row of tokens came from: overlapping pairs of Han, words with a space on each side."""
    words = "".join(_pieces(tokens))
    return words.removeprefix(" ") if scripts.is_cjk(words[1:2] or " ") else words


def _pieces(tokens: Iterable[str]) -> Iterator[str]:
    before = ""
    token = ""
    for token in tokens:
        bare = token.removesuffix(ANY_ENDING)
        if scripts.is_cjk(bare[0]) and len(before) == 2 and before[1] == bare[0]:
            yield bare[1:]
        else:
            yield " " + bare
        before = bare if scripts.is_cjk(bare[0]) else ""
    if not (token.endswith(ANY_ENDING) or scripts.is_cjk(token[:1] or " ")):
        yield " "
