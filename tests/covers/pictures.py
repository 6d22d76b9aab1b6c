"""Pictures made on the spot: real files in every format, with whatever metadata or malice a test needs."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageFilter

from articles.covers import rendering, uploading
from articles.covers.models import Cover
from tests.builders import NOON

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 60), (30, 60, 200), (255, 255, 255)
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
GPS = {1: "N", 2: (31.0, 14.0, 0.0), 3: "E", 4: (121.0, 29.0, 0.0)}

Colour = tuple[int, int, int]


def plain(width: int = 800, height: int = 600, colour: Colour = RED) -> Image.Image:
    """One colour."""
    return Image.new("RGB", (width, height), colour)


def columns(width: int, height: int, *colours: Colour) -> Image.Image:
    """Equal columns of colour from left to right."""
    image = Image.new("RGB", (width, height))
    for number, colour in enumerate(colours):
        image.paste(colour, (number * width // len(colours), 0, (number + 1) * width // len(colours), height))
    return image


def rows(width: int, height: int, *colours: Colour) -> Image.Image:
    """Equal rows of colour from top to bottom."""
    return columns(height, width, *colours).transpose(Image.Transpose.TRANSPOSE)


def photograph(width: int = 1920, height: int = 1280) -> Image.Image:
    """Something as heavy as an ordinary photograph: soft shapes with a fine grain."""
    shapes = Image.effect_noise((width // 24, height // 24), 90).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    grain = Image.effect_noise((width, height), 14).filter(ImageFilter.GaussianBlur(0.8))
    light = Image.blend(shapes, grain, 0.25)
    return Image.merge("RGB", (light, light.transpose(Image.Transpose.ROTATE_180), shapes))


def encoded(image: Image.Image, name: str = "JPEG", **options: Any) -> bytes:
    """The file of ``image`` in the Pillow format ``name``."""
    file = io.BytesIO()
    image.save(file, name, **options)
    return file.getvalue()


def jpeg(width: int = 800, height: int = 600, colour: Colour = RED, **options: Any) -> bytes:
    return encoded(plain(width, height, colour), "JPEG", **{"quality": 92, **options})


def png(width: int = 800, height: int = 600, colour: Colour = RED, **options: Any) -> bytes:
    return encoded(plain(width, height, colour), "PNG", **options)


def webp(width: int = 800, height: int = 600, colour: Colour = RED, **options: Any) -> bytes:
    return encoded(plain(width, height, colour), "WEBP", **options)


def avif(width: int = 800, height: int = 600, colour: Colour = RED, **options: Any) -> bytes:
    return encoded(plain(width, height, colour), "AVIF", **{"speed": 10, **options})


def gif(width: int = 800, height: int = 600, *colours: Colour) -> bytes:
    """A GIF with one frame for each colour."""
    first, *others = [plain(width, height, colour) for colour in colours or (RED,)]
    return encoded(first, "GIF", save_all=True, append_images=others)


def in_format(name: str, **options: Any) -> bytes:
    """A red picture of 800 × 600 px in one of FORMATS."""
    return {"JPEG": jpeg, "PNG": png, "WEBP": webp, "AVIF": avif, "GIF": gif}[name](**options)


def exif(*, orientation: int = 1, gps: bool = False, **texts: str) -> Image.Exif:
    """EXIF with an orientation, a place, and texts under description, artist, copyright."""
    block = Image.Exif()
    block[0x0112] = orientation
    for name, tag in (("description", 0x010E), ("artist", 0x013B), ("copyright", 0x8298)):
        if name in texts:
            block[tag] = texts[name]
    if gps:
        block.get_ifd(0x8825).update(GPS)
    return block


def with_exif(image: Image.Image, name: str = "JPEG", **words: Any) -> bytes:
    return encoded(image, name, exif=exif(**words))


def xmp(**properties: str) -> bytes:
    """An XMP packet; names are ``description``, ``creator``, ``Credit``, ``AltTextAccessibility`` …"""
    items = "".join(
        f"<a:{name}><r:Alt><r:li>{text}</r:li></r:Alt></a:{name}>" for name, text in properties.items()
    )
    inner = f'<r:Description xmlns:a="urn:a">{items}</r:Description>'
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f"{inner}</r:RDF></x:xmpmeta>"
    ).encode()


def with_iptc(data: bytes, **records: bytes) -> bytes:
    """A JPEG with IPTC records: caption, byline, credit, copyright."""
    numbers = {"caption": 120, "byline": 80, "credit": 110, "copyright": 116}
    block = b"".join(
        struct.pack(">BBBH", 0x1C, 2, numbers[name], len(text)) + text for name, text in records.items()
    )
    padded = block + b"\0" * (len(block) % 2)
    resource = b"Photoshop 3.0\x00" + b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(block)) + padded
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(resource) + 2) + resource + data[2:]


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of_nothing(width: int, height: int) -> bytes:
    """A valid one-bit PNG of any size in a few kilobytes: a bomb when the size is large."""
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    pieces = png_chunk(b"IHDR", head) + png_chunk(b"IDAT", body) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + pieces


def a_cover(data: bytes = b"", *, rendered: bool = False, **words: Any) -> Cover:
    """An uploaded cover; ``rendered`` with all formats, as after the worker's turn."""
    cover = uploading.upload(data or jpeg(), **{"by": None, "now": NOON, "alt": "红色的画", **words})
    if rendered:
        rendering.render_due(NOON)
        cover.refresh_from_db()
    return cover


def webp_of_nothing(width: int, height: int) -> bytes:
    """A WebP of one colour whose head claims this size: each of its pixels takes no bit."""
    small = encoded(plain(64, 64), "WEBP", lossless=True, quality=0, method=0)
    return small[:21] + struct.pack("<I", (width - 1) | (height - 1) << 14) + small[25:]
