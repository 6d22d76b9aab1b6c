"""Which block of one text became which block of another: equal ones, changed ones, moved ones."""

import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from articles.text import alignment

_CHANGED = 0.35  # likeness from which two blocks in one place are one block, changed
_MOVED = 0.6  # likeness from which a block in another place is the same block
_CERTAIN = 0.6  # likeness of all straight pairs from which no other pairing is tried
_OWN = 3  # how much more a thing counts that only one block has than a phrase of many
_BUDGET = 12_000  # comparisons of two blocks that one stretch of a text may cost
_NO_WORDS = re.compile(r"[\W_]+")

Places = list[tuple[int, int]]


class Pair(NamedTuple):
    """Two blocks, by their places, that are one; ``is_moved`` if it left the order that the others kept."""

    old: int
    new: int
    is_moved: bool = False


class _Prints:
    """What the blocks of both texts are compared by: their pairs of neighbouring letters, as the bits of integers."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self._texts = old, new
        self._bits: dict[str, int] = {}
        self._made: tuple[dict[int, int], dict[int, int]] = {}, {}
        self._sizes: tuple[dict[int, int], dict[int, int]] = {}, {}  # of those that were made

    def old(self, place: int) -> int:
        """The print of a block of the old text."""
        return self._of(0, place)

    def new(self, place: int) -> int:
        """The print of a block of the new text."""
        return self._of(1, place)

    def is_equal(self, i: int, j: int) -> bool:
        """Whether two blocks are the same to the letter."""
        return self._texts[0][i] == self._texts[1][j]

    def letters(self, i: int, j: int) -> int:
        """How much both blocks have, each counted by itself."""
        return self._sizes[0][i] + self._sizes[1][j]

    def phrases(self, left: Iterable[int], right: Iterable[int]) -> int:
        """What several of these blocks of one text have in common: it tells none of them from its neighbours."""
        return _repeated(map(self.old, left)) | _repeated(map(self.new, right))

    def _of(self, side: int, place: int) -> int:
        known = self._made[side]
        if place not in known:
            bare = _NO_WORDS.sub("", self._texts[side][place])
            found = set(map("".join, pairwise(bare))) or set(bare)
            self._sizes[side][place] = len(found)
            known[place] = _mask([self._bits.setdefault(each, len(self._bits)) for each in found])
        return known[place]


def _mask(bits: list[int]) -> int:
    room = bytearray(max(bits, default=0) // 8 + 1)
    for bit in bits:
        room[bit >> 3] |= 1 << (bit & 7)
    return int.from_bytes(room, "little")


def _repeated(prints: Iterable[int]) -> int:
    seen = twice = 0
    for each in prints:
        twice |= seen & each
        seen |= each
    return twice


def _likeness(old: int, new: int) -> float:
    """Twice the common share of two prints (Dice), from 0 to 1."""
    total = old.bit_count() + new.bit_count()
    return 2 * (old & new).bit_count() / total if total else 0.0


def pair(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Pairs of blocks: every block at most once, those that are not moved rising on both sides."""
    kept = alignment.matches(old, new)
    left, right = _others(len(old), [i for i, _j in kept]), _others(len(new), [j for _i, j in kept])
    moved = _moved_whole(old, new, left, right)
    _drop(left, right, moved)
    prints = _Prints(old, new)
    stayed = list(_stayed(kept, _certain(kept, old, new), left, right, prints))
    _drop(left, right, stayed)
    if left and right:
        moved += _moved_changed(left, right, prints, prints.phrases(range(len(old)), range(len(new))))
    return [*(Pair(i, j) for i, j in stayed), *(Pair(i, j, is_moved=True) for i, j in moved)]


def _others(count: int, taken: list[int]) -> list[int]:
    return sorted(set(range(count)).difference(taken))


def _drop(left: list[int], right: list[int], places: Places) -> None:
    gone_left, gone_right = {i for i, _j in places}, {j for _i, j in places}
    left[:], right[:] = [i for i in left if i not in gone_left], [j for j in right if j not in gone_right]


def _moved_whole(old: Sequence[str], new: Sequence[str], left: list[int], right: list[int]) -> Places:
    """Blocks with words that stand unchanged in another place."""
    waiting: dict[str, list[int]] = {}
    for i in reversed(left):
        if _NO_WORDS.sub("", old[i]):
            waiting.setdefault(old[i], []).append(i)
    return [(waiting[new[j]].pop(), j) for j in right if waiting.get(new[j])]


def _certain(kept: Places, old: Sequence[str], new: Sequence[str]) -> Places:
    """The equal pairs that could be no others: of blocks that each text has once, or in one run from an end."""
    in_old, in_new = Counter(old), Counter(new)
    ends = _run(kept, 0, 0, 1) | _run(reversed(kept), len(old) - 1, len(new) - 1, -1)
    return [(i, j) for i, j in kept if (i, j) in ends or in_old[old[i]] == 1 == in_new[new[j]]]


def _run(kept: Iterable[tuple[int, int]], i: int, j: int, way: int) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for place in kept:
        if place != (i, j):
            break
        found.add(place)
        i, j = i + way, j + way
    return found


def _stayed(
    kept: Places, certain: Places, left: list[int], right: list[int], prints: _Prints
) -> Iterator[tuple[int, int]]:
    """Pairs in the order that both texts kept: the certain ones, and between two of them those most alike together.

    A short line that stands many times holds nothing apart: which of its twins it is follows from its neighbours.
    """
    held = set(certain)
    loose = [place for place in kept if place not in held]
    all_left, all_right = sorted([*left, *(i for i, _j in loose)]), sorted([*right, *(j for _i, j in loose)])
    yield from certain
    for lefts, rights in _gaps(certain, all_left, all_right):
        if len(lefts) * len(rights) <= _BUDGET:
            yield from _changed(lefts, rights, prints)
            continue
        inner = [(i, j) for i, j in loose if lefts[0] <= i <= lefts[-1] and rights[0] <= j <= rights[-1]]
        yield from inner
        taken_left, taken_right = {i for i, _j in inner}, {j for _i, j in inner}
        rest = [i for i in lefts if i not in taken_left], [j for j in rights if j not in taken_right]
        for slices in (part for gap in _gaps(inner, *rest) for part in _slices(*gap)):
            yield from _changed(*slices, prints)


def _gaps(kept: Places, left: list[int], right: list[int]) -> Iterator[tuple[list[int], list[int]]]:
    """The unmatched blocks of both sides between two kept ones."""
    i = j = 0
    for kept_i, kept_j in [*kept, (sys.maxsize, sys.maxsize)]:
        next_i, next_j = bisect_left(left, kept_i), bisect_left(right, kept_j)
        if i < next_i and j < next_j:
            yield left[i:next_i], right[j:next_j]
        i, j = next_i, next_j


def _slices(left: list[int], right: list[int]) -> Iterator[tuple[list[int], list[int]]]:
    """Long rewritten stretches slice by slice, so that comparing each with each stays within the budget."""
    count = -(-len(left) * len(right) // _BUDGET)
    for number in range(count):
        yield (
            left[len(left) * number // count : len(left) * (number + 1) // count],
            right[len(right) * number // count : len(right) * (number + 1) // count],
        )


def _changed(left: list[int], right: list[int], prints: _Prints) -> Places:
    """The rising pairs that share most altogether (the classic table of weighted alignment)."""
    phrases = prints.phrases(left, right)
    if _is_straight(left, right, prints, phrases):
        return list(zip(left, right, strict=True))
    best = [[0] * (len(right) + 1)]
    for i in left:
        above, row = best[-1], [0]
        for b, j in enumerate(right, 1):
            worth = _worth(i, j, prints, phrases)
            row.append(max(above[b], row[-1], above[b - 1] + worth if worth else 0))
        best.append(row)
    return _traced(best, left, right)


def _is_straight(left: list[int], right: list[int], prints: _Prints, phrases: int) -> bool:
    """Whether each block is plainly what stands at its own place now, and no neighbour suits it better."""
    if len(left) != len(right):
        return False
    for place, (i, j) in enumerate(zip(left, right, strict=True)):
        if not prints.is_equal(i, j) and _likeness(prints.old(i), prints.new(j)) < _CERTAIN:
            return False
        worth = _worth(i, j, prints, phrases)
        beside = [*right[max(0, place - 1) : place], *right[place + 1 : place + 2]]
        if any(_worth(i, other, prints, phrases) > worth for other in beside):
            return False
    return True


def _worth(i: int, j: int, prints: _Prints, phrases: int) -> int:
    """What two blocks share, if they are alike enough; what only they have counts most, equal ones a little more."""
    old, new = prints.old(i), prints.new(j)
    common = old & new
    many = common.bit_count()
    if prints.is_equal(i, j):
        return 2 + many + _OWN * (common & ~phrases).bit_count()
    if not many or 2 * many < _CHANGED * prints.letters(i, j):
        return 0
    return 1 + many + _OWN * (common & ~phrases).bit_count()


def _traced(best: list[list[int]], left: list[int], right: list[int]) -> Places:
    found: Places = []
    a, b = len(left), len(right)
    while a and b:
        if best[a][b] == best[a - 1][b]:
            a -= 1
        elif best[a][b] == best[a][b - 1]:
            b -= 1
        else:
            a, b = a - 1, b - 1
            found.append((left[a], right[b]))
    return found[::-1]


def _moved_changed(left: list[int], right: list[int], prints: _Prints, phrases: int) -> Places:
    """Blocks that stand in another place with a few words changed, the most alike first; what many say says nothing."""
    if len(left) * len(right) > _BUDGET:
        return []
    old, new = ({i: prints.old(i) & ~phrases for i in left}, {j: prints.new(j) & ~phrases for j in right})
    alike = [(_likeness(old[i], new[j]), i, j) for i in left for j in right]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for likeness, i, j in sorted(alike, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if likeness >= _MOVED and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return list(found.items())
