"""Which block of one text became which block of another: equal ones, changed ones, moved ones."""

import re
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from articles.text import alignment

_CHANGED = 0.35  # likeness from which two blocks in one place are one block, changed
_MOVED = 0.6  # likeness from which a block in another place is the same block
_CERTAIN = 0.6  # likeness of all neighbours from which no other pairing is tried
_BUDGET = 10_000  # comparisons of two blocks that one pair of texts may cost
_NO_WORDS = re.compile(r"[\W_]+")

Places = list[tuple[int, int]]
Prints = dict[int, frozenset[str]]


class Pair(NamedTuple):
    """Two blocks, by their places, that are one; ``is_moved`` if it left the order that the others kept."""

    old: int
    new: int
    is_moved: bool = False


def pair(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Pairs of blocks: every block at most once, those that are not moved rising on both sides."""
    kept = alignment.matches(old, new)
    left, right = _others(len(old), [i for i, _j in kept]), _others(len(new), [j for _i, j in kept])
    moved = _moved_whole(old, new, left, right)
    _drop(left, right, moved)
    old_prints: Prints = {i: _print(old[i]) for i in left}
    new_prints: Prints = {j: _print(new[j]) for j in right}
    changed = [found for gap in _gaps(kept, left, right) for found in _changed(*gap, old_prints, new_prints)]
    _drop(left, right, changed)
    moved += _moved_changed(left, right, old_prints, new_prints)
    return [*(Pair(i, j) for i, j in kept + changed), *(Pair(i, j, is_moved=True) for i, j in moved)]


def _others(count: int, taken: list[int]) -> list[int]:
    return sorted(set(range(count)).difference(taken))


def _drop(left: list[int], right: list[int], places: Places) -> None:
    gone_left, gone_right = {i for i, _j in places}, {j for _i, j in places}
    left[:] = [i for i in left if i not in gone_left]
    right[:] = [j for j in right if j not in gone_right]


def _moved_whole(old: Sequence[str], new: Sequence[str], left: list[int], right: list[int]) -> Places:
    """Blocks with words that stand unchanged in another place."""
    waiting: dict[str, list[int]] = {}
    for i in reversed(left):
        if _NO_WORDS.sub("", old[i]):
            waiting.setdefault(old[i], []).append(i)
    return [(waiting[new[j]].pop(), j) for j in right if waiting.get(new[j])]


def _gaps(kept: Places, left: list[int], right: list[int]) -> Iterator[tuple[list[int], list[int]]]:
    """The unmatched blocks of both sides between two kept ones, cut into slices where they are too many."""
    i = j = 0
    for kept_i, kept_j in [*kept, (sys.maxsize, sys.maxsize)]:
        next_i, next_j = bisect_left(left, kept_i), bisect_left(right, kept_j)
        if i < next_i and j < next_j:
            yield from _slices(left[i:next_i], right[j:next_j])
        i, j = next_i, next_j


def _slices(left: list[int], right: list[int]) -> Iterator[tuple[list[int], list[int]]]:
    """Long rewritten stretches slice by slice, so that comparing each with each stays within the budget."""
    count = -(-len(left) * len(right) // _BUDGET)
    for number in range(count):
        yield (
            left[len(left) * number // count : len(left) * (number + 1) // count],
            right[len(right) * number // count : len(right) * (number + 1) // count],
        )


def _changed(left: list[int], right: list[int], old_prints: Prints, new_prints: Prints) -> Places:
    """The rising pairs that are most alike altogether (the classic table of weighted alignment)."""
    straight = list(zip(left, right, strict=False))
    if len(left) == len(right) and all(
        _likeness(old_prints[i], new_prints[j]) >= _CERTAIN for i, j in straight
    ):
        return straight
    best = [[0.0] * (len(right) + 1) for _row in range(len(left) + 1)]
    for a, i in enumerate(left, 1):
        for b, j in enumerate(right, 1):
            alike = _likeness(old_prints[i], new_prints[j])
            together = best[a - 1][b - 1] + alike if alike >= _CHANGED else 0.0
            best[a][b] = max(best[a - 1][b], best[a][b - 1], together)
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


def _moved_changed(left: list[int], right: list[int], old_prints: Prints, new_prints: Prints) -> Places:
    """Blocks that stand in another place with a few words changed, the most alike first."""
    if len(left) * len(right) > _BUDGET:
        return []
    alike = [(_likeness(old_prints[i], new_prints[j]), i, j) for i in left for j in right]
    found: dict[int, int] = {}
    for likeness, i, j in sorted(alike, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if likeness >= _MOVED and i not in found and j not in found.values():
            found[i] = j
    return list(found.items())


def _print(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters, by which two texts are compared."""
    bare = _NO_WORDS.sub("", text)
    return frozenset(map("".join, pairwise(bare))) or frozenset(bare)


def _likeness(old: frozenset[str], new: frozenset[str]) -> float:
    """Twice the common share of both (Dice), from 0 to 1."""
    total = len(old) + len(new)
    return 2 * len(old & new) / total if total else 0.0
