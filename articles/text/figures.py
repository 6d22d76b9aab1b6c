"""Pictures in the text: one that stands alone is a figure, its title the caption; ours come with sizes."""

import html
from urllib.parse import unquote

from markdown_it.token import Token

from articles.text.addresses import may_show
from articles.text.markup import block_markup, inline_markup, inlines, tag, text, words
from articles.text.page import Page, Picture

SIZES = "(min-width: 42rem) 40rem, 100vw"  # the measure of the prose, as the style sheet sets it


def print_pictures(tokens: list[Token], page: Page) -> list[Token]:
    """Turn paragraphs of nothing but pictures into figures, and every other picture into its tag."""
    printed: list[Token] = []
    place = 0
    while place < len(tokens):
        figures = _figures(tokens, place, page)
        if figures:
            printed.append(block_markup(figures))
            place += 3
        else:
            printed.append(tokens[place])
            place += 1
    for children in inlines(printed):
        children[:] = [_in_line(token, page) for token in children]
    return printed


def _in_line(token: Token, page: Page) -> Token:
    if token.type != "image":
        return token
    return inline_markup(_picture(token, page)) if _is_shown(token) else text(words([token]))


def _figures(tokens: list[Token], place: int, page: Page) -> str:
    """Return the figures that replace the paragraph at ``place``, or nothing if it holds more than pictures."""
    if tokens[place].type != "paragraph_open" or tokens[place].hidden:
        return ""
    printed = ""
    for group in _groups(tokens[place + 1].children or []):
        images = [token for token in group if token.type == "image"]
        alone = [token.type for token in group] in (["image"], ["link_open", "image", "link_close"])
        if not alone or not _is_shown(images[0]):
            return ""
        printed += _figure(group, images[0], page)
    return printed


def _groups(children: list[Token]) -> list[list[Token]]:
    """Split an inline run at its line ends and drop white space."""
    groups: list[list[Token]] = [[]]
    for token in children:
        if token.type in ("softbreak", "hardbreak"):
            groups.append([])
        elif token.type != "text" or token.content.strip():
            groups[-1].append(token)
    return [group for group in groups if group]


def _figure(group: list[Token], image: Token, page: Page) -> str:
    picture = _picture(image, page, titled=False)
    if len(group) == 3:
        picture = tag("a", group[0].attrs) + picture + "</a>"
    caption = str(image.attrs.get("title") or "").strip()
    caption = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    return f"<figure>{picture}{caption}</figure>\n"


def _is_shown(image: Token) -> bool:
    return may_show(str(image.attrs.get("src") or ""))


def _picture(image: Token, page: Page, titled: bool = True) -> str:
    written = str(image.attrs["src"])
    ours = page.pictures.get(written) or page.pictures.get(unquote(written))
    alt = " ".join(words(image.children or ()).split())
    said = {"alt": alt, "title": image.attrs.get("title") if titled else None}
    when = {"loading": "lazy", "decoding": "async"}
    if ours is None:
        return tag("img", {"src": written, **said, **when})
    shown = tag("img", {"src": ours.src, "width": ours.width, "height": ours.height, **said, **when})
    return f"<picture>{_sources(ours)}{shown}</picture>" if ours.sources else shown


def _sources(picture: Picture) -> str:
    attributes = ({"type": kind, "srcset": srcset, "sizes": SIZES} for kind, srcset in picture.sources)
    return "".join(tag("source", each) for each in attributes)
