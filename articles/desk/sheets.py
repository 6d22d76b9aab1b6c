"""The table behind every chart: the same rows on the screen and in a CSV file that no spreadsheet runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from articles.desk.charts import Spark, number

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets take Chinese for another coding


@dataclass(frozen=True)
class Linked:
    """A cell that leads somewhere."""

    words: str
    url: str
    language: str = ""

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Share:
    """A cell in percent, with a bar beside it."""

    percent: Decimal

    def __str__(self) -> str:
        return f"{self.percent} %"


Cell = str | int | float | Decimal | Linked | Share | Spark | None


@dataclass(frozen=True)
class Shown:
    """A cell as it is printed."""

    words: str
    is_number: bool
    url: str = ""
    language: str = ""
    bar: str = ""  # percent of the width
    spark: Spark | None = None


@dataclass(frozen=True)
class Sheet:
    """A table: its name in addresses, its title, heads, rows, a row of sums, and what is to be known about it."""

    name: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()
    note: str = ""
    most: int = 1000  # rows on the screen; a file holds them all

    @property
    def shown(self) -> list[list[Shown]]:
        return [[_shown(cell) for cell in row] for row in self.rows[: self.most]]

    @property
    def further(self) -> int:
        """Rows that only the file holds."""
        return max(len(self.rows) - self.most, 0)

    @property
    def shown_total(self) -> list[Shown]:
        return [_shown(cell) for cell in self.total]

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Each head, and whether numbers stand under it."""
        first = self.rows[0] if self.rows else [""] * len(self.heads)
        return [(head, _shown(cell).is_number) for head, cell in zip(self.heads, first, strict=True)]


def download(sheets: Iterable[Sheet], name: str, *, about: str) -> HttpResponse:
    """The sheet ``name`` as a file; ``about`` begins its name. Raises Http404."""
    sheet = next((each for each in sheets if each.name == name), None)
    if sheet is None:
        raise Http404(_("This page has no such table."))
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    rows = [sheet.heads, *sheet.rows, *([sheet.total] if sheet.total else [])]
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{about}-{sheet.name}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _shown(cell: Cell) -> Shown:
    if isinstance(cell, Linked):
        return Shown(cell.words, False, cell.url, cell.language)
    if isinstance(cell, Share):
        return Shown(str(cell), True, bar=str(min(max(cell.percent, Decimal(0)), Decimal(100))))
    if isinstance(cell, Spark):
        return Shown("", False, spark=cell)
    if cell is None:
        return Shown("–", True)
    if isinstance(cell, Decimal | str):
        return Shown(str(cell), isinstance(cell, Decimal))
    return Shown(number(cell), True)


def _plain(cell: Cell) -> str:
    """A cell for a file: words that a spreadsheet would calculate begin with an apostrophe."""
    words = cell.told if isinstance(cell, Spark) else "" if cell is None else str(cell)
    is_words = isinstance(cell, Linked | Spark | str)
    return f"'{words}" if is_words and words.lstrip(" ").startswith(FORMULA) else words
