"""Motifs of machines: circuits, battery cells, branches of code."""

import math

from newsroom.painting_canvas import Canvas, Pen
from newsroom.painting_shapes import HEIGHT, WIDTH, Colour, Point, mix, rounded


def circuit(canvas: Canvas) -> None:
    """A chip and the traces that leave it on all sides, some of them carrying light."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.night),
        ((WIDTH, HEIGHT), shades.night),
        ((960, 640), shades.deep),
        ((1700, 100), shades.deep),
    )
    routes = [route for side in range(4) for route in _routes(canvas, side)]
    canvas.random.shuffle(routes)
    lit = routes[: len(routes) // 5]
    for group, colour, width in (
        (routes, shades.mid, 7),
        (lit, shades.second, 7),
        (lit[::3], shades.accent, 7),
    ):
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
    routes: list[list[Point]] = []
    across = side % 2 == 0
    sign, reach = (1 if side < 2 else -1), 330
    for number in range(-9, 10):
        start, spread = number * 32, number * canvas.random.choice((46, 54, 60))
        first, last = (
            reach + 40 + abs(9 - abs(number)) * 24,
            canvas.random.uniform(700, 1150 if across else 720),
        )
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


def _blocks(
    canvas: Canvas, area: tuple[float, float, float, float], depth: int
) -> list[tuple[float, float, float, float]]:
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
    canvas.wash(
        ((0, 0), shades.night),
        ((WIDTH, 0), shades.mid),
        ((0, HEIGHT), shades.deep),
        ((WIDTH, HEIGHT), shades.soft),
        ((960, 640), shades.deep),
    )
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
    canvas.lay(
        shells.mask(),
        canvas.sweep((0, mix(shades.night, shades.deep, 0.4)), (WIDTH, mix(shades.deep, shades.night, 0.3))),
    )
    canvas.light(canvas.soft(fills.mask(), 34), shades.second, 0.4)
    canvas.lay(
        fills.mask(),
        canvas.sweep((0, shades.accent), (700, shades.second), (1400, shades.soft), (WIDTH, shades.light)),
    )
    canvas.light(shines.mask(), shades.paper, 0.34)


def branches(canvas: Canvas) -> None:
    """Lines of work that leave the trunk, carry their commits, and come home."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.paper),
        ((WIDTH, HEIGHT), shades.light),
        ((WIDTH, 0), shades.light),
        ((0, HEIGHT), shades.paper),
    )
    plans = (
        (-300, 1500, -4, shades.light),
        (240, 2300, 4, shades.light),
        (-160, 760, 3, shades.soft),
        (760, 1960, -3, shades.soft),
        (60, 900, -2, shades.mid),
        (1010, 1760, 3, shades.mid),
        (360, 1210, 2, shades.accent),
        (1060, 1660, -2, shades.deep),
        (-240, 470, 1, shades.second),
        (510, 1360, -1, shades.deep),
        (1210, 1960, 1, shades.accent),
    )
    trunk, heads, hearts = canvas.pen(), canvas.pen(), canvas.pen()
    for start, end, lane, tint in plans:
        _branch(canvas, hearts, (start, end, lane * 132, tint))
    trunk.line([(-40, 640), (WIDTH + 40, 640)], 28)
    for x in range(60, WIDTH, 150):
        heads.disc((x, 640), 36)
        hearts.disc((x, 640), 20)
    canvas.shade(heads.mask(), (0, 8), 12, 0.4)
    canvas.lay(trunk.mask(), shades.night)
    canvas.lay(heads.mask(), shades.night)
    canvas.lay(hearts.mask(), shades.paper)


def _branch(canvas: Canvas, hearts: Pen, plan: tuple[float, float, float, Colour]) -> None:
    start, end, lane, tint = plan
    slope = abs(lane) * 0.75
    line = canvas.pen()
    line.line(rounded([(start, 640), (start + slope, 640 + lane), (end - slope, 640 + lane), (end, 640)]), 20)
    for x in range(round(start + slope + 60), round(end - slope - 20), 150):
        line.disc((x, 640 + lane), 26)
        hearts.disc((x, 640 + lane), 12)
    mask = line.mask()
    canvas.shade(mask, (0, 8), 12, 0.3)
    canvas.lay(mask, tint)
