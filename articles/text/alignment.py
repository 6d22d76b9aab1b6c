"""Which parts two sequences have in common, in order: the longest common subsequence, found with machine words.

Rows of the classic table are kept as the bits of one large integer (Hyyrö, "Bit-parallel LCS-length computation
revisited", 2004), so that 20 000 by 20 000 parts take a fraction of a second.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence

Pairs = list[tuple[int, int]]
_LARGEST = 450_000_000  # cells of the table: one bit each, some 60 MB


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """Pairs ``(i, j)`` with ``old[i] == new[j]``, rising in both; as many as there can be.

    Only in texts far beyond any article some are missed: there the parts that occur once on both sides are matched
    first, and what is still too large between two of them counts as different.
    """
    head, tail = _common_ends(old, new)
    middle = _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    return [
        *((i, i) for i in range(head)),
        *((head + i, head + j) for i, j in middle),
        *((len(old) - back, len(new) - back) for back in range(tail, 0, -1)),
    ]


def _common_ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = next((i for i in range(shorter - head) if old[-1 - i] != new[-1 - i]), shorter - head)
    return head, tail


def _middle(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """Matches of two sequences after leaving out what stands on one side only."""
    in_old, in_new = set(old), set(new)
    left = [i for i, part in enumerate(old) if part in in_new]
    right = [j for j, part in enumerate(new) if part in in_old]
    align = _by_table if len(left) * len(right) <= _LARGEST else _by_anchors
    found = align([old[i] for i in left], [new[j] for j in right])
    return [(left[i], right[j]) for i, j in found]


def _by_table(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    rows = _rows(old, new)
    pairs: Pairs = []
    i, j = len(old), len(new)
    while i and j:
        # A zero bit says that old[i - 1] lengthens the common subsequence of old[:i] and new[:j].
        if rows[j] >> (i - 1) & 1:
            i -= 1
        elif j > 1 and not rows[j - 1] >> (i - 1) & 1:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    pairs.reverse()
    return pairs


def _rows(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[int]:
    """One integer for each length of ``new`` from 0, whose bits stand for the parts of ``old``."""
    places: dict[Hashable, int] = {}
    for index, part in enumerate(old):
        places[part] = places.get(part, 0) | 1 << index
    full = (1 << len(old)) - 1
    row = full
    rows = [row]
    for part in new:
        common = row & places[part]
        row = ((row + common) | (row - common)) & full
        rows.append(row)
    return rows


def _by_anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """The longest rising chain of parts that occur once on both sides, and the matches between its links."""
    chain = _chain(old, new)
    if not chain:
        return []
    pairs: Pairs = []
    i = j = 0
    for next_i, next_j in [*chain, (len(old), len(new))]:
        pairs += [(i + a, j + b) for a, b in matches(old[i:next_i], new[j:next_j])]
        if next_i < len(old):
            pairs.append((next_i, next_j))
        i, j = next_i + 1, next_j + 1
    return pairs


def _chain(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    in_old, in_new = Counter(old), Counter(new)
    places = {part: i for i, part in enumerate(old) if in_old[part] == 1 == in_new[part]}
    candidates = [(places[part], j) for j, part in enumerate(new) if part in places]
    ends: list[int] = []  # the least last ``i`` of a chain of each length
    tops: list[int] = []  # the candidate that ends it
    before: list[int] = []
    for index, (i, _j) in enumerate(candidates):
        length = bisect_left(ends, i)
        before.append(tops[length - 1] if length else -1)
        ends[length : length + 1] = [i]
        tops[length : length + 1] = [index]
    chain: Pairs = []
    index = tops[-1] if tops else -1
    while index >= 0:
        chain.append(candidates[index])
        index = before[index]
    return chain[::-1]
