"""Servers that a test starts for itself and stops by the id it kept."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from newsroom import valkey


@contextmanager
def redis_at(socket: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A private Redis-protocol server without a file, listening at ``socket`` until the block ends."""
    socket.parent.mkdir(parents=True, exist_ok=True)
    command = [
        str(valkey.binary()),
        "--port",
        "0",
        "--unixsocket",
        str(socket),
        "--save",
        "",
        "--dir",
        str(socket.parent),
    ]
    process = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        answers(socket, 60)  # one that begins on a large file takes its time
        yield process
    finally:
        process.kill()
        process.wait()
        socket.unlink(missing_ok=True)


def answers(socket: Path, seconds: float = 5) -> None:
    """Wait until the server at ``socket`` answers. Raises TimeoutError after ``seconds``."""
    deadline = time.monotonic() + seconds
    with Redis.from_url(f"unix://{socket}", socket_timeout=1) as client:
        while time.monotonic() < deadline:
            try:
                client.ping()
                return
            except RedisError:
                time.sleep(0.01)
    raise TimeoutError(f"No server answers at {socket}.")
