"""A small proxy before a Unix socket that can swallow every answer: the request arrives, nobody hears of it."""

import socket
import threading
from pathlib import Path
from types import TracebackType


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
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.there)
            self.open += [client, server]
            threading.Thread(target=self._pass, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, True), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        try:
            while data := source.recv(65536):
                if not (answers and self.mute):
                    target.sendall(data)
        except OSError:
            return
