"""Rich text from a word processor, a web page or a message becomes Markdown; what cannot becomes plain words."""

import re
from collections.abc import Callable
from typing import Any

import nh3
from markdownify import MarkdownConverter

LARGEST = 1_000_000  # characters of pasted markup
TAGS = frozenset(
    "a b blockquote br code del em h1 h2 h3 h4 h5 h6 hr i img li ol p pre s strong sub sup table tbody td tfoot th "
    "thead tr u ul".split()
)
ATTRIBUTES = {"a": {"href"}, "img": {"src", "data-src", "alt", "width", "height"}, "ol": {"start"}}
POINTS = frozenset({"0", "1", "2"})  # px; a picture of this size counts visitors and shows nothing

# What stands for a picture, made of its address ("" where it has none that anybody could open) and its words.
Picture = Callable[[str, str], str]

# Word processors say bold and slanted by style: a span, or a b that says it is none.
_STYLED = re.compile(r"<(span|b|font)\b([^<>]{0,2000}+)>", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_NORMAL = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.IGNORECASE)
_SLANTED = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_CLOSING = re.compile(r"</(span|b|font)\s*>", re.IGNORECASE)
# Rooms of a page without a meaning of their own still part paragraphs.
_ROOM = re.compile(
    r"</?(?:div|section|article|header|footer|main|figure|figcaption|center)\b[^<>]*+>", re.IGNORECASE
)
_OFFICE = re.compile(
    r"<!--.*?-->|</?[ovwxm]:[^<>]*+>|<(style|script|title)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
_GAPS = re.compile(r"\n{3,}")
# A file of the computer on which the words were copied: only its name says anything to somebody else.
_OF_A_DISK = re.compile(r"(?<=\ssrc=[\"'])file:[^\"'<>]*[/\\](?=[^\"'<>/\\]*[\"'])", re.IGNORECASE)
LOST = "/lost/"  # stands before that name


_Converter: Any = MarkdownConverter  # its package knows no types


class Refused(ValueError):
    """More markup than anybody pastes on purpose."""


def shown(address: str, words: str) -> str:
    """A picture as Markdown writes it; one without an address is its words."""
    alt = re.sub(r"([\[\]])", r"\\\1", " ".join(words.split()))
    return f"![{alt}]({address})" if address else alt


class _House(_Converter):
    """markdownify with cells that may hold a bar, pictures as the desk wants them, and no links that lead nowhere."""

    def __init__(self, picture: Picture, **options: Any) -> None:
        super().__init__(**options)
        self.picture = picture

    def convert_td(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_td(el, _barred(text), parent_tags))

    def convert_th(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_th(el, _barred(text), parent_tags))

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        # A link that holds a link already, as the mark of a lost picture is one, is only its words.
        is_bare = el.get("href", "").startswith("#") or text.lstrip().startswith("[")
        return text if is_bare else str(super().convert_a(el, text, parent_tags))

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        words = " ".join(el.get("alt", "").split())
        if {el.get("width"), el.get("height")} & POINTS:
            return ""
        if words and not re.search(r"\w", words):
            return words  # a smiley, drawn as a picture
        return self.picture(el.get("src") or el.get("data-src") or "", words)


def markdown(markup: str, words: str = "", picture: Picture = shown) -> str:
    """The Markdown of pasted markup; ``words``, its plain text, where the markup defeats every reading.

    ``picture`` says what stands for each picture; the address of one that lay on a disk is ``LOST`` and its name.
    Raises Refused over a million characters.
    """
    if len(markup) > LARGEST:
        raise Refused(f"{len(markup)} characters of markup, at most {LARGEST}")
    safe = nh3.clean(_meant(markup), tags=set(TAGS), attributes=ATTRIBUTES, link_rel=None)
    try:
        house = _House(
            picture, heading_style="ATX", bullets="-", strong_em_symbol="*", table_infer_header=True
        )
        written = house.convert(safe)
    except RecursionError:
        return words or _plain(markup)
    return _tidied(written)


def table(words: str) -> str:
    """Tab-separated rows as a Markdown table; "" where the text is no table of at least two by two."""
    rows = [line.split("\t") for line in words.replace("\r\n", "\n").strip("\n").split("\n")]
    width = max(map(len, rows))
    if len(rows) < 2 or width < 2 or any(len(row) < 2 for row in rows):
        return ""
    cells = [[_barred(cell.strip()) for cell in row] + [""] * (width - len(row)) for row in rows]
    written = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([written[0], "|" + " --- |" * width, *written[1:]])


def _barred(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", text)


def _meant(markup: str) -> str:
    """Bold and slanted by style become tags, rooms become paragraphs."""
    open_tags: list[str] = []

    def opened(found: re.Match[str]) -> str:
        name, style = found[1].lower(), found[2]
        is_bold = bool(_BOLD.search(style)) or (name == "b" and not _NORMAL.search(style))
        names = [tag for tag, has in (("strong", is_bold), ("em", bool(_SLANTED.search(style)))) if has]
        open_tags.append("".join(f"</{tag}>" for tag in reversed(names)))
        return "".join(f"<{tag}>" for tag in names)

    def closed(found: re.Match[str]) -> str:
        return open_tags.pop() if open_tags else ""

    bare = _OF_A_DISK.sub(LOST, _ROOM.sub("<p>", _OFFICE.sub("", markup)))
    return re.sub(
        f"{_STYLED.pattern}|{_CLOSING.pattern}",
        lambda found: closed(found) if found[0].startswith("</") else opened(found), bare, flags=re.IGNORECASE,
    )  # fmt: skip


def _plain(markup: str) -> str:
    return _tidied(nh3.clean(_ROOM.sub("\n\n", markup), tags=set()))


def _tidied(text: str) -> str:
    lines = (
        line.rstrip(" \t\u00a0") if not line.endswith("  ") else line.rstrip() + "  "
        for line in text.split("\n")
    )
    return _GAPS.sub("\n\n", "\n".join(lines).replace("\u00a0", " ")).strip("\n")
