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
from articles.text.markup import inlines
from articles.text.page import Page, Picture
from articles.text.paragraphs import mark_notes, mend_lines, print_callouts, print_tasks
from articles.text.parsing import house_parser, readable
from articles.text.printed_words import printed_words
from articles.text.raw_html import tame_html
from articles.text.sanitising import clean
from articles.text.table_frames import frame_tables

__all__ = ["RENDERER_VERSION", "Heading", "Picture", "Rendered", "commonmark", "render"]

RENDERER_VERSION = 1  # raise it when the markup of an unchanged text changes: `reprint` then prints again


class Rendered(NamedTuple):
    """A text as readers get it; ``plain`` holds its words for search and snippets, one block a line."""

    html: str
    toc: tuple[Heading, ...]
    plain: str


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
    """Turn what was parsed into what is printed. Raw HTML comes first: later steps add markup of their own."""
    tame_html(tokens, page)
    tokens = gather_footnotes(tokens, page)
    print_callouts(tokens, page)
    mend_lines(tokens)
    mark_notes(tokens)
    tokens = frame_tables(tokens, page)
    print_citations(tokens, page)
    _mark_links(tokens, page)
    tokens, contents = arrange_headings(tokens, page)
    return print_code(print_tasks(print_pictures(tokens, page), page)), contents


def _mark_links(tokens: list[Token], page: Page) -> None:
    for children in inlines(tokens):
        for token in children:
            if token.type == "link_open" and (rel := relation(str(token.attrs["href"]), page.site)):
                token.attrs["rel"] = rel
