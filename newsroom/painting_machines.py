"""Motifs of machines: circuits, battery cells, branches of code, picture elements, bars, decay, halftone dots."""

import math

from PIL import Image

from newsroom.painting_canvas import HEIGHT, WIDTH, Canvas, Point, mix, smooth
from newsroom.painting_sea import tides


def circuit(canvas: Canvas) -> None:
    """A chip and the traces that leave it on all sides, some of them carrying light."""
    shades = canvas.palette
    canvas.wash(((0, 0), shades.night), ((WIDTH, HEIGHT), shades.night), ((960, 640), shades.deep), ((1700, 100), shades.deep))
    routes = [route for side in range(4) for route in _routes(canvas, side)]
    canvas.random.shuffle(routes)
    lit = routes[: len(routes) // 5]
    for group, colour, width in ((routes, shades.mid, 7), (lit, shades.second, 7), (lit[::3], shades.accent, 7)):
        traces, holes = canvas.pen(), canvas.pen()
        for route in group:
            traces.line(route, width)
            traces.disc(route[-1], 16)
            holes.disc(route[-1], 7)
        if group is not routes:
            canvas.light(canvas.soft(traces.mask(), 18), colour, 0.75)
        canvas.lay(traces.mask(), colour, 0.62 if group is routes else 1)
        canvas.lay(holes.mask(), shades.night)
    _chip(canvas)


def _routes(canvas: Canvas, side: int) -> list[list[Point]]:
    routes, across = [], side % 2 == 0
    sign, reach = (1 if side < 2 else -1), (330 if across else 330)
    for number in range(-9, 10):
        start, spread = number * 32, number * canvas.random.choice((46, 54, 60))
        first, last = reach + 40 + abs(9 - abs(number)) * 24, canvas.random.uniform(700, 1150 if across else 720)
        bend = first + abs(spread - start)
        path = [(reach - 30, start), (first, start), (bend, spread), (max(bend + 30, last), spread)]
        routes.append([(960 + sign * a, 640 + b) if across else (960 + b, 640 + sign * a) for a, b in path])
    return routes


def _chip(canvas: Canvas) -> None:
    shades, body, die = canvas.palette, canvas.pen(), canvas.pen()
    body.box((640, 320), (1280, 960), 30)
    canvas.shade(body.mask(), (0, 26), 40, 0.8)
    canvas.lay(body.mask(), canvas.fade((320, mix(shades.deep, shades.mid, 0.35)), (960, shades.night)))
    die.box((740, 420), (1180, 860), 12)
    canvas.lay(die.mask(), canvas.sweep((740, shades.mid), (960, shades.soft), (1180, shades.second)))
    tints = (shades.night, shades.deep, shades.mid, shades.light, shades.accent)
    pens = [canvas.pen() for _ in tints]
    for left, top, width, height in _blocks(canvas, (746, 426, 428, 428), 6):
        pen = pens[min(len(tints) - 1, int(canvas.random.random() ** 0.8 * 5.2) % 5)]
        pen.box((left + 3, top + 3), (left + width - 3, top + height - 3), 3)
    for tint, pen in zip(tints, pens, strict=True):
        canvas.lay(pen.mask(), tint, 0.8)
    notch = canvas.pen()
    notch.disc((690, 370), 14)
    canvas.lay(notch.mask(), shades.soft)


def _blocks(canvas: Canvas, area: tuple[float, float, float, float], depth: int) -> list[tuple[float, float, float, float]]:
    left, top, width, height = area
    if depth == 0 or min(width, height) < 36:
        return [area]
    share = canvas.random.uniform(0.32, 0.68)
    if width > height:
        halves = (left, top, width * share, height), (left + width * share, top, width * (1 - share), height)
    else:
        halves = (left, top, width, height * share), (left, top + height * share, width, height * (1 - share))
    return [block for half in halves for block in _blocks(canvas, half, depth - 1)]


def cells(canvas: Canvas) -> None:
    """Rows of battery cells, filled from left to right like a rising tide."""
    shades = canvas.palette
    canvas.wash(((0, 0), shades.night), ((WIDTH, 0), shades.mid), ((0, HEIGHT), shades.deep), ((WIDTH, HEIGHT), shades.soft), ((960, 640), shades.deep))
    shells, tops, fills, shines = (canvas.pen() for _ in range(4))
    for row in range(3):
        for column in range(13):
            x, y = 70 + column * 150 - (row % 2) * 75, 96 + row * 400
            level = min(1, max(0.08, 0.5 + 0.42 * math.sin(column / 2.6 + row * 1.4 - 1.2) + column * 0.012))
            shells.box((x, y), (x + 112, y + 320), 30)
            tops.box((x + 32, y - 24), (x + 80, y + 6), 10)
            fills.box((x + 12, y + 308 - 296 * level), (x + 100, y + 308), 20)
            shines.box((x + 22, y + 24), (x + 34, y + 296), 6)
    canvas.shade(shells.mask(), (12, 22), 26, 0.7)
    canvas.lay(tops.mask(), canvas.sweep((0, shades.soft), (WIDTH, shades.paper)))
    canvas.lay(shells.mask(), canvas.sweep((0, mix(shades.night, shades.deep, 0.4)), (WIDTH, mix(shades.deep, shades.night, 0.3))))
    canvas.light(canvas.soft(fills.mask(), 34), shades.second, 0.4)
    canvas.lay(fills.mask(), canvas.sweep((0, shades.accent), (700, shades.second), (1400, shades.soft), (WIDTH, shades.light)))
    canvas.light(shines.mask(), shades.paper, 0.34)


def branches(canvas: Canvas) -> None:
    """Lines of work that leave the trunk, carry commits, and come home."""
    shades = canvas.palette
    canvas.wash(((0, 0), shades.paper), ((WIDTH, HEIGHT), shades.light), ((WIDTH, 0), shades.light), ((0, HEIGHT), shades.paper))
    tints = (shades.soft, shades.mid, shades.accent, shades.deep, shades.second, shades.mid, shades.soft)
    for number, tint in enumerate(tints * 2):
        lane = (number % 7 - 3) * 148 + (52 if number >= 7 else 0)
        start = canvas.random.uniform(-260, 900)
        end = start + canvas.random.uniform(620, 1100)
        path = smooth([(start, 640), (start + 90, 640), (start + 260, 640 + lane), (end - 260, 640 + lane), (end - 90, 640), (end, 640)], 22)
        _strand(canvas, path, tint, 13)
    _strand(canvas, [(-40, 640), (WIDTH + 40, 640)], shades.night, 26)
    heads, hearts = canvas.pen(), canvas.pen()
    for x in range(60, WIDTH, 150):
        heads.disc((x, 640), 34)
        hearts.disc((x, 640), 19)
    canvas.shade(heads.mask(), (0, 8), 12, 0.4)
    canvas.lay(heads.mask(), shades.night)
    canvas.lay(hearts.mask(), canvas.sweep((0, shades.paper), (WIDTH, shades.accent)))


def _strand(canvas: Canvas, path: list[Point], tint: tuple[int, int, int], width: float) -> None:
    line, knots = canvas.pen(), canvas.pen()
    line.line(path, width)
    canvas.shade(line.mask(), (0, 7), 10, 0.28)
    canvas.lay(line.mask(), tint)
    if len(path) > 9:
        for point in path[40:-30:12]:
            knots.disc(point, width * 1.45)
    canvas.lay(knots.mask(), tint)


def pixels(canvas: Canvas) -> None:
    """One picture, finer from strip to strip: from a handful of squares to the whole sea."""
    tides(canvas)
    shades, whole = canvas.palette, canvas.image.copy()
    edges = (0, 300, 600, 880, 1140, 1380)
    for number, (left, right) in enumerate(zip(edges, edges[1:], strict=False)):
        block = max(1, round((150, 75, 40, 20, 10)[number] * canvas.scale))
        small = whole.resize((max(1, canvas.size[0] // block), max(1, canvas.size[1] // block)), Image.Resampling.BOX)
        coarse = small.resize(canvas.size, Image.Resampling.NEAREST)
        strip = canvas.pen()
        strip.box((left, -10), (right, HEIGHT + 10))
        canvas.lay(strip.mask(), coarse)
    rules = canvas.pen()
    for edge in edges[1:]:
        rules.box((edge - 2, -10), (edge + 2, HEIGHT + 10))
    canvas.lay(rules.mask(), shades.paper, 0.9)


def bars(canvas: Canvas) -> None:
    """Counts as bars, and above every bar the dots that were counted."""
    shades = canvas.palette
    canvas.wash(((0, 0), shades.paper), ((WIDTH, 0), shades.paper), ((WIDTH, HEIGHT), shades.light), ((0, HEIGHT), shades.paper))
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
    canvas.wash(((0, 0), shades.night), ((WIDTH, 0), shades.night), ((0, HEIGHT), shades.deep), ((960, 900), shades.deep), ((WIDTH, HEIGHT), shades.mid))
    tints = (shades.mid, shades.soft, shades.second, shades.accent, shades.mid, shades.soft, shades.light)
    for number, tint in enumerate(tints):
        start, height = -140 + number * 290, canvas.random.uniform(480, 930)
        half = canvas.random.uniform(170, 360)
        edge = [(float(start), 1130.0), (start + 26.0, 1130 - height * 0.72)]
        edge += [(start + 52 + x, 1130 - height * 0.5 ** (x / half)) for x in range(0, 2200, 12)]
        body, rim = canvas.pen(), canvas.pen()
        body.polygon([*edge, (edge[-1][0], 1130)])
        rim.line(edge, 6)
        canvas.light(body.mask(), mix(tint, shades.night, 0.35), 0.55)
        canvas.lay(rim.mask(), mix(tint, shades.paper, 0.35))
        marks = canvas.pen()
        for step in range(4):
            marks.disc((start + 52 + half * step, 1130 - height * 0.5**step), 15)
        canvas.lay(marks.mask(), shades.paper)
    base = canvas.pen()
    base.box((-20, 1130), (WIDTH + 20, 1136))
    canvas.lay(base.mask(), shades.paper, 0.8)


def halftone(canvas: Canvas) -> None:
    """A landscape told in dots alone, as a printing press or a fingertip would read it."""
    shades = canvas.palette
    canvas.wash(((0, 0), shades.paper), ((WIDTH, 0), shades.light), ((WIDTH, HEIGHT), shades.soft), ((0, HEIGHT), shades.light))
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
