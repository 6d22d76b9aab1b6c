"""The children of the runner: their programs, their options, and how long each may take to stop."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from newsroom import valkey as server
from newsroom.output import Screen
from newsroom.processes import Child

# Together below thirty seconds, so that whoever stops the runner need not kill it.
WEB_SECONDS, BEAT_SECONDS, WORKER_SECONDS, VALKEY_SECONDS = 10.0, 5.0, 12.0, 4.0
STAGES = (("web", "beat"), ("worker", "covers"), ("valkey",))  # who stops together, in order
BIN = Path(sys.executable).parent


def public_address(port: int) -> str:
    """Where readers open the newsroom: the given address, else this machine's."""
    return os.environ.get("NEWSROOM_URL") or f"http://localhost:{port}"


def environment(port: int) -> dict[str, str]:
    """What every child inherits: ours, with the address and the folder spelled out."""
    own = {"NEWSROOM_URL": public_address(port), "VAR_DIR": str(settings.VAR_DIR), "PYTHONUNBUFFERED": "1"}
    # Celery warns whoever runs as root, which in a container is everybody.
    quiet = {
        "PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS", "ignore:You're running the worker with superuser")
    }
    return {**os.environ, **own, **quiet, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}


def valkey_folder() -> Path:
    """Where the embedded server keeps its file."""
    return Path(settings.VAR_DIR) / "valkey"


def valkey(environment: Mapping[str, str], screen: Screen) -> Child:
    """The embedded Redis-protocol server. Raises valkey.NoServer when none is installed."""
    socket = Path(settings.EMBEDDED_REDIS_SOCKET)
    for folder in (valkey_folder(), socket.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    command = server.command(server.binary(), socket, valkey_folder())
    return _child("valkey", command, environment, screen, VALKEY_SECONDS)


def web(environment: Mapping[str, str], screen: Screen, *, host: str, port: int) -> Child:
    """The web server: as many processes as cores, each with as many threads as the database has room for."""
    options = {
        "interface": "wsgi",
        "host": host,
        "port": str(port),
        "workers": str(settings.WEB_WORKERS),
        "blocking-threads": str(settings.WEB_THREADS),
        "workers-kill-timeout": f"{WEB_SECONDS - 2:g}",
        "log-level": "warning",
    }
    command = [str(BIN / "granian"), *(f"--{name}={value}" for name, value in options.items())]
    command += ["--no-ws", "--respawn-failed-workers", *(["--access-log"] if settings.ACCESS_LOG else [])]
    return _child("web", [*command, "newsroom.wsgi:application"], environment, screen, WEB_SECONDS)


def worker(environment: Mapping[str, str], screen: Screen) -> Child:
    """The Celery worker of everything that has to be on time."""
    command = _worker("celery", settings.WORKER_PROCESSES)
    return _child("worker", command, environment, screen, WORKER_SECONDS)


def covers(environment: Mapping[str, str], screen: Screen) -> Child:
    """The Celery worker that draws pictures, one at a time."""
    return _child("covers", _worker("covers", 1), environment, screen, WORKER_SECONDS)


def _worker(queue: str, processes: int) -> list[str]:
    options = [f"--queues={queue}", f"--hostname={queue}@%h", "--pool=prefork", f"--concurrency={processes}"]
    return [*_celery("worker"), *options, "--loglevel=INFO", "--without-gossip", "--without-mingle"]


def beat(environment: Mapping[str, str], screen: Screen) -> Child:
    """The Celery beat: a plain one here, a shared one where several hosts share a server."""
    scheduler = "redbeat.RedBeatScheduler" if settings.REDIS_URL else "celery.beat:Scheduler"
    command = [*_celery("beat"), "--loglevel=INFO", "-S", scheduler]
    return _child("beat", command, environment, screen, BEAT_SECONDS)


def _celery(part: str) -> list[str]:
    return [sys.executable, "-m", "celery", "--quiet", "-A", "newsroom", part]


def _child(
    name: str, command: list[str], environment: Mapping[str, str], screen: Screen, seconds: float
) -> Child:
    folder = Path(settings.BASE_DIR)
    return Child(name, command, environment=environment, folder=folder, screen=screen, stop_seconds=seconds)
