"""Writes files beside their rows: no row without its file, and no file stays when the rows are undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from articles.covers.models import Picture, Rendition

FOLDERS = {"originals": (Picture, "original"), "covers": (Rendition, "name")}
STRAY_AFTER = timedelta(days=1)


class Shelf:
    """The files written in one transaction."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def put(self, name: str, data: bytes) -> None:
        """Write ``data`` under exactly ``name``; what an interrupted attempt left there gives way.

        The caller holds the lock of the rows, so nobody else writes this name now.
        """
        default_storage.delete(name)
        self.names.append(name)
        saved = default_storage.save(name, ContentFile(data))
        if saved != name:
            self.names.append(saved)
            raise OSError(f"the storage wrote {saved} instead of {name}")

    def clear(self) -> None:
        """Take every file away again."""
        for name in self.names:
            default_storage.delete(name)


@contextmanager
def writing() -> Iterator[Shelf]:
    """A transaction with files: when it fails, the files go before its locks do."""
    with transaction.atomic():
        shelf = Shelf()
        try:
            yield shelf
        except BaseException:
            shelf.clear()
            raise


def read(name: str) -> bytes:
    """The bytes stored under ``name``. Raises OSError or the storage's own error when they are not there."""
    with default_storage.open(name) as file:
        return bytes(file.read())


def sweep(now: datetime) -> list[str]:
    """Delete files older than a day that no row names: left by a killed process or an outer rollback."""
    strays = [name for folder in FOLDERS for name in _strays(folder, now)]
    for name in strays:
        default_storage.delete(name)
    return strays


def _strays(folder: str, now: datetime) -> list[str]:
    table, column = FOLDERS[folder]
    names = set(_listed(folder))
    # Ordinary rows are asked for at once: one query, however many files.
    kept = set(table._default_manager.values_list(column, flat=True))
    return [
        name for name in sorted(names - kept) if default_storage.get_modified_time(name) < now - STRAY_AFTER
    ]


def _listed(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files if name)
    for inner in folders:
        if inner:
            yield from _listed(f"{folder}/{inner}")
