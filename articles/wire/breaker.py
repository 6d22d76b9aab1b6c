"""A breaker per server and process: after a time-out the server is left alone, then one caller tries again."""

import threading
import time
import urllib.parse
from collections.abc import Callable

REST_SECONDS = 10.0


class Breaker:
    """Closed lets every caller through; open lets nobody through for a while, then exactly one."""

    def __init__(self, rest: float = REST_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self.rest = rest
        self.clock = clock
        self.lock = threading.Lock()
        self.open_until: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether the server is being left alone."""
        return self.open_until is not None

    def allows(self) -> bool:
        """Whether the caller may try; opening the door for one tester closes it behind him."""
        with self.lock:
            if self.open_until is None:
                return True
            if self.clock() < self.open_until:
                return False
            self.open_until = self.clock() + self.rest
            return True

    def failed(self) -> None:
        """The server did not answer: leave it alone for the rest."""
        with self.lock:
            self.open_until = self.clock() + self.rest

    def answered(self) -> None:
        """The server answered: everybody may try again."""
        if self.open_until is not None:
            with self.lock:
                self.open_until = None


_breakers: dict[str, Breaker] = {}


def breaker_for(url: str) -> Breaker:
    """The one breaker of the server behind ``url``; databases of one server share it."""
    return _breakers.setdefault(server_of(url), Breaker())


def server_of(url: str) -> str:
    """The server of ``url`` without database, password and options, so that it may be shown: ``host:port`` or a path.

    Celery writes sockets as ``redis+socket://``, redis-py as ``unix://``; both name the same server.
    """
    parts = urllib.parse.urlsplit(url)
    if parts.scheme in {"unix", "redis+socket"}:
        return parts.path
    return f"{parts.hostname or 'localhost'}:{parts.port or 6379}"


def all_breakers() -> dict[str, Breaker]:
    """Every breaker of this process by its server, for the status page."""
    return dict(_breakers)
