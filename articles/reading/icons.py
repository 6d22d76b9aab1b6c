"""The newsroom's mark, three waves that swell like a tide and a sound, drawn in every size a device asks for.

``python -m articles.reading.icons`` draws the files again that lie in ``static/reading/icons``.
"""

import math
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent.parent / "static" / "reading" / "icons"
TIDE, PAPER = (11, 86, 104), (251, 250, 246)
SIZES = (32, 180, 192, 512)
FINER = 8  # drawn so many times larger, then reduced, for Pillow draws without smoothing
GRID = 48  # the waves are given on a square of 48
# Left end, middle line, length of half a wave, number of halves, swing, thickness.
WAVES = ((10, 14, 7, 4, 1.75, 2.5), (6, 24, 9, 4, 3.25, 3.5), (4, 36, 10, 4, 5, 4.5))


def draw(size: int, *, padding: float = 0.16, rounding: float = 0.22) -> Image.Image:
    """The mark on its ground, ``size`` px square; ``padding`` and ``rounding`` are shares of the size."""
    large = size * FINER
    picture = Image.new("RGBA", (large, large), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, large - 1, large - 1), radius=large * rounding, fill=TIDE)
    scale = large * (1 - 2 * padding) / GRID
    for wave in WAVES:
        _wave(pen, wave, scale, large * padding)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def _wave(pen: ImageDraw.ImageDraw, wave: tuple[float, ...], scale: float, offset: float) -> None:
    left, middle, half, halves, swing, thickness = wave
    radius = thickness * scale / 2
    steps = int(half * halves * 12)
    for step in range(steps + 1):
        along = step / 12
        x = offset + (left + along) * scale
        y = offset + (middle - swing * math.sin(along / half * math.pi)) * scale
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=PAPER)


def scalable() -> str:
    """The same mark as SVG."""
    paths = "".join(_path(wave) for wave in WAVES)
    ground = f'<rect width="{GRID}" height="{GRID}" rx="10" fill="#{bytes(TIDE).hex()}"/>'
    lines = (
        f'<g transform="translate(7.7 7.7) scale(.68)" fill="none" stroke="#{bytes(PAPER).hex()}" '
        f'stroke-linecap="round">{paths}</g>'
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID} {GRID}">{ground}{lines}</svg>\n'


def _path(wave: tuple[float, ...]) -> str:
    left, middle, half, halves, swing, thickness = wave
    bends = f"q{half / 2:g}{-2 * swing:g} {half:g} 0" + f"t{half:g} 0" * (int(halves) - 1)
    return f'<path stroke-width="{thickness:g}" d="M{left:g} {middle:g}{bends}"/>'


def save_all(folder: Path = FOLDER) -> None:
    """Write every size, the one for masks (its ground reaches the edges), and the SVG."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        _save(draw(size, rounding=0 if size == 180 else 0.22), folder / f"{size}.png")
    _save(draw(512, padding=0.26, rounding=0), folder / "mask.png")
    (folder / "mark.svg").write_text(scalable(), encoding="utf-8")


def _save(picture: Image.Image, path: Path) -> None:
    """Few colours make a small file."""
    picture.quantize(96, method=Image.Quantize.FASTOCTREE).save(path, optimize=True)


if __name__ == "__main__":
    save_all()
