"""Markdown to a readers' page: safe markup, table of contents and plain words, each the same every time."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from articles.text.addresses import relation
from articles.text.citations import print_citations
from articles.text.figures import print_pictures
from articles.text.footnotes import gather_footnotes
from articles.text.headings import Heading, arrange_headings
from articles.text.highlighting import print_code
from articles.text.markup import inlines, kinds
from articles.text.page import Page, Picture
from articles.text.paragraphs import mark_notes, mend_lines, print_callouts, print_tasks
from articles.text.parsing import house_parser, readable
from articles.text.printed_words import printed_words
from articles.text.raw_html import tame_html
from articles.text.resting import without_collecting
from articles.text.sanitising import clean
from articles.text.table_frames import frame_tables

__all__ = ["RENDERER_VERSION", "Heading", "Picture", "Rendered", "commonmark", "render"]

RENDERER_VERSION = 1  # raise it when the markup of an unchanged text changes: `reprint` then prints again


class Rendered(NamedTuple):
    """A text as readers get it; ``plain`` holds its words for search and snippets, one block a line."""

    html: str
    toc: tuple[Heading, ...]
    plain: str


@without_collecting
def render(
    source: str,
    *,
    title: str = "",
    language: str = "zh-hans",
    pictures: Mapping[str, Picture] | None = None,
    site: str = "",
) -> Rendered:
    """Print a Markdown text.

    A first heading equal to ``title`` is left out. ``language`` is that of the article. ``pictures`` knows
    the body pictures that are ours, by the address written in the text. ``site`` is our own public address:
    links that lead elsewhere are marked. Every text can be printed; nothing is raised.
    """
    page = Page(title=title, language=language, pictures=pictures or {}, site=site)
    md, env = house_parser(), dict[str, Any]()
    tokens, contents = _arranged(md.parse(readable(source), env), page)
    markup = clean(md.renderer.render(tokens, md.options, env))
    return Rendered(markup, contents, printed_words(markup))


def commonmark(source: str) -> str:
    """Return the CommonMark rendering without any of our extensions or protections: a base to measure by."""
    md = MarkdownIt("commonmark")
    md.add_render_rule("blockquote_open", _quote_on_its_own_line)
    return str(md.render(source))


def _quote_on_its_own_line(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    """The specification breaks the line inside an empty quotation too; upstream does not."""
    return renderer.renderToken(tokens, place, options, env).removesuffix("\n") + "\n"


def _arranged(tokens: list[Token], page: Page) -> tuple[list[Token], tuple[Heading, ...]]:
    """Turn what was parsed into what is printed. Raw HTML comes first: later steps add markup of their own.

    A step is left out where nothing is held for it: a large text has hundreds of thousands of tokens.
    """
    held, contents = kinds(tokens), tuple[Heading, ...]()
    if held & {"html_block", "html_inline"}:
        tame_html(tokens, page)
        held = kinds(tokens)
    if held & {"footnote_mark", "footnote_reference_open"}:
        tokens = gather_footnotes(tokens, page)
    _arrange_words(tokens, held, page)
    if "table_open" in held:
        tokens = frame_tables(tokens, page)
    if "heading_open" in held:
        tokens, contents = arrange_headings(tokens, page)
    if "image" in held:
        tokens = print_pictures(tokens, page)
    if "list_item_open" in held:
        tokens = print_tasks(tokens, page)
    if held & {"fence", "code_block"}:
        tokens = print_code(tokens)
    return tokens, contents


def _arrange_words(tokens: list[Token], held: set[str], page: Page) -> None:
    if "alert_open" in held:
        print_callouts(tokens, page)
    if held & {"softbreak", "em_open"}:
        mend_lines(tokens)
    if "em_open" in held:
        mark_notes(tokens)
    if "citation" in held:
        print_citations(tokens, page)
    if "link_open" in held:
        _mark_links(tokens, page)


def _mark_links(tokens: list[Token], page: Page) -> None:
    for children in inlines(tokens):
        for token in children:
            if token.type == "link_open" and (rel := relation(str(token.attrs["href"]), page.site)):
                token.attrs["rel"] = rel
