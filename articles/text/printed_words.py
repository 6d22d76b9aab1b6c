"""What a rendered article says, without markup: for search, snippets and counts."""

import re
from html.parser import HTMLParser

BLOCKS = frozenset(
    "blockquote dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre section summary table tr "
    "ul".split()
)
CELLS = frozenset({"td", "th"})

_BLANKS = re.compile(r"[ \t\r\n\f]+")


def printed_words(markup: str) -> str:
    """Return the words of clean markup, one block a line, pictures by their alternative text."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = "".join(reader.said).split("\n")
    return "\n".join(filter(None, (line.strip() for line in lines)))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.in_code = 0
        self.silent = False  # inside a footnote mark or a way back, which say nothing of their own

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in BLOCKS or tag == "br":
            self.said.append("\n")
        elif tag in CELLS:
            self.said.append(self._run_on(" "))
        elif tag == "img":
            self.said.append(given.get("alt") or "")
        self.in_code += tag == "pre"
        self.silent = self.silent or given.get("role") in ("doc-noteref", "doc-backlink")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.said.append("\n")
        self.in_code -= tag == "pre"
        self.silent = self.silent and tag != "a"

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data if self.in_code else self._run_on(data))

    def _run_on(self, data: str) -> str:
        data = _BLANKS.sub(" ", data)
        return data.lstrip(" ") if self.said and self.said[-1].endswith((" ", "\n")) else data
