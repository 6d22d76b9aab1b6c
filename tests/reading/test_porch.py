"""The porch: kept pages in front of Django, one renderer at a time, and pages that stand in for a lost database."""

import gzip
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import brotli
import pytest
from django.core.cache import cache
from django.db import OperationalError, connection

from articles.popularity.models import HotList
from articles.reading import seasons
from articles.reading.porch import Porch
from tests.builders import NOON
from tests.reading import printing
from tests.reading.porches import Reader, environ_of

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
LOCAL = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(autouse=True)
def kept_pages(settings: Any, uncached_pages: None) -> None:
    """Pages are kept, in this process."""
    settings.PAGE_CACHE = True
    settings.CACHES = LOCAL
    cache.clear()


@contextmanager
def lost_database() -> Iterator[None]:
    """Every statement fails as it does when the server is gone."""

    def refuse(*words: Any) -> Any:
        raise OperationalError("the server closed the connection")

    seasons_were = seasons.last_known()
    with connection.execute_wrapper(refuse):
        yield
    assert seasons.last_known() == seasons_were


def test_a_kept_page_never_reaches_django() -> None:
    printing.printed()
    reader = Reader()
    pages = [reader.get("/").content for _request in range(3)]
    assert pages[0] == pages[1] == pages[2]
    assert reader.inside.asked == ["/"]


def test_a_page_is_the_same_as_without_the_porch(client: Any) -> None:
    printing.printed()
    plain, kept = client.get("/"), Reader().get("/")
    assert kept.content == plain.content
    assert kept.headers["ETag"] == plain.headers["ETag"]
    missing = set(plain.headers) - set(kept.headers)
    assert missing == set()


def test_head_brings_the_headers_without_the_body() -> None:
    printing.printed()
    reader = Reader()
    head, page = reader.head("/"), reader.get("/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(page.content))
    assert reader.inside.asked == ["/"]


def test_bodies_are_pressed_in_what_the_client_takes() -> None:
    printing.printed()
    reader = Reader()
    plain = reader.get("/")
    assert "Content-Encoding" not in plain.headers
    by_brotli = reader.get("/", headers={"Accept-Encoding": "gzip, deflate, br"})
    assert by_brotli.headers["Content-Encoding"] == "br"
    assert brotli.decompress(by_brotli.content) == plain.content
    by_gzip = reader.get("/", headers={"Accept-Encoding": "br;q=0, gzip;q=0.5"})
    assert by_gzip.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(by_gzip.content) == plain.content
    assert {each.headers["Vary"] for each in (plain, by_brotli, by_gzip)} == {"Accept-Encoding"}
    assert by_brotli.headers["ETag"] == plain.headers["ETag"]


@pytest.mark.parametrize(
    "address", ["/admin/", "/views/1", "/media/covers/x", "/healthz", "/api/v1/articles"]
)
def test_what_is_not_a_shared_page_is_never_kept(address: str) -> None:
    reader = Reader()
    reader.get(address)
    reader.get(address)
    assert len(reader.inside.asked) == 2


def test_a_host_that_is_not_ours_is_refused_although_the_page_is_kept() -> None:
    printing.printed()
    reader = Reader()
    reader.get("/")
    assert reader.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_behind_https_a_plain_request_is_redirected_although_the_page_is_kept(settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    reader = Reader()
    assert reader.get("/", headers={"X-Forwarded-Proto": "https"}).status_code == 200
    assert reader.get("/", headers={"X-Forwarded-Proto": "http"}).status_code == 301
    assert reader.get("/").status_code == 301


def test_a_reader_with_a_cookie_gets_the_same_page_and_leaves_nothing_in_it() -> None:
    printing.printed()
    reader = Reader()
    first = reader.get("/", headers={"Cookie": "sessionid=somebody; csrftoken=x"})
    assert "Set-Cookie" not in first.headers
    assert reader.get("/").content == first.content
    assert reader.inside.asked == ["/"]


def test_searches_are_kept_in_the_process_and_never_in_redis() -> None:
    printing.printed()
    reader = Reader()
    reader.get("/search/?q=gang&utm_source=x")
    reader.get("/search/?q=gang")
    assert len(reader.inside.asked) == 1
    other = Reader()
    other.get("/search/?q=gang")
    assert len(other.inside.asked) == 1


def test_another_process_finds_the_page_in_redis() -> None:
    printing.printed()
    Reader().get("/")
    other = Reader()
    assert other.get("/").status_code == 200
    assert other.inside.asked == []


def test_a_new_hot_list_leaves_kept_pages_in_use_until_their_time_is_over(at_noon: Any) -> None:
    printing.hot_list(*printing.many(5))
    reader = Reader()
    first = reader.get("/")
    HotList.objects.all().delete()
    at_noon.move_to(NOON + 30 * SECOND)
    seasons.forget()
    assert reader.get("/").headers["ETag"] == first.headers["ETag"]
    at_noon.move_to(NOON + 61 * SECOND)
    assert reader.get("/").headers["ETag"] != first.headers["ETag"]


def test_without_a_database_kept_pages_stand_in_until_the_next_take_down(at_noon: Any) -> None:
    edition = printing.printed()
    printing.withdrawn(printing.printed("另一篇", slug="ling"), at=NOON)
    reader = Reader()
    page = reader.get("/")
    type(edition).objects.filter(pk=edition.pk).update(live_until=NOON + 600 * SECOND)
    seasons.forget()
    page = reader.get("/")
    with lost_database():
        at_noon.move_to(NOON + 599 * SECOND)
        stood_in = reader.get("/")
        assert (stood_in.status_code, stood_in.content) == (200, page.content)
        assert stood_in.headers["Cache-Control"] == "no-store, no-transform"
        at_noon.move_to(NOON + 600 * SECOND)
        assert reader.get("/").status_code == 503
        assert reader.get("/hot/").headers["Retry-After"] == "30"


def test_a_page_of_an_earlier_generation_never_stands_in(at_noon: Any) -> None:
    edition = printing.printed()
    reader = Reader()
    reader.get("/")
    printing.withdrawn(edition)
    seasons.forget()
    reader.get("/hot/")
    with lost_database():
        at_noon.move_to(NOON + 10 * SECOND)
        assert reader.get("/").status_code == 503


class Slow:
    """An application that takes its time and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        with self.lock:
            self.asked += 1
        time.sleep(0.3)
        start("200 OK", [("Content-Type", "text/html"), ("Cache-Control", "s-maxage=60"), ("ETag", 'W/"x"')])
        return [b"page"]


def crowd(porches: list[Porch], number: int) -> list[bytes]:
    """What ``number`` readers get who come in the same moment."""
    seasons.season(NOON)
    got: list[bytes] = []
    gate = threading.Barrier(number)

    def read(porch: Porch) -> None:
        gate.wait()
        got.append(b"".join(porch(environ_of("/"), lambda *words: None)))

    threads = [
        threading.Thread(target=read, args=(porches[place % len(porches)],)) for place in range(number)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def test_two_hundred_readers_of_a_cold_page_cause_one_rendering() -> None:
    slow = Slow()
    assert crowd([Porch(slow)], 200) == [b"page"] * 200
    assert slow.asked == 1


def test_two_hundred_readers_at_four_processes_cause_one_rendering() -> None:
    slow = Slow()
    assert crowd([Porch(slow) for _process in range(4)], 200) == [b"page"] * 200
    assert slow.asked == 1


def test_without_redis_each_process_renders_once_and_nobody_waits_long(settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "articles.wire.cache.ResilientCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    slow = Slow()
    began = time.perf_counter()
    assert crowd([Porch(slow), Porch(slow)], 100) == [b"page"] * 100
    assert slow.asked == 2
    assert time.perf_counter() - began < 10


def test_an_expired_page_is_shown_while_one_reader_makes_the_new_one(at_noon: Any) -> None:
    slow = Slow()
    porch = Porch(slow)
    crowd([porch], 1)
    at_noon.move_to(NOON + 65 * SECOND)
    seasons.season(NOON + 65 * SECOND)
    maker = threading.Thread(target=lambda: list(porch(environ_of("/"), lambda *words: None)))
    maker.start()
    while slow.asked < 2:
        pass
    waited = time.perf_counter()
    assert list(porch(environ_of("/"), lambda *words: None)) == [b"page"]
    assert maker.is_alive(), time.perf_counter() - waited
    maker.join()
    assert slow.asked == 2
