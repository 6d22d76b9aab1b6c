"""The whole newsroom by one command: it opens, heals, refuses a twin, and leaves nothing behind."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from redis import Redis

from newsroom import holding
from tests import servers
from tests.newsroom import houses


@pytest.fixture
def folder():
    """A folder with a short name, for a socket's path is limited."""
    with tempfile.TemporaryDirectory(prefix="up-") as made:
        yield Path(made) / "var"


@pytest.fixture
def start(folder):
    """Starts newsrooms that are gone after the test."""
    folder.mkdir()
    started = []

    def one(*options, **variables):
        house = houses.House(folder, *options, **variables)
        started.append(house)
        return house

    yield one
    for house in started:
        house.close()


def refused(folder, *options):
    """An ``up`` that must not start: its exit status and what it said."""
    command = [sys.executable, "manage.py", "up", *options]
    ended = subprocess.run(
        command, cwd=houses.ROOT, env=houses.surroundings(folder), capture_output=True, text=True, timeout=120
    )
    return ended.returncode, ended.stderr.strip().splitlines()


def test_a_newsroom_opens_heals_refuses_a_twin_and_stops_clean(start, folder):
    house = start()
    house.is_open()
    assert house.page("/healthz") == (200, "ok\n")
    status, body = house.page("/readyz")
    assert (status, json.loads(body)["parts"][0]["state"]) == (200, "ok")
    house.until(lambda: re.search(r"^worker +│ .*ready", house.said(), re.MULTILINE), "the worker speaks")

    status, lines = refused(folder, f"--port={houses.free_port()}")
    twin = f"CommandError: The newsroom in {folder} is already up (pid {house.process.pid})."
    assert (status, lines) == (1, [twin])

    web = house.child("granian")
    os.kill(web, signal.SIGKILL)
    house.until(lambda: house.child("granian") not in {0, web}, "the web starts again")
    house.until(lambda: house.page("/healthz")[0] == 200, "the web answers again")
    assert "web ended (signal SIGKILL); again in 1 s" in house.said()

    family = house.family()
    assert len(family) >= 6
    begun = time.monotonic()
    os.kill(house.process.pid, signal.SIGTERM)
    assert house.process.wait(40) == 0
    assert time.monotonic() - begun < 30
    assert [pid for pid in family if holding.birth(pid)] == []
    assert not (folder / "valkey.sock").exists()
    names = re.findall(r"(\w+) did not stop in time", house.said())
    assert names == []


@pytest.mark.fault
def test_a_killed_runner_leaves_no_orphan_and_the_next_starts(start, folder):
    house = start()
    house.is_open()
    family = house.family()
    os.kill(house.process.pid, signal.SIGKILL)
    house.process.wait()
    house.until(lambda: not any(map(holding.birth, family)), "the children follow their runner", 30)
    assert house.page("/healthz")[0] == 0
    again = start()
    again.is_open()
    assert again.page("/healthz")[0] == 200
    os.kill(again.process.pid, signal.SIGINT)
    assert again.process.wait(40) == 0


@pytest.mark.fault
def test_children_that_a_killed_runner_could_not_take_along_are_ended_by_the_next(start, folder):
    house = start()
    house.is_open()
    frozen = [house.child("valkey"), house.child("--queues=celery")]
    for pid in frozen:
        houses.freeze_group(pid)
    os.kill(house.process.pid, signal.SIGKILL)
    house.process.wait()
    assert all(map(holding.birth, frozen))
    again = start()
    again.is_open()
    assert "ending what an earlier run left behind" in again.said()
    assert not any(map(holding.birth, frozen))
    os.kill(again.process.pid, signal.SIGTERM)
    assert again.process.wait(40) == 0


def test_a_port_in_use_is_one_line(folder):
    folder.mkdir()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, lines = refused(folder, f"--port={port}")
    wanted = (
        f"CommandError: Port {port} on 127.0.0.1 is in use; "
        "choose another with --port, or stop the program that has it."
    )
    assert (status, lines) == (1, [wanted])


def test_a_port_that_is_none_is_refused(folder):
    folder.mkdir()
    status, lines = refused(folder, "--port=70000")
    assert (status, "--port" in lines[-1]) == (2, True)


@pytest.mark.fault
def test_a_worker_that_lives_but_does_not_work_starts_anew(start):
    house = start()
    house.is_open()
    worker = house.child("--queues=celery")
    house.until(lambda: json.loads(house.page("/readyz")[1])["status"] == "ok", "every clock ticks", 60)
    houses.freeze_group(worker)
    house.until(lambda: json.loads(house.page("/readyz")[1])["status"] == "degraded", "readiness notices", 90)
    house.until(lambda: "the worker starts anew" in house.said(), "the runner notices", 150)
    house.until(lambda: json.loads(house.page("/readyz")[1])["status"] == "ok", "the clocks tick again", 60)
    assert house.page("/healthz")[0] == 200
    os.kill(house.process.pid, signal.SIGTERM)
    assert house.process.wait(40) == 0


def test_a_given_server_is_used_and_shared_by_the_beats(start, folder):
    with tempfile.TemporaryDirectory(prefix="s-") as other:
        socket_path = Path(other) / "s.sock"
        with servers.redis_at(socket_path):
            house = start(REDIS_URL=f"unix://{socket_path}")
            house.is_open()
            assert (house.child("valkey-server"), (folder / "valkey").exists()) == (0, False)
            with Redis.from_url(f"unix://{socket_path}?db=2") as schedule:
                house.until(lambda: schedule.exists("redbeat::lock"), "the beat holds the shared lock")
            house.until(
                lambda: "newsroom_clock_age_seconds" in house.page("/metrics")[1], "a clock has ticked"
            )
            os.kill(house.process.pid, signal.SIGTERM)
            assert house.process.wait(40) == 0
