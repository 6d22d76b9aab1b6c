"""Servers that a test starts for itself and stops by the id it kept."""

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.signals import request_finished, request_started
from redis import Redis
from redis.exceptions import RedisError

from newsroom import valkey

UNREAD_SECONDS = 0.3  # a browser's line may stay open for good, but what stands on it is read at once


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


@contextmanager
def at_rest_in_the_end(seconds: float = 15) -> Iterator[None]:
    """Whatever other threads still answer when the block ends is waited for, at most ``seconds``.

    A page that is closed leaves its last requests behind, and those must not meet a database that is being emptied.
    """
    under_way: set[int] = set()

    def begun(**_facts: Any) -> None:
        if threading.current_thread() is not threading.main_thread():
            under_way.add(threading.get_ident())

    def ended(**_facts: Any) -> None:
        under_way.discard(threading.get_ident())

    request_started.connect(begun)
    request_finished.connect(ended)
    try:
        yield
        _wait(lambda: not _has_lines(), UNREAD_SECONDS)
        _wait(lambda: not under_way, seconds)
    finally:
        request_started.disconnect(begun)
        request_finished.disconnect(ended)


def _has_lines() -> bool:
    """Whether a live server holds a line, on which a request may stand that nobody has read yet."""
    return any("process_request_thread" in thread.name for thread in threading.enumerate())


def _wait(is_so: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
