"""Lines and paragraphs: Chinese line ends close up, emphasis gets its dots, and notes are told apart."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from articles.text.cjk import closes_up, is_han
from articles.text.labels import label
from articles.text.markup import block_markup, inline_markup, inlines, tag
from articles.text.page import Page

MOST_DOTS = 15  # Han characters; longer runs are unreadable under dots
FIRST_LINE_INDENT = "\u3000\u3000"
_SENTENCE_ENDS = "。！？；："
_DEFINITION = re.compile(r"\[[^\[\]]{1,100}\]:")


def use_line_ends(md: MarkdownIt) -> None:
    """Let an indented Chinese line, or a line after a finished list item or note, stand on its own."""
    md.block.ruler.before("paragraph", "line_end", _line_end, {"alt": ["paragraph"]})


def _line_end(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Say that the line at ``start`` continues nothing; it is asked only while a paragraph runs on."""
    if not silent or state.parentType != "paragraph":
        return False
    begin = state.bMarks[start] + state.tShift[start]
    if state.src.startswith(FIRST_LINE_INDENT, begin):
        return True
    if state.sCount[start] >= state.blkIndent:
        return False
    if _DEFINITION.match(state.src, begin, state.eMarks[start]):
        return True
    before = state.src[state.bMarks[start - 1] : state.eMarks[start - 1]].rstrip()
    return before.endswith(tuple(_SENTENCE_ENDS))


def mend_lines(tokens: list[Token]) -> None:
    """Drop line ends between Chinese characters and mark short Han emphasis for dots."""
    for children in inlines(tokens):
        children[:] = _closed_up(children)
        _dot(children)


def _closed_up(children: list[Token]) -> list[Token]:
    kept: list[Token] = []
    before, waiting = "", -1  # the last character printed; where a line end waits in ``kept``
    for token in children:
        said = token.content if token.type in ("text", "code_inline") else ""
        if said and waiting >= 0:
            if closes_up(before, said):
                kept[waiting] = Token("text", "", 0)
            waiting = -1
        if token.type == "softbreak":
            waiting = len(kept)
        elif said:
            before = said[-1]
        elif token.nesting == 0 and token.type != "text":
            before, waiting = "", -1  # a picture, a break or a mark stands between
        kept.append(token)
    return kept


def _dot(children: list[Token]) -> None:
    for place, token in enumerate(children[:-2]):
        if token.type != "em_open" or children[place + 2].type != "em_close":
            continue
        said = children[place + 1]
        if said.type == "text" and len(said.content) <= MOST_DOTS and all(map(is_han, said.content)):
            token.attrs["class"] = "dots"


def mark_notes(tokens: list[Token]) -> None:
    """Set a paragraph that is one emphasis only as a note."""
    for place, token in enumerate(tokens):
        if token.type == "paragraph_open" and not token.hidden and _is_one_emphasis(tokens[place + 1]):
            token.attrs["class"] = "note"


def _is_one_emphasis(inline: Token) -> bool:
    children = [token for token in inline.children or () if token.type != "text" or token.content]
    if len(children) < 3 or children[0].type != "em_open" or children[-1].type != "em_close":
        return False
    depth = 0
    for token in children[:-1]:
        depth += token.nesting if token.tag == "em" else 0
        if depth == 0:
            return False
    return True


def print_tasks(tokens: list[Token], page: Page) -> list[Token]:
    """Print the box of every task as a sign with a name: an article has no form fields."""
    printed: list[Token] = []
    for place, token in enumerate(tokens):
        printed.append(token)
        if token.type != "list_item_open" or "checked" not in token.meta:
            continue
        box = _box(bool(token.meta["checked"]), page)
        token.meta = {}
        opened = tokens[place + 1 : place + 3]
        if len(opened) == 2 and opened[0].type == "paragraph_open":
            opened[1].children = [inline_markup(box), *(opened[1].children or [])]
        else:
            printed.append(block_markup(box))
    return printed


def _box(checked: bool, page: Page) -> str:
    name = label("done" if checked else "open", page.language)
    return (
        tag("span", {"class": "task", "role": "img", "aria-label": name})
        + ("☑" if checked else "☐")
        + "</span> "
    )


def print_callouts(tokens: list[Token], page: Page) -> None:
    """Name the callouts (``> [!NOTE]``) in the article's language and give them our classes."""
    for place, token in enumerate(tokens):
        if token.type == "alert_open":
            kind = str(token.meta["kind"]).lower()
            token.attrs = {"class": f"callout callout-{kind}", "role": "note"}
            tokens[place + 1].attrs = {"class": "callout-title"}
            tokens[place + 2].children = [Token("text", "", 0, content=label(kind, page.language))]
