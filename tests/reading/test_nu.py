"""The Nu HTML checker finds no error on any readers' page, in either language."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests import needs
from tests.reading import showcase

pytestmark = [pytest.mark.django_db, pytest.mark.markup]
CHECKER = Path(__file__).parents[1] / "foreign" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.fixture
def java() -> str:
    found = shutil.which("java")
    needs.require(found is not None, "Java")
    needs.require(CHECKER.exists(), "vnu-jar (run `npm ci` in tests/foreign)")
    return str(found)


def test_the_checker_finds_no_error(client: Client, settings: Any, tmp_path: Path, java: str) -> None:
    pages = showcase.build()
    for language in ("zh-hans", "en"):
        settings.NEWSROOM_LANGUAGE = language
        for name, path in pages.items():
            file = tmp_path / f"{name.replace(' ', '-')}.{language}.html"
            file.write_bytes(client.get(path).content)
    files = sorted(str(file) for file in tmp_path.glob("*.html"))
    assert len(files) == 2 * len(pages)
    assert _errors(java, files) == []


def test_the_checker_does_complain(tmp_path: Path, java: str) -> None:
    wrong = tmp_path / "wrong.html"
    wrong.write_text('<!doctype html><html lang="en"><title>x</title><p><img src="a.jpg"><div></p>')
    assert len(_errors(java, [str(wrong)])) >= 2


def _errors(java: str, files: list[str]) -> list[str]:
    """What is wrong, with its file and line."""
    command = [
        java,
        "-jar",
        str(CHECKER),
        "--errors-only",
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
    ]
    answer = subprocess.run([*command, *files], capture_output=True, text=True, check=True)
    messages = json.loads(answer.stdout)["messages"]
    return [f"{Path(each['url']).name}:{each.get('lastLine')}: {each['message']}" for each in messages]
