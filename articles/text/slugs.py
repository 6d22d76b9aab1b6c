"""Addresses made of headlines: ASCII words, Chinese in pinyin with the readings of whole phrases."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC
from pypinyin import lazy_pinyin

LONGEST = 80
_ENOUGH = 400  # characters of a headline; no slug needs more of it
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_NOT_IN_WORDS = re.compile(r"[\W_]+")
_NOT_ASCII = re.compile(r"[^a-z0-9]+")


def slug(title: str) -> str:
    """``重庆银行行长`` → ``chong-qing-yin-hang-hang-zhang``; ``""`` if nothing is left; at most 80 characters."""
    words: list[str] = []
    length = -1
    for word in reading(title):
        length += 1 + len(word)
        if length > LONGEST:
            break
        words.append(word)
    return "-".join(words) or "".join(reading(title))[:LONGEST]


def reading(title: str) -> list[str]:
    """The ASCII words of ``title`` in lower case, one for each Han character."""
    text = unicodedata.normalize("NFKC", title[:_ENOUGH])
    # Punctuation parts words before the readings are looked up, for pypinyin passes it through untouched.
    text = _NOT_IN_WORDS.sub(" ", _APOSTROPHE.sub("", text)).strip()
    # pypinyin knows phrases only in Simplified characters: 重慶銀行 would read zhong-qing-yin-xing.
    parts = lazy_pinyin(_to_simplified().convert(text)) if text else []
    return [word for part in parts for word in _ascii(part).split()]


def _ascii(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_ASCII.sub(" ", bare)


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")
