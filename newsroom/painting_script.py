"""The motif of writing: signs of two scripts, made of our own brush strokes and of no font."""

import itertools

from newsroom.painting_canvas import Canvas, Pen
from newsroom.painting_shapes import HEIGHT, WIDTH, Point, smooth

# Signs as strokes in a square of 100: the points of each stroke, and the breadth of the brush along it.
Stroke = tuple[tuple[Point, ...], tuple[float, ...]]
SIGNS: dict[str, tuple[Stroke, ...]] = {
    "文": (
        (((46, 6), (56, 19)), (2, 6, 8)),
        (((9, 33), (50, 29), (91, 31)), (6, 4, 7)),
        (((66, 33), (50, 64), (10, 93)), (7, 6, 1)),
        (((30, 38), (54, 70), (95, 92)), (2, 5, 10, 3)),
    ),
    "水": (
        (((50, 6), (50, 88), (39, 79)), (7, 6, 2)),
        (((14, 36), (41, 34), (28, 60), (9, 80)), (4, 6, 4, 1)),
        (((86, 22), (57, 45)), (6, 2)),
        (((54, 44), (70, 68), (95, 88)), (2, 6, 9, 2)),
    ),
    "人": ((((50, 7), (44, 50), (8, 93)), (7, 6, 1)), (((46, 44), (66, 74), (95, 92)), (2, 6, 10, 2))),
    "山": (
        (((50, 9), (50, 84)), (7, 6)),
        (((16, 40), (16, 85), (86, 85)), (6, 5, 5)),
        (((85, 40), (85, 92)), (6, 6)),
    ),
    "中": (
        (((20, 30), (22, 66)), (6, 6)),
        (((20, 31), (80, 30), (78, 66)), (5, 6, 6)),
        (((22, 62), (78, 62)), (5, 5)),
        (((50, 5), (50, 96)), (7, 5)),
    ),
    "木": (
        (((11, 34), (89, 31)), (6, 6)),
        (((50, 6), (50, 95)), (7, 6)),
        (((48, 36), (34, 60), (9, 82)), (5, 5, 1)),
        (((52, 36), (68, 62), (93, 82)), (2, 6, 8)),
    ),
    "天": (
        (((20, 20), (80, 18)), (6, 6)),
        (((9, 47), (91, 45)), (6, 6)),
        (((50, 21), (46, 60), (9, 94)), (7, 6, 1)),
        (((50, 50), (66, 76), (94, 93)), (2, 6, 9)),
    ),
    "A": ((((8, 92), (50, 9)), (4, 4)), (((50, 9), (92, 92)), (4, 4)), (((24, 62), (76, 62)), (4, 4))),
    "N": ((((16, 92), (16, 9)), (4, 4)), (((16, 9), (84, 92)), (4, 4)), (((84, 92), (84, 9)), (4, 4))),
    "E": (
        (((20, 9), (20, 92)), (4, 4)),
        (((20, 9), (82, 9)), (4, 4)),
        (((20, 50), (72, 50)), (4, 4)),
        (((20, 92), (82, 92)), (4, 4)),
    ),
}


def strokes(canvas: Canvas) -> None:
    """Signs of two scripts on squared writing paper, one of them large, with a seal."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.paper),
        ((WIDTH, 0), shades.paper),
        ((WIDTH, HEIGHT), shades.light),
        ((0, HEIGHT), shades.paper),
    )
    frames, guides = canvas.pen(), canvas.pen()
    places: list[tuple[Point, float]] = [((110, 90), 1100)]
    places += [((1270 + column * 275, 90 + row * 275), 275) for column in range(2) for row in range(4)]
    for (x, y), size in places:
        for a, b in (((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 0), (0, 1)), ((1, 0), (1, 1))):
            frames.line([(x + a[0] * size, y + a[1] * size), (x + b[0] * size, y + b[1] * size)], 5)
        _guides(guides, (x, y), size)
    canvas.lay(guides.mask(), shades.mid, 0.4)
    canvas.lay(frames.mask(), shades.mid, 0.8)
    ink = canvas.pen()
    for (corner, size), sign in zip(places, "文水A山N人木E天", strict=True):
        inset = size * (0.07 if size > 500 else 0.16)
        _write(ink, sign, (corner[0] + inset, corner[1] + inset), size - 2 * inset)
    canvas.shade(ink.mask(), (4, 6), 9, 0.25)
    canvas.lay(
        ink.mask(),
        canvas.sweep((0, shades.night), (1240, shades.night), (1280, shades.accent), (WIDTH, shades.accent)),
    )
    _seal(canvas, (1010, 990))


def _write(pen: Pen, sign: str, corner: Point, size: float) -> None:
    for points, breadths in SIGNS[sign]:
        straight = len(points) == 2
        path = smooth(points, 48) if straight or sign not in "中山" else _corners(points)
        for number, (x, y) in enumerate(path):
            place = number / (len(path) - 1) * (len(breadths) - 1)
            low = min(len(breadths) - 2, int(place))
            breadth = breadths[low] + (breadths[low + 1] - breadths[low]) * (place - low)
            pen.disc((corner[0] + x / 100 * size, corner[1] + y / 100 * size), breadth / 200 * size)


def _corners(points: tuple[Point, ...]) -> list[Point]:
    return [
        (start[0] + (end[0] - start[0]) * step / 48, start[1] + (end[1] - start[1]) * step / 48)
        for start, end in itertools.pairwise(points)
        for step in range(49)
    ]


def _guides(pen: Pen, corner: Point, size: float) -> None:
    x, y = corner
    for start, end in (((0, 0.5), (1, 0.5)), ((0.5, 0), (0.5, 1)), ((0, 0), (1, 1)), ((1, 0), (0, 1))):
        count = round(size / 22)
        for dash in range(count):
            near, far = dash / count, (dash + 0.5) / count
            ends = [
                (
                    x + (start[0] + (end[0] - start[0]) * share) * size,
                    y + (start[1] + (end[1] - start[1]) * share) * size,
                )
                for share in (near, far)
            ]
            pen.line(ends, 2)


def _seal(canvas: Canvas, corner: Point) -> None:
    stamp, sign = canvas.pen(), canvas.pen()
    stamp.box(corner, (corner[0] + 168, corner[1] + 168), 16)
    canvas.lay(stamp.mask(), canvas.palette.mid, 0.94)
    _write(sign, "中", (corner[0] + 28, corner[1] + 26), 114)
    canvas.lay(sign.mask(), canvas.palette.paper)
