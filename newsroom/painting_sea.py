"""Motifs of the sea: tides, a ferry, a lighthouse; and the waves and the sun that other motifs borrow."""

import math

from newsroom.painting_canvas import Canvas
from newsroom.painting_shapes import HEIGHT, WIDTH, Point, mix, smooth


def crest(canvas: Canvas, base: float, height: float) -> list[Point]:
    """The upper edge of one wave across the whole picture, around the height ``base``."""
    turns = [(canvas.random.uniform(0.7, 1.6), height, canvas.random.uniform(0, 6.28))]
    turns += [(canvas.random.uniform(2.2, 4.2), height * 0.35, canvas.random.uniform(0, 6.28))]
    return [
        (x, base + sum(size * math.sin(turn * x / WIDTH * 6.28 + start) for turn, size, start in turns))
        for x in range(-40, WIDTH + 41, 8)
    ]


def waves(canvas: Canvas, first: float, count: int, dusk: float = 0) -> None:
    """Lay ``count`` waves over each other from ``first`` down; ``dusk`` (0–1) takes their light away."""
    shades = canvas.palette
    for number in range(count):
        share = number / (count - 1)
        top = first + (HEIGHT - first) * (share**1.25) * 0.88
        edge = crest(canvas, top, 16 + 44 * share)
        body, rim = canvas.pen(), canvas.pen()
        body.polygon([*edge, (WIDTH + 40, HEIGHT), (-40, HEIGHT)])
        rim.line(edge, 2.5 + 2.5 * share)
        mask = body.mask()
        bright = (
            mix(shades.soft, shades.mid, share * 2)
            if share < 0.5
            else mix(shades.mid, shades.deep, share * 2 - 1)
        )
        bright = mix(bright, shades.night, dusk)
        canvas.shade(mask, (0, -10), 26, 0.34)
        canvas.lay(
            mask,
            canvas.fade(
                (top - 50, mix(bright, shades.light, 0.4 - 0.3 * dusk)),
                (top + 200, bright),
                (top + 620, mix(bright, shades.night, 0.6)),
            ),
        )
        canvas.lay(rim.mask(), shades.paper, 0.5 - 0.3 * dusk)


def sun(canvas: Canvas, centre: Point, radius: float) -> None:
    """A pale disc with its light around it."""
    canvas.glow(centre, radius * 4.6, canvas.palette.second, 0.75)
    disc = canvas.pen()
    disc.disc(centre, radius)
    paint = canvas.fade(
        (centre[1] - radius, canvas.palette.paper), (centre[1] + radius, canvas.palette.second)
    )
    canvas.lay(disc.mask(), paint)


def tides(canvas: Canvas) -> None:
    """A sea in nine layers of cut paper under a low sun."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.deep),
        ((WIDTH, 0), shades.deep),
        ((960, 60), shades.mid),
        ((0, 560), shades.light),
        ((1000, 560), shades.second),
        ((WIDTH, 600), shades.accent),
    )
    sun(canvas, (canvas.random.uniform(1180, 1480), 400), 128)
    waves(canvas, 540, 9)


def ferry(canvas: Canvas) -> None:
    """A small ferry between the layers of the sea at dusk."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.deep),
        ((WIDTH, 0), shades.night),
        ((960, 0), shades.deep),
        ((0, 640), shades.accent),
        ((700, 700), shades.second),
        ((1400, 660), shades.accent),
        ((WIDTH, 640), shades.mid),
    )
    sun(canvas, (420, 560), 96)
    waves(canvas, 640, 4)
    hull = canvas.pen()
    hull.polygon([(760, 786), (1560, 786), (1490, 880), (840, 880)])
    hull.polygon([(880, 700), (1440, 700), (1470, 780), (860, 780)])
    hull.polygon([(980, 626), (1330, 626), (1370, 696), (960, 696)])
    hull.box((1080, 560), (1120, 630))
    hull.box((1190, 520), (1200, 630))
    canvas.shade(hull.mask(), (0, 16), 20, 0.5)
    canvas.lay(hull.mask(), canvas.fade((540, shades.paper), (770, shades.light), (782, shades.night)))
    lamps = canvas.pen()
    for x in range(905, 1430, 44):
        lamps.box((x, 722), (x + 26, 752), 6)
    for x in range(1000, 1330, 44):
        lamps.box((x, 646), (x + 28, 674), 6)
    canvas.lay(lamps.mask(), shades.accent)
    canvas.light(canvas.soft(lamps.mask(), 14), shades.second, 0.8)
    waves(canvas, 868, 5)


def lighthouse(canvas: Canvas) -> None:
    """A lighthouse on its rock, and the beam over a dark sea."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.night),
        ((WIDTH, 0), shades.night),
        ((300, 860), shades.mid),
        ((WIDTH, 860), shades.mid),
        ((1000, 640), shades.deep),
    )
    stars = canvas.pen()
    for _ in range(230):
        place = canvas.random.uniform(0, WIDTH), canvas.random.uniform(0, 620)
        stars.disc(place, canvas.random.choice((1.2, 1.6, 2.6)), canvas.random.randint(60, 220))
    canvas.lay(stars.mask(), shades.paper)
    lamp = (560, 372)
    for spread, strength in ((150, 0.35), (90, 0.4), (40, 0.5)):
        beam = canvas.pen()
        beam.polygon([lamp, (WIDTH + 60, 150 - spread * 1.2), (WIDTH + 60, 250 + spread * 2)])
        beam.polygon([lamp, (-60, 480 - spread * 0.4), (-60, 500 + spread * 0.6)])
        canvas.light(canvas.soft(beam.mask(), 12), shades.second, strength)
    waves(canvas, 850, 3, 0.55)
    _tower(canvas, lamp)
    waves(canvas, 1060, 3, 0.7)
    canvas.glow(lamp, 300, shades.second, 1)


def _tower(canvas: Canvas, lamp: Point) -> None:
    shades, (x, y) = canvas.palette, lamp
    rock, shaft, bands, cap = canvas.pen(), canvas.pen(), canvas.pen(), canvas.pen()
    rock.polygon(
        smooth([(130, 1180), (250, 1010), (420, 930), (560, 905), (700, 920), (860, 1010), (1010, 1180)])
    )
    shaft.polygon([(x - 62, y + 60), (x + 62, y + 60), (x + 112, 950), (x - 112, 950)])
    for top in (0.16, 0.5, 0.84):
        reach = [62 + 50 * share for share in (top, top + 0.16)]
        heights = [y + 60 + (950 - y - 60) * share for share in (top, top + 0.16)]
        bands.polygon(
            [
                (x - reach[0], heights[0]),
                (x + reach[0], heights[0]),
                (x + reach[1], heights[1]),
                (x - reach[1], heights[1]),
            ]
        )
    cap.box((x - 84, y + 46), (x + 84, y + 64), 4)
    cap.polygon([(x - 58, y - 46), (x + 58, y - 46), (x, y - 118)])
    for rail in (-44, 0, 44):
        cap.box((x + rail - 4, y - 48), (x + rail + 4, y + 50))
    canvas.lay(rock.mask(), canvas.fade((880, mix(shades.deep, shades.mid, 0.4)), (1150, shades.night)))
    canvas.lay(
        shaft.mask(), canvas.sweep((x - 110, shades.paper), (x + 110, mix(shades.mid, shades.light, 0.3)))
    )
    canvas.lay(
        bands.mask(), canvas.sweep((x - 110, shades.accent), (x + 110, mix(shades.accent, shades.night, 0.6)))
    )
    canvas.lay(cap.mask(), shades.night)
