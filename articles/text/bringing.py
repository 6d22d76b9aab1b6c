"""Puts one paragraph of an older text back into a newer one, where it stood."""

from articles.text import difference, segments
from articles.text.difference import Block


def bring_back(old: str, new: str, line: int) -> str | None:
    """``new`` with the block that begins in line ``line`` of ``old``; None when it begins none, or is there already.

    A changed block gets its old words; a deleted one comes back before the block that followed it.
    """
    found = difference.blocks(old, new)
    place = next((at for at, block in enumerate(found) if block.old_line == line), None)
    if place is None or found[place].old == found[place].new:
        return None
    block = found[place]
    if block.new_line is not None:
        return _instead(new, block.new_line, block.old)
    following = next((each.new_line for each in found[place + 1 :] if each.new_line is not None), None)
    return _before(new, following, block)


def _instead(text: str, line: int, words: str) -> str:
    return "".join(
        (words if chunk.line == line else chunk.text) + chunk.gap for chunk in segments.blocks(text)
    )


def _before(text: str, line: int | None, block: Block) -> str:
    if line is None:
        kept = text.rstrip("\n")
        return f"{kept}\n\n{block.old}\n" if kept else f"{block.old}\n"
    parts = (
        (f"{block.old}\n\n" if chunk.line == line else "") + chunk.text + chunk.gap
        for chunk in segments.blocks(text)
    )
    return "".join(parts)
