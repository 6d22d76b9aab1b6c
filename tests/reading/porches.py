"""A reader who stands in front of the whole WSGI application, kept pages included."""

import io
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpResponse

from articles.reading.porch import Porch
from newsroom.ways import Ways


class Counted:
    """The application behind the porch, and how often it was asked."""

    def __init__(self) -> None:
        self.application = Ways()
        self.asked: list[str] = []
        self.lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        with self.lock:
            self.asked.append(environ["PATH_INFO"])
        return self.application(environ, start)


@contextmanager
def kept_connections() -> Iterator[None]:
    """The test's transaction lives on its connection, which the end of a request must not close."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


class Reader:
    """``get`` and ``head`` through a porch of its own, which nobody has stood in before."""

    def __init__(self) -> None:
        self.inside = Counted()
        self.porch = Porch(self.inside)

    def get(
        self, address: str, *, headers: dict[str, str] | None = None, method: str = "GET"
    ) -> HttpResponse:
        """What a server would send for ``address``."""
        said: list[Any] = []
        with kept_connections():
            answer = self.porch(environ_of(address, method, headers or {}), lambda *words: said.append(words))
            body = b"".join(answer)
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        response = HttpResponse(body, status=int(said[-1][0].split()[0]))
        del response.headers["Content-Type"]
        for name, value in said[-1][1]:
            response.headers[name] = value
        return response

    def head(self, address: str) -> HttpResponse:
        """Without its body."""
        return self.get(address, method="HEAD")


def environ_of(address: str, method: str = "GET", headers: dict[str, str] | None = None) -> dict[str, Any]:
    path, _mark, query = address.partition("?")
    sent = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()}
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote(path, "latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "testserver",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0),
        **sent,
    }
