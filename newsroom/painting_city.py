"""Motifs of the city: harbour cranes, the skyline at night, bus lines."""

from PIL import Image

from newsroom.painting_canvas import Canvas, Pen
from newsroom.painting_sea import sun
from newsroom.painting_shapes import HEIGHT, WIDTH, mix, rounded, smooth


def mirror(canvas: Canvas, waterline: float) -> None:
    """Show what is above the waterline (design units) again, darker and broken, in the water below."""
    shades, line = canvas.palette, round(waterline * canvas.scale + canvas.shift[1])
    depth = canvas.size[1] - line
    upper = canvas.image.crop((0, max(0, line - round(depth * 1.25)), canvas.size[0], line))
    water = upper.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((canvas.size[0], depth))
    canvas.image.paste(Image.blend(water, Image.new("RGB", water.size, shades.deep), 0.42), (0, line))
    for colour, count in ((shades.night, 190), (shades.light, 110), (shades.second, 40)):
        pen = canvas.pen()
        for _ in range(count):
            down = canvas.random.random() ** 1.3
            y, reach = waterline + 6 + down * (HEIGHT - waterline), 14 + 150 * down * canvas.random.random()
            x = canvas.random.uniform(-40, WIDTH)
            pen.line([(x, y), (x + reach, y)], 1.5 + 5 * down, canvas.random.randint(60, 190))
        canvas.lay(pen.mask(), colour, 0.62)


def harbour(canvas: Canvas) -> None:
    """Gantry cranes over a loaded ship at the end of the day, and all of it again in the water."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.deep),
        ((WIDTH, 0), shades.mid),
        ((500, 700), shades.light),
        ((1350, 640), shades.second),
        ((WIDTH, 820), shades.soft),
        ((0, 800), shades.accent),
    )
    sun(canvas, (1370, 560), 150)
    for base, share in ((770, 0.25), (830, 0.5)):
        hill = canvas.pen()
        places = [(x, base + canvas.random.uniform(-70, 40)) for x in range(-100, 2200, 200)]
        hill.polygon([*smooth(places), (2100, 1000), (-100, 1000)])
        canvas.lay(hill.mask(), mix(shades.soft, shades.deep, share), 0.85)
    for left, size, share in ((60, 0.62, 0.45), (420, 0.7, 0.55), (1500, 0.72, 0.6), (800, 1.0, 0.95)):
        crane = canvas.pen()
        _crane(crane, left, 950, size)
        canvas.lay(crane.mask(), mix(shades.mid, shades.night, share))
    _freighter(canvas)
    mirror(canvas, 950)


def _crane(pen: Pen, left: float, ground: float, size: float) -> None:
    def place(x: float, y: float) -> tuple[float, float]:
        return left + x * size, ground - y * size

    for x in (80, 270):
        pen.line([place(x, 0), place(x, 470)], 15 * size)
    for y in (40, 250, 440):
        pen.line([place(80, y), place(270, y)], 10 * size)
    pen.line([place(80, 250), place(270, 440)], 6 * size)
    pen.line([place(270, 250), place(80, 440)], 6 * size)
    pen.box(place(-90, 492), place(690, 466))
    pen.line([place(175, 470), place(190, 660)], 12 * size)
    for x in (-80, 440, 670):
        pen.line([place(190, 655), place(x, 486)], 5 * size)
    for x in range(-80, 670, 40):
        pen.line([place(x, 490), place(x + 40, 520)], 3 * size)
        pen.line([place(x, 520), place(x + 40, 490)], 3 * size)
    pen.line([place(-90, 522), place(690, 522)], 6 * size)
    pen.line([place(500, 470), place(500, 330)], 3 * size)
    pen.box(place(455, 330), place(545, 288))
    pen.box(place(100, 530), place(180, 590))


def _freighter(canvas: Canvas) -> None:
    shades, hull = canvas.palette, canvas.pen()
    hull.polygon([(980, 822), (1880, 822), (1960, 770), (1930, 952), (1060, 952)])
    tints = [shades.accent, shades.second, shades.mid, shades.paper, shades.soft, shades.deep]
    piles = [(column, row) for column in range(13) for row in range(canvas.random.randint(2, 5))]
    for number, tint in enumerate(tints):
        stack = canvas.pen()
        for column, row in piles:
            if canvas.random.randrange(len(tints)) == number or (number == 0 and row == 0):
                stack.box((1190 + column * 52, 820 - row * 34), (1238 + column * 52, 790 - row * 34), 2)
        canvas.lay(stack.mask(), canvas.fade((640, mix(tint, shades.paper, 0.25)), (820, tint)))
    bridge = canvas.pen()
    bridge.box((1030, 640), (1160, 824), 4)
    bridge.box((1005, 668), (1185, 690), 3)
    bridge.box((1075, 590), (1110, 650))
    canvas.lay(bridge.mask(), canvas.fade((600, shades.paper), (824, shades.light)))
    panes = canvas.pen()
    for row in range(3):
        for column in range(4):
            panes.box((1044 + column * 28, 704 + row * 36), (1062 + column * 28, 722 + row * 36), 3)
    canvas.lay(panes.mask(), shades.deep)
    canvas.lay(hull.mask(), canvas.fade((770, shades.accent), (900, shades.night), (952, shades.night)))


def skyline(canvas: Canvas) -> None:
    """A town at night in three depths, with lights on, above its own reflection."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.night),
        ((WIDTH, 0), shades.deep),
        ((960, 640), shades.mid),
        ((0, 850), shades.soft),
        ((960, 880), shades.light),
        ((WIDTH, 860), shades.accent),
    )
    sun(canvas, (430, 300), 80)
    for depth, share in enumerate((0.25, 0.6, 1.0)):
        blocks, panes = canvas.pen(), canvas.pen()
        x = -30.0
        while x < WIDTH:
            width = canvas.random.uniform(60, 150)
            top = 900 - canvas.random.uniform(120, 520 - depth * 120) * (1.1 - abs(x - 1050) / 1800)
            blocks.box((x, top), (x + width, 960))
            if canvas.random.random() < 0.3:
                blocks.box((x + width / 2 - 3, top - 70), (x + width / 2 + 3, top))
            _windows(canvas, panes, (x, top, width))
            x += width + canvas.random.uniform(0, 26)
        canvas.lay(
            blocks.mask(),
            canvas.fade(
                (340, mix(shades.mid, shades.night, share)), (950, mix(shades.deep, shades.night, share))
            ),
        )
        canvas.light(canvas.soft(panes.mask(), 12), shades.accent, 0.7)
        canvas.lay(panes.mask(), shades.second, 0.45 + 0.4 * share)
    mirror(canvas, 950)


def _windows(canvas: Canvas, panes: Pen, block: tuple[float, float, float]) -> None:
    left, top, width = block
    for row in range(int((930 - top) / 26)):
        for column in range(int((width - 16) / 20)):
            if canvas.random.random() < 0.42:
                x, y = left + 12 + column * 20, top + 16 + row * 26
                panes.box((x, y), (x + 9, y + 13), ink=canvas.random.choice((110, 180, 255)))


def transit(canvas: Canvas) -> None:
    """Bus lines and their stops over a pale map with a river."""
    shades = canvas.palette
    canvas.wash(((0, 0), shades.paper), ((WIDTH, HEIGHT), shades.light), ((WIDTH, 0), shades.paper))
    streets, river = canvas.pen(), canvas.pen()
    for x in range(-600, 2600, 84):
        streets.line([(x, -20), (x + canvas.random.choice((260, 300)), HEIGHT + 20)], 3)
    for y in range(-300, 1700, 84):
        streets.line([(-20, y), (WIDTH + 20, y - 240)], 3)
    canvas.lay(streets.mask(), shades.soft, 0.26)
    river.line(smooth([(-80, 980), (420, 860), (820, 1010), (1240, 900), (1600, 1060), (2020, 960)], 24), 150)
    canvas.lay(
        river.mask(),
        canvas.sweep((0, mix(shades.soft, shades.paper, 0.6)), (WIDTH, mix(shades.soft, shades.paper, 0.1))),
    )
    courses = (
        (shades.accent, [(-40, 300), (520, 300), (840, 620), (1340, 620), (1500, 780), (1500, 1340)]),
        (shades.second, [(280, 1340), (280, 900), (700, 480), (1200, 480), (1430, 250), (1990, 250)]),
        (shades.deep, [(-40, 700), (400, 700), (600, 900), (1160, 900), (1560, 500), (1990, 500)]),
        (shades.soft, [(860, -40), (860, 260), (1060, 460), (1060, 1060), (1230, 1230), (1230, 1340)]),
    )
    for colour, bends in courses:
        track = canvas.pen()
        track.line(rounded(bends), 34)
        canvas.shade(track.mask(), (0, 8), 12, 0.3)
        canvas.lay(track.mask(), colour)
    stops, holes = canvas.pen(), canvas.pen()
    for x, y in (
        (180, 300),
        (420, 300),
        (840, 620),
        (1060, 620),
        (1260, 620),
        (1500, 1000),
        (280, 1060),
        (500, 680),
        (860, 480),
        (1430, 250),
        (1700, 250),
        (180, 700),
        (760, 900),
        (1310, 750),
        (1700, 500),
        (860, 120),
    ):
        stops.disc((x, y), 27)
        holes.disc((x, y), 17)
    canvas.lay(stops.mask(), shades.night)
    canvas.lay(holes.mask(), shades.paper)
