"""Redis is set back or emptied, PostgreSQL falls over: never a surplus, and no more lost than was taken away."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from tests import needs
from tests.popularity import wars
from tests.popularity.wars import War

pytestmark = [pytest.mark.fault, pytest.mark.slow]
LOOKS = 600
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[str]:
    """The address of a database of this test alone, of the kind the suite runs on, with all tables."""
    with wars.database(os.environ.get("TEST_DATABASE_URL", ""), tmp_path) as address:
        yield address


def test_redis_set_back_never_adds_and_loses_no_more_than_was_set_back(
    own_database: str, tmp_path: Path, settings: Any
) -> None:
    file, old = tmp_path / "appendonlydir", tmp_path / "old"
    with War(own_database, tmp_path, settings) as war:
        with war.redis():
            war.look(LOOKS)
        shutil.copytree(file, old)
        with war.redis():
            set_back = war.look(LOOKS)
            war.merged()
        shutil.rmtree(file)
        shutil.copytree(old, file)
        with war.redis():
            war.look(2 * LOOKS)
            answer = war.peace()
    assert answer["ended"] == 0
    assert war.acknowledged - set_back <= answer["views"]["hours"] <= war.acknowledged
    assert answer["views"]["standings"] == answer["views"]["hours"]


def test_redis_emptied_loses_what_no_flush_had_seen_and_nothing_else(
    own_database: str, tmp_path: Path, settings: Any
) -> None:
    with War(own_database, tmp_path, settings) as war, war.redis():
        war.look(LOOKS)
        war.merged()
        unseen = war.look(100)
        with Redis.from_url(settings.COUNTER_URL) as redis:
            redis.flushall()
        war.look(LOOKS)
        answer = war.peace()
    assert answer["ended"] == 0
    assert war.acknowledged - unseen <= answer["views"]["hours"] <= war.acknowledged
    assert answer["views"]["standings"] == answer["views"]["hours"]


class Cluster:
    """A PostgreSQL of this test's own, on a private socket."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.files = folder, folder / "cluster"
        self.person = "postgres" if os.getuid() == 0 else None  # it refuses to run as root

    def run(self, program: str, *options: str) -> None:
        command = [str(PROGRAMS[-1].with_name(program)), "--pgdata", str(self.files), *options]
        subprocess.run(command, check=True, user=self.person, stdout=subprocess.DEVNULL, cwd="/")

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=30"
        self.run(
            "pg_ctl", "--wait", "--log", str(self.folder / "postgres.log"), "--options", options, "start"
        )

    def fall_over(self) -> None:
        """As after a loss of power: no checkpoint, recovery at the next start."""
        self.run("pg_ctl", "--wait", "--mode=immediate", "stop")


@contextmanager
def cluster() -> Iterator[Cluster]:
    needs.require(bool(PROGRAMS), "PostgreSQL's programs")
    with tempfile.TemporaryDirectory(prefix="newsroom-pg-") as made_folder:
        made = Cluster(Path(made_folder))
        if made.person:
            shutil.chown(made_folder, made.person)
        made.run("initdb", "--auth=trust", "--username=newsroom", "--encoding=UTF8", "--locale=C")
        made.start()
        try:
            yield made
        finally:
            made.fall_over()


def test_postgresql_falls_over_and_nothing_is_lost_or_doubled(tmp_path: Path, settings: Any) -> None:
    with cluster() as postgres:
        address = wars.migrated(f"postgres://newsroom@/postgres?host={postgres.folder}", tmp_path)
        with War(address, tmp_path, settings) as war, war.redis():
            for _fall in range(3):
                war.look(LOOKS)
                postgres.fall_over()
                war.look(LOOKS)
                postgres.start()
            answer = war.peace()
    assert answer["ended"] == 0
    assert answer["views"] == {"hours": war.acknowledged, "standings": war.acknowledged}
