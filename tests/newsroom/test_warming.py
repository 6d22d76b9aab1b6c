"""A process makes its first pages before it serves, and serves even if it could not."""

from typing import Any

import pytest

from newsroom.warming import PAGES, warm
from newsroom.wsgi import django_application
from tests.reading.porches import kept_connections


@pytest.mark.parametrize(("hosts", "asked_at"), [(["news.test"], "news.test"), (["127.0.0.1"], "127.0.0.1")])
def test_each_kind_of_page_is_asked_for_at_an_address_that_answers(
    settings: Any, hosts: list[str], asked_at: str
) -> None:
    asked = []

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        asked.append((environ["HTTP_HOST"], environ["PATH_INFO"]))
        start("200 OK", [])
        return [b""]

    settings.NEWSROOM_URL, settings.ALLOWED_HOSTS = "https://news.test", hosts
    warm(application)
    assert asked == [(asked_at, path) for path in PAGES]


@pytest.mark.django_db
def test_the_pages_are_there(settings: Any) -> None:
    said: list[str] = []

    def listening(environ: dict[str, Any], start: Any) -> Any:
        return django_application(environ, lambda status, headers: said.append(status))

    with kept_connections():
        warm(listening)
    assert said == ["200 OK", "200 OK", "404 Not Found"]


def test_a_fault_keeps_no_process_from_serving() -> None:
    asked = []

    def broken(environ: dict[str, Any], start: Any) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        raise OSError("the database is away")

    warm(broken)
    assert asked == list(PAGES)
