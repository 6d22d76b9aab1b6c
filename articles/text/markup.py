"""Tokens and tags that our own code adds: every value in them is escaped here."""

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence

from markdown_it.token import Token

from articles.text.tokens import new_token

Attributes = Mapping[str, str | int | float | None]


def tag(name: str, attributes: Attributes | None = None) -> str:
    """Return an opening tag; attributes that are None are left out, empty ones are printed empty."""
    shown = [
        f' {key}="{html.escape(str(value))}"'
        for key, value in (attributes or {}).items()
        if value is not None
    ]
    return f"<{name}{''.join(shown)}>"


def inline_markup(markup: str) -> Token:
    """Return an inline token that prints ``markup`` as it stands."""
    return new_token("html_inline", "", 0, content=markup)


def block_markup(markup: str) -> Token:
    """Return a block token that prints ``markup`` as it stands."""
    return new_token("html_block", "", 0, content=markup, block=True)


def text(content: str) -> Token:
    """Return a token of plain words."""
    return new_token("text", "", 0, content=content)


def inlines(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """Yield the children of every run of inline text that is more than plain words."""
    for token in tokens:
        children = token.children if token.type == "inline" else None
        if children and not is_plain(children):
            yield children


def is_plain(children: Sequence[Token]) -> bool:
    """Say whether a run of inline text is plain words only; an empty run is none."""
    return len(children) == 1 and children[0].type == "text"


def kinds(tokens: Iterable[Token]) -> set[str]:
    """Return the types of all tokens, those within runs of inline text among them."""
    found = set[str]()
    for token in tokens:
        found.add(token.type)
        for child in token.children or ():
            found.add(child.type)
    return found


def words(children: Iterable[Token]) -> str:
    """Return what an inline run says, without markup, footnote marks and citations."""
    return "".join([_said(token) for token in children])


def _said(token: Token) -> str:
    if token.type in ("text", "code_inline"):
        return token.content
    if token.type == "image":
        return words(token.children or ())
    return " " if token.type in ("softbreak", "hardbreak") else ""
