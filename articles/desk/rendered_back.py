"""Which paragraphs of an older source a rendered difference can bring back, each beside the block that shows it."""

import re
from collections.abc import Iterable, Iterator

from articles.desk.rendered import Rendered, Run, Way
from articles.text.difference import Block
from articles.text.markdown import render
from articles.text.printed_words import printed_words

QUOTED = 24  # characters by which a paragraph is told from its neighbours
# Numbers of notes differ between a whole text and one paragraph of it, so a comparison leaves digits out.
_LETTERS = re.compile(r"[^\W\d_]+")


def with_ways(runs: list[Run], source: Iterable[Block], *, language: str) -> tuple[list[Run], bool]:
    """``runs`` with the ways back from the older source in them; whether some paragraph shows in none of them.

    A list with empty lines between its items is one block for readers and several paragraphs of the source.
    """
    changed = [(at, place) for at, run in enumerate(runs) for place, _block in _changed(run)]
    blocks = [runs[at].blocks[place] for at, place in changed]
    shown = [_letters(printed_words(block.old)) for block in blocks]
    held: dict[int, list[Way]] = {}
    is_hidden, start = False, 0
    for block in source:
        if block.old_line is None or block.old == block.new:
            continue
        found = _shows(shown, block, language, start)
        if found is None:
            is_hidden = True
            continue
        start = found
        held.setdefault(found, []).append(Way(block.old_line, " ".join(block.old.split())[:QUOTED]))
    for found, ways in held.items():
        at, place = changed[found]
        runs[at].blocks[place] = blocks[found]._replace(back=tuple(ways))
    return runs, is_hidden


def _changed(run: Run) -> Iterator[tuple[int, Rendered]]:
    return ((place, block) for place, block in enumerate(run.blocks) if block.kind != "same" and block.old)


def _shows(shown: list[str], wanted: Block, language: str, start: int) -> int | None:
    """Which block holds the paragraph's words as they were; from the last one found on, else from the top."""
    words = _letters(render(wanted.old, language=language).plain)
    if not words:
        return None
    order = (*range(start, len(shown)), *range(start))
    return next((place for place in order if words in shown[place]), None)


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(text))
