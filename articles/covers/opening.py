"""Opens a picture of unknown intent in a process of its own: bytes go in, plain pixels come out.

The child has limits of time and memory and holds no secrets; ``checking`` starts it. It knows no Django.
"""

import contextlib
import io
import json
import resource
import struct
import sys
from typing import Any, NamedTuple

from PIL import AvifImagePlugin, Image, ImageCms, ImageFile
from PIL import WebPImagePlugin as _WebPImagePlugin  # noqa: F401 -- registers its format

from articles.covers import cropping, metadata, webp

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
MOST_PIXELS = 50_000_000
# Pieces of a file: a picture of a million empty pieces would keep Python busy for minutes.
MOST_READS = 100_000
# Segments of a JPEG that are joined to one block, each entry of which may name all of it; most have one.
MOST_EXIF = 16
# Scans of a progressive JPEG, each a pass over the whole picture; ordinary files have ten.
MOST_SCANS = 100
SECONDS = 8  # of CPU time; the largest pictures take two
# Pixels of a WebP that is read whole, at sixteen bytes each: a moving one has no other way.
MOST_WHOLE = 13_000_000
# Pixels of a WebP without losses in many colours; at four bytes each more would not fit into a worker's 256 MB.
MOST_LOSSLESS = 36_000_000
# Bytes of address space, of which the WebP decoder asks for much and touches little.
MEMORY = 1_200_000_000
STRIP = 32  # rows of the shrunk picture that are worked on at a time
SRGB = ImageCms.createProfile("sRGB")
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIGNATURES = ((0, b"\xff\xd8\xff"), (0, b"\x89PNG\r\n\x1a\n"), (0, b"GIF8"), (8, b"WEBP"), (8, b"avi"))


class Unusable(Exception):
    """The picture is refused; ``reason`` is one of format, pixels, damaged, pieces, long."""

    def __init__(self, reason: str, **details: float) -> None:
        super().__init__(reason)
        self.reason, self.details = reason, details


class Opened(NamedTuple):
    """RGB pixels, upright, in sRGB, on white, at most 13 megapixels; the sizes are the file's."""

    image: Image.Image
    width: int  # px
    height: int  # px
    format: str
    words: metadata.Words


class Rationed(io.BytesIO):
    """A file that can be read in a limited number of pieces."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        if self.reads > MOST_READS:
            raise Unusable("pieces")
        return super().read(size)


def opened(data: bytes) -> Opened:
    """The picture in ``data``, decoded to the end. Raises Unusable."""
    try:
        _checked(data)
        return _opened(data)
    except Unusable:
        raise
    except Image.DecompressionBombError as error:
        raise Unusable("pixels") from error
    except MemoryError as error:
        raise Unusable("long") from error
    except Exception as error:  # decoders raise whatever comes to their mind on a hostile file
        raise Unusable("damaged" if _is_signed(data) else "format") from error


def _is_signed(data: bytes) -> bool:
    return any(data[at:].startswith(mark) for at, mark in SIGNATURES)


def _file(data: bytes) -> ImageFile.ImageFile:
    image = Image.open(Rationed(data), formats=FORMATS)
    if image.width * image.height > MOST_PIXELS:
        raise Unusable("pixels", megapixels=image.width * image.height / 1e6)
    return image


def _checked(data: bytes) -> None:
    """Refuse by the header and the checksums alone, before anything is decoded."""
    # A marker cannot occur inside the compressed data, where each FF is followed by 00.
    many = data.count(b"\xff\xda") > MOST_SCANS or data.count(b"Exif\0\0") > MOST_EXIF
    if data.startswith(b"\xff\xd8") and many:
        raise Unusable("pieces")
    _file(data).verify()


def _opened(data: bytes) -> Opened:
    image = _file(data)
    width, height = image.size
    if image.format == "WEBP" and width * height > MOST_LOSSLESS and webp.is_lossless_in_many_colours(data):
        raise Unusable("long")
    factor = cropping.reduction(width, height)
    small = (-(-width // factor), -(-height // factor))
    pixels = webp.scaled(data, small) if image.format == "WEBP" and factor > 1 else None
    if pixels is None:
        _bear(image)
        image.draft(image.mode, small)
        image.load()
        pixels = image
    plain = _in_srgb(_shrunk(pixels, max(1, factor * pixels.width // width)), image.info.get("icc_profile"))
    turn = TURNS.get(_orientation(image))
    upright = plain.transpose(turn) if turn is not None else plain
    size = (height, width) if turn in _SIDEWAYS else (width, height)
    # A telephone's JPEG with a second picture behind it calls itself MPO.
    name = "JPEG" if image.format == "MPO" else str(image.format)
    return Opened(upright, *size, name, metadata.words(image))


def _bear(image: ImageFile.ImageFile) -> None:
    """Refuse what only a whole WebP decoder could read, where it would take more memory than a worker has."""
    if image.format == "WEBP" and image.width * image.height > MOST_WHOLE:
        raise Unusable("long")


_SIDEWAYS = {TURNS[5], TURNS[6], TURNS[7], TURNS[8]}


def _orientation(image: Image.Image) -> int:
    if len(image.info.get("exif", b"")) > metadata.LARGEST:
        return 1
    with contextlib.suppress(Exception):  # a broken tag is no orientation
        return int(image.getexif().get(0x0112, 1))
    return 1


def _shrunk(image: Image.Image, factor: int) -> Image.Image:
    """Without alpha or palette, smaller by ``factor``; strip by strip, never as a second whole copy."""
    mode = image.mode if image.mode in {"L", "CMYK"} else "RGB"
    size = (-(-image.width // factor), -(-image.height // factor))
    small = Image.new(mode, size)
    for row in range(0, size[1], STRIP):
        lower = min(image.height, (row + STRIP) * factor)
        strip = _flat(image.crop((0, row * factor, image.width, lower)), mode)
        small.paste(strip.reduce(factor) if factor > 1 else strip, (0, row))
    return small


def _flat(strip: Image.Image, mode: str) -> Image.Image:
    """On white paper, in ``mode``, eight bits a channel."""
    if strip.mode.startswith("I;16"):
        return strip.point(lambda value: value / 256).convert("L").convert(mode)
    if strip.has_transparency_data:
        pixels = strip.convert("RGBA")
        paper = Image.new("RGB", strip.size, "white")
        paper.paste(pixels, mask=pixels.getchannel("A"))
        return paper.convert(mode)
    return strip.convert(mode)


def _in_srgb(image: Image.Image, profile: Any) -> Image.Image:
    """The colours as the profile means them; browsers are then told nothing, which means sRGB."""
    if profile:
        with contextlib.suppress(Exception):  # a broken profile is no profile
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")
            return converted if converted is not None else image.convert("RGB")
    return image.convert("RGB")


def main() -> None:
    """The child: a picture on standard input; on output the length of a JSON head, the head, RGB bytes."""
    for limit, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # some systems know a limit and refuse to set it
            resource.setrlimit(limit, (most, most))
    AvifImagePlugin.DEFAULT_MAX_THREADS = 2
    head: dict[str, Any]
    pixels = b""
    try:
        found = opened(sys.stdin.buffer.read())
        pixels = found.image.tobytes()
        head = {**found._asdict(), "image": found.image.size}
    except Unusable as error:
        head = {"refused": error.reason, **error.details}
    text = json.dumps(head).encode()
    sys.stdout.buffer.write(struct.pack(">I", len(text)) + text + pixels)
