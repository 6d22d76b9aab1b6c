"""Colours and curves of the demo covers: how to mix the ones and how to bend the others."""

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

Colour = tuple[int, int, int]
Point = tuple[float, float]


# Every motif is drawn in these design units; the canvas scales them to the size that is asked for.
WIDTH, HEIGHT = 1920, 1280


class Palette(NamedTuple):
    """Eight colours that belong together, from the darkest to the lightest, and two that stand out."""

    night: Colour
    deep: Colour
    mid: Colour
    soft: Colour
    light: Colour
    paper: Colour
    accent: Colour
    second: Colour


def mix(first: Colour, other: Colour, share: float) -> Colour:
    """The colour at ``share`` (0–1) of the way from ``first`` to ``other``."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, other, strict=True))
    return red, green, blue


def along(stops: Sequence[tuple[float, Colour]], place: float) -> Colour:
    """The colour at ``place`` on a scale of ``stops``, each a place and its colour, in rising order."""
    if place <= stops[0][0]:
        return stops[0][1]
    for (start, first), (end, other) in itertools.pairwise(stops):
        if place < end:
            return mix(first, other, (place - start) / (end - start))
    return stops[-1][1]


def smooth(points: Sequence[Point], steps: int = 12) -> list[Point]:
    """A Catmull–Rom curve through ``points``, with ``steps`` pieces between two of them."""
    padded = [points[0], *points, points[-1]]
    curve: list[Point] = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        curve.extend(_between(before, start, end, after, step / steps) for step in range(steps))
    return [*curve, points[-1]]


def _between(before: Point, start: Point, end: Point, after: Point, t: float) -> Point:
    x, y = (
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(before, start, end, after, strict=True)
    )
    return x, y


def rounded(bends: Sequence[Point], reach: float = 90) -> list[Point]:
    """A way through ``bends``, each corner rounded over ``reach`` units before and after it."""
    path = [bends[0]]
    for before, bend, after in zip(bends, bends[1:], bends[2:], strict=False):
        start, end = _towards(bend, before, reach), _towards(bend, after, reach)
        for step in range(13):
            t = step / 12
            x, y = (
                (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c
                for a, b, c in zip(start, bend, end, strict=True)
            )
            path.append((x, y))
    return [*path, bends[-1]]


def _towards(point: Point, other: Point, reach: float) -> Point:
    share = min(0.5, reach / math.dist(point, other))
    return point[0] + (other[0] - point[0]) * share, point[1] + (other[1] - point[1]) * share


def around(centre: Point, radius: float, degrees: float) -> Point:
    """The point of a circle at an angle in degrees, clockwise from three o'clock."""
    turn = math.radians(degrees)
    return centre[0] + radius * math.cos(turn), centre[1] + radius * math.sin(turn)
