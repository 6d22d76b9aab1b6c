"""Flushers and Redis are killed while views are counted; every acknowledged view is in SQL, once."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from articles.wire.breaker import breaker_for
from tests import servers
from tests.popularity.making import beacon, readers

SEED = int(os.environ.get("FAULT_SEED", "20261122"))
ROUNDS = int(os.environ.get("FAULT_ROUNDS", "1"))
ARTICLES = 40


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[str]:
    """The address of a database of this test alone, of the kind the suite runs on, with all tables."""
    given = os.environ.get("TEST_DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield _migrated(f"sqlite:///{tmp_path / 'own.sqlite3'}", tmp_path)
        return
    name = f"newsroom_kills_{os.getpid()}"
    server = urlsplit(given)._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield _migrated(urlsplit(given)._replace(path=f"/{name}").geturl(), tmp_path)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _surroundings(database: str, folder: Path) -> dict[str, str]:
    own = {
        "DATABASE_URL": database,
        "REDIS_URL": f"unix://{folder / 'own.sock'}",
        "VAR_DIR": str(folder / "var"),
    }
    return os.environ | own


def _migrated(database: str, folder: Path) -> str:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
    subprocess.run(command, env=_surroundings(database, folder), check=True)
    return database


def survive(
    database: str, folder: Path, settings: Any, *, looks: int, redis_kills: int, protocol: str
) -> tuple[int, Any]:
    """Acknowledged views, and what the nursery says in the end; so many looks in each life of Redis."""
    socket = folder / "own.sock"
    settings.COUNTER_URL = f"unix://{socket}?db=3"
    program = [sys.executable, "-m", "tests.popularity.nursery", str(SEED), protocol]
    acknowledged = 0
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(program, env=_surroundings(database, folder), **pipes) as nursery:
        try:
            assert nursery.stdout.readline() == "ready\n"
            for life in range(redis_kills + 1):
                with servers.redis_at(
                    socket, "--appendonly", "yes"
                ):  # ends with SIGKILL, and begins on its file
                    breaker_for(settings.COUNTER_URL).open_until = None
                    acknowledged += sum(_slow_look(number) == "view" for number in range(looks))
                    if life == redis_kills:
                        answer = json.loads(nursery.communicate("\n", timeout=60)[0])
        finally:
            nursery.kill()
    sys.stdout.write(f"seed {SEED}: {acknowledged} views acknowledged, {answer}\n")
    return acknowledged, answer


def _slow_look(number: int) -> str:
    time.sleep(0.002)
    return beacon(number % ARTICLES + 1, readers())


def test_a_short_war_loses_nothing(own_database: str, tmp_path: Path, settings: Any) -> None:
    acknowledged, answer = survive(
        own_database, tmp_path, settings, looks=550, redis_kills=1, protocol="absolute"
    )
    assert acknowledged >= 1000
    assert answer["kills"] >= 10
    assert answer["ended"] == 0
    assert answer["views"] == {"hours": acknowledged, "standings": acknowledged}


def test_the_war_can_be_lost(own_database: str, tmp_path: Path, settings: Any) -> None:
    acknowledged, answer = survive(
        own_database, tmp_path, settings, looks=500, redis_kills=0, protocol="crude"
    )
    assert answer["kills"] >= 5
    assert answer["views"]["hours"] < acknowledged


@pytest.mark.fault
@pytest.mark.slow
def test_a_long_war_loses_nothing(own_database: str, tmp_path: Path, settings: Any) -> None:
    acknowledged, answer = survive(
        own_database, tmp_path, settings, looks=500 * ROUNDS, redis_kills=10, protocol="absolute"
    )
    assert answer["kills"] >= 200 * ROUNDS
    assert answer["ended"] == 0
    assert answer["views"] == {"hours": acknowledged, "standings": acknowledged}
