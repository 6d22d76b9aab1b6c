"""Reads a large WebP smaller at once, where the library behind Pillow can: the whole of it would take 800 MB.

Pillow offers no such reading, so its own copy of libwebp is asked by its C interface (src/webp/decode.h, ABI 0x02xx).
"""

import ctypes
from typing import Any

from PIL import Image
from PIL import _webp as pillows  # brings its libwebp with it

_ABI = 0x0209
_RGBA = 1  # MODE_RGBA


class _Features(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_int) for name in ("width", "height", "has_alpha", "has_animation", "format")
    ] + [("pad", ctypes.c_uint32 * 5)]


class _Planes(ctypes.Structure):  # the larger half of a union: four planes with their strides and sizes
    _fields_ = [
        ("planes", ctypes.c_void_p * 4),
        ("strides", ctypes.c_int * 4),
        ("sizes", ctypes.c_size_t * 4),
    ]


class _Plain(ctypes.Structure):
    _fields_ = [("pixels", ctypes.c_void_p), ("stride", ctypes.c_int), ("size", ctypes.c_size_t)]


class _Pixels(ctypes.Union):
    _fields_ = [("plain", _Plain), ("planes", _Planes)]


class _Buffer(ctypes.Structure):
    _fields_ = [
        ("colorspace", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int),
        ("is_external", ctypes.c_int), ("pixels", _Pixels), ("pad", ctypes.c_uint32 * 4), ("own", ctypes.c_void_p),
    ]  # fmt: skip


class _Options(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_int)
        for name in (
            "bypass_filtering", "no_fancy_upsampling", "use_cropping", "crop_left", "crop_top", "crop_width",
            "crop_height", "use_scaling", "scaled_width", "scaled_height", "use_threads", "dithering_strength",
            "flip", "alpha_dithering_strength",
        )
    ] + [("pad", ctypes.c_uint32 * 5)]  # fmt: skip


class _Config(ctypes.Structure):
    _fields_ = [("input", _Features), ("output", _Buffer), ("options", _Options)]


def scaled(data: bytes, size: tuple[int, int]) -> Image.Image | None:
    """The still picture in ``data`` in RGBA at ``size``; None where it moves, is broken, or nobody here can do it."""
    library = _library()
    config = _Config()
    if library is None or not library.WebPInitDecoderConfigInternal(ctypes.byref(config), _ABI):
        return None
    if (
        library.WebPGetFeaturesInternal(data, len(data), ctypes.byref(config.input), _ABI)
        or config.input.has_animation
    ):
        return None
    room = bytearray(size[0] * size[1] * 4)
    pixels = (ctypes.c_char * len(room)).from_buffer(room)
    config.options.use_scaling, config.options.scaled_width, config.options.scaled_height = 1, *size
    config.output.colorspace, config.output.is_external = _RGBA, 1
    plain = config.output.pixels.plain
    plain.pixels, plain.stride, plain.size = ctypes.addressof(pixels), size[0] * 4, len(pixels)
    if library.WebPDecode(data, len(data), ctypes.byref(config)):
        return None
    return Image.frombuffer("RGBA", size, room, "raw", "RGBA", 0, 1)


def is_lossless_in_many_colours(data: bytes) -> bool:
    """Whether reading it, even smaller, takes four bytes a pixel: kept without losses, in more than sixteen colours.

    The beginning says so (WebP Lossless Bitstream Specification, 3 and 4.4); with fewer, pixels share their bytes.
    """
    place = 12  # after "RIFF", the size and "WEBP"
    while place + 8 <= len(data):
        name, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        if name == b"VP8L":
            # A bit for a transform, two for its kind (3: a table of colours), eight for its colours less one.
            bits = int.from_bytes(data[place + 13 : place + 15], "little")
            return bits & 7 != 7 or bits >> 3 & 0xFF >= 16
        place += 8 + size + size % 2
    return False


def _library() -> Any:
    """Pillow's libwebp, found through the module that was built against it; None where its functions are hidden."""
    try:
        found = ctypes.CDLL(pillows.__file__)
        for name in ("WebPInitDecoderConfigInternal", "WebPGetFeaturesInternal", "WebPDecode"):
            getattr(found, name)
    except (AttributeError, OSError):
        return None
    size = ctypes.c_size_t
    found.WebPGetFeaturesInternal.argtypes = [ctypes.c_char_p, size, ctypes.c_void_p, ctypes.c_int]
    found.WebPDecode.argtypes = [ctypes.c_char_p, size, ctypes.c_void_p]
    found.WebPInitDecoderConfigInternal.argtypes = [ctypes.c_void_p, ctypes.c_int]
    return found
