"""Text as search sees it, the same on both sides: width, case, accents and Traditional characters folded away.

Stored text is never folded; every folded character knows the place it came from.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from opencc import OpenCC

from articles.text import scripts, slugs

LONGEST_SOUND = 24  # letters; enough to find few, which are then compared in full
LONGEST_TOKEN = 64  # letters; PostgreSQL refuses tokens of 2 KiB, and nobody types one
_UNIFIED = ((0x3400, 0xA000), (0x20000, 0x323B0))
_LATIN_END = 0x250
_MOST_MARKS = 32  # in one cluster: putting more in order takes time that grows with the square
# Characters that fold one to one, whatever stands beside them: a whole run is translated at once. A letter with a
# combining mark behind it is left to the slow way.
_SIMPLE = re.compile(
    "(?:[\t\n -~\u3001-\u3029\u3040-\u3096\u30a0-\u30fa\u30fc-\u30fe\u3400-\u4dbf\u4e00-\u9fff“”‘’—"
    "\uff01-\uff5e\U00020000-\U000323af](?![\u0300-\u036f\u3099\u309a]))+"
)

_BETWEEN_CJK = re.compile(f"(?<=[{scripts.CJK}])[\\W_]+(?=[{scripts.CJK}])")


class Folded(NamedTuple):
    """Folded text, and for each of its characters the place in the original; one more for the end."""

    text: str
    places: list[int]


class Token(NamedTuple):
    """One token and where it stands in the folded text."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """NFKC, lower case, Latin without accents, Traditional as Simplified."""
    return folded(text).text


def folded(text: str) -> Folded:
    """``fold`` with the way back: ``places[i]`` is where the folded character ``i`` came from."""
    parts: list[str] = []
    places: list[int] = []
    position = 0
    while position < len(text):
        run = _SIMPLE.match(text, position)
        end = run.end() if run else _cluster_end(text, position)
        part = text[position:end].translate(_table()) if run else _fold_cluster(text[position:end])
        parts.append(part)
        places += range(position, end) if run else [position] * len(part)
        position = end
    return Folded("".join(parts), [*places, len(text)])


def tokens(text: str) -> list[str]:
    """Overlapping pairs of each run of Han and the run's last character; words and numbers whole."""
    return [token.text for token in placed_tokens(fold(text))]


def placed_tokens(text: str) -> list[Token]:
    """The tokens of a text that is folded already, with their places."""
    found: list[Token] = []
    for run in scripts.RUN.finditer(text):
        start, end = run.span()
        if not scripts.is_cjk(run[0][0]):
            found.append(Token(run[0][:LONGEST_TOKEN], start, end))
            continue
        found += (Token(text[at : at + 2], at, at + 2) for at in range(start, end - 1))
        found.append(Token(text[end - 1], end - 1, end))
    return found


def squeezed(text: str) -> str:
    """``text`` folded, without what stands between two Chinese characters; ``""`` where nothing stands there.

    Who types a headline from memory leaves its commas out.
    """
    plain = fold(text)
    close = _BETWEEN_CJK.sub("", plain)
    return close if close != plain else ""


def indexable(text: str) -> str:
    """The tokens of ``text`` parted by spaces; they hold letters and digits only."""
    return " ".join(tokens(text))


@lru_cache(maxsize=4096)  # tags come again and again
def pinyin(text: str) -> str:
    """``港口风暴 5G`` → ``gangkoufengbao5g``, as people type a headline without choosing characters."""
    return "".join(slugs.reading(text))


@lru_cache(maxsize=4096)
def initials(text: str) -> str:
    """``港口风暴 5G`` → ``gkfb5g``: the first letter of each Han character, words and numbers whole."""
    return "".join(_letters(text))


@lru_cache(maxsize=4096)
def sounds(text: str) -> tuple[str, ...]:
    """What letters may begin with to be heard in ``text``: from each of its words on, spelled out and in initials."""
    spelled, short = slugs.reading(text), _letters(text)
    return tuple(
        dict.fromkeys(
            "".join(words[at:])[:LONGEST_SOUND] for words in (spelled, short) for at in range(len(words))
        )
    )


def _letters(text: str) -> list[str]:
    """The first letter of each Han character, words and numbers whole."""
    return [
        word[0] if scripts.is_cjk(run[0]) else word
        for run in scripts.RUN.findall(fold(text))
        for word in slugs.reading(run)
    ]


def _cluster_end(text: str, position: int) -> int:
    """The end of a character with the combining marks that belong to it."""
    end = position + 1
    while end < min(len(text), position + _MOST_MARKS) and unicodedata.combining(text[end]):
        end += 1
    return end


def _fold_cluster(cluster: str) -> str:
    lower = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).lower())
    bare = unicodedata.normalize("NFKD", lower)
    if bare and ord(bare[0]) < _LATIN_END:
        # SQLite drops accents by itself and PostgreSQL does not, so they go before either sees them.
        lower = "".join(char for char in bare if not unicodedata.combining(char))
    return lower.translate(_table())


@cache
def _table() -> dict[int, int]:
    """Lower case, width and Simplified for every character that folds to one; 5 119 Traditional ones among them."""
    unified = [chr(code) for first, last in _UNIFIED for code in range(first, last)]
    simplified = OpenCC("t2s").convert("\n".join(unified)).split("\n")
    table = {ord(old): ord(new) for old, new in zip(unified, simplified, strict=True) if old != new}
    for code in [*range(0x20, 0x7F), *range(0x3001, 0x30FF), *range(0xFF01, 0xFF5F)]:
        char = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(char) == 1 and char != chr(code):
            table[code] = ord(char)
    return table
