"""Motifs of the press: brush strokes, tiles of a fingerprint, the dial, rollers, printed sheets."""

import math

from newsroom.painting_canvas import HEIGHT, WIDTH, Canvas, Colour, Pen, Point, around, mix, smooth

# Signs as strokes in a square of 100: the points of each stroke, and the breadth of the brush along it.
Stroke = tuple[tuple[Point, ...], tuple[float, ...]]
SIGNS: dict[str, tuple[Stroke, ...]] = {
    "文": ((((46, 6), (56, 19)), (2, 6, 8)), (((9, 33), (50, 29), (91, 31)), (6, 4, 7)),
          (((66, 33), (50, 64), (10, 93)), (7, 6, 1)), (((30, 38), (54, 70), (95, 92)), (2, 5, 10, 3))),
    "水": ((((50, 6), (50, 88), (39, 79)), (7, 6, 2)), (((14, 36), (41, 34), (28, 60), (9, 80)), (4, 6, 4, 1)),
          (((86, 22), (57, 45)), (6, 2)), (((54, 44), (70, 68), (95, 88)), (2, 6, 9, 2))),
    "人": ((((50, 7), (44, 50), (8, 93)), (7, 6, 1)), (((46, 44), (66, 74), (95, 92)), (2, 6, 10, 2))),
    "山": ((((50, 9), (50, 84)), (7, 6)), (((16, 40), (16, 85), (86, 85)), (6, 5, 5)), (((85, 40), (85, 92)), (6, 6))),
    "中": ((((20, 30), (22, 66)), (6, 6)), (((20, 31), (80, 30), (78, 66)), (5, 6, 6)), (((22, 62), (78, 62)), (5, 5)),
          (((50, 5), (50, 96)), (7, 5))),
    "木": ((((11, 34), (89, 31)), (6, 6)), (((50, 6), (50, 95)), (7, 6)), (((48, 36), (34, 60), (9, 82)), (5, 5, 1)),
          (((52, 36), (68, 62), (93, 82)), (2, 6, 8))),
    "天": ((((20, 20), (80, 18)), (6, 6)), (((9, 47), (91, 45)), (6, 6)), (((50, 21), (46, 60), (9, 94)), (7, 6, 1)),
          (((50, 50), (66, 76), (94, 93)), (2, 6, 9))),
    "A": ((((8, 92), (50, 9)), (4, 4)), (((50, 9), (92, 92)), (4, 4)), (((24, 62), (76, 62)), (4, 4))),
    "N": ((((16, 92), (16, 9)), (4, 4)), (((16, 9), (84, 92)), (4, 4)), (((84, 92), (84, 9)), (4, 4))),
    "E": ((((20, 9), (20, 92)), (4, 4)), (((20, 9), (82, 9)), (4, 4)), (((20, 50), (72, 50)), (4, 4)),
          (((20, 92), (82, 92)), (4, 4))),
}


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
        for start, end in zip(points, points[1:], strict=False)
        for step in range(49)
    ]


def strokes(canvas: Canvas) -> None:
    """Signs of two scripts on squared writing paper, one of them large, with a seal."""
    shades = canvas.palette
    canvas.wash(((0, 0), shades.paper), ((WIDTH, 0), shades.paper), ((WIDTH, HEIGHT), shades.light), ((0, HEIGHT), shades.paper))
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
    canvas.lay(ink.mask(), canvas.sweep((0, shades.night), (1240, shades.night), (1280, shades.accent), (WIDTH, shades.accent)))
    _seal(canvas, (1010, 990))


def _guides(pen: Pen, corner: Point, size: float) -> None:
    x, y = corner
    for start, end in (((0, 0.5), (1, 0.5)), ((0.5, 0), (0.5, 1)), ((0, 0), (1, 1)), ((1, 0), (0, 1))):
        count = round(size / 22)
        for dash in range(count):
            near, far = dash / count, (dash + 0.5) / count
            ends = [(x + (start[0] + (end[0] - start[0]) * share) * size, y + (start[1] + (end[1] - start[1]) * share) * size) for share in (near, far)]
            pen.line(ends, 2)


def _seal(canvas: Canvas, corner: Point) -> None:
    stamp, sign = canvas.pen(), canvas.pen()
    stamp.box(corner, (corner[0] + 168, corner[1] + 168), 16)
    canvas.lay(stamp.mask(), canvas.palette.mid, 0.94)
    _write(sign, "中", (corner[0] + 28, corner[1] + 26), 114)
    canvas.lay(sign.mask(), canvas.palette.paper)


def tiles(canvas: Canvas) -> None:
    """A fingerprint of tiles: the block that was approved, and the same block again where it was printed."""
    shades = canvas.palette
    canvas.wash(((0, 0), shades.paper), ((WIDTH, HEIGHT), shades.paper))
    kinds = [[(canvas.random.randrange(7), canvas.random.randrange(4)) for _ in range(12)] for _ in range(8)]
    for row in range(2, 6):
        for column in range(1, 5):
            kinds[row][column + 6] = kinds[row][column]
    tints = (shades.mid, shades.soft, shades.deep, shades.accent, shades.second, shades.light)
    grounds = [canvas.pen() for _ in tints]
    shapes = [canvas.pen() for _ in tints]
    for row, line in enumerate(kinds):
        for column, (kind, turn) in enumerate(line):
            below, over = (kind * 5 + turn * 3) % 6, (kind * 2 + turn + 1) % 6
            grounds[below].box((column * 160, row * 160), (column * 160 + 160, row * 160 + 160))
            if below != over:
                _tile(shapes[over], (column * 160, row * 160), kind, turn)
    for tint, ground in zip(tints, grounds, strict=True):
        canvas.lay(ground.mask(), tint)
    for tint, shape in zip(tints, shapes, strict=True):
        canvas.lay(shape.mask(), tint)
    _frames(canvas)


def _frames(canvas: Canvas) -> None:
    veil, frame = canvas.pen(), canvas.pen()
    veil.box((-20, -20), (WIDTH + 20, HEIGHT + 20))
    for left in (160, 1120):
        veil.box((left, 320), (left + 640, 960), ink=0)
        for a, b in (((0, 0), (640, 0)), ((640, 0), (640, 640)), ((640, 640), (0, 640)), ((0, 640), (0, 0))):
            frame.line([(left + a[0], 320 + a[1]), (left + b[0], 320 + b[1])], 16)
    frame.line([(800, 620), (1120, 620)], 16)
    frame.line([(800, 660), (1120, 660)], 16)
    canvas.lay(veil.mask(), canvas.palette.paper, 0.66)
    canvas.lay(frame.mask(), canvas.palette.night)


def _tile(pen: Pen, corner: Point, kind: int, turn: int) -> None:
    x, y = corner
    corners = [(x, y), (x + 160, y), (x + 160, y + 160), (x, y + 160)]
    pivot = corners[turn]
    span = (turn * 90.0, turn * 90.0 + 90)
    if kind == 0:
        pen.pie(pivot, 160, span)
    elif kind == 1:
        pen.polygon([corners[turn], corners[turn - 3], corners[turn - 1]])
    elif kind == 2:
        pen.disc((x + 80, y + 80), 56)
    elif kind == 3:
        pen.pie((x + 80, y + 80), 80, (turn * 90, turn * 90 + 180))
    elif kind == 4:
        pen.arc(pivot, 110, 44, span)
        pen.pie(pivot, 44, span)
    elif kind == 5:
        for step in range(4):
            pen.box((x + step * 40 + 8, y), (x + step * 40 + 24, y + 160))
    else:
        pen.polygon([(x + 80, y), (x + 160, y + 80), (x + 80, y + 160), (x, y + 80)])


def dial(canvas: Canvas) -> None:
    """The day as a dial: rings of hours before sunrise, and a hand that stands at half past seven."""
    shades, centre = canvas.palette, (1060.0, 690.0)
    canvas.wash(((0, 0), shades.night), ((WIDTH, 0), shades.deep), ((0, HEIGHT), shades.mid), ((1060, 900), shades.soft), ((WIDTH, HEIGHT), shades.second))
    canvas.glow(centre, 980, shades.second, 0.45)
    tints = (shades.second, shades.soft, shades.light, shades.mid, shades.paper, shades.accent, shades.soft)
    for number in range(13):
        ring, start = canvas.pen(), canvas.random.uniform(0, 360)
        ring.arc(centre, 170 + number * 56, canvas.random.choice((10, 22, 34)), (start, start + canvas.random.uniform(60, 290)))
        canvas.shade(ring.mask(), (0, 10), 14, 0.4)
        canvas.lay(ring.mask(), tints[number % len(tints)], 0.95)
    ticks, hands, hub = canvas.pen(), canvas.pen(), canvas.pen()
    for tick in range(120):
        near = 880 if tick % 5 else 850
        ticks.line([around(centre, near, tick * 3), around(centre, 905, tick * 3)], 3 if tick % 5 else 7)
    canvas.lay(ticks.mask(), shades.paper, 0.75)
    for reach, degrees, width in ((380, 135, 30), (620, 90, 18)):
        hands.line([around(centre, 90, degrees + 180), around(centre, reach, degrees)], width)
    canvas.shade(hands.mask(), (8, 18), 18, 0.7)
    canvas.lay(hands.mask(), shades.paper)
    hub.disc(centre, 44)
    canvas.lay(hub.mask(), shades.accent)


def rollers(canvas: Canvas) -> None:
    """A web of paper on its way through the rollers of a press."""
    shades = canvas.palette
    canvas.wash(((0, 0), shades.night), ((WIDTH, HEIGHT), shades.night), ((700, 500), shades.deep), ((1600, 1100), shades.deep))
    wheels = [(300, 330, 190), (760, 860, 230), (1230, 380, 210), (1700, 900, 250)]
    for x, y, radius in wheels:
        _roller(canvas, (x, y), radius)
    path: list[Point] = [(-80, 140), (300, 118)]
    for number, (x, y, radius) in enumerate(wheels):
        turn = range(-90, 10, 10) if number % 2 == 0 else range(190, 80, -10)
        path += [around((x, y), radius + 9, degrees) for degrees in turn]
        if number % 2:
            path += [around((x, y), radius + 9, degrees) for degrees in range(80, -10, -10)]
    path += [(1990, 300)]
    web, rules = canvas.pen(), canvas.pen()
    web.line(path, 26)
    rules.line(path, 4)
    canvas.shade(web.mask(), (0, 22), 26, 0.7)
    canvas.lay(web.mask(), canvas.sweep((0, shades.paper), (900, shades.light), (WIDTH, shades.paper)))
    canvas.lay(rules.mask(), shades.mid)


def _roller(canvas: Canvas, centre: Point, radius: float) -> None:
    shades, body = canvas.palette, canvas.pen()
    body.disc(centre, radius)
    canvas.shade(body.mask(), (16, 28), 34, 0.8)
    canvas.lay(body.mask(), canvas.fade((centre[1] - radius, shades.light), (centre[1], shades.mid), (centre[1] + radius, shades.night)))
    for share, colour in ((0.86, shades.night), (0.8, shades.soft), (0.34, shades.night), (0.26, shades.second)):
        part = canvas.pen()
        part.disc(centre, radius * share)
        canvas.lay(part.mask(), canvas.fade((centre[1] - radius, mix(colour, shades.paper, 0.25)), (centre[1] + radius, mix(colour, shades.night, 0.5))))
    spokes = canvas.pen()
    for degrees in range(0, 360, 45):
        spokes.disc(around(centre, radius * 0.57, degrees + 20), radius * 0.085)
    canvas.lay(spokes.mask(), shades.night, 0.8)


def sheets(canvas: Canvas) -> None:
    """Printed pages fallen over each other: columns, pictures, headlines without words."""
    shades = canvas.palette
    canvas.wash(((0, 0), shades.deep), ((WIDTH, 0), shades.mid), ((0, HEIGHT), shades.night), ((WIDTH, HEIGHT), shades.soft))
    pages = ((380, 420, -13), (1560, 350, 16), (330, 1080, 9), (1640, 1060, -9), (980, 690, -4))
    for number, (x, y, degrees) in enumerate(pages):
        _sheet(canvas, (x, y), math.radians(degrees + canvas.random.uniform(-2, 2)), (shades.accent, shades.mid, shades.second, shades.soft, shades.mid)[number])


def _sheet(canvas: Canvas, centre: Point, turn: float, tint: Colour) -> None:
    def quad(left: float, top: float, right: float, bottom: float) -> list[Point]:
        return [
            (centre[0] + x * math.cos(turn) - y * math.sin(turn), centre[1] + x * math.sin(turn) + y * math.cos(turn))
            for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))
        ]

    shades, page, words, picture = canvas.palette, canvas.pen(), canvas.pen(), canvas.pen()
    page.polygon(quad(-380, -500, 380, 500))
    canvas.shade(page.mask(), (14, 30), 40, 0.65)
    canvas.lay(page.mask(), canvas.fade((0, shades.paper), (HEIGHT, mix(shades.paper, shades.light, 0.55))))
    words.polygon(quad(-330, -450, 330, -436))
    words.polygon(quad(-330, -410, 250, -356))
    words.polygon(quad(-330, -338, 60, -290))
    picture.polygon(quad(-330, -250, 104, 60))
    for column, first in ((-330, 90), (-108, 90), (114, -250)):
        for line in range(first, 470, 23):
            end = 216 if (line * 7 + column) % 9 else canvas.random.uniform(80, 160)
            words.polygon(quad(column, line, column + min(206, end), line + 9))
    canvas.lay(words.mask(), shades.night, 0.82)
    canvas.lay(picture.mask(), canvas.fade((centre[1] - 260, mix(tint, shades.paper, 0.25)), (centre[1] + 60, tint)))
    disc = canvas.pen()
    disc.polygon(quad(-330, -20, 104, 60))
    disc.disc(quad(-30, -130, 0, 0)[0], 66)
    canvas.lay(disc.mask(), mix(tint, shades.night, 0.55), 0.8)
