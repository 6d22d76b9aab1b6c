"""Pressing: which encoding a client takes, and a body pressed in it."""

import zlib
from functools import lru_cache

import brotli

BROTLI, GZIP = "br", "gzip"
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
LEAST = 400  # bytes; below, the headers weigh more than what is saved


@lru_cache(maxsize=512)
def encoding(accepted: str) -> str:
    """The best encoding that an Accept-Encoding header takes; empty for none."""
    taken = dict(_weighed(part) for part in accepted.lower().split(","))
    for name in (BROTLI, GZIP):
        if taken.get(name, taken.get("*", 0.0)) > 0:
            return name
    return ""


def _weighed(part: str) -> tuple[str, float]:
    name, _semicolon, weight = part.partition(";")
    try:
        return name.strip(), float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        return name.strip(), 0.0


def pressed(body: bytes, name: str) -> bytes:
    """``body`` in the encoding ``name``; no time stamp in it, so that equal pages are equal bytes."""
    if name == BROTLI:
        return bytes(brotli.compress(body, quality=BROTLI_QUALITY))
    press = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 31)
    return press.compress(body) + press.flush()
