"""Tables as printed: each in a named region that scrolls, its figures to the right."""

import re
from collections.abc import Iterable

from markdown_it.token import Token

from articles.text.labels import is_chinese, label
from articles.text.markup import block_markup, tag, words
from articles.text.page import Page

_NUMBER = re.compile(
    r"[约超近逾><≥≤≈~～±+\-−–]{0,3} ?(?:[$€£¥￥]|US\$|RMB)? ?\d[\d,， .]{0,30}(?:[-–~～]\d[\d,.]{0,30})?"
    r" ?(?:%|％|‰|[A-Za-z°µ]{1,4}|[十百千万亿]{0,3}(?:元|美元|欧元|人|次|个|家|件|年|月|日|天|倍|吨|度|字|页|名|分)?)"
)
_NOTHING = frozenset({"", "-", "—", "–", "——", "/", "n/a", "无"})


def frame_tables(tokens: list[Token], page: Page) -> list[Token]:
    """Put every table into a scrolling region named by the heading above it, and align its columns."""
    framed: list[Token] = []
    heading, opened = "", 0
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = words(tokens[place + 1].children or ()).strip()
        if token.type == "table_open":
            opened = place
            framed.append(block_markup(region(page, heading)))
        framed.append(token)
        if token.type == "table_close":
            _align(tokens[opened : place + 1])
            framed.append(block_markup("</div>\n"))
    return framed


def region(page: Page, heading: str) -> str:
    """Return the opening tag of a table's region; two regions under one heading are told apart by number."""
    numbered = "{name}（{number}）" if is_chinese(page.language) else "{name} ({number})"
    name = page.unique(heading or label("table", page.language), numbered)
    return tag("div", {"class": "table-region", "role": "region", "tabindex": 0, "aria-label": name}) + "\n"


def _align(table: list[Token]) -> None:
    """Set the class of every cell by its column: as written, or to the right when the column holds figures."""
    columns: dict[int, list[tuple[Token, str]]] = {}
    column = 0
    for place, token in enumerate(table):
        if token.type == "tr_open":
            column = 0
        elif token.type in ("th_open", "td_open"):
            columns.setdefault(column, []).append((token, words(table[place + 1].children or ()).strip()))
            column += 1
    for cells in columns.values():
        figures = _is_figures(said for cell, said in cells if cell.tag == "td")
        for cell, said in cells:
            _dress(cell, said, figures)


def _is_figures(column: Iterable[str]) -> bool:
    said = [cell for cell in column if cell.lower() not in _NOTHING]
    return bool(said) and all(_NUMBER.fullmatch(cell) for cell in said)


def _dress(cell: Token, said: str, figures: bool) -> None:
    written = str(cell.attrs.pop("style", ""))
    kind = {"text-align:right": "num", "text-align:center": "center", "text-align:left": ""}
    name = kind.get(written, "num" if figures else "")
    if name:
        cell.attrs["class"] = name
    if cell.tag == "th" and said:
        cell.attrs["scope"] = "col"
