"""Paragraphs and underlined headings, read in one sweep: upstream reads every paragraph twice."""

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock, lheading

_DEEPEST_INDENT = 3  # columns; more would be code, and inside a paragraph goes on with it


def paragraph_or_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read what upstream's rules ``lheading`` and ``paragraph`` make of the line at ``start``.

    They look equally far where the document, list or quotation ends with its lines; elsewhere they differ, and
    upstream is asked.
    """
    if end != state.lineMax or state.is_code_block(start):
        return bool(lheading(state, start, end, silent))
    before = state.parentType
    state.parentType = "paragraph"
    stop, mark = _sweep(state, start + 1, end)
    content = mdTrim(state.getLines(start, stop, state.blkIndent, False))
    state.line = stop + 1 if mark else stop
    if mark:
        push_text(state, "heading", "h1" if mark == "=" else "h2", content, [start, state.line], stop, mark)
        state.parentType = before
    else:
        # Upstream leaves the kind of the parent as it is here: its rule for headings gave up half way.
        push_text(state, "paragraph", "p", content, [start, state.line], stop, "")
    return True


def _sweep(state: StateBlock, line: int, end: int) -> tuple[int, str]:
    """Return the line after the last one of the text, and the mark of the underline if that line is one."""
    (ends,) = state.md.block.ruler.getRules("paragraph")
    begins, shifts, stops, indents = state.bMarks, state.tShift, state.eMarks, state.sCount
    least, src = state.blkIndent, state.src
    while line < end:
        place, indent = begins[line] + shifts[line], indents[line]
        if place >= stops[line]:
            break
        if indent - least <= _DEEPEST_INDENT:
            if src[place] in "-=" and indent >= least and _is_underline(state, place, stops[line]):
                return line, src[place]
            if indent >= 0 and ends(state, line, end, True):
                break
        line += 1
    return line, ""


def _is_underline(state: StateBlock, place: int, stop: int) -> bool:
    return state.skipSpaces(state.skipCharsStr(place, state.src[place])) >= stop


def push_text(
    state: StateBlock, kind: str, tag: str, content: str, lines: list[int], stop: int, mark: str
) -> None:
    """Add the tokens of a paragraph or heading; its words end before the line ``stop``."""
    opening = state.push(f"{kind}_open", tag, 1)
    inline = state.push("inline", "", 0)
    closing = state.push(f"{kind}_close", tag, -1)
    opening.map, opening.markup = lines, mark
    inline.map, inline.content, inline.children = [lines[0], stop], content, []
    closing.markup = mark
