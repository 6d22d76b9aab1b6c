"""Sends many articles as one archive of Markdown files, made while it is sent, so that thousands fit through."""

import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.http import StreamingHttpResponse

from articles.desk import exporting
from articles.drafting.models import Article


class _Sink:
    """A file that only remembers what was written since it was last asked."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, part: bytes, /) -> int:
        """Take a part."""
        self.parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing to do: it is all there."""

    def taken(self) -> bytes:
        """Everything since the last time."""
        found, self.parts = b"".join(self.parts), []
        return found


def answer(numbers: Sequence[int], now: datetime) -> StreamingHttpResponse:
    """The working copies of these articles and their covers, in the order of their numbers."""
    found = StreamingHttpResponse(_parts(numbers, now), content_type="application/zip")
    found["Content-Disposition"] = f'attachment; filename="articles-{now:%Y%m%d-%H%M}.zip"'
    return found


def _parts(numbers: Sequence[int], now: datetime) -> Iterator[bytes]:
    rows = exporting.chosen(live=False, category="", now=now).filter(pk__in=numbers)
    sink: Any = _Sink()
    with (
        tempfile.TemporaryDirectory(prefix="newsroom-export-") as name,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        folder = Path(name)
        for article in rows.iterator(chunk_size=100):
            yield from _one(archive, sink, article, folder, now)
    yield sink.taken()


def _one(
    archive: zipfile.ZipFile, sink: _Sink, article: Article, folder: Path, now: datetime
) -> Iterator[bytes]:
    """The article's file, and its cover unless it is in the archive already."""
    exporting.write(article, folder, live=False, now=now)
    held = set(archive.namelist())
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        inside = path.relative_to(folder).as_posix()
        if inside not in held:
            archive.write(path, inside)
        if path.suffix == ".md":
            path.unlink()
    yield sink.taken()
