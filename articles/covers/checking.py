"""Judges an uploaded file by its content, never by its name: a checked picture, or the reason in words."""

import json
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, NamedTuple

from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image

from articles.text.refusals import Refused

MOST_BYTES = 20 * 1024 * 1024
SECONDS = 20  # of waiting for the child, whose own limit is CPU time
_ROOT = str(Path(__file__).resolve().parents[2])
# -I keeps the environment and the working folder out of the child's imports.
_CHILD = [
    sys.executable,
    "-I",
    "-W",
    "ignore",
    "-c",
    f"import sys; sys.path.append({_ROOT!r}); from articles.covers.opening import main; main()",
]
# Every allocation arena and thread counts against the child's address space.
_SURROUNDINGS = {"MALLOC_ARENA_MAX": "2", "LC_ALL": "C.UTF-8"}

Upload = bytes | File | IO[bytes]


class UploadRefused(Refused):
    """A file or its words cannot become a cover."""


class Checked(NamedTuple):
    """A picture that decodes to its end: RGB in sRGB, upright, on white, at most 13 megapixels."""

    image: Image.Image
    width: int  # px of the file, upright
    height: int  # px
    format: str  # JPEG, PNG, WEBP, AVIF or GIF
    words: dict[
        str, str
    ]  # alt, caption, credit, licence written inside the file, cleaned; only keys that were found


_REASONS: dict[str, Callable[[], str]] = {
    "empty": lambda: _("The file is empty, so there is no picture to keep."),
    "bytes": lambda: _("The file is larger than 20 MB, so it was not kept. Save it smaller and try again."),
    "format": lambda: _("The file is not a JPEG, PNG, WebP, AVIF or GIF picture, so it was not kept."),
    "pixels": lambda: _(
        "The picture has more than 50 megapixels, so it was not kept. Save it smaller and try again."
    ),
    "damaged": lambda: _("The picture is damaged and cannot be read to its end, so it was not kept."),
    "pieces": lambda: _(
        "The file is built of unusually many pieces, so it was not kept. Save the picture anew and try again."
    ),
    "long": lambda: _(
        "Reading the picture takes too long or too much memory, so it was not kept. Save it smaller."
    ),
}


def read(file: Upload) -> bytes:
    """All bytes of ``file``. Raises UploadRefused when it is empty or larger than 20 MB."""
    if not isinstance(file, bytes):
        if file.seekable():
            file.seek(0)
        file = file.read(MOST_BYTES + 1)
    if not file:
        raise UploadRefused(_REASONS["empty"]())
    if len(file) > MOST_BYTES:
        raise UploadRefused(_REASONS["bytes"]())
    return file


def check(data: bytes) -> Checked:
    """The picture in ``data``, opened in a child process under limits. Raises UploadRefused."""
    try:
        child = subprocess.run(  # noqa: S603 -- our own interpreter and our own line
            _CHILD, input=data, capture_output=True, timeout=SECONDS, env=_surroundings(), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UploadRefused(_REASONS["long"]()) from error
    if child.returncode:
        # Ended by its limits or by its decoder; a negative number is the signal.
        raise UploadRefused(_REASONS["long" if -child.returncode in (9, 24) else "damaged"]())
    return _unpacked(child.stdout)


def _surroundings() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if name in os.environ}
    return {**_SURROUNDINGS, **kept}


def _unpacked(answer: bytes) -> Checked:
    (length,) = struct.unpack_from(">I", answer)
    head: dict[str, Any] = json.loads(answer[4 : 4 + length])
    if "refused" in head:
        raise UploadRefused(_REASONS[head["refused"]]())
    image = Image.frombytes("RGB", tuple(head.pop("image")), answer[4 + length :])
    return Checked(image, **head)
