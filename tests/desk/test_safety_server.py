"""The whole newsroom is killed under an editor's hands: what was typed goes up by itself when it is back."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.desk.writers import compose, fill_in, told
from tests.newsroom.houses import ROOT, House, surroundings

pytestmark = [pytest.mark.safety, pytest.mark.fault]
MAKE_A_WRITER = """
from django.contrib.auth.models import Group, User
person = User.objects.create_user("wei", password="a-long-password", is_staff=True)
person.groups.add(Group.objects.get(name="Writers"))
"""
ROUNDS = int(os.environ.get("SAFETY_ROUNDS", "2"))
READ = "from articles.drafting.models import Autosave; print(Autosave.objects.get().fields['body'])"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A newsroom with one writer, whose web process can be killed."""
    made = House(tmp_path / "var")
    try:
        made.is_open()
        asked(made, MAKE_A_WRITER)
        yield made
    finally:
        made.close()


def asked(house: House, code: str) -> str:
    """What a shell of the newsroom answers."""
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code]
    port = {"NEWSROOM_URL": f"http://127.0.0.1:{house.port}"}
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings(house.folder, **port), capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


class Writer:
    """Whoever signs in by name and password."""

    username = "wei"


def test_a_killed_server_loses_nothing_that_was_typed_before_or_meanwhile(house: House, page: Any) -> None:
    live, chance = f"http://127.0.0.1:{house.port}", random.Random("safety server")
    page.goto(f"{live}/admin/login/")
    fill_in(page, Writer)  # type: ignore[arg-type]
    page.wait_for_url(f"{live}/admin/")
    page.goto(f"{live}/admin/articles/new/")
    page.fill("#id_title", "停电")
    page.focus("#id_body")
    told(page, "Saved|已保存|Not")
    typed = ""
    for turn in range(ROUNDS):
        compose(page, "qian", f"第{turn}回断电前。")
        page.wait_for_timeout(chance.randrange(2000))
        kill(house)
        compose(page, "hou", f"第{turn}回断电后。")
        typed += f"第{turn}回断电前。第{turn}回断电后。"
        house.until(lambda: house.page("/healthz")[0] == 200, "the web process is back")
        house.until(partial(holds, house, typed), "the words are on the server", seconds=90)
    assert page.input_value("#id_body") == typed


def holds(house: House, words: str) -> bool:
    """Whether the server holds exactly these words."""
    return asked(house, READ) == words


def kill(house: House) -> None:
    """The web process and all its children end at once, as in a power cut."""
    web = house.child("granian")
    assert web
    os.killpg(os.getpgid(web), signal.SIGKILL)
