"""Motifs from indoors: voices as rings of sound, books on shelves, a heartbeat under a glass."""

from newsroom.painting_canvas import Canvas, Pen
from newsroom.painting_shapes import HEIGHT, WIDTH, around, mix

# Left edge, floor, width and height of one book.
Place = tuple[float, float, float, float]


def rings(canvas: Canvas) -> None:
    """Two voices: rings of sound that run through each other."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.deep),
        ((WIDTH, 0), shades.mid),
        ((0, HEIGHT), shades.night),
        ((1300, 1000), shades.soft),
        ((WIDTH, HEIGHT), shades.deep),
    )
    for centre, colour, other in (
        ((620, 690), shades.second, shades.light),
        ((1340, 560), shades.accent, shades.paper),
    ):
        canvas.glow(centre, 620, colour, 0.4)
        for band in range(6):
            broad, thin, first = canvas.pen(), canvas.pen(), 70 + band * 132
            for number in range(2):
                start = canvas.random.uniform(0, 360)
                broad.arc(
                    centre,
                    first + number * 44,
                    25 - band * 3,
                    (start, start + canvas.random.uniform(170, 350)),
                )
            thin.arc(centre, first + 88, 5)
            canvas.lay(broad.mask(), colour, 0.95 - band * 0.15)
            canvas.lay(thin.mask(), other, 0.9 - band * 0.13)
        heart = canvas.pen()
        heart.disc(centre, 38)
        canvas.lay(heart.mask(), shades.paper)


def spines(canvas: Canvas) -> None:
    """Three shelves of bound volumes, some of them leaning, in the light of a lamp."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.night),
        ((WIDTH, 0), shades.deep),
        ((900, 600), shades.deep),
        ((WIDTH, HEIGHT), shades.night),
    )
    tints = (shades.deep, shades.mid, shades.soft, shades.light, shades.paper, shades.accent, shades.second)
    covers, boards = [canvas.pen() for _ in tints], canvas.pen()
    bright, dark, bands = canvas.pen(), canvas.pen(), canvas.pen()
    for shelf in (400, 820, 1240):
        x = -20.0
        boards.box((-20, shelf), (WIDTH + 20, shelf + 26))
        while x < WIDTH:
            width, height = canvas.random.uniform(30, 92), canvas.random.uniform(220, 345)
            lean = 64 if canvas.random.random() < 0.07 else 0
            place = (x, shelf, width, height)
            _slab(canvas.random.choice(covers), place, lean, (0, 1))
            _slab(bright, place, lean, (0.2, 0.34))
            _slab(dark, place, lean, (0.72, 1))
            _bands(
                bands, place, lean, canvas.random.choice(((0.16, 0.21, 0.8), (0.78, 0.83), (0.12, 0.88), ()))
            )
            x += width + lean + canvas.random.choice((2, 2, 3, 4, 30))
    for tint, cover in zip(tints, covers, strict=True):
        canvas.lay(cover.mask(), canvas.fade((0, tint), (HEIGHT, mix(tint, shades.night, 0.25))))
    canvas.lay(bands.mask(), shades.second, 0.8)
    canvas.lay(bright.mask(), shades.paper, 0.22)
    canvas.lay(dark.mask(), shades.night, 0.42)
    canvas.shade(boards.mask(), (0, 16), 22, 0.6)
    canvas.lay(boards.mask(), mix(shades.deep, shades.soft, 0.35))
    canvas.glow((1250, 330), 1150, shades.second, 0.4)


def _slab(pen: Pen, place: Place, lean: float, part: tuple[float, float]) -> None:
    x, floor, width, height = place
    near, far = x + width * part[0], x + width * part[1]
    pen.polygon([(near, floor), (far, floor), (far + lean, floor - height), (near + lean, floor - height)])


def _bands(pen: Pen, place: Place, lean: float, shares: tuple[float, ...]) -> None:
    x, floor, width, height = place
    for share in shares:
        slide, y = lean * share, floor - height * share
        pen.line([(x + slide + 4, y), (x + width + slide - 4, y)], 5)


def pulse(canvas: Canvas) -> None:
    """A heartbeat over squared paper, and the round glass that looks at one part of it."""
    shades = canvas.palette
    canvas.wash(
        ((0, 0), shades.night),
        ((WIDTH, HEIGHT), shades.night),
        ((1300, 600), shades.deep),
        ((300, 900), shades.deep),
    )
    squares = canvas.pen()
    for x in range(0, WIDTH + 1, 48):
        squares.line([(x, 0), (x, HEIGHT)], 3 if x % 240 == 0 else 1.5)
    for y in range(16, HEIGHT + 1, 48):
        squares.line([(0, y), (WIDTH, y)], 3 if y % 240 == 16 else 1.5)
    canvas.lay(squares.mask(), shades.mid, 0.34)
    for base, colour, strength in (
        (420, shades.mid, 0.5),
        (900, shades.soft, 0.55),
        (650, shades.accent, 1.0),
    ):
        trace = canvas.pen()
        trace.line(_beats(canvas, base), 7 if strength == 1 else 4)
        canvas.light(canvas.soft(trace.mask(), 22), colour, strength)
        canvas.lay(trace.mask(), mix(colour, shades.paper, 0.4 if strength == 1 else 0), strength)
    glass, rim = canvas.pen(), canvas.pen()
    glass.disc((1240, 620), 330)
    canvas.light(glass.mask(), shades.mid, 0.5)
    rim.arc((1240, 620), 330, 16)
    rim.line([around((1240, 620), 342, 48), around((1240, 620), 640, 48)], 46)
    for degrees in (0, 90, 180, 270):
        rim.line([around((1240, 620), 286, degrees), around((1240, 620), 330, degrees)], 8)
    canvas.shade(rim.mask(), (0, 14), 20, 0.6)
    canvas.lay(rim.mask(), canvas.fade((280, shades.paper), (1100, shades.soft)))


def _beats(canvas: Canvas, base: float) -> list[tuple[float, float]]:
    shape = (
        (0, 0),
        (70, 0),
        (100, -34),
        (130, 0),
        (168, 0),
        (184, 34),
        (214, -250),
        (244, 130),
        (264, 0),
        (330, 0),
        (372, -62),
        (414, 0),
    )
    path, x = [(-40.0, base)], -40 + canvas.random.uniform(0, 120)
    while x < WIDTH:
        size = canvas.random.uniform(0.85, 1.12)
        path += [(x + across, base + up * size) for across, up in shape]
        x += 414 + canvas.random.uniform(10, 60)
    return [*path, (WIDTH + 40, base)]
