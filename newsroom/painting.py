"""The painter of the demo covers: original pictures drawn by name, so that no picture has to be kept or borrowed."""

import tomllib
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from newsroom import painting_city, painting_machines, painting_press, painting_sea
from newsroom.painting_canvas import HEIGHT, WIDTH, Canvas
from newsroom.painting_palettes import PALETTES

MANIFEST = "newsroom.toml"
MOTIFS: dict[str, Callable[[Canvas], None]] = {
    motif.__name__: motif
    for motif in (
        painting_city.harbour,
        painting_city.pulse,
        painting_city.rings,
        painting_city.skyline,
        painting_city.spines,
        painting_city.transit,
        painting_machines.bars,
        painting_machines.branches,
        painting_machines.cells,
        painting_machines.circuit,
        painting_machines.decay,
        painting_machines.halftone,
        painting_machines.pixels,
        painting_press.dial,
        painting_press.rollers,
        painting_press.sheets,
        painting_press.strokes,
        painting_press.tiles,
        painting_sea.cables,
        painting_sea.contours,
        painting_sea.ferry,
        painting_sea.lighthouse,
        painting_sea.tides,
        painting_sea.wind,
    )
}


def draw(name: str, motif: str, *, palette: str = "science", size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    """Draw the cover called ``name``, ``size`` in px; the same name, motif, palette and size give the same picture.

    Raises ``KeyError`` when there is no such motif or palette.
    """
    canvas = Canvas(name, PALETTES[palette], size)
    MOTIFS[motif](canvas)
    return canvas.finish()


def save_all(manifest_dir: Path, into: Path, *, size: tuple[int, int] = (WIDTH, HEIGHT)) -> list[Path]:
    """Draw every cover of the manifest as a JPEG below ``into``, under the path that the articles name."""
    manifest = tomllib.loads((manifest_dir / MANIFEST).read_text(encoding="utf-8"))
    return [_save(path, cover, into, size) for path, cover in manifest["covers"].items()]


def _save(path: str, cover: dict[str, str], into: Path, size: tuple[int, int]) -> Path:
    target = into / path
    target.parent.mkdir(parents=True, exist_ok=True)
    picture = draw(path, cover["motif"], palette=cover["palette"], size=size)
    picture.save(target, "JPEG", quality=90, optimize=True, progressive=True)
    return target
