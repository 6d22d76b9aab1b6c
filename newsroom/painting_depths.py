"""Motifs of air and deep water: wind, the contours of the sea bed, cables."""

import math

from newsroom.painting_canvas import Canvas, above
from newsroom.painting_sea import crest
from newsroom.painting_shapes import HEIGHT, WIDTH, Point, mix, smooth


def wind(canvas: Canvas) -> None:
    """Streamlines of a gale that turns around a low."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.night),
        ((WIDTH, HEIGHT), shades.deep),
        ((1250, 520), shades.mid),
        ((300, 1100), shades.night),
        ((1700, 150), shades.deep),
    )
    eye = (canvas.random.uniform(1150, 1350), canvas.random.uniform(520, 640))
    canvas.glow(eye, 760, shades.soft, 0.55)
    for colour, count, width in (
        (shades.mid, 270, 7),
        (shades.soft, 170, 6),
        (shades.light, 96, 5),
        (shades.accent, 46, 6),
        (shades.second, 34, 5),
    ):
        pen = canvas.pen()
        for _ in range(count):
            start = canvas.random.uniform(-300, WIDTH + 200), canvas.random.uniform(-200, HEIGHT + 200)
            pen.line(
                _stream(start, eye, canvas.random.randint(16, 52)), width, canvas.random.randint(90, 255)
            )
        canvas.lay(pen.mask(), colour, 0.92)


def _stream(start: Point, eye: Point, steps: int) -> list[Point]:
    x, y = start
    path = [start]
    for _ in range(steps):
        away_x, away_y = x - eye[0], (y - eye[1]) * 1.25
        far = math.hypot(away_x, away_y) + 1
        spin = math.exp(-((far / 640) ** 2))
        push_x = 0.42 + 0.16 * math.sin(y / 170) + 2.4 * spin * -away_y / far - 0.35 * spin * away_x / far
        push_y = 0.16 * math.sin(x / 260 + y / 400) + 2.4 * spin * away_x / far - 0.35 * spin * away_y / far
        length = math.hypot(push_x, push_y) + 0.001
        x, y = x + push_x / length * 13, y + push_y / length * 13
        path.append((x, y))
    return path


def contours(canvas: Canvas) -> None:
    """A sea bed cut from twelve sheets of paper, with a sounded course across it."""
    shades = canvas.palette
    canvas.wash(((0, 0), shades.night), ((WIDTH, HEIGHT), shades.night))
    field = canvas.field(7, 5)
    steps = [shades.night, shades.deep, shades.mid, shades.soft, shades.light, shades.paper]
    for number in range(12):
        level = 52 + number * 13.5
        place = number / 11 * (len(steps) - 1.01)
        colour = mix(steps[int(place)], steps[int(place) + 1], place % 1)
        mask = above(field, level, 90 * canvas.scale)
        canvas.shade(mask, (0, 9), 15, 0.42)
        canvas.lay(
            mask, canvas.fade((0, mix(colour, shades.paper, 0.1)), (HEIGHT, mix(colour, shades.night, 0.14)))
        )
    _course(canvas)


def _course(canvas: Canvas) -> None:
    heights = [canvas.random.uniform(330, 950) for _ in range(6)]
    path = smooth([(-80 + number * 420, height) for number, height in enumerate(heights)], 60)
    dots, marks = canvas.pen(), canvas.pen()
    for point in path[::4]:
        dots.disc(point, 7)
    for point in (path[70], path[150], path[225]):
        marks.disc(point, 24)
        marks.arc(point, 46, 6)
    canvas.lay(dots.mask(), canvas.palette.accent)
    canvas.shade(marks.mask(), (0, 6), 10, 0.5)
    canvas.lay(marks.mask(), canvas.palette.accent)


def cables(canvas: Canvas) -> None:
    """Cables that leave the light, pass a repeater and cross the dark sea bed."""
    shades = canvas.palette
    canvas.wash(
        ((300, 0), shades.soft),
        ((WIDTH, 0), shades.mid),
        ((0, HEIGHT), shades.night),
        ((WIDTH, HEIGHT), shades.night),
        ((960, 760), shades.deep),
    )
    for _ in range(7):
        ray, left = canvas.pen(), canvas.random.uniform(-100, 1500)
        ray.polygon(
            [
                (left, -20),
                (left + canvas.random.uniform(50, 170), -20),
                (left + 700, 1000),
                (left + 330, 1000),
            ]
        )
        canvas.light(canvas.soft(ray.mask(), 30), shades.light, 0.10)
    for base, share in ((980, 0.35), (1080, 0.7), (1180, 1)):
        floor = canvas.pen()
        floor.polygon([*crest(canvas, base, 34), (WIDTH + 40, HEIGHT), (-40, HEIGHT)])
        canvas.lay(floor.mask(), mix(shades.deep, shades.night, share))
    _strands(canvas)


def _strands(canvas: Canvas) -> None:
    shades = canvas.palette
    # A pen for every sixth strand: neighbours still shade each other, and it is six times faster.
    for batch, tint in enumerate(
        (shades.mid, shades.night, shades.light, shades.accent, shades.soft, shades.second)
    ):
        shadow, strand, pulse = canvas.pen(), canvas.pen(), canvas.pen()
        for number in range(batch, 30, 6):
            path = _strand(canvas, number)
            strand.line(path, 9)
            shadow.line([(x + 4, y + 9) for x, y in path], 10)
            pulse.disc(path[canvas.random.randint(20, 140)], 7)
        canvas.lay(shadow.mask(), (0, 0, 0), 0.28)
        canvas.lay(
            strand.mask(),
            canvas.sweep(
                (0, mix(tint, shades.light, 0.5)), (1000, tint), (1900, mix(tint, shades.night, 0.45))
            ),
        )
        canvas.lay(pulse.mask(), shades.paper)
    _collar(canvas)


def _strand(canvas: Canvas, number: int) -> list[Point]:
    start = 120 + number * 24 + canvas.random.uniform(-8, 8)
    end = 420 + number * 27 + canvas.random.uniform(-10, 10)
    knot = 690 + (number - 15) * 5.2
    return smooth(
        [(-60, start), (380, start + 120), (900, knot), (1100, knot), (1560, end + 60), (1990, end)], 30
    )


def _collar(canvas: Canvas) -> None:
    shades, collar, bands = canvas.palette, canvas.pen(), canvas.pen()
    collar.box((900, 566), (1100, 812), 46)
    for x in (940, 1046):
        bands.box((x, 566), (x + 14, 812))
    canvas.shade(collar.mask(), (0, 18), 24, 0.7)
    canvas.lay(collar.mask(), canvas.fade((566, shades.paper), (690, shades.soft), (812, shades.night)))
    canvas.lay(bands.mask(), canvas.fade((566, shades.accent), (812, mix(shades.accent, shades.night, 0.6))))
