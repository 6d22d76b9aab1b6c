"""What the parser leaves out to be quick changes nothing: upstream's longer way comes to the same."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt, helpers
from markdown_it.ruler import Ruler
from markdown_it.rules_block import code, lheading

from articles.text.destinations import HouseHelpers
from articles.text.parsing import house_parser
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


def the_long_way() -> MarkdownIt:
    """The house's parser that asks every rule everywhere and reads a paragraph twice."""
    md = house_parser.__wrapped__()
    parts: tuple[Any, ...] = (md.block, md.inline)
    for part in parts:
        rules = part.ruler.__rules__
        part.ruler = Ruler()
        part.ruler.__rules__ = rules
    md.block.ruler.at("code", code)
    md.block.ruler.at("lheading", lheading)
    md.helpers = helpers
    return md


LONG_WAY = the_long_way()


@settings(max_examples=60)
@given(TEXTS)
def test_every_text_is_read_as_by_all_rules_in_turn(source: str) -> None:
    quick, slow = house_parser().parse(source, {}), LONG_WAY.parse(source, {})
    assert [token.as_dict() for token in quick] == [token.as_dict() for token in slow]


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
