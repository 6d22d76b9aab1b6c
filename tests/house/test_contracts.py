"""The floors hold, and the linter that says so can be made to complain."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT

LINTER = Path(sys.executable).with_name("lint-imports")


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    """The import linter over ``tree``."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    command = [str(LINTER), "--no-cache", "--config", str(tree / "pyproject.toml")]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the house in which a wall may be broken."""
    made = tmp_path_factory.mktemp("house")
    for name in ("articles", "newsroom"):
        shutil.copytree(ROOT / name, made / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", made)
    return made


def test_every_contract_is_kept():
    done = lint(ROOT)
    assert (done.returncode, "0 broken" in done.stdout) == (0, True), done.stdout


@pytest.mark.parametrize(
    "room, line, contract",
    [
        ("drafting", "from articles.publishing.models import Edition", "The floors"),
        ("publishing", "import articles.desk.site", "The floors"),
        ("publishing/intervals.py", "from articles.publishing.models import Edition", "The shelves"),
        ("drafting/models.py", "from articles.drafting import writing", "The shelves"),
        ("publishing/press.py", "from articles.publishing import tasks", "The shelves"),
        ("reading", "from articles.drafting.models import Article", "The reading wall"),
        ("api", "from articles.review import rules", "The reading wall"),
        ("text", "import django.utils.text", "Room text stands without Django"),
        ("text", "from articles.covers.models import Cover", "The floors"),
    ],
)
def test_a_wall_broken_on_purpose_is_noticed(copy, room, line, contract):
    place = copy / "articles" / room
    intruder = place if place.suffix else place / "intruder.py"
    before = intruder.read_text() if intruder.exists() else ""
    intruder.write_text(f"{before}\n{line}\n")
    try:
        done = lint(copy)
    finally:
        intruder.write_text(before)
    assert done.returncode == 1
    broken = [text for text in done.stdout.splitlines() if text.endswith("BROKEN")]
    assert any(text.startswith(contract) for text in broken), done.stdout
