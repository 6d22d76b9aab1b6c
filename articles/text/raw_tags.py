"""The tags of HTML written inside Markdown: which we know, and a block of raw HTML cut into its pieces."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q rp rt ruby s samp small strong sub sup time u var".split()
)
BLOCKS = frozenset(
    "blockquote dd details div dl dt figcaption figure li ol p pre summary table tbody td tfoot th thead tr ul".split()
)
VOID = frozenset({"br", "hr", "img", "wbr"})
AS_DIV = frozenset("address article aside center footer header hgroup main nav section".split())
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# Known, harmless, and without meaning here: the tag goes, its words stay.
DROPPED = frozenset("big body caption col colgroup font head html meta nobr span strike tt".split())

ATTRIBUTES = {
    "a": ("href", "title"),
    "img": ("src", "alt", "title"),
    "abbr": ("title",),
    "dfn": ("title",),
    "time": ("datetime",),
    "details": ("open",),
    "ol": ("start",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
}
EVERYWHERE = ("lang", "dir")

_ATTRIBUTE = (
    r"""\s+[A-Za-z_:][\w:.-]{0,60}(?:\s*=\s*(?:"[^"]{0,2000}"|'[^']{0,2000}'|[^\s"'=<>`]{1,2000}))?"""
)
_TAG = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9-]{{0,30}})((?:{_ATTRIBUTE}){{0,20}})\s*/?>")
_PAIR = re.compile(r"""([A-Za-z_:][\w:.-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_ASIDES = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))


@dataclass
class Piece:
    """A piece of raw HTML: a tag (``name`` set), or words."""

    source: str
    name: str = ""
    closing: bool = False
    attributes: str = ""
    paired: bool = False


def cut_up(source: str) -> Iterator[Piece]:
    """Cut a block of raw HTML into tags, asides and words, in one sweep."""
    last = {opening: source.rfind(closing) for opening, closing in _ASIDES}
    place = begin = 0
    while (place := source.find("<", place)) >= 0:
        end = _end(source, place, last)
        if end <= place:
            place += 1
            continue
        if begin < place:
            yield Piece(source[begin:place])
        yield read_tag(source[place:end])
        place = begin = end
    if begin < len(source):
        yield Piece(source[begin:])


def read_tag(source: str) -> Piece:
    """Return one tag, or the source as words if it is none."""
    found = _TAG.fullmatch(source)
    return Piece(source, found[2].lower(), bool(found[1]), found[3]) if found else Piece(source)


def is_aside(source: str) -> bool:
    """Say whether a piece is a comment, an instruction or a declaration: nothing for readers."""
    return source.startswith(("<!", "<?")) and source.endswith(">")


def given(piece: Piece) -> Iterator[tuple[str, str]]:
    """Yield the allowed attributes of a tag."""
    allowed = ATTRIBUTES.get(piece.name, ()) + EVERYWHERE
    for key, double, single, bare in _PAIR.findall(piece.attributes):
        if key.lower() in allowed:
            yield key.lower(), html.unescape(double or single or bare)


def _end(source: str, place: int, last: dict[str, int]) -> int:
    """Return where the tag or aside at ``place`` ends, or -1 if it is only a sign; ``last`` spares vain searches."""
    for opening, closing in _ASIDES:
        if source.startswith(opening, place):
            start = place + len(opening)
            return source.find(closing, start) + len(closing) if last[opening] >= start else -1
    found = _TAG.match(source, place)
    return found.end() if found else -1
