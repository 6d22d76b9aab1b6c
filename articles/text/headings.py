"""Headings: levels from h2 without gaps, anchors that keep Chinese, and the table of contents."""

import html
import re
import unicodedata
from typing import NamedTuple

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from articles.text.markup import block_markup, inline_markup, is_plain, words
from articles.text.page import Page

ANCHOR_LENGTH = 64  # characters of a heading that go into its anchor
DEEPEST = 6

_BETWEEN_WORDS = re.compile(r"[\W_]+")
_BLANK = re.compile(r"\s+")


class Heading(NamedTuple):
    """A line of the table of contents; ``level`` is the printed one, 2 to 6."""

    level: int
    text: str
    anchor: str


def arrange_headings(tokens: list[Token], page: Page) -> tuple[list[Token], tuple[Heading, ...]]:
    """Return the tokens with headings as printed, and the headings that stand outside lists and quotes."""
    arranged: list[Token] = []
    contents: list[Heading] = []
    outline: list[int] = []  # the written levels above the present heading
    first, place = True, 0
    while place < len(tokens):
        token = tokens[place]
        if token.type != "heading_open":
            arranged.append(token)
            place += 1
            continue
        said = _said(tokens[place + 1])
        if said and not (first and _same(said, page.title)):
            heading = Heading(_level(outline, int(token.tag[1])), said, page.unique(anchor(said)))
            apart = place > 0 and tokens[place - 1].hidden  # behind the words of a tight list item
            arranged += _printed(tokens[place : place + 3], heading, apart)
            contents += [heading] if token.level == 0 else []
        first, place = first and not said, place + 3
    return arranged, tuple(contents)


def anchor(said: str) -> str:
    """Return the anchor of a heading before it is made unique: ``h-`` and its words, Chinese kept."""
    folded = unicodedata.normalize("NFKC", said).lower()
    return "h-" + (_BETWEEN_WORDS.sub("-", folded)[:ANCHOR_LENGTH].strip("-") or "section")


def _said(inline: Token) -> str:
    return " ".join(words(inline.children or ()).split())


def _same(said: str, title: str) -> bool:
    return bool(title) and _folded(said) == _folded(title)


def _folded(title: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", title)).casefold()


def _level(outline: list[int], written: int) -> int:
    while outline and outline[-1] >= written:
        outline.pop()
    outline.append(written)
    return min(len(outline) + 1, DEEPEST)


def _printed(tokens: list[Token], heading: Heading, apart: bool) -> list[Token]:
    """Return the tokens of a heading with its anchor; most headings hold plain words and are written at once."""
    opening, inline, closing = tokens
    name, children = html.escape(heading.anchor), inline.children or []
    link = f'<a class="anchor" href="#{name}">'
    holds_link = any(child.type == "link_open" or "<a " in child.content for child in children)
    if is_plain(children) and not holds_link:
        words_in_link = f"{link}{escapeHtml(children[0].content)}</a>"
        line = f'<h{heading.level} id="{name}">{words_in_link}</h{heading.level}>\n'
        return [block_markup("\n" + line if apart else line)]
    opening.tag = closing.tag = f"h{heading.level}"
    opening.attrs["id"] = heading.anchor
    if not holds_link:
        inline.children = [inline_markup(link), *children, inline_markup("</a>")]
    return tokens
