"""Motifs of the sea: tides, wind, depth contours, a lighthouse, cables on the sea bed, a ferry."""

import math

from newsroom.painting_canvas import HEIGHT, WIDTH, Canvas, Point, above, mix, smooth


def crest(canvas: Canvas, base: float, height: float) -> list[Point]:
    """The upper edge of one wave across the whole picture, around the height ``base``."""
    turns = [(canvas.random.uniform(0.7, 1.6), height, canvas.random.uniform(0, 6.28))]
    turns += [(canvas.random.uniform(2.2, 4.2), height * 0.35, canvas.random.uniform(0, 6.28))]
    return [
        (x, base + sum(size * math.sin(turn * x / WIDTH * 6.28 + start) for turn, size, start in turns))
        for x in range(-40, WIDTH + 41, 8)
    ]


def waves(canvas: Canvas, first: float, count: int) -> None:
    """Lay ``count`` waves over each other from the height ``first`` down to the lower edge."""
    shades = canvas.palette
    for number in range(count):
        share = number / (count - 1)
        top = first + (HEIGHT - first) * (share**1.25) * 0.88
        edge = crest(canvas, top, 16 + 44 * share)
        body = canvas.pen()
        body.polygon([*edge, (WIDTH + 40, HEIGHT), (-40, HEIGHT)])
        mask = body.mask()
        canvas.shade(mask, (0, -10), 26, 0.34)
        bright = mix(shades.soft, shades.mid, share) if share < 0.5 else mix(shades.mid, shades.deep, share * 2 - 1)
        canvas.lay(mask, canvas.fade((top - 50, mix(bright, shades.light, 0.35)), (top + 260, bright),
                                     (top + 620, mix(bright, shades.night, 0.6))))
        rim = canvas.pen()
        rim.line(edge, 2.5 + 2.5 * share)
        canvas.lay(rim.mask(), shades.paper, 0.5)


def sun(canvas: Canvas, centre: Point, radius: float) -> None:
    """A pale disc with its light around it."""
    canvas.glow(centre, radius * 4.6, canvas.palette.second, 0.75)
    disc = canvas.pen()
    disc.disc(centre, radius)
    paint = canvas.fade((centre[1] - radius, canvas.palette.paper), (centre[1] + radius, canvas.palette.second))
    canvas.lay(disc.mask(), paint)


def tides(canvas: Canvas) -> None:
    """A sea in nine layers of cut paper under a low sun."""
    shades = canvas.palette
    canvas.wash(((0, 0), shades.mid), ((WIDTH, 0), shades.deep), ((600, 420), shades.light),
                ((1500, 480), shades.second), ((WIDTH, 700), shades.accent))
    sun(canvas, (canvas.random.uniform(1180, 1480), 400), 128)
    waves(canvas, 540, 9)


def ferry(canvas: Canvas) -> None:
    """A small ferry between the layers of the sea at dusk."""
    shades = canvas.palette
    canvas.wash(((0, 0), shades.deep), ((WIDTH, 0), shades.night), ((400, 620), shades.accent),
                ((1200, 560), shades.second), ((WIDTH, 600), shades.soft))
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


def wind(canvas: Canvas) -> None:
    """Streamlines of a gale that turns around a low."""
    shades = canvas.palette
    canvas.wash(((0, 0), shades.night), ((WIDTH, HEIGHT), shades.deep), ((1250, 520), shades.mid),
                ((300, 1100), shades.night), ((1700, 150), shades.deep))
    eye = (canvas.random.uniform(1150, 1350), canvas.random.uniform(520, 640))
    canvas.glow(eye, 760, shades.soft, 0.55)
    for colour, count, width in ((shades.mid, 420, 5), (shades.soft, 300, 4), (shades.light, 200, 3),
                                 (shades.accent, 46, 5.5), (shades.second, 40, 4)):
        pen = canvas.pen()
        for _ in range(count):
            start = canvas.random.uniform(-300, WIDTH + 200), canvas.random.uniform(-200, HEIGHT + 200)
            pen.line(_stream(start, eye, canvas.random.randint(16, 52)), width, canvas.random.randint(90, 255))
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
        canvas.lay(mask, canvas.fade((0, mix(colour, shades.paper, 0.1)), (HEIGHT, mix(colour, shades.night, 0.14))))
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


def lighthouse(canvas: Canvas) -> None:
    """A lighthouse on its rock, and the beam over a dark sea."""
    shades = canvas.palette
    canvas.wash(((0, 0), shades.night), ((WIDTH, 0), shades.night), ((700, 800), shades.mid),
                ((1900, 760), shades.deep), ((1300, 900), shades.soft))
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
    waves(canvas, 850, 3)
    _tower(canvas, lamp)
    waves(canvas, 1060, 3)
    canvas.glow(lamp, 300, shades.second, 1)


def _tower(canvas: Canvas, lamp: Point) -> None:
    shades, (x, y) = canvas.palette, lamp
    rock, shaft, bands, cap = canvas.pen(), canvas.pen(), canvas.pen(), canvas.pen()
    rock.polygon(smooth([(130, 1180), (250, 1010), (420, 930), (560, 905), (700, 920), (860, 1010), (1010, 1180)]))
    shaft.polygon([(x - 62, y + 60), (x + 62, y + 60), (x + 112, 950), (x - 112, 950)])
    for top in (0.16, 0.5, 0.84):
        reach = [62 + 50 * share for share in (top, top + 0.16)]
        heights = [y + 60 + (950 - y - 60) * share for share in (top, top + 0.16)]
        bands.polygon([(x - reach[0], heights[0]), (x + reach[0], heights[0]),
                       (x + reach[1], heights[1]), (x - reach[1], heights[1])])
    cap.box((x - 84, y + 46), (x + 84, y + 64), 4)
    cap.polygon([(x - 58, y - 46), (x + 58, y - 46), (x, y - 118)])
    for rail in (-44, 0, 44):
        cap.box((x + rail - 4, y - 48), (x + rail + 4, y + 50))
    canvas.lay(rock.mask(), canvas.fade((880, mix(shades.deep, shades.mid, 0.4)), (1150, shades.night)))
    canvas.lay(shaft.mask(), canvas.sweep((x - 110, shades.paper), (x + 110, mix(shades.mid, shades.light, 0.3))))
    canvas.lay(bands.mask(), canvas.sweep((x - 110, shades.accent), (x + 110, mix(shades.accent, shades.night, 0.6))))
    canvas.lay(cap.mask(), shades.night)


def cables(canvas: Canvas) -> None:
    """Cables that leave the light, pass a repeater and cross the dark sea bed."""
    shades = canvas.palette
    canvas.wash(((300, 0), shades.soft), ((WIDTH, 0), shades.mid), ((0, HEIGHT), shades.night),
                ((WIDTH, HEIGHT), shades.night), ((960, 760), shades.deep))
    for _ in range(7):
        ray, left = canvas.pen(), canvas.random.uniform(-100, 1500)
        ray.polygon([(left, -20), (left + canvas.random.uniform(50, 170), -20), (left + 700, 1000), (left + 330, 1000)])
        canvas.light(canvas.soft(ray.mask(), 30), shades.light, 0.10)
    for base, share in ((980, 0.35), (1080, 0.7), (1180, 1)):
        floor = canvas.pen()
        floor.polygon([*crest(canvas, base, 34), (WIDTH + 40, HEIGHT), (-40, HEIGHT)])
        canvas.lay(floor.mask(), mix(shades.deep, shades.night, share))
    _strands(canvas)


def _strands(canvas: Canvas) -> None:
    shades = canvas.palette
    tints = [shades.night, shades.mid, shades.soft, shades.light, shades.second, shades.accent]
    for number in range(30):
        start = 120 + number * 24 + canvas.random.uniform(-8, 8)
        end = 420 + number * 27 + canvas.random.uniform(-10, 10)
        knot = 690 + (number - 15) * 5.2
        path = smooth([(-60, start), (380, start + 120), (900, knot), (1100, knot), (1560, end + 60), (1990, end)], 30)
        shadow, strand, pulse = canvas.pen(), canvas.pen(), canvas.pen()
        strand.line(path, 9)
        shadow.line([(x + 4, y + 9) for x, y in path], 10)
        canvas.lay(shadow.mask(), (0, 0, 0), 0.28)
        tint = tints[number * 7 % len(tints)]
        canvas.lay(strand.mask(), canvas.sweep((0, mix(tint, shades.light, 0.5)), (1000, tint),
                                               (1900, mix(tint, shades.night, 0.45))))
        pulse.disc(path[canvas.random.randint(20, 140)], 7)
        canvas.lay(pulse.mask(), shades.paper)
    collar = canvas.pen()
    collar.box((900, 566), (1100, 812), 46)
    canvas.shade(collar.mask(), (0, 18), 24, 0.7)
    canvas.lay(collar.mask(), canvas.fade((566, shades.paper), (690, shades.soft), (812, shades.night)))
    for x in (940, 1046):
        band = canvas.pen()
        band.box((x, 566), (x + 14, 812))
        canvas.lay(band.mask(), shades.accent)
