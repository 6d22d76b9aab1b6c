"""The first page of a process is made before it serves, so that no reader waits for templates to be read."""

import logging
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.http.request import validate_host

PAGES = ("/", "/hot/", "/nothing-here/")

log = logging.getLogger(__name__)
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def warm(application: Application) -> None:
    """Ask ``application`` for one page of each kind. Nothing is raised: without a database the process serves too."""
    for path in PAGES:
        try:
            _ask(application, path)
        except Exception as error:
            log.info("%s could not be made before the first reader came: %s", path, error)


def _ask(application: Application, path: str) -> None:
    public = urlsplit(settings.NEWSROOM_URL)
    allowed = validate_host(public.hostname or "", settings.ALLOWED_HOSTS)
    host = public.netloc if allowed else settings.ALLOWED_HOSTS[0].lstrip(".")
    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": host, "REQUEST_METHOD": "GET"}
    environ |= {"wsgi.url_scheme": public.scheme, "REMOTE_ADDR": "127.0.0.1"}
    setup_testing_defaults(environ)
    answer = application(environ, lambda _status, _headers, _error=None: None)
    try:
        b"".join(answer)
    finally:
        getattr(answer, "close", lambda: None)()
