"""The longest common subsequence, against the textbook."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from articles.text import alignment


def longest(old: str, new: str) -> int:
    row = [0] * (len(new) + 1)
    for a in old:
        before, row = row, [0]
        for j, b in enumerate(new):
            row.append(before[j] + 1 if a == b else max(before[j + 1], row[-1]))
    return row[-1]


def are_sound(pairs: list[tuple[int, int]], old: str, new: str) -> bool:
    rising = all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))
    return rising and all(old[i] == new[j] for i, j in pairs)


short = st.text("abc港口", max_size=30)


@given(short, short)
def test_as_many_parts_are_matched_as_there_can_be(old, new):
    pairs = alignment.matches(old, new)
    assert are_sound(pairs, old, new)
    assert len(pairs) == longest(old, new)


@given(st.text(max_size=40), st.text(max_size=40))
def test_texts_too_large_for_the_table_are_matched_by_what_is_unique(old, new):
    by_anchors = alignment._by_anchors(old, new)
    assert are_sound(by_anchors, old, new)
    assert len(by_anchors) <= longest(old, new)


def test_anchors_find_what_moved_least():
    assert alignment._by_anchors("xabcy", "aqbzc") == [(1, 0), (2, 2), (3, 4)]
