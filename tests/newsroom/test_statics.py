"""Static files are pressed once, and collected again only when one of them has changed."""

import gzip
import os
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles.storage import staticfiles_storage

from newsroom import preparing
from newsroom.statics import LARGE, QuickCompressor

PRESSED = {"staticfiles": {"BACKEND": "newsroom.statics.PressedFiles"}}


@pytest.fixture
def house(settings, tmp_path):
    """Two small files to collect, and the folder they are collected into."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("body { background: url(dot.svg) }\n" * 50)
    (source / "dot.svg").write_text("<svg></svg>")
    (source / "page.js.map").write_text("{}" * 500)
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], tmp_path / "collected"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, **PRESSED}
    return source


def names(settings):
    return sorted(path.name for path in Path(settings.STATIC_ROOT).iterdir())


def test_only_names_with_a_digest_are_pressed(house, settings):
    assert preparing.collect() is True
    digest = staticfiles_storage.stored_name("page.css")
    found = names(settings)
    assert {digest, f"{digest}.br", f"{digest}.gz", "page.css"} <= set(found)
    assert not {"page.css.br", "page.css.gz"} & set(found)
    assert [name for name in found if ".map." in name and name.endswith((".br", ".gz"))] == []
    pressed = Path(settings.STATIC_ROOT) / f"{digest}.br"
    assert brotli.decompress(pressed.read_bytes()) == (Path(settings.STATIC_ROOT) / digest).read_bytes()
    assert gzip.decompress(pressed.with_suffix(".gz").read_bytes()) == brotli.decompress(pressed.read_bytes())


def test_a_module_is_one_module_under_whatever_name_it_was_asked_for(house, settings):
    (house / "keys.js").write_text(
        'export function step() {}\nexport const later = () => import("./late.js");\n'
    )
    (house / "late.js").write_text("export {};\n")
    (house / "screen.js").write_text('import { step } from "./keys.js";\nstep();\n')
    preparing.collect()
    stored = {name: staticfiles_storage.stored_name(f"{name}.js") for name in ("screen", "keys", "late")}
    folder = Path(settings.STATIC_ROOT)
    assert f'from "./{stored["keys"]}"' in (folder / stored["screen"]).read_text()
    assert f'import("./{stored["late"]}")' in (folder / stored["keys"]).read_text()


def test_unchanged_files_are_not_collected_again(house, settings):
    assert [preparing.collect(), preparing.collect()] == [True, False]
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    later = manifest.stat().st_mtime + 1
    os.utime(house / "dot.svg", (later, later))
    assert preparing.collect() is True


def test_in_debug_nothing_is_collected(house, settings):
    settings.DEBUG = True
    assert (preparing.collect(), Path(settings.STATIC_ROOT).exists()) == (False, False)


def test_large_files_are_pressed_quickly_and_whole():
    data = os.urandom(1000) * (LARGE // 1000 + 1)
    assert brotli.decompress(QuickCompressor.compress_brotli(data)) == data
