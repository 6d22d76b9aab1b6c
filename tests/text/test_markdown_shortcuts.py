"""What the parser leaves out to be quick changes nothing: upstream's longer way comes to the same."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt, helpers
from markdown_it.parser_block import ParserBlock
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock, code, heading, hr, lheading
from markdown_it.rules_block import paragraph as paragraph_rule
from markdown_it.rules_core import text_join
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from articles.text.cjk import CjkState
from articles.text.destinations import HouseHelpers
from articles.text.parsing import HouseInlines, _shallow, house_parser
from tests.text.test_markdown_safety import FRAGMENTS

LINES = st.sampled_from(
    "a|中文。|　　中|- a|  - b|* |+ c|1. d|2) e|10. f|> q|>|>> r|===|---|- - -|***|# h|#h|```|~~~|<div>|</div>|<b>|"
    "<!--|[^1]: x|[a]: /b|[a]: <c> 't'|x | y|-\t-|a\tb|c\td|    code|\tcode|   three|      lazy|[a](b(c)d)|![x](y 'z')|"
    "[a](\\(b)|[![a](b)](c)|[[1], [2]]|[^1] a|http://a.b)|&amp; &#x|\\*a*| |".split("|")
)
TABLES = st.sampled_from(
    ["|a|b|\n|-|-|\n|1|2|", "a | b\n- | -\n1", "a|b\n:-|-:", "|a|\n|-|\n> q", "|a|\n|-|\n    c"]
)
TEXTS = st.lists(st.one_of(LINES, TABLES, FRAGMENTS), max_size=16).map("\n".join)


class LongBlocks(ParserBlock):
    """Upstream's blocks with our rule for the deepest level."""

    def tokenize(self, state: StateBlock, line: int, end: int) -> None:
        if state.level < state.md.options.maxNesting:
            super().tokenize(state, line, end)
            return
        while line < end:
            state.line = line = state.skipEmptyLines(line)
            if line >= end or state.sCount[line] < state.blkIndent:
                break
            paragraph_rule(state, line, end, False)
            line = state.line


class LongInlines(HouseInlines):
    """Our inlines with upstream's way to add tokens; words without marks are read as any others."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = LongState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return _shallow(state.tokens)


class LongState(CjkState):
    push = StateInline.push
    pushPending = StateInline.pushPending  # noqa: N815 (the name is upstream's)


def the_long_way() -> MarkdownIt:
    """The house's parser that asks every rule everywhere, reads a paragraph twice and makes tokens as upstream."""
    md = house_parser.__wrapped__()
    inlines = LongInlines()
    inlines.ruler2, inlines.terminator_re = md.inline.ruler2, md.inline.terminator_re
    md.block, md.inline = with_rules_of(md.block, LongBlocks()), with_rules_of(md.inline, inlines)
    again = {"alt": ["paragraph", "reference", "blockquote"]}
    md.core.ruler.at("text_join", text_join)
    md.block.ruler.at("code", code)
    md.block.ruler.at("heading", heading, again)
    md.block.ruler.at("hr", hr, {"alt": [*again["alt"], "list"]})
    md.block.ruler.at("lheading", lheading)
    md.helpers = helpers
    md.renderer = RendererHTML()
    return md


def with_rules_of(house: Any, part: Any) -> Any:
    part.ruler = Ruler()
    part.ruler.__rules__ = house.ruler.__rules__
    return part


LONG_WAY = the_long_way()


@settings(max_examples=60)
@given(TEXTS)
@example("# h#\n# h #\n#\n##  \n####### h\n###### h\n#\th\t##  \n# ##\n    # h\n#h\n# #")
@example(
    "- a\n  - b\n    # c\n    > d\n- [ ] e\n  # f\n\n  ***\n- g\n- \n\n\n- h\n\n  i\n- - -\n* * *\n__ _ \n--"
)
@example('a *b* **c**  \nd\\\ne [f](g "h") ![i *j*](k)\n~~l~~ `m` &amp; \\* <http://n.o>')
def test_every_text_is_read_as_by_all_rules_in_turn(source: str) -> None:
    md = house_parser()
    quick, slow = md.parse(source, {}), LONG_WAY.parse(source, {})
    assert [token.as_dict() for token in quick] == [token.as_dict() for token in slow]
    assert md.renderer.render(quick, md.options, {}) == LONG_WAY.renderer.render(slow, md.options, {})


@settings(max_examples=200)
@given(
    st.text("a中()\\<> \n\x7f&;\t", max_size=14), st.integers(0, 34), st.integers(0, 34), st.integers(0, 14)
)
def test_an_address_ends_where_it_always_did(words: str, opened: int, closed: int, left_out: int) -> None:
    source = "(" * opened + words + ")" * closed
    maximum = max(0, len(source) - left_out)
    quick = HouseHelpers.parseLinkDestination(source, 0, maximum)
    slow = helpers.parseLinkDestination(source, 0, maximum)
    assert (quick.ok, quick.pos, quick.str) == (slow.ok, slow.pos, slow.str)
