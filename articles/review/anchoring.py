"""Finds again, in a text that was edited since, the words to which a remark was fastened."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

NEIGHBOURS = 60  # characters kept of what stands before and after
LEAST = 4  # neighbouring characters without which a changed place is not trusted
ALIKE = 0.5  # share of a changed quote that must still be there
MOST_PLACES = 200


class Anchor(NamedTuple):
    """Words and their neighbours; white space plays no part."""

    quote: str
    before: str = ""
    after: str = ""


class Place(NamedTuple):
    """Where the words are now, in characters of the squeezed text; ``is_exact`` unless they were edited."""

    start: int
    end: int
    is_exact: bool


def squeezed(text: str) -> str:
    """The text without any white space: how a page wraps its lines moves no anchor."""
    return "".join(text.split())


def place(anchor: Anchor, text: str) -> Place | None:
    """The best place of the anchor in ``text``, or None when its words are gone."""
    quote, before, after = (squeezed(part) for part in anchor)
    letters = squeezed(text)
    if not quote:
        return None
    exact = max(
        _places(quote, letters),
        key=lambda start: _fit(letters, start, start + len(quote), before, after),
        default=None,
    )
    if exact is not None:
        return Place(exact, exact + len(quote), True)
    return _between(quote, before, after, letters)


def fasten(quote: str, text: str, before: str = "", after: str = "") -> Anchor | None:
    """An anchor with the neighbours that ``text`` gives it, or None when the quote is not there word by word."""
    found = place(Anchor(quote, before, after), text)
    if found is None or not found.is_exact:
        return None
    letters = squeezed(text)
    return Anchor(
        quote.strip(),
        letters[max(0, found.start - NEIGHBOURS) : found.start],
        letters[found.end : found.end + NEIGHBOURS],
    )


def _places(quote: str, letters: str) -> Iterator[int]:
    start = letters.find(quote)
    for _turn in range(MOST_PLACES):
        if start < 0:
            return
        yield start
        start = letters.find(quote, start + 1)


def _fit(letters: str, start: int, end: int, before: str, after: str) -> int:
    """How many neighbouring characters agree on both sides."""
    left = _same(reversed(letters[max(0, start - len(before)) : start]), reversed(before))
    return left + _same(letters[end : end + len(after)], after)


def _same(one: object, other: object) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):  # type: ignore[call-overload]
        if mine != theirs:
            break
        count += 1
    return count


def _between(quote: str, before: str, after: str, letters: str) -> Place | None:
    """An edited quote stands between its old neighbours and still has half of its characters."""
    starts = (
        [0] if not before else [at + len(part) for part in _tails(before) for at in _places(part, letters)]
    )
    best: tuple[float, Place] | None = None
    for start in starts[:MOST_PLACES]:
        for end in _ends(letters, start, len(quote), after):
            likeness, found = _alike(quote, letters, start, end)
            if likeness >= ALIKE and (best is None or likeness > best[0]):
                best = (likeness, found)
    return best[1] if best else None


def _alike(quote: str, letters: str, start: int, end: int) -> tuple[float, Place]:
    """How much of the quote stands between two places, and from where to where: what was put beside it stays out."""
    matcher = SequenceMatcher(None, quote, letters[start:end], autojunk=False)
    runs = [run for run in matcher.get_matching_blocks() if run.size]
    kept = sum(run.size for run in runs)
    if matcher.ratio() >= ALIKE or kept < ALIKE * len(quote):
        return matcher.ratio(), Place(start, end, False)
    first, last = start + runs[0].b, start + runs[-1].b + runs[-1].size
    return 2 * kept / (len(quote) + last - first), Place(first, last, False)


def _tails(before: str) -> list[str]:
    """The nearest neighbours on the left, longest first, as far as they say anything."""
    lengths = sorted({len(before), 16, 8, LEAST}, reverse=True)
    return [before[-length:] for length in lengths if LEAST <= length <= len(before)] or [before]


def _ends(letters: str, start: int, length: int, after: str) -> Iterator[int]:
    """Where the right neighbours begin again, not further away than a quote may have grown."""
    limit = min(len(letters), start + 2 * length + 20)
    if not after:
        yield len(letters)
        return
    for size in sorted({len(after), 16, 8, LEAST}, reverse=True):
        head = after[:size]
        found = letters.find(head, start, limit + len(head)) if len(head) >= min(LEAST, len(after)) else -1
        if found > start:
            yield found
            return
