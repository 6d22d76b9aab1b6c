"""Footnotes: a superscript link, a numbered note at the end, and a way back. No note is ever lost."""

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def

from articles.text.labels import label
from articles.text.markup import block_markup, inline_markup, tag
from articles.text.page import Page

_MARK = re.compile(r"\[\^([^\s\[\]]{1,100})\]")
BACK_SIGN = "\u21a9\ufe0e"  # the selector keeps telephones from drawing an emoji


def use_footnotes(md: MarkdownIt) -> None:
    """Read ``[^name]`` marks and ``[^name]: …`` notes."""
    md.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.before("link", "footnote_mark", _mark)


def _mark(state: StateInline, silent: bool) -> bool:
    notes = state.env.get("footnotes", {}).get("refs", {})
    if not notes or state.src[state.pos] != "[":
        return False
    found = _MARK.match(state.src, state.pos, state.posMax)
    if found is None or ":" + found[1] not in notes:
        return False
    if not silent:
        state.push("footnote_mark", "", 0).content = found[1]
    state.pos = found.end()
    return True


def gather_footnotes(tokens: list[Token], page: Page) -> list[Token]:
    """Number the marks in reading order and move the notes to the end; notes without a mark come last."""
    body, notes = _apart(tokens)
    marks = _Marks()
    marks.number(body)
    printed: list[Token] = []
    for name in marks.order:  # grows while notes that mention other notes are printed
        printed += _note(marks, name, notes.pop(name, []), page)
    for name in list(notes):
        printed += _note(marks, name, notes.pop(name), page)
    if not printed:
        return body
    name = label("footnotes", page.language)
    opening = tag("section", {"class": "footnotes", "role": "doc-endnotes", "aria-label": name})
    return [*body, block_markup(opening + "<ol>\n"), *printed, block_markup("</ol></section>\n")]


def _apart(tokens: Iterable[Token]) -> tuple[list[Token], dict[str, list[Token]]]:
    """Separate the body from the notes; a note inside a note stands on its own, twins are joined."""
    body: list[Token] = []
    notes: dict[str, list[Token]] = {}
    places = [body]
    for token in tokens:
        if token.type == "footnote_reference_open":
            places.append(notes.setdefault(token.meta["label"], []))
        elif token.type == "footnote_reference_close":
            places.pop()
        else:
            places[-1].append(token)
    return body, notes


class _Marks:
    """The numbers given so far, and how often each note was mentioned."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self.numbers: dict[str, int] = {}
        self.mentions: dict[str, int] = {}

    def number(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            if token.type == "inline" and token.children:
                linked = 0
                for place, child in enumerate(token.children):
                    linked += child.nesting if child.type in ("link_open", "link_close") else 0
                    if child.type == "footnote_mark":
                        token.children[place] = self._print(child.content, inside_link=linked > 0)

    def give(self, name: str) -> int:
        if name not in self.numbers:
            self.order.append(name)
            self.numbers[name] = len(self.order)
        return self.numbers[name]

    def _print(self, name: str, inside_link: bool) -> Token:
        number = self.give(name)
        if inside_link:  # a link cannot hold another one
            return inline_markup(f'<sup class="footnote-ref">{number}</sup>')
        self.mentions[name] = self.mentions.get(name, 0) + 1
        anchor = _anchor(number, self.mentions[name])
        link = tag("a", {"href": f"#fn-{number}", "id": anchor, "role": "doc-noteref"})
        return inline_markup(f'<sup class="footnote-ref">{link}{number}</a></sup>')


def _anchor(number: int, mention: int) -> str:
    return f"fnref-{number}" if mention == 1 else f"fnref-{number}-{mention}"


def _note(marks: _Marks, name: str, content: list[Token], page: Page) -> list[Token]:
    number = marks.give(name)
    marks.number(content)
    back = "".join(_back(number, mention + 1, page) for mention in range(marks.mentions.get(name, 0)))
    opening = block_markup(tag("li", {"id": f"fn-{number}"}))
    if content and content[-1].type == "paragraph_close":
        content = [*content[:-1], inline_markup(back), content[-1]]
    else:
        content = [*content, block_markup(f"<p>{back}</p>\n" if back else "")]
    return [opening, *content, block_markup("</li>\n")]


def _back(number: int, mention: int, page: Page) -> str:
    name = f"{label('back', page.language)} {number}" + (f"-{mention}" if mention > 1 else "")
    attributes = {"href": "#" + _anchor(number, mention), "class": "footnote-back", "role": "doc-backlink"}
    return " " + tag("a", {**attributes, "aria-label": name}) + BACK_SIGN + "</a>"
