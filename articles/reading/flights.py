"""Flights: of many requests that need the same page at once, one makes it and the others wait for that one."""

from threading import Event, Lock


class Flights:
    """The pages being made in this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._flying: dict[str, Event] = {}

    def lead(self, key: str) -> bool:
        """Whether nobody here makes the page yet: then the caller does, and says ``land`` whatever happens."""
        with self._lock:
            if key in self._flying:
                return False
            self._flying[key] = Event()
            return True

    def land(self, key: str) -> None:
        """The page is made, or will not be."""
        with self._lock:
            self._flying.pop(key).set()

    def wait(self, key: str, seconds: float) -> None:
        """Until the one who makes the page has landed, at most ``seconds``."""
        event = self._flying.get(key)
        if event is not None:
            event.wait(seconds)
