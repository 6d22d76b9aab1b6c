"""Cuts a checked picture to its crops and encodes them; what comes out holds pixels and nothing else."""

import io
from collections.abc import Callable, Iterable, Iterator

from PIL import Image

from articles.covers import cropping
from articles.covers.checking import Checked
from articles.covers.cropping import Shape

JPEG, WEBP, AVIF = "image/jpeg", "image/webp", "image/avif"
ENDINGS = {AVIF: "avif", WEBP: "webp", JPEG: "jpg"}  # in the order in which a browser should choose
LATER = (AVIF, WEBP)  # made by the worker
AVIF_QUALITIES = (60, 50, 40, 32)  # the next is tried while the file is too heavy


def cut(
    checked: Checked, focal: tuple[float, float], shapes: Iterable[Shape]
) -> Iterator[tuple[Shape, Image.Image]]:
    """Each of ``shapes`` with its pixels, crop by crop, the widest first: each is made from the wider one."""
    last: tuple[str, Image.Image] | None = None
    for shape in sorted(shapes, key=lambda shape: (shape.crop, -shape.width)):
        if last is not None and last[0] == shape.crop:
            image = last[1].resize(shape[1:], Image.Resampling.LANCZOS)
        else:
            image = _first(checked, focal, shape)
        last = (shape.crop, image)
        yield shape, image


def _first(checked: Checked, focal: tuple[float, float], shape: Shape) -> Image.Image:
    # The working picture may be smaller than the file; boxes are reckoned in the file's px.
    across, down = checked.image.width / checked.width, checked.image.height / checked.height
    left, upper, right, lower = cropping.box(shape.crop, checked.width, checked.height, focal)
    area = (left * across, upper * down, right * across, lower * down)
    return checked.image.resize(shape[1:], Image.Resampling.LANCZOS, box=area, reducing_gap=3.0)


def encoded(image: Image.Image, mime: str) -> bytes:
    """The file of ``image`` in the format ``mime``. Raises what the encoder raises."""
    return _ENCODERS[mime](image)


def _jpeg(image: Image.Image) -> bytes:
    return _saved(image, "JPEG", quality=82, progressive=True, optimize=True)


def _webp(image: Image.Image) -> bytes:
    return _saved(image, "WEBP", quality=78, method=4)


def _avif(image: Image.Image) -> bytes:
    """As sharp as fits into the weight: 85 kB at 828 px in 16:9, elsewhere in proportion to the area."""
    most = max(8_000, 85_000 * image.width * image.height // (828 * 466))
    for quality in AVIF_QUALITIES:
        data = _saved(image, "AVIF", quality=quality, speed=8, subsampling="4:2:0")
        if len(data) <= most:
            break
    return data


def _saved(image: Image.Image, name: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, name, **options)
    return file.getvalue()


_ENCODERS: dict[str, Callable[[Image.Image], bytes]] = {JPEG: _jpeg, WEBP: _webp, AVIF: _avif}
