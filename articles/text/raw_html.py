"""HTML written inside Markdown: a small useful part is kept and balanced, the rest is dropped or shown.

Nothing an author writes can swallow the text after it: tags that would are printed as words.
"""

import html
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from articles.text.addresses import may_link, may_show, relation
from articles.text.markup import inline_markup, tag, text
from articles.text.page import Page
from articles.text.raw_tags import (
    AS_DIV,
    BLOCKS,
    DROPPED,
    HEADINGS,
    INLINE,
    VOID,
    Piece,
    cut_up,
    given,
    is_aside,
    read_tag,
)
from articles.text.table_frames import region

DEEPEST = 64  # tags inside tags


def tame_html(tokens: list[Token], page: Page) -> None:
    """Replace raw HTML, in paragraphs and between them, by what may be printed of it."""
    _tame_blocks(tokens, page)
    for token in tokens:
        if token.type == "inline" and any(child.type == "html_inline" for child in token.children or ()):
            token.children = list(_tame_run(token.children or [], page))


def _tame_blocks(tokens: list[Token], page: Page) -> None:
    stream: list[Piece | int] = []
    blocks: list[tuple[Token, list[Piece]]] = []
    for token in tokens:
        if token.type == "html_block":
            blocks.append((token, list(cut_up(token.content))))
            stream += blocks[-1][1]
        elif token.nesting:
            stream.append(token.nesting)
    _pair(stream, INLINE | BLOCKS)
    for token, pieces in blocks:
        token.content = _in_block(pieces, page)


def _in_block(pieces: list[Piece], page: Page) -> str:
    printed = "".join(_printed(piece, page) for piece in pieces)
    holds_block = any(piece.name in BLOCKS | AS_DIV | HEADINGS | {"hr"} for piece in pieces)
    if holds_block or not printed.strip():
        return printed
    return f"<p>{printed.strip()}</p>\n"


def _tame_run(children: list[Token], page: Page) -> Iterator[Token]:
    pieces = {
        place: read_tag(token.content) for place, token in enumerate(children) if token.type == "html_inline"
    }
    _pair([pieces.get(place) or _Step(token) for place, token in enumerate(children)], INLINE)
    for place, token in enumerate(children):
        piece = pieces.get(place)
        if piece is None:
            yield token
        elif piece.name == "img" and not piece.closing:
            yield _image(piece)
        elif piece.name == "br":
            yield Token("hardbreak", "br", 0)
        elif piece.name:
            yield _inline(piece, page)
        elif not is_aside(piece.source):
            yield text(piece.source)


class _Step(int):
    """A token of Markdown between raw tags: it opens (1), closes (-1) or stands alone (0)."""

    link: bool

    def __new__(cls, token: Token) -> "_Step":
        step = super().__new__(cls, token.nesting)
        step.link = token.type == "link_open"
        return step


def _inline(piece: Piece, page: Page) -> Token:
    known = piece.name in INLINE | BLOCKS | AS_DIV | HEADINGS | VOID | DROPPED
    if not known:
        return text(piece.source)
    shown = piece.paired or piece.name == "wbr"
    return inline_markup(_tag(piece, page)) if shown else text("")


def _pair(stream: Iterable["Piece | int"], allowed: frozenset[str]) -> None:
    """Mark the tags that have a partner in the same place; Markdown and raw tags may not cross."""
    opened: list[Piece | int] = []
    for item in stream:
        if isinstance(item, int):
            if item > 0:
                if getattr(item, "link", False):
                    _forget_links(opened)
                opened.append(item)
            while item < 0 and opened and isinstance(opened.pop(), Piece):
                continue
        elif item.name in allowed and not item.closing:
            if item.name == "a":
                _forget_links(opened)
            if len(opened) < DEEPEST:
                opened.append(item)
        elif item.name in allowed and opened:
            top = opened[-1]
            if isinstance(top, Piece) and top.name == item.name:
                top.paired = item.paired = True
                opened.pop()


def _forget_links(opened: list["Piece | int"]) -> None:
    """A raw link that is still open cannot hold another one: it loses its partner."""
    opened[:] = [item for item in opened if isinstance(item, int) or item.name != "a"]


def _printed(piece: Piece, page: Page) -> str:
    if not piece.name:
        return "" if is_aside(piece.source) else piece.source.replace("<", "&lt;").replace(">", "&gt;")
    if piece.name in INLINE | BLOCKS:
        return _tag(piece, page) if piece.paired else ""
    if piece.name in VOID:
        return "" if piece.closing else _tag(piece, page)
    if piece.name in HEADINGS:  # the outline of an article is made of Markdown headings only
        return "</strong></p>" if piece.closing else "<p><strong>"
    if piece.name in AS_DIV:
        return "</div>" if piece.closing else "<div>"
    return "" if piece.name in DROPPED else html.escape(piece.source)


def _tag(piece: Piece, page: Page) -> str:
    if piece.closing:
        return f"</{piece.name}>" + ("</div>" if piece.name == "table" else "")
    frame = region(page, "") if piece.name == "table" else ""
    attributes = dict(given(piece))
    if piece.name == "a":
        href = attributes.pop("href", "")
        attributes |= (
            {"href": href, "rel": relation(href, page.site) or ""} if href and may_link(href) else {}
        )
    if piece.name == "img":
        if not may_show(attributes.get("src", "")):
            return html.escape(attributes.get("alt", ""))
        attributes = {"alt": "", **attributes, "loading": "lazy", "decoding": "async"}
    shown = {key: value for key, value in attributes.items() if value or key in ("alt", "open")}
    return frame + tag(piece.name, shown)


def _image(piece: Piece) -> Token:
    attributes = dict(given(piece))
    shown: dict[str, str | int | float] = {
        key: attributes[key] for key in ("src", "title") if attributes.get(key)
    }
    return Token("image", "img", 0, attrs=shown, children=[text(attributes.get("alt", ""))])
