"""What wars are made of: a database of their own, flushers that are killed all the time, looks, and the sum in SQL."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

from articles.popularity import sending, visitors
from articles.popularity.waiting import QUEUE, Waiting
from articles.wire.breaker import breaker_for
from tests import servers
from tests.builders import NOON
from tests.popularity.making import beacon, readers

SEED = int(os.environ.get("FAULT_SEED", "20261122"))
ARTICLES = 40
SUM = "SELECT COALESCE(SUM(count), 0) FROM articles_viewhour WHERE kind = 'view'"


@contextmanager
def database(given: str, folder: Path) -> Iterator[str]:
    """The address of a database with all tables: beside ``given`` on its PostgreSQL server, else a file."""
    if not given.startswith("postgres"):
        yield migrated(f"sqlite:///{folder / 'own.sqlite3'}", folder)
        return
    name = f"newsroom_kills_{os.getpid()}"
    server = urlsplit(given)._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield migrated(urlsplit(given)._replace(path=f"/{name}").geturl(), folder)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def surroundings(database: str, folder: Path) -> dict[str, str]:
    """The environment of a process that works on these stores alone."""
    own = {
        "DATABASE_URL": database,
        "REDIS_URL": f"unix://{folder / 'own.sock'}",
        "VAR_DIR": str(folder / "var"),
    }
    return os.environ | own


def migrated(database: str, folder: Path) -> str:
    """``database``, with all tables."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
    subprocess.run(command, env=surroundings(database, folder), check=True)
    return database


class War:
    """Flushers are killed at random from the beginning of the block to ``peace``."""

    def __init__(self, database: str, folder: Path, used: Any, protocol: str = "absolute") -> None:
        self.database, self.folder, self.settings = database, folder, used
        self.program = [sys.executable, "-m", "tests.popularity.nursery", str(SEED), protocol]
        self.acknowledged = 0

    def __enter__(self) -> "War":
        (self.folder / "var").mkdir(exist_ok=True)
        self.settings.COUNTER_URL = f"unix://{self.folder / 'own.sock'}?db=3"
        self.nursery = subprocess.Popen(
            self.program,
            env=surroundings(self.database, self.folder),
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self.nursery.stdout is not None
        assert self.nursery.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *_error: object) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.nursery.pid, signal.SIGKILL)  # its children too, which hold its line
        self.nursery.communicate()

    @contextmanager
    def redis(self) -> Iterator[None]:
        """A life of Redis on its file; it ends with SIGKILL."""
        with servers.redis_at(self.folder / "own.sock", "--appendonly", "yes"):
            breaker_for(self.settings.COUNTER_URL).open_until = None
            yield

    def look(self, times: int) -> int:
        """So many looks, one by one; how many were views."""
        return self._seen(_slow_look(number) for number in range(times))

    def look_in_parts(self, times: int) -> int:
        """So many looks, a hundred in one round trip; how many were views."""
        return self._seen(kind for start in range(0, times, 100) for kind in _part(start))

    def kills(self) -> int:
        """How many flushers were killed so far."""
        try:
            return int((self.folder / "var" / "kills").read_text() or 0)
        except FileNotFoundError:
            return 0

    def merged(self, seconds: float = 30) -> None:
        """Wait until all acknowledged views are in SQL. Raises AssertionError."""
        deadline = time.monotonic() + seconds
        while in_sql(self.database) != self.acknowledged:
            assert time.monotonic() < deadline, f"{in_sql(self.database)} of {self.acknowledged} in SQL"
            time.sleep(0.05)

    def peace(self) -> Any:
        """What the nursery says in the end."""
        answer = json.loads(self.nursery.communicate("\n", timeout=120)[0])
        sys.stdout.write(f"seed {SEED}: {self.acknowledged} views acknowledged, {answer}\n")
        return answer

    def _seen(self, kinds: Iterator[str]) -> int:
        seen = sum(kind == "view" for kind in kinds)
        self.acknowledged += seen
        return seen


def in_sql(database: str) -> int:
    """The views in SQL."""
    connect: Callable[[], Any] = (
        (lambda: psycopg.connect(database))
        if database.startswith("postgres")
        else (lambda: sqlite3.connect(database.removeprefix("sqlite:///"), timeout=10))
    )
    connection = connect()
    try:
        return int(connection.execute(SUM).fetchone()[0])
    finally:
        connection.close()


def _slow_look(number: int) -> str:
    time.sleep(0.002)
    return _settled([beacon(number % ARTICLES + 1, readers())])[0]


def _part(start: int) -> list[str]:
    looks = [visitors.look((start + place) % ARTICLES + 1, readers(), NOON, 0) for place in range(100)]
    return _settled(sending.send([Waiting(look) for look in looks], NOON))


def _settled(kinds: list[str]) -> list[str]:
    """What became of looks by readers who never came before, those included whose answer came too late.

    Sent again, such a look is a repeat of its own view: then that view is acknowledged now.
    """
    if "waiting" not in kinds:
        return kinds
    while "waiting" in kinds:
        time.sleep(0.05)
        breaker_for(settings.COUNTER_URL).open_until = None
        kinds = sending.send(list(QUEUE.take(len(kinds), NOON)), NOON)
    return ["view" if kind == "repeat" else kind for kind in kinds]
