"""Brings two people's changes of one text together: blocks first, then sentences; real clashes stay side by side.

What either of them wrote is in the result, in its words or in a clash.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from articles.text import alignment, scripts, segments
from articles.text.segments import Chunk


class Clash(NamedTuple):
    """A place that both changed differently: the words both began with, and what each made of them."""

    base: str
    mine: str
    theirs: str


Part = str | Clash


class Merge(NamedTuple):
    """A merged text in its order: words that are settled, and clashes that a person has to settle."""

    parts: tuple[Part, ...]

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """The places that need an answer."""
        return tuple(part for part in self.parts if isinstance(part, Clash))

    @property
    def text(self) -> str | None:
        """The whole text; ``None`` while there are clashes."""
        return None if self.clashes else self.answered(())

    def answered(self, answers: Sequence[str]) -> str:
        """The whole text with ``answers``, one for each clash in order, in place of the clashes."""
        if len(answers) != len(self.clashes):
            raise ValueError(f"{len(self.clashes)} clashes need as many answers, not {len(answers)}")
        words = iter(answers)
        return "".join(next(words) if isinstance(part, Clash) else part for part in self.parts)


def merge(base: str, mine: str, theirs: str) -> Merge:
    """``mine`` and ``theirs`` together, both made of ``base``. A text that nobody changed comes out exactly."""
    if theirs in (base, mine):
        return Merge((mine,))
    if mine == base:
        return Merge((theirs,))
    return Merge(tuple(_merged(_BLOCKS, base, mine, theirs)))


class _Level(NamedTuple):
    """One size of parts: how a text is split into them, the white space after one of them, the next finer size.

    ``gap`` takes the words before and the white space that the texts propose, ``None`` where they are silent.
    """

    split: Callable[[str], list[Chunk]]
    gap: Callable[[str, str | None], str]
    finer: "_Level | None"


def _after_sentence(before: str, gap: str | None) -> str:
    """What has no mark at its end was a line of its own, as headings and list items are, and stays one."""
    if not before or (gap and "\n" in gap):
        return gap or ""
    end = segments.end_mark(before)
    if not end:
        return "\n"
    return gap or ("" if scripts.is_wide(end) else " ")


def _after_block(before: str, gap: str | None) -> str:
    is_parted = not before or (gap or "").count("\n") > 1
    return gap or "" if is_parted else "\n\n"


_SENTENCES = _Level(segments.sentences, _after_sentence, None)
_BLOCKS = _Level(segments.blocks, _after_block, _SENTENCES)


class _Hunk(NamedTuple):
    """Chunks ``first`` to ``last`` of the base that one side replaced, and by how many its text grew there."""

    first: int
    last: int
    growth: int
    side: int  # 1 mine, 2 theirs


class _Entry(NamedTuple):
    """Parts of the result and the white space after them; ``None`` where no text says what follows."""

    parts: list[Part]
    gap: str | None


def _merged(level: _Level, base: str, mine: str, theirs: str) -> list[Part]:
    texts = [level.split(text) for text in (base, mine, theirs)]
    entries = [entry for entry in _entries(level, texts) if any(entry.parts)]
    ends = [chunks[-1].gap if chunks else "" for chunks in texts]
    parts: list[Part] = []
    for number, entry in enumerate(entries, 1):
        parts += entry.parts
        if number == len(entries):
            parts.append(_settled(*ends) or "")
        else:
            parts.append(level.gap(_last_words(entry.parts), entry.gap))
    return _joined(parts)


def _entries(level: _Level, texts: list[list[Chunk]]) -> Iterator[_Entry]:
    """What stands between the changes, and what the changes come to, in order."""
    position, shift = 0, [0, 0, 0]
    for first, last, hunks in _regions(texts):
        yield from (_stable(texts, at, shift) for at in range(position, first))
        grown = [shift[side] + sum(hunk.growth for hunk in hunks if hunk.side == side) for side in range(3)]
        yield from _settle(
            level, texts, [slice(first + shift[side], last + grown[side]) for side in range(3)]
        )
        position, shift = last, grown
    yield from (_stable(texts, at, shift) for at in range(position, len(texts[0])))


def _regions(texts: list[list[Chunk]]) -> Iterator[tuple[int, int, list[_Hunk]]]:
    """Stretches of the base that were changed, those of both sides together where they overlap.

    Changes that only touch do not overlap, for their order is plain; two insertions at one place do.
    """
    hunks = sorted([*_hunks(texts[0], texts[1], side=1), *_hunks(texts[0], texts[2], side=2)])
    group: list[_Hunk] = []
    first = last = 0
    for hunk in hunks:
        is_twin = hunk.first == hunk.last == first == last
        if group and not (is_twin or hunk.first < last):
            yield first, last, group
            group = []
        if not group:
            first, last = hunk.first, hunk.last
        group.append(hunk)
        last = max(last, hunk.last)
    if group:
        yield first, last, group


def _hunks(base: list[Chunk], other: list[Chunk], side: int) -> Iterator[_Hunk]:
    pairs = alignment.matches([chunk.text for chunk in base], [chunk.text for chunk in other])
    i = j = 0
    for next_i, next_j in [*pairs, (len(base), len(other))]:
        if i < next_i or j < next_j:
            yield _Hunk(i, next_i, (next_j - j) - (next_i - i), side)
        i, j = next_i + 1, next_j + 1


def _stable(texts: list[list[Chunk]], at: int, shift: list[int]) -> _Entry:
    gaps = [_gap(chunks, at + shift[side]) for side, chunks in enumerate(texts)]
    return _Entry([texts[0][at].text], _settled(*gaps))


def _settle(level: _Level, texts: list[list[Chunk]], places: list[slice]) -> Iterator[_Entry]:
    """One region: the side that changed it, or both sides by the next finer parts, or a clash."""
    base, mine, theirs = (chunks[place] for chunks, place in zip(texts, places, strict=True))
    gaps = [
        _gap(chunks, place.stop - 1) if place.start < place.stop else None
        for chunks, place in zip(texts, places, strict=True)
    ]
    if _words(mine) == _words(base):
        chosen = theirs
    elif _words(theirs) in (_words(base), _words(mine)):
        chosen = mine
    else:
        yield _Entry(_finer(level, _text(base), _text(mine), _text(theirs)), _settled(*gaps))
        return
    for number, chunk in enumerate(chosen, 1):
        yield _Entry([chunk.text], _settled(*gaps) if number == len(chosen) else chunk.gap)


def _finer(level: _Level, base: str, mine: str, theirs: str) -> list[Part]:
    if level.finer is None:
        return [Clash(base, mine, theirs)]
    return _merged(level.finer, base, mine, theirs)


def _settled(base: str | None, mine: str | None, theirs: str | None) -> str | None:
    """The white space of the side that changed it; a side that does not know has no say."""
    if mine is None or theirs is None:
        return next((gap for gap in (mine, theirs, base) if gap is not None), None)
    return theirs if mine == base else mine


def _gap(chunks: list[Chunk], index: int) -> str | None:
    """White space after a chunk; ``None`` after the last, for it says nothing about what may follow."""
    return chunks[index].gap if index < len(chunks) - 1 else None


def _words(chunks: list[Chunk]) -> list[str]:
    return [chunk.text for chunk in chunks]


def _text(chunks: list[Chunk]) -> str:
    whole = "".join(chunk.text + chunk.gap for chunk in chunks)
    return whole[: len(whole) - len(chunks[-1].gap)] if chunks else ""


def _last_words(parts: list[Part]) -> str:
    last = parts[-1]
    return last if isinstance(last, str) else last.mine or last.theirs


def _joined(parts: list[Part]) -> list[Part]:
    """``parts`` with neighbouring words as one."""
    joined: list[Part] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    return joined
