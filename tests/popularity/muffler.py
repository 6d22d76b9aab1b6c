"""A small proxy before a Unix socket that can swallow every answer: the request arrives, nobody hears of it."""

import socket
import threading
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit


class Muffler:
    """Passes bytes between ``here`` and ``there``; while ``mute`` is set, answers are lost."""

    def __init__(self, there: str, here: Path) -> None:
        self.there = there
        self.mute = False
        self.open: list[socket.socket] = []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(here))
        self.listener.listen()

    def __enter__(self) -> "Muffler":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for each in [self.listener, *self.open]:
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            server = self._connected()
            self.open += [client, server]
            threading.Thread(target=self._pass, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, True), daemon=True).start()

    def _connected(self) -> socket.socket:
        """A line to the server behind ``there``, an address of redis-py: a socket's path, or a host and a port."""
        parts = urlsplit(self.there)
        if parts.scheme != "unix":
            return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 6379))
        server = socket.socket(socket.AF_UNIX)
        server.connect(parts.path)
        return server

    @property
    def database(self) -> str:
        """The number of the database that ``there`` names."""
        parts = urlsplit(self.there)
        return parts.query.partition("db=")[2] or parts.path.strip("/") or "0"

    def _pass(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        try:
            while data := source.recv(65536):
                if not (answers and self.mute):
                    target.sendall(data)
        except OSError:
            return
