"""Files that no row names are swept away after a day, and nothing else is."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.covers import storing
from articles.covers.tasks import render_covers
from tests.covers.pictures import a_cover

pytestmark = pytest.mark.django_db


def stray(name: str, folder: Path, at: datetime) -> str:
    default_storage.save(name, ContentFile(b"left behind"))
    os.utime(folder / name, (at.timestamp(), at.timestamp()))
    return name


def test_old_strays_go_and_young_ones_and_named_ones_stay(own_media: Path) -> None:
    now = timezone.now()
    cover = a_cover()
    names = [cover.picture.original.name, *(row.name for row in cover.renditions.all())]
    for name in names:
        os.utime(own_media / str(name), (0, 0))
    old = [
        stray(name, own_media, now - timedelta(days=2))
        for name in ("covers/ab/wide-400.jpg", "originals/ab.png")
    ]
    young = stray("covers/cd/wide-400.jpg", own_media, now - timedelta(hours=2))
    elsewhere = stray("kept/by-hand.jpg", own_media, now - timedelta(days=9))
    assert sorted(storing.sweep(now)) == sorted(old)
    assert all(default_storage.exists(str(name)) for name in [*names, young, elsewhere])
    assert not any(default_storage.exists(name) for name in old)


def test_the_clock_sweeps_once_a_day(own_media: Path) -> None:
    render_covers()
    name = stray("covers/ab/wide-400.jpg", own_media, timezone.now() - timedelta(days=2))
    render_covers()
    assert default_storage.exists(name)


def test_an_empty_storage_has_nothing_to_sweep() -> None:
    assert storing.sweep(timezone.now()) == []


def test_a_storage_that_writes_another_name_is_an_error_and_leaves_nothing(own_media: Path) -> None:
    blocked = own_media / "covers" / "ab"
    (blocked / "inner").mkdir(parents=True)
    with pytest.raises(OSError, match="ab"), storing.writing() as shelf:
        shelf.put("covers/ab", b"a folder is in the way")
    assert [path for path in own_media.rglob("*") if path.is_file()] == []
