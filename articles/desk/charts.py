"""Charts drawn by the server: shapes in plain numbers for SVG, with the words that say the same.

Shapes are stretched to the width of the page, so all writing stands beside them in HTML.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeVar

WIDTH, HEIGHT = 1000, 200
SPARK_WIDTH, SPARK_HEIGHT = 120, 28
GAP = 0.22  # of a bar's stretch
STEPS = (2, 4, 6, 8, 10)
MOST_LABELS = 5

Values = Sequence[float | None]
T = TypeVar("T")


class Bar(NamedTuple):
    """One bar, and its number in words."""

    x: str
    y: str
    width: str
    height: str
    words: str


class Line(NamedTuple):
    """One line: its class, its name, and its path."""

    kind: str
    name: str
    path: str


class Chart(NamedTuple):
    """A chart with its title and what it tells in a sentence; ``ticks`` from the top, ``labels`` from the left."""

    name: str
    title: str
    told: str
    ticks: list[str]
    labels: list[str]
    bars: list[Bar]
    lines: list[Line]
    area: str
    area_name: str


class Spark(NamedTuple):
    """A small chart within a line: a path, the usual band as an area, and the same in words."""

    path: str
    area: str
    told: str


def bars(name: str, title: str, told: str, labels: Sequence[str], values: Sequence[int]) -> Chart:
    """A bar for each value; a value in words is its label and its number."""
    top = top_of(values)
    stretch = WIDTH / max(len(values), 1)
    shapes = [
        Bar(
            _short((place + GAP / 2) * stretch),
            _short(HEIGHT - HEIGHT * value / top),
            _short(stretch * (1 - GAP)),
            _short(HEIGHT * value / top),
            f"{label}: {number(value)}",
        )
        for place, (label, value) in enumerate(zip(labels, values, strict=True))
    ]
    return Chart(name, title, told, _ticks(top), _thinned(labels), shapes, [], "", "")


def lines(
    name: str,
    title: str,
    told: str,
    labels: Sequence[str],
    drawn: Sequence[tuple[str, str, Values]],
    *,
    band: tuple[str, Values, Values] = ("", (), ()),
    top: float = 0,
) -> Chart:
    """A line for each of ``drawn``: (class, name, values); ``band`` is an area: its name, lower and upper values."""
    every = [value for _kind, _name, values in drawn for value in values if value is not None]
    highest = top or top_of([*every, *(value for value in band[2] if value is not None)])
    found = [Line(kind, words, path(values, WIDTH, HEIGHT, highest)) for kind, words, values in drawn]
    shape = area(band[1], band[2], WIDTH, HEIGHT, highest)
    return Chart(name, title, told, _ticks(highest), list(labels), [], found, shape, band[0])


def spark(values: Sequence[int], low: Values, high: Values, told: str) -> Spark:
    """Views of some hours as a small line over their usual band."""
    top = max([1, *values, *(value for value in high if value is not None)])
    size = (SPARK_WIDTH, SPARK_HEIGHT, top)
    return Spark(path(values, *size), area(low, high, *size), told)


def path(values: Values, width: float, height: float, top: float) -> str:
    """Straight lines from value to value; a gap where there is none."""
    parts = [
        "L".join(f"{_x(place, len(values), width)} {_y(value, height, top)}" for place, value in run)
        for run in _runs(values)
    ]
    return "".join(f"M{part}" for part in parts)


def area(low: Values, high: Values, width: float, height: float, top: float) -> str:
    """The surface between two lines, wherever both have values."""
    both = [
        None if below is None or above is None else (below, above)
        for below, above in zip(low, high, strict=True)
    ]
    found = []
    for run in _runs(both):
        over = [f"{_x(place, len(both), width)} {_y(above, height, top)}" for place, (_below, above) in run]
        under = [f"{_x(place, len(both), width)} {_y(below, height, top)}" for place, (below, _above) in run]
        found.append(f"M{'L'.join([*over, *reversed(under)])}Z")
    return "".join(found)


def top_of(values: Sequence[float]) -> int:
    """The least even round number that no value exceeds."""
    highest = max([1, *values])
    size = 1
    while highest > STEPS[-1] * size:
        size *= 10
    return next(step * size for step in STEPS if highest <= step * size)


def number(value: float) -> str:
    """A number as figures are printed: thousands set apart, whole ones without a point."""
    words = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return words.replace(",", "\u202f")


def _runs(values: Sequence[T | None]) -> Iterator[list[tuple[int, T]]]:
    """The stretches without a gap, each value with its place."""
    placed = list(enumerate(values))
    for is_gap, run in groupby(placed, key=lambda pair: pair[1] is None):
        if not is_gap:
            yield [(place, value) for place, value in run if value is not None]


def _x(place: int, count: int, width: float) -> str:
    return _short(width * place / max(count - 1, 1))


def _y(value: float, height: float, top: float) -> str:
    return _short(height - height * value / top)


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _ticks(top: float) -> list[str]:
    half = top / 2
    return [number(top), number(int(half) if half == int(half) else half), "0"]


def _thinned(labels: Sequence[str]) -> list[str]:
    """At most MOST_LABELS of them, evenly spread, the first and the last among them."""
    if len(labels) <= MOST_LABELS:
        return list(labels)
    last = len(labels) - 1
    return [labels[round(place * last / (MOST_LABELS - 1))] for place in range(MOST_LABELS)]
