"""Servers of a benchmark: an own Redis-protocol server and database, and granian with the options the newsroom uses."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.parts import settling

BASE = settling.BASE
# What a beacon is measured against: Django with nothing in it, and with one question to the same Redis.
BARE = """
import os
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from redis import Redis

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bare", MIDDLEWARE=[])
redis = Redis.from_url(os.environ["REDIS_URL"] + "?db=3")

@csrf_exempt
def empty(request):
    return HttpResponse(status=204)

@csrf_exempt
def asked(request):
    redis.incr("bare")
    return HttpResponse(status=204)

urlpatterns = [path("empty", empty), path("asked", asked)]
application = get_wsgi_application()
"""


@contextmanager
def surroundings(folder: Path) -> Iterator[None]:
    """An own server and an own database with all tables; Django is set up."""
    from tests.servers import redis_at

    (folder / "var" / "static").mkdir(parents=True)
    with redis_at(folder / "valkey.sock", "--appendonly", "yes", "--appendfsync", "everysec"):
        settling.settle(
            folder, redis="valkey.sock", commands=(settling.TABLES, settling.STATIC), ALLOWED_HOSTS="127.0.0.1",
            TRUSTED_PROXIES="1",
        )  # fmt: skip
        yield


@contextmanager
def granian(application: str, folder: Path, *, workers: int = 1, **variables: str) -> Iterator[int]:
    """The port of some workers with four threads each, until the block ends."""
    port = free_port()
    options = {
        "interface": "wsgi",
        "host": "127.0.0.1",
        "port": port,
        "workers": workers,
        "blocking-threads": 4,
    }
    command = [str(Path(sys.executable).parent / "granian"), "--no-ws", "--no-log"]
    command += [f"--{name}={value}" for name, value in options.items()]
    own = os.environ | {"PYTHONPATH": str(folder)} | variables
    process = subprocess.Popen([*command, application], cwd=folder, env=own)
    try:
        wait(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port that nobody had a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(port: int) -> None:
    """Wait until somebody listens. Raises TimeoutError."""
    for _try in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing listens at port {port}")
