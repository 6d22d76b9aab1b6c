"""Chinese beside Markdown: emphasis next to Chinese marks, and line ends inside Chinese text."""

import unicodedata
from functools import lru_cache
from typing import Any, Literal

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline.state_inline import Scanned, StateInline
from markdown_it.token import Token

from articles.text.tokens import new_token

# These share their code points with Latin typography, and in Chinese text they are Chinese marks.
SHARED_MARKS = frozenset("“”‘’…—·")
SYMBOL_BLOCKS = ((0x2E80, 0x33FF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF))  # wide signs that are no emoji
HAN_BLOCKS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF), (0x3005, 0x3007))
HANGUL_BLOCKS = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))


@lru_cache(maxsize=8192)
def is_cjk(char: str) -> bool:
    """Say whether a character is written in a Chinese, Japanese or Korean square; emoji are not."""
    if char in SHARED_MARKS or _within(char, HANGUL_BLOCKS):
        return True
    if unicodedata.east_asian_width(char) not in ("W", "F", "H") or char == "\u3000":
        return False
    return unicodedata.category(char) not in ("So", "Sk", "Cn") or _within(char, SYMBOL_BLOCKS)


@lru_cache(maxsize=8192)
def is_han(char: str) -> bool:
    """Say whether a character is a Han letter."""
    return _within(char, HAN_BLOCKS)


def closes_up(before: str, after: str) -> bool:
    """Say whether a line end between two texts leaves nothing: Chinese on both sides, and no Korean.

    A single dash before a name, as under a quotation, is no Chinese dash and keeps its distance.
    """
    if not (before and after) or (after.startswith("—") and not after.startswith("——")):
        return False
    last, first = before[-1], after[0]
    return _close_up(last, first)


@lru_cache(maxsize=8192)
def _close_up(last: str, first: str) -> bool:
    if _within(last, HANGUL_BLOCKS) or _within(first, HANGUL_BLOCKS):
        return False
    return is_cjk(last) and is_cjk(first) and not (last in SHARED_MARKS and first in SHARED_MARKS)


class CjkState(StateInline):
    """Inline state whose emphasis marks open and close beside Chinese marks as if beside a letter.

    The flanking rules are CommonMark 0.31 §6.2 with two changes: a Chinese mark is no punctuation,
    and punctuation beside a Chinese character needs no space. ASCII text is scanned as before.
    """

    def pushPending(self) -> Token:
        """Add the words that wait; as upstream's, with a token made in one step, like ``push``."""
        words = new_token("text", "", 0, level=self.pendingLevel, content=self.pending)
        self.tokens.append(words)
        self.pending = ""
        return words

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token behind the words that wait; marks of emphasis pair within one tag only."""
        if self.pending:
            self.pushPending()
        meta: dict[str, Any] | None = None
        if nesting < 0:
            self.level -= 1
            self.delimiters = self._prev_delimiters.pop()
        added = new_token(ttype, tag, nesting, level=self.level)
        if nesting > 0:
            self.level += 1
            self._prev_delimiters.append(self.delimiters)
            self.delimiters = []
            meta = {"delimiters": self.delimiters}
        self.pendingLevel = self.level
        self.tokens.append(added)
        self.tokens_meta.append(meta)
        return added

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        """Measure the run of marks at ``start`` and say whether it may open or close emphasis."""
        marker, end = self.src[start], start
        while end < self.posMax and self.src[end] == marker:
            end += 1
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "
        left, right = _flanks(before, after), _flanks(after, before)
        can_open = left and (canSplitWord or not right or _is_punctuation(before))
        can_close = right and (canSplitWord or not left or _is_punctuation(after))
        return Scanned(can_open, can_close, end - start)


@lru_cache(maxsize=8192)
def _flanks(outside: str, inside: str) -> bool:
    """Say whether marks between ``outside`` and ``inside`` may embrace what begins with ``inside``."""
    if isWhiteSpace(ord(inside)):
        return False
    if not _is_punctuation(inside) or is_cjk(inside):
        return True
    return isWhiteSpace(ord(outside)) or _is_punctuation(outside) or is_cjk(outside)


@lru_cache(maxsize=8192)
def _is_punctuation(char: str) -> bool:
    return isMdAsciiPunct(ord(char)) or isPunctChar(char)


def _within(char: str, blocks: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(char) <= last for first, last in blocks)
