"""The parser: CommonMark, the extensions of a newsroom, and limits under which no words are lost."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, code
from markdown_it.rules_core import StateCore, text_join
from markdown_it.rules_inline import StateInline, image, link
from markdown_it.token import Token
from markdown_it.utils import EnvType, PresetType

from articles.text.addresses import may_link, use_bare_addresses
from articles.text.blocks import HouseBlocks, heading, ruled_line
from articles.text.citations import use_citations
from articles.text.cjk import CjkState
from articles.text.destinations import HouseHelpers
from articles.text.footnotes import use_footnotes
from articles.text.markup import is_plain
from articles.text.paragraphs import use_line_ends
from articles.text.running_text import paragraph_or_heading
from articles.text.signs import INLINE_SIGNS, SignRuler, inline_chain
from articles.text.tables import use_tables
from articles.text.tag_writing import HouseRenderer
from articles.text.tokens import new_token

InlineRule = Callable[[StateInline, bool], bool]

DEEPEST_EMPHASIS = 12  # emphasis inside emphasis; deeper marks change nothing a reader could see

_PLANE_ENDS = "".join(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_BROKEN = re.compile("[\x00\ud800-\udfff]")
_UNPRINTABLE = re.compile(f"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef{_PLANE_ENDS}]")
_OTHER_LINE_ENDS = re.compile("[\x0b\x0c\x85]")


class HouseInlines(ParserInline):
    """Inline text read with the Chinese rules of emphasis."""

    def __init__(self) -> None:
        super().__init__()
        self.ruler = SignRuler(self.ruler, INLINE_SIGNS, inline_chain)

    def skipToken(self, state: StateInline) -> None:
        if (end := state.cache.get(state.pos)) is None:
            super().skipToken(state)
        else:
            state.pos = end

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        if src and not self.terminator_re.search(src):
            tokens.append(new_token("text", "", 0, content=src))  # plain words need no reading
            return tokens
        state = CjkState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return _shallow(state.tokens)


class HouseMarkdown(MarkdownIt):
    """The upstream parser with our two chains in place before it is configured."""

    def configure(
        self, presets: str | PresetType, options_update: Mapping[str, Any] | None = None
    ) -> MarkdownIt:
        self.inline, self.block = HouseInlines(), HouseBlocks()
        return super().configure(presets, options_update)

    def validateLink(self, url: str) -> bool:
        return may_link(url)


def _code(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return state.is_code_block(start) and code(state, start, end, silent)


def _only_before(closer: str, rule: InlineRule) -> InlineRule:
    """Let ``rule`` run only where ``closer`` is still to come; without it the rule would read to the end in vain."""

    def guarded(state: StateInline, silent: bool) -> bool:
        may_end = state.html_terminator_last(closer) > state.pos and (
            "references" in state.env or state.html_terminator_last(")") > state.pos
        )
        return may_end and rule(state, silent)

    return guarded


def _shallow(tokens: list[Token]) -> list[Token]:
    """Take away emphasis below the deepest level, and links inside links."""
    kept: list[Token] = []
    opened: list[bool] = []  # for each open tag, whether it is printed
    links = 0
    for token in tokens:
        if token.nesting > 0:
            shown = len(opened) < DEEPEST_EMPHASIS and not (token.type == "link_open" and links)
            opened.append(shown)
            links += token.type == "link_open"
        elif token.nesting < 0:
            shown = opened.pop() if opened else False
            links -= token.type == "link_close"
        else:
            shown = True
        if shown:
            kept.append(token)
    tokens[:] = kept  # the caller holds this very list
    return tokens


def _join_words(state: StateCore) -> None:
    """Join the words of every run that is more than plain words, as upstream does of every run."""
    runs = [token for token in state.tokens if token.children and not is_plain(token.children)]
    text_join(StateCore(state.src, state.md, state.env, runs))


@lru_cache(maxsize=1)
def house_parser() -> MarkdownIt:
    """Return the one parser of the newsroom; it holds no state between texts."""
    options = {"tasklists": True, "alerts": True, "xhtmlOut": False}
    md = HouseMarkdown("commonmark", options, renderer_cls=HouseRenderer)
    md.enable(["table", "strikethrough"])
    md.helpers = cast(Any, HouseHelpers)
    md.core.ruler.at("text_join", _join_words)
    md.block.ruler.at("code", _code)
    md.block.ruler.at("hr", ruled_line, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.block.ruler.at("heading", heading, {"alt": ["paragraph", "reference", "blockquote"]})
    md.block.ruler.at("lheading", paragraph_or_heading)
    md.inline.ruler.at("link", _only_before("]", link))
    md.inline.ruler.at("image", _only_before("]", image))
    for use in (use_tables, use_footnotes, use_citations, use_bare_addresses, use_line_ends):
        use(md)
    return md


def readable(source: str) -> str:
    """Return a text without characters no page can carry; broken ones show as U+FFFD."""
    source = _BROKEN.sub("\ufffd", source.removeprefix("\ufeff"))
    return _OTHER_LINE_ENDS.sub("\n", _UNPRINTABLE.sub("", source))
