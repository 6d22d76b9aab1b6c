"""Motifs of the press: tiles of a fingerprint, the dial of a day, cylinders, printed sheets."""

import math

from newsroom.painting_canvas import Canvas, Pen
from newsroom.painting_shapes import HEIGHT, WIDTH, Colour, Point, around, mix


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
    canvas.wash(
        ((0, 0), shades.night),
        ((WIDTH, 0), shades.deep),
        ((0, HEIGHT), shades.mid),
        ((1060, 900), shades.soft),
        ((WIDTH, HEIGHT), shades.second),
    )
    canvas.glow(centre, 980, shades.second, 0.45)
    tints = (shades.second, shades.soft, shades.light, shades.mid, shades.paper, shades.accent, shades.soft)
    for number in range(13):
        ring, start = canvas.pen(), canvas.random.uniform(0, 360)
        ring.arc(
            centre,
            170 + number * 56,
            canvas.random.choice((10, 22, 34)),
            (start, start + canvas.random.uniform(60, 290)),
        )
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
    """A web of printed paper that runs over and under the cylinders of a press."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.night),
        ((WIDTH, HEIGHT), shades.night),
        ((1700, 640), shades.deep),
        ((200, 640), shades.deep),
    )
    for centre, radius in ((470, 74), (860, 96)):
        _cylinder(canvas, centre, radius, (shades.second, shades.accent))
    _web(canvas)
    for centre, radius in ((130, 104), (660, 70), (1120, 128)):
        _cylinder(canvas, centre, radius, (shades.light, shades.mid))


def _cylinder(canvas: Canvas, centre: float, radius: float, tints: tuple[Colour, Colour]) -> None:
    shades, body, collars = canvas.palette, canvas.pen(), canvas.pen()
    body.box((-20, centre - radius), (WIDTH + 20, centre + radius))
    for x in (150, 196, 1710, 1756):
        collars.box((x, centre - radius - 8), (x + 26, centre + radius + 8), 6)
    canvas.shade(body.mask(), (0, 34), 40, 0.8)
    bright, body_tint = mix(tints[0], shades.paper, 0.55), tints[1]
    canvas.lay(
        body.mask(),
        canvas.fade(
            (centre - radius, mix(body_tint, shades.night, 0.55)),
            (centre - radius * 0.62, body_tint),
            (centre - radius * 0.3, bright),
            (centre, tints[0]),
            (centre + radius * 0.45, body_tint),
            (centre + radius, mix(body_tint, shades.night, 0.85)),
        ),
    )
    canvas.lay(
        collars.mask(),
        canvas.fade(
            (centre - radius, shades.night),
            (centre - radius * 0.3, mix(shades.night, shades.light, 0.6)),
            (centre + radius, shades.night),
        ),
    )


def _web(canvas: Canvas) -> None:
    shades, paper, words, pictures = canvas.palette, canvas.pen(), canvas.pen(), canvas.pen()
    paper.box((330, -20), (1590, HEIGHT + 20))
    for page, top in enumerate((-190, 330, 850)):
        for column in range(5):
            left = 380 + column * 236
            if column == (page * 2 + 1) % 5:
                pictures.box((left, top + 96), (left + 212, top + 270))
            for line in range(18):
                y = top + 96 + line * 22
                if column != (page * 2 + 1) % 5 or y > top + 286:
                    words.box((left, y), (left + canvas.random.choice((212, 212, 212, 208, 130)), y + 9))
        words.box((380, top + 20), (1000 + page * 160, top + 62))
    canvas.shade(paper.mask(), (0, 20), 34, 0.7)
    tone = [
        (y, mix(shades.paper, shades.night, 0.5 if number % 2 else 0))
        for number, y in enumerate((170, 250, 470, 590, 740, 840, 1010, 1250))
    ]
    canvas.lay(paper.mask(), canvas.fade(*((y, mix(colour, shades.paper, 0.55)) for y, colour in tone)))
    canvas.lay(words.mask(), shades.night, 0.8)
    canvas.lay(pictures.mask(), canvas.fade((0, shades.accent), (640, shades.mid), (HEIGHT, shades.accent)))


def sheets(canvas: Canvas) -> None:
    """Printed pages fallen over each other: columns, pictures, headlines without words."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.deep),
        ((WIDTH, 0), shades.mid),
        ((0, HEIGHT), shades.night),
        ((WIDTH, HEIGHT), shades.soft),
    )
    pages = ((380, 420, -13), (1560, 350, 16), (330, 1080, 9), (1640, 1060, -9), (980, 690, -4))
    for number, (x, y, degrees) in enumerate(pages):
        _sheet(
            canvas,
            (x, y),
            math.radians(degrees + canvas.random.uniform(-2, 2)),
            (shades.accent, shades.mid, shades.second, shades.soft, shades.mid)[number],
        )


def _sheet(canvas: Canvas, centre: Point, turn: float, tint: Colour) -> None:
    def quad(left: float, top: float, right: float, bottom: float) -> list[Point]:
        return [
            (
                centre[0] + x * math.cos(turn) - y * math.sin(turn),
                centre[1] + x * math.sin(turn) + y * math.cos(turn),
            )
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
    canvas.lay(
        picture.mask(), canvas.fade((centre[1] - 260, mix(tint, shades.paper, 0.25)), (centre[1] + 60, tint))
    )
    disc = canvas.pen()
    disc.polygon(quad(-330, -20, 104, 60))
    disc.disc(quad(-30, -130, 0, 0)[0], 66)
    canvas.lay(disc.mask(), mix(tint, shades.night, 0.55), 0.8)
