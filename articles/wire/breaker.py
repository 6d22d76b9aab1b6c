"""A breaker per server and process: after a time-out the server is left alone, then one caller tries again."""

import threading
import time
from collections.abc import Callable

REST_SECONDS = 10.0


class Breaker:
    """Closed lets every caller through; open lets nobody through for a while, then exactly one."""

    def __init__(self, rest: float = REST_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self.rest = rest
        self.clock = clock
        self.lock = threading.Lock()
        self.open_until: float | None = None

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
    server = url.split("?")[0].replace("redis+socket:", "unix:")
    if not server.startswith("unix:"):
        server = server.rsplit("/", 1)[0]
    return _breakers.setdefault(server, Breaker())
