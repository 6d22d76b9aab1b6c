"""What changed between two texts as readers read them: rendered blocks in which every change is marked."""

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

from articles.text import difference
from articles.text.difference import Piece

VOID = {"area", "br", "col", "hr", "img", "input", "source", "wbr"}
# Between these tags stand no words, so a mark must wait for the next place where words may stand.
FRAMES = {"table", "thead", "tbody", "tr", "colgroup", "ul", "ol", "dl", "picture", "video"}
NAMES = re.compile(r"\sid=(\"[^\"]*\"|'[^']*')")


class Way(NamedTuple):
    """A paragraph of the older source: the line it begins on, and how it begins."""

    line: int
    quote: str


class Rendered(NamedTuple):
    """One block: ``same``, ``insert``, ``delete``, ``change``, ``moved`` or ``restyled`` (other marks, same words)."""

    kind: str
    html: str
    old: str = ""  # the block of before, rendered
    back: tuple[Way, ...] = ()  # which paragraphs of the older source can be brought back from here


class Run(NamedTuple):
    """Blocks in a row; a ``folded`` run is unchanged and far from any change."""

    folded: bool
    blocks: list[Rendered]


class _Block(NamedTuple):
    html: str
    text: str


class _Splitter(HTMLParser):
    """Takes a rendered text apart into its outermost elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[_Block] = []
        self.html: list[str] = []
        self.text: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.html.append(self.get_starttag_text() or "")
        self.depth += tag not in VOID
        self._end()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.html.append(self.get_starttag_text() or "")
        self._end()

    def handle_endtag(self, tag: str) -> None:
        self.html.append(f"</{tag}>")
        self.depth -= tag not in VOID
        self._end()

    def handle_data(self, data: str) -> None:
        if self.depth or data.strip():
            self.html.append(escape(data, quote=False))
            self.text.append(data)

    def _end(self) -> None:
        if self.depth <= 0:
            self.blocks.append(_Block("".join(self.html), "".join(self.text)))
            self.html, self.text, self.depth = [], [], 0


class _Weaver(HTMLParser):
    """Writes a block again with what came in and what went out marked within it."""

    def __init__(self, pieces: list[Piece]) -> None:
        super().__init__(convert_charrefs=True)
        self.left = [(piece.kind, piece.text) for piece in pieces]
        self.html: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.html.append(self.get_starttag_text() or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.html.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if not self.html or tag in VOID:
            return
        if len(self.open) == 1:
            self._removed()  # what went out at the very end still belongs into the block
        self.html.append(f"</{tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        while data:
            if self._may_mark(data):
                self._removed()
            kind, text = self.left[0] if self.left else ("same", data)
            if kind == "delete":
                kind, text = self._after_removed(data)
            part, data = data[: len(text)], data[len(text) :]
            self._take(len(part))
            words = escape(part, quote=False)
            self.html.append(f"<ins>{words}</ins>" if kind == "insert" and part.strip() else words)

    def _may_mark(self, data: str) -> bool:
        return bool(data.strip()) or not self.open or self.open[-1] not in FRAMES

    def _removed(self) -> None:
        while self.left and self.left[0][0] == "delete":
            words = self.left.pop(0)[1]
            if words.strip():
                self.html.append(f"<del>{escape(words, quote=False)}</del>")

    def _after_removed(self, data: str) -> tuple[str, str]:
        """The piece the words belong to while marks wait."""
        return next((piece for piece in self.left if piece[0] != "delete"), ("same", data))

    def _take(self, count: int) -> None:
        at = next((place for place, piece in enumerate(self.left) if piece[0] != "delete"), None)
        if at is None:
            return
        kind, text = self.left[at]
        if count >= len(text):
            self.left.pop(at)
        else:
            self.left[at] = (kind, text[count:])


def runs(old: str, new: str, *, context: int = 1) -> list[Run]:
    """The blocks of ``new``, rendered HTML of the house, with what became of ``old`` in it; far ones folded."""
    found = list(_blocks(_split(old), _split(new)))
    near = {
        at + step
        for at, block in enumerate(found)
        if block.kind != "same"
        for step in range(-context, context + 1)
    }
    made: list[Run] = []
    for at, block in enumerate(found):
        if not made or made[-1].folded == (at in near):
            made.append(Run(at not in near, []))
        made[-1].blocks.append(block)
    return made


def _split(html: str) -> list[_Block]:
    """A name stands once on a page, and the text itself is on it too; so no name is kept here."""
    splitter = _Splitter()
    splitter.feed(NAMES.sub("", html))
    splitter.close()
    return splitter.blocks


def _blocks(old: list[_Block], new: list[_Block]) -> Iterator[Rendered]:
    keys = [[block.text.strip() or block.html for block in side] for side in (old, new)]
    for i, j, is_moved in difference.in_order(*keys):
        if j is None:
            assert i is not None
            yield Rendered("delete", f"<del>{old[i].html}</del>", old[i].html)
        elif i is None:
            yield Rendered("insert", f"<ins>{new[j].html}</ins>")
        else:
            yield _pair(old[i], new[j], is_moved)


def _pair(old: _Block, new: _Block, is_moved: bool) -> Rendered:
    if old.html == new.html:
        return Rendered("moved" if is_moved else "same", new.html, old.html)
    if old.text == new.text:
        return Rendered("moved" if is_moved else "restyled", new.html, old.html)
    weaver = _Weaver(difference.pieces(old.text, new.text))
    weaver.feed(new.html)
    weaver.close()
    return Rendered("moved" if is_moved else "change", "".join(weaver.html), old.html)
