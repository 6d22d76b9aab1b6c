"""The canvas of the demo covers: shapes become smooth masks, masks take paint, one name one picture."""

import random
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageMath

from newsroom.painting_shapes import HEIGHT, WIDTH, Colour, Palette, Point, along, mix

GRAIN_TILE = 512


class Pen:
    """Draws one mask in design units, several times too large, and hands it over reduced and so smooth."""

    def __init__(self, size: tuple[int, int], scale: float, shift: Point) -> None:
        self.over = 2 if scale > 0.5 else 4
        self.image = Image.new("L", (size[0] * self.over, size[1] * self.over))
        self.draw = ImageDraw.Draw(self.image)
        self.scale = scale * self.over
        self.shift = (shift[0] * self.over, shift[1] * self.over)

    def _at(self, point: Point) -> Point:
        return point[0] * self.scale + self.shift[0], point[1] * self.scale + self.shift[1]

    def polygon(self, points: Sequence[Point], ink: int = 255) -> None:
        """Fill a closed shape."""
        self.draw.polygon([self._at(point) for point in points], fill=ink)

    def line(self, points: Sequence[Point], width: float, ink: int = 255) -> None:
        """Draw a line ``width`` units wide with round joints and round ends."""
        placed = [self._at(point) for point in points]
        self.draw.line(placed, fill=ink, width=max(1, round(width * self.scale)), joint="curve")
        if width * self.scale > 3:
            self.disc(points[0], width / 2, ink)
            self.disc(points[-1], width / 2, ink)

    def disc(self, centre: Point, radius: float, ink: int = 255) -> None:
        """Fill a circle."""
        x, y = self._at(centre)
        reach = max(0.5, radius * self.scale)
        self.draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=ink)

    def arc(self, centre: Point, radius: float, width: float, span: Point = (0, 360), ink: int = 255) -> None:
        """Draw a ring, or the part of it between two angles in degrees, clockwise from three o'clock."""
        x, y = self._at(centre)
        reach = (radius + width / 2) * self.scale
        around = (x - reach, y - reach, x + reach, y + reach)
        self.draw.arc(around, span[0], span[1], fill=ink, width=max(1, round(width * self.scale)))

    def pie(self, centre: Point, radius: float, span: Point, ink: int = 255) -> None:
        """Fill a slice of a circle between two angles in degrees."""
        x, y = self._at(centre)
        reach = radius * self.scale
        self.draw.pieslice((x - reach, y - reach, x + reach, y + reach), span[0], span[1], fill=ink)

    def box(self, corner: Point, other: Point, radius: float = 0, ink: int = 255) -> None:
        """Fill an upright rectangle, with rounded corners if ``radius`` is given."""
        left, top = self._at((min(corner[0], other[0]), min(corner[1], other[1])))
        right, bottom = self._at((max(corner[0], other[0]), max(corner[1], other[1])))
        self.draw.rounded_rectangle((left, top, right, bottom), radius=radius * self.scale, fill=ink)

    def mask(self) -> Image.Image:
        """The finished mask in the size of the canvas."""
        return self.image.reduce(self.over)


class Canvas:
    """The picture that grows: it hands out pens and fields, and lays paint through their masks."""

    def __init__(self, name: str, palette: Palette, size: tuple[int, int]) -> None:
        # Not for secrets: the seed makes the same name give the same picture on every machine.
        self.random = random.Random(name)  # noqa: S311
        self.palette = palette
        self.size = size
        self.scale = max(size[0] / WIDTH, size[1] / HEIGHT)
        self.shift = ((size[0] - WIDTH * self.scale) / 2, (size[1] - HEIGHT * self.scale) / 2)
        self.image = Image.new("RGB", size)

    def pen(self) -> Pen:
        """A fresh, empty mask to draw on."""
        return Pen(self.size, self.scale, self.shift)

    def wash(self, *spots: tuple[Point, Colour]) -> None:
        """Cover everything with colours that flow from spot to spot (places in design units)."""
        columns, rows = 48, 32
        cells = [
            _blend(spots, (column + 0.5) / columns * WIDTH, (row + 0.5) / rows * HEIGHT)
            for row in range(rows)
            for column in range(columns)
        ]
        mesh = Image.new("RGB", (columns, rows))
        mesh.putdata(cells)
        self.image = mesh.resize(self.size, Image.Resampling.BICUBIC)

    def fade(self, *stops: tuple[float, Colour]) -> Image.Image:
        """Paint that changes from top to bottom: each stop is a height in design units and its colour."""
        column = Image.new("RGB", (1, self.size[1]))
        heights = [(row - self.shift[1]) / self.scale for row in range(self.size[1])]
        column.putdata([along(stops, height) for height in heights])
        return column.resize(self.size, Image.Resampling.NEAREST)

    def sweep(self, *stops: tuple[float, Colour]) -> Image.Image:
        """Paint that changes from left to right: each stop is a distance in design units and its colour."""
        row = Image.new("RGB", (self.size[0], 1))
        places = [(column - self.shift[0]) / self.scale for column in range(self.size[0])]
        row.putdata([along(stops, place) for place in places])
        return row.resize(self.size, Image.Resampling.NEAREST)

    def lay(self, mask: Image.Image, paint: Colour | Image.Image, opacity: float = 1.0) -> None:
        """Lay a colour, or a picture of the canvas's size, through a mask."""
        self.image.paste(paint, (0, 0, *self.size), _dimmed(mask, opacity))

    def light(self, mask: Image.Image, colour: Colour, strength: float = 1.0) -> None:
        """Add light of a colour through a mask, so that it brightens and never darkens."""
        beam = Image.new("RGB", self.size)
        beam.paste(colour, (0, 0, *self.size), _dimmed(mask, strength))
        self.image = ImageChops.screen(self.image, beam)

    def glow(self, centre: Point, radius: float, colour: Colour, strength: float = 1.0) -> None:
        """Add a round light that fades out at ``radius`` units."""
        reach = max(2, round(radius * self.scale))
        disc = ImageChops.invert(Image.radial_gradient("L")).resize((reach * 2, reach * 2))
        disc = disc.point([max(0, round((value - 75) / 180 * value)) for value in range(256)])
        mask = Image.new("L", self.size)
        x, y = centre[0] * self.scale + self.shift[0], centre[1] * self.scale + self.shift[1]
        mask.paste(disc, (round(x) - reach, round(y) - reach))
        self.light(mask, colour, strength)

    def shade(self, mask: Image.Image, drop: Point, blur: float, strength: float = 0.5) -> None:
        """Lay the soft shadow that a mask throws, moved by ``drop`` and blurred by ``blur`` units."""
        shadow = ImageChops.offset(self.soft(mask, blur), *(round(part * self.scale) for part in drop))
        self.lay(shadow, mix(self.palette.night, (0, 0, 0), 0.5), strength)

    def soft(self, mask: Image.Image, blur: float) -> Image.Image:
        """The mask out of focus; worked out at a quarter of the size, because nobody sees the difference."""
        small = mask.resize((max(1, self.size[0] // 4), max(1, self.size[1] // 4)), Image.Resampling.BOX)
        small = small.filter(ImageFilter.GaussianBlur(max(0.4, blur * self.scale / 4)))
        return small.resize(self.size, Image.Resampling.BICUBIC)

    def field(self, columns: int, rows: int) -> Image.Image:
        """A smooth random landscape of heights, about 0 to 255, as a picture of floating-point numbers."""
        broad, fine = self._noise(columns, rows), self._noise(columns * 3, rows * 3)
        return ImageMath.lambda_eval(
            lambda of: of["broad"] * 0.84 + of["fine"] * 0.16, broad=broad, fine=fine
        )

    def _noise(self, columns: int, rows: int) -> Image.Image:
        grid = Image.frombytes("L", (columns, rows), self.random.randbytes(columns * rows)).convert("F")
        return grid.resize(self.size, Image.Resampling.BICUBIC)

    def finish(self) -> Image.Image:
        """The picture with a quiet darkening towards the corners and the grain of paper."""
        edge = Image.radial_gradient("L").resize(self.size, Image.Resampling.BICUBIC)
        self.lay(edge.point([round(max(0, value - 120) * 0.30) for value in range(256)]), self.palette.night)
        tile = Image.frombytes("L", (GRAIN_TILE, GRAIN_TILE), self.random.randbytes(GRAIN_TILE**2))
        tile = tile.point([128 + round((value - 127.5) / 127.5 * 4) for value in range(256)])
        grain = Image.new("L", self.size)
        for left in range(0, self.size[0], GRAIN_TILE):
            for top in range(0, self.size[1], GRAIN_TILE):
                grain.paste(tile, (left, top))
        return ImageChops.add(self.image, Image.merge("RGB", (grain, grain, grain)), offset=-128)


def above(field: Image.Image, level: float, sharpness: float = 60) -> Image.Image:
    """The smooth-edged mask of all places of a field that are higher than ``level``."""
    return field.point(lambda value: value * sharpness + (128 - level * sharpness)).convert("L")


def _dimmed(mask: Image.Image, strength: float) -> Image.Image:
    return mask if strength >= 1 else mask.point([round(value * strength) for value in range(256)])


def _blend(spots: Sequence[tuple[Point, Colour]], x: float, y: float) -> Colour:
    weights = [1 / ((x - at[0]) ** 2 + (y - at[1]) ** 2 + 70000) ** 1.8 for at, _colour in spots]
    total = sum(weights)
    red, green, blue = (
        round(sum(weight * spot[1][channel] for weight, spot in zip(weights, spots, strict=True)) / total)
        for channel in range(3)
    )
    return red, green, blue
