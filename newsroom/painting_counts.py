"""Motifs of counting: bars and dots, decay by halves, halftone dots, picture elements."""

import itertools
import math

from PIL import Image

from newsroom.painting_canvas import Canvas
from newsroom.painting_sea import tides
from newsroom.painting_shapes import HEIGHT, WIDTH, mix


def bars(canvas: Canvas) -> None:
    """Counts as bars, and above every bar the dots that were counted."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.paper),
        ((WIDTH, 0), shades.paper),
        ((WIDTH, HEIGHT), shades.light),
        ((0, HEIGHT), shades.paper),
    )
    lines, columns, dots, marked = (canvas.pen() for _ in range(4))
    for y in range(160, 1120, 120):
        lines.line([(90, y), (1830, y)], 2)
    for number in range(24):
        x = 110 + number * 72
        share = math.exp(-(((number - 8) / 4.2) ** 2)) + 0.45 * math.exp(-(((number - 18) / 2.6) ** 2))
        top = 1120 - 90 - 640 * share * canvas.random.uniform(0.82, 1.0)
        columns.box((x, top), (x + 46, 1120), 8)
        for dot in range(canvas.random.randint(2, 3 + int(5 * share))):
            pen = marked if canvas.random.random() < 0.22 else dots
            pen.disc((x + 23, top - 40 - dot * 40), 11)
    canvas.lay(lines.mask(), shades.soft, 0.5)
    canvas.shade(columns.mask(), (10, 10), 16, 0.25)
    canvas.lay(columns.mask(), canvas.fade((400, shades.mid), (800, shades.soft), (1120, shades.deep)))
    canvas.lay(dots.mask(), shades.accent)
    canvas.lay(marked.mask(), shades.second)


def decay(canvas: Canvas) -> None:
    """Stories that rise at once and sink by halves, laid over each other like glass."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.night),
        ((WIDTH, 0), shades.deep),
        ((0, HEIGHT), shades.deep),
        ((960, 800), shades.deep),
        ((WIDTH, HEIGHT), shades.night),
    )
    canvas.glow((1500, 1000), 1100, shades.mid, 0.7)
    tints = (shades.mid, shades.second, shades.soft, shades.accent, shades.mid, shades.light, shades.second)
    for number, tint in enumerate(tints):
        start, height, half = (
            -140 + number * 290,
            canvas.random.uniform(560, 960),
            canvas.random.uniform(120, 250),
        )
        edge = [(float(start), 1130.0), (start + 26.0, 1130 - height * 0.72)]
        edge += [(start + 52 + x, 1130 - height * 0.5 ** (x / half)) for x in range(0, 2200, 12)]
        body, rim, marks = canvas.pen(), canvas.pen(), canvas.pen()
        body.polygon([*edge, (edge[-1][0], 1130)])
        rim.line(edge, 6)
        for step in range(4):
            marks.disc((start + 52 + half * step, 1130 - height * 0.5**step), 15)
        canvas.lay(
            body.mask(), canvas.fade((1130 - height, tint), (1130, mix(tint, shades.night, 0.75))), 0.62
        )
        canvas.lay(rim.mask(), mix(tint, shades.paper, 0.4))
        canvas.lay(marks.mask(), shades.paper)
    base = canvas.pen()
    base.box((-20, 1130), (WIDTH + 20, 1136))
    canvas.lay(base.mask(), shades.paper, 0.8)


def halftone(canvas: Canvas) -> None:
    """A landscape told in dots alone, as a printing press or a fingertip would read it."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.paper),
        ((WIDTH, 0), shades.light),
        ((WIDTH, HEIGHT), shades.soft),
        ((0, HEIGHT), shades.light),
    )
    fine, strong = canvas.pen(), canvas.pen()
    pitch = 34
    for row in range(-1, HEIGHT // pitch + 2):
        for column in range(-1, WIDTH // pitch + 2):
            x, y = column * pitch + (row % 2) * pitch / 2, row * pitch
            disc = math.dist((x, y), (1240, 470)) < 290
            hill = 860 + 150 * math.sin(x / 270 + 0.6) + 60 * math.sin(x / 110)
            front = 1050 + 90 * math.sin(x / 330 + 3)
            size = 0.16 + 0.2 * y / HEIGHT
            size = 0.72 - 0.5 * (y - 470) / 580 if disc and y < hill else size
            size = 0.38 + 0.34 * (y - hill) / 260 if y > hill else size
            size = 0.9 if y > front else size
            (strong if disc and y < hill else fine).disc((x, y), pitch * 0.56 * min(0.95, max(0.1, size)))
    canvas.lay(fine.mask(), canvas.fade((0, shades.mid), (900, shades.deep), (HEIGHT, shades.night)))
    canvas.lay(strong.mask(), shades.accent)


def pixels(canvas: Canvas) -> None:
    """One picture, finer from strip to strip: from a handful of squares to the whole sea."""
    tides(canvas)
    shades, whole = canvas.palette, canvas.image.copy()
    edges = (0, 300, 600, 880, 1140, 1380)
    for number, (left, right) in enumerate(itertools.pairwise(edges)):
        block = max(1, round((150, 75, 40, 20, 10)[number] * canvas.scale))
        small = whole.resize(
            (max(1, canvas.size[0] // block), max(1, canvas.size[1] // block)), Image.Resampling.BOX
        )
        coarse = small.resize(canvas.size, Image.Resampling.NEAREST)
        strip = canvas.pen()
        strip.box((left, -10), (right, HEIGHT + 10))
        canvas.lay(strip.mask(), coarse)
    rules = canvas.pen()
    for edge in edges[1:]:
        rules.box((edge - 2, -10), (edge + 2, HEIGHT + 10))
    canvas.lay(rules.mask(), shades.paper, 0.9)
