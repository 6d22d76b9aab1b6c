"""Tables as written: pipe tables within a limit of cells, and lines set with tabs."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table as markdown_table

MOST_CELLS = 20_000  # in one article; short rows are filled up, so a small text could ask for millions

_PIPE = re.compile(r"(?<!\\)\|")
_TABS = re.compile(r"[ \t]*\t[ \t]*")


def use_tables(md: MarkdownIt) -> None:
    """Read pipe tables within the limit of cells, and runs of lines that hold tabs."""
    md.block.ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
    md.block.ruler.before("lheading", "tabbed_lines", _tabbed_lines, {"alt": ["paragraph"]})


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not (start + 1 < end and _is_ruled(state, start + 1)):
        return False
    # The empty lines are those that the first table sees; after it no table is read twice.
    if "blank_after" not in state.env and not markdown_table(state, start, end, True):
        return False
    columns = len(_PIPE.split(_line(state, start).strip().strip("|")))
    rows = min(_blank_after(state, start), end) - start - 1
    affordable = _spend(state, columns * rows, True)
    return affordable and markdown_table(state, start, end, silent) and _spend(state, columns * rows, silent)


def _is_ruled(state: StateBlock, line: int) -> bool:
    """Say whether a line begins like the one under the names of columns; most do not."""
    place = state.bMarks[line] + state.tShift[line]
    return place < state.eMarks[line] and state.src[place] in "|-:"


def _spend(state: StateBlock, cells: int, silent: bool) -> bool:
    spent = state.env.get("cells", 0) + cells
    if spent > MOST_CELLS:
        return False
    if not silent:
        state.env["cells"] = spent
    return True


def _blank_after(state: StateBlock, line: int) -> int:
    """Return the first empty line after ``line``; all of them are found in one sweep."""
    if "blank_after" not in state.env:
        blanks, blank = [0] * state.lineMax, state.lineMax
        for place in range(state.lineMax - 1, -1, -1):
            blank = place if state.isEmpty(place) else blank
            blanks[place] = blank
        state.env["blank_after"] = blanks
    return int(state.env["blank_after"][line])


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _tabbed_lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read two or more lines with tabs inside: a table if they are even, else lines that keep their ends."""
    if not (_is_tabbed(state, start, end) and _is_tabbed(state, start + 1, end)):
        return False
    if silent:
        return True
    stop = start + 2
    while _is_tabbed(state, stop, end):
        stop += 1
    rows = [_TABS.split(_line(state, line).strip()) for line in range(start, stop)]
    even = len({len(row) for row in rows}) == 1
    if even and _spend(state, len(rows) * len(rows[0]), silent):
        _push_table(state, rows, start)
    else:
        _push_lines(state, rows, start, stop)
    state.line = stop
    return True


def _is_tabbed(state: StateBlock, line: int, end: int) -> bool:
    if line >= end or state.sCount[line] < state.blkIndent or state.is_code_block(line):
        return False
    begin = state.bMarks[line] + state.tShift[line]
    if state.src.find("\t", begin, state.eMarks[line]) < 0:
        return False
    return "\t" in _line(state, line).strip()


def _push_table(state: StateBlock, rows: list[list[str]], start: int) -> None:
    state.push("table_open", "table", 1)
    state.push("tbody_open", "tbody", 1)
    for line, row in enumerate(rows, start):
        state.push("tr_open", "tr", 1)
        for cell in row:
            state.push("td_open", "td", 1)
            _push_inline(state, cell, [line, line + 1])
            state.push("td_close", "td", -1)
        state.push("tr_close", "tr", -1)
    state.push("tbody_close", "tbody", -1)
    state.push("table_close", "table", -1)


def _push_lines(state: StateBlock, rows: list[list[str]], start: int, stop: int) -> None:
    state.push("paragraph_open", "p", 1)
    _push_inline(state, "  \n".join("\u2003".join(row) for row in rows), [start, stop])
    state.push("paragraph_close", "p", -1)


def _push_inline(state: StateBlock, content: str, lines: list[int]) -> None:
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = content, lines, []
