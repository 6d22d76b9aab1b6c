"""What a rendered article says, without markup: for search, snippets and counts."""

import html
import re

BLOCKS = frozenset(
    "blockquote dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre section summary table tr "
    "ul".split()
)
CELLS = frozenset({"td", "th"})
_TELLING = BLOCKS | CELLS | {"a", "br", "img"}  # the others say nothing by themselves
SILENT = (
    'role="doc-noteref"',
    'role="doc-backlink"',
)  # footnote marks and ways back say nothing of their own

# Clean markup is regular: attributes stand in double quotes, and words hold no bare angle bracket.
_PIECE = re.compile(r'<(/?)([a-z][a-z0-9]*)([^">]*+(?:"[^"]*+"[^">]*+)*+)>|([^<]+)')
_ALT = re.compile(r' alt="([^"]*)"')
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def printed_words(markup: str) -> str:
    """Return the words of clean markup, one block a line, pictures by their alternative text."""
    reader = _Reader()
    say, turn = reader.say, reader.turn
    for closing, tag, attributes, words in _PIECE.findall(markup):
        if words:
            say(words)
        elif tag in _TELLING:
            turn(tag, bool(closing), attributes)
    lines = html.unescape("".join(reader.said)).split("\n")
    return "\n".join(filter(None, (line.strip() for line in lines)))


class _Reader:
    def __init__(self) -> None:
        self.said: list[str] = []
        self.in_code = False
        self.silent = False

    def turn(self, tag: str, closing: bool, attributes: str) -> None:
        if tag == "a":
            self.silent = not closing and any(role in attributes for role in SILENT)
        elif tag in CELLS:
            if not closing:
                self._run_on(" ")
        elif tag == "img":
            self.said += filter(None, _ALT.findall(attributes))
        else:
            self.said.append("\n")
            if tag == "pre":
                self.in_code = not closing

    def say(self, words: str) -> None:
        if self.in_code:
            self.said.append(words)
        elif not self.silent:
            self._run_on(" " if words == "\n" else _BLANKS.sub(" ", words))

    def _run_on(self, words: str) -> None:
        if self.said and self.said[-1][-1] in " \n":
            words = words.lstrip(" ")
        if words:
            self.said.append(words)
