"""Citations such as ``[[2], [11]]``: superscript numbers, linked when the text defines where they lead."""

import html
import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from articles.text.addresses import relation
from articles.text.markup import inline_markup, inlines, tag
from articles.text.page import Page

# A bracket of bracketed numbers; followed by "(" or ":" it is an ordinary link or definition.
_CITATION = re.compile(r"\[\[(\d{1,5})\](?:[ ]?([,，、;；–-]?)[ ]?\[(\d{1,5})\]){0,60}\](?![(:])")
_PART = re.compile(r"\[(\d{1,5})\]|([,，、;；–-])")


def use_citations(md: MarkdownIt) -> None:
    """Read citations before ordinary links, whose rule would take the inner brackets."""
    md.inline.ruler.before("link", "citation", _citation)


def _citation(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[":
        return False
    found = _CITATION.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = found[0][1:-1]
        token.meta = {"targets": {} if state.linkLevel > 0 else _targets(state, token.content)}
    state.pos = found.end()
    return True


def _targets(state: StateInline, citation: str) -> dict[str, str]:
    references = state.env.get("references", {})
    named = {number: normalizeReference(number) for number, _mark in _PART.findall(citation) if number}
    return {number: references[key]["href"] for number, key in named.items() if key in references}


def print_citations(tokens: list[Token], page: Page) -> None:
    """Turn every citation into a superscript."""
    for children in inlines(tokens):
        children[:] = [_superscript(token, page) if token.type == "citation" else token for token in children]


def _superscript(token: Token, page: Page) -> Token:
    targets: dict[str, str] = token.meta["targets"]
    printed, before = "", ""
    for number, mark in _PART.findall(token.content):
        if number:
            printed += (before if printed else "") + _number(number, targets.get(number), page.site)
        before = mark if mark in "–-" and mark else ", "
    return inline_markup(f'<sup class="cite">[{printed}]</sup>')


def _number(number: str, target: str | None, site: str) -> str:
    if target is None:
        return html.escape(number)
    return tag("a", {"href": target, "rel": relation(target, site)}) + number + "</a>"
