"""The painter of the demo covers: original pictures drawn by name, so none has to be kept or borrowed."""

import tomllib
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from newsroom.painting_canvas import Canvas
from newsroom.painting_city import harbour, skyline, transit
from newsroom.painting_counts import bars, decay, halftone, pixels
from newsroom.painting_depths import cables, contours, wind
from newsroom.painting_machines import branches, cells, circuit
from newsroom.painting_palettes import PALETTES
from newsroom.painting_press import dial, rollers, sheets, tiles
from newsroom.painting_rooms import pulse, rings, spines
from newsroom.painting_script import strokes
from newsroom.painting_sea import ferry, lighthouse, tides
from newsroom.painting_shapes import HEIGHT, WIDTH

MANIFEST = "newsroom.toml"
SIZE = (WIDTH, HEIGHT)
_CITY = (harbour, pulse, rings, skyline, spines, transit)
_SEA = (cables, contours, ferry, lighthouse, tides, wind)
_MACHINES = (bars, branches, cells, circuit, decay, halftone, pixels)
_PRESS = (dial, rollers, sheets, strokes, tiles)
MOTIFS: dict[str, Callable[[Canvas], None]] = {
    motif.__name__: motif for motif in (*_CITY, *_SEA, *_MACHINES, *_PRESS)
}


def draw(name: str, motif: str, *, palette: str = "science", size: tuple[int, int] = SIZE) -> Image.Image:
    """Draw the cover called ``name``, ``size`` in px; equal arguments give equal pictures.

    Raises ``KeyError`` when there is no such motif or palette.
    """
    canvas = Canvas(name, PALETTES[palette], size)
    MOTIFS[motif](canvas)
    return canvas.finish()


def save_all(manifest_dir: Path, into: Path, *, size: tuple[int, int] = SIZE) -> list[Path]:
    """Draw every cover of the manifest as a JPEG below ``into``, under the path that the articles name."""
    manifest = tomllib.loads((manifest_dir / MANIFEST).read_text(encoding="utf-8"))
    return [_save(path, cover, into, size) for path, cover in manifest["covers"].items()]


def _save(path: str, cover: dict[str, str], into: Path, size: tuple[int, int]) -> Path:
    target = into / path
    target.parent.mkdir(parents=True, exist_ok=True)
    picture = draw(path, cover["motif"], palette=cover["palette"], size=size)
    picture.save(target, "JPEG", quality=90, optimize=True, progressive=True)
    return target
