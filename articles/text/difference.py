"""What changed between two texts, as an editor reads it: blocks are paired first, then words within them.

The pieces of a block are exact: what is not inserted is the old text, what is not deleted the new one.
"""

from collections.abc import Iterator
from typing import NamedTuple

from articles.text import alignment, pairing, segments

_SHORTEST_SAME = 2  # characters; a shorter gap between two changes is closed


class Piece(NamedTuple):
    """A run of words: ``same``, ``insert`` or ``delete``."""

    kind: str
    text: str


class Block(NamedTuple):
    """A paragraph: ``same``, ``insert``, ``delete``, ``change`` or ``moved`` (perhaps changed as well).

    Lines count from 1 and are ``None`` on the side where the block does not exist.
    """

    kind: str
    old_line: int | None
    new_line: int | None
    old: str
    new: str
    pieces: tuple[Piece, ...]


def blocks(old: str, new: str) -> list[Block]:
    """The blocks of ``new`` in order, deleted ones where they stood, moved ones where they stand now.

    The number of empty lines between two blocks is no difference.
    """
    before = [chunk for chunk in segments.blocks(old) if chunk.text.strip()]
    after = [chunk for chunk in segments.blocks(new) if chunk.text.strip()]
    return [
        _block(None if i is None else before[i], None if j is None else after[j], is_moved)
        for i, j, is_moved in in_order([chunk.text for chunk in before], [chunk.text for chunk in after])
    ]


def in_order(old: list[str], new: list[str]) -> Iterator[tuple[int | None, int | None, bool]]:
    """``(old, new, moved)`` by their places for blocks that are apart already, in the order of ``blocks``."""
    yield from _in_order(pairing.pair(old, new), len(old), len(new))


def pieces(old: str, new: str) -> list[Piece]:
    """What changed within one paragraph: Han by character, Latin by word, numbers and addresses whole."""
    if old == new:
        return [Piece("same", old)] if old else []
    before, after = segments.tokens(old), segments.tokens(new)
    runs: list[tuple[str, str, str]] = []  # deleted, inserted, then the same
    i = j = 0
    for next_i, next_j in [*alignment.matches(before, after), (len(before), len(after))]:
        deleted, inserted = "".join(before[i:next_i]), "".join(after[j:next_j])
        same = before[next_i] if next_i < len(before) else ""
        if runs and not deleted and not inserted:
            runs[-1] = (*runs[-1][:2], runs[-1][2] + same)
        else:
            runs.append((deleted, inserted, same))
        i, j = next_i + 1, next_j + 1
    return list(_pieces(_closed(runs)))


def _closed(runs: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The runs without gaps that only chop a change up.

    A gap is closed if it is shorter than two characters, or no longer than the changes on both its sides.
    """
    closed: list[tuple[str, str, str]] = []
    for deleted, inserted, same in runs:
        while closed and _is_chopped(closed[-1], deleted, inserted):
            earlier = closed.pop()
            deleted = earlier[0] + earlier[2] + deleted
            inserted = earlier[1] + earlier[2] + inserted
        closed.append((deleted, inserted, same))
    return closed


def _is_chopped(earlier: tuple[str, str, str], deleted: str, inserted: str) -> bool:
    size_before, size_after = max(map(len, earlier[:2])), max(len(deleted), len(inserted))
    gap = len(earlier[2])
    return bool(size_before and size_after) and (gap < _SHORTEST_SAME or gap <= min(size_before, size_after))


def _pieces(runs: list[tuple[str, str, str]]) -> Iterator[Piece]:
    for deleted, inserted, same in runs:
        if deleted:
            yield Piece("delete", deleted)
        if inserted:
            yield Piece("insert", inserted)
        if same:
            yield Piece("same", same)


def _in_order(
    pairs: list[pairing.Pair], old_count: int, new_count: int
) -> Iterator[tuple[int | None, int | None, bool]]:
    """``(old, new, moved)`` for every block; a deletion comes before what took its place."""
    partner = {pair.new: pair for pair in pairs}
    gone = sorted(set(range(old_count)) - {pair.old for pair in pairs}, reverse=True)
    # For every new block, the next old block that kept its place.
    following = [old_count] * (new_count + 1)
    for j in range(new_count - 1, -1, -1):
        stays = j in partner and not partner[j].is_moved
        following[j] = partner[j].old if stays else following[j + 1]
    for j in range(new_count + 1):
        while gone and gone[-1] < following[j]:
            yield gone.pop(), None, False
        if j < new_count:
            pair = partner.get(j)
            yield (pair.old, j, pair.is_moved) if pair else (None, j, False)


def _block(old: segments.Chunk | None, new: segments.Chunk | None, is_moved: bool) -> Block:
    old_text, new_text = old.text if old else "", new.text if new else ""
    if old is None or new is None:
        kind = "delete" if old else "insert"
        marked: tuple[Piece, ...] = (Piece(kind, old_text or new_text),)
    else:
        kind = "moved" if is_moved else "same" if old_text == new_text else "change"
        marked = tuple(pieces(old_text, new_text))
    return Block(kind, old.line if old else None, new.line if new else None, old_text, new_text, marked)
