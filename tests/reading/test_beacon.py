"""The beacon's door: one answer to all, whatever became of the view; what is no beacon goes on to Django."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from articles.popularity import counting, courier, parts
from articles.popularity.waiting import QUEUE
from articles.reading.beacon import Door
from newsroom.wsgi import application
from tests.builders import DAY, NOON
from tests.popularity.making import BROWSER, body
from tests.reading import printing

pytestmark = pytest.mark.django_db
Answer = tuple[str, tuple[tuple[str, str], ...], bytes]


@pytest.fixture(autouse=True)
def no_courier(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Its thread would outlive the test, and so would what waits for it."""
    monkeypatch.setattr(courier, "start", lambda: None)
    yield
    QUEUE.waiting.clear()
    parts._gathered.clear()


def environ(path: str, given: bytes, **changed: Any) -> dict[str, Any]:
    usual = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(given),
        "CONTENT_LENGTH": str(len(given)),
        "CONTENT_TYPE": "text/plain",
        "REMOTE_ADDR": "8.8.4.4",
        "HTTP_HOST": "testserver",
        "HTTP_USER_AGENT": BROWSER,
        "HTTP_ACCEPT_LANGUAGE": "zh-CN",
        "HTTP_SEC_FETCH_SITE": "same-origin",
    }
    return {name: value for name, value in (usual | changed).items() if value is not None}


def ask(path: str, given: bytes, **changed: Any) -> Answer:
    """Status, headers and body, as the web server would send them."""
    said: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_error: object) -> None:
        said.append((status, tuple(headers)))

    door = Door(lambda _environ, start: (start("418 Django", []), [b"teapot"])[1])
    words = b"".join(door(environ(path, given, **changed), start_response))
    return (*said[0], words)


def kind(article_id: int, given: bytes, **changed: Any) -> str:
    return counting.count(article_id, body=given, meta=environ("", given, **changed), now=NOON)


def test_every_answer_is_the_same_byte_for_byte(clean_redis: Any, settings: Any) -> None:
    live = printing.printed().article_id
    embargoed = printing.printed(at=NOON + DAY, slug="later").article_id
    token = body(live)
    address = f"/views/{live}"
    answers = {
        "view": ask(address, token),
        "repeat": ask(address, token),
        "read": ask(address, b"read " + token),
        "robot": ask(address, token, HTTP_USER_AGENT="curl/8"),
        "no header": ask(address, token, HTTP_USER_AGENT=None),
        "doubt": ask(address, token, HTTP_ACCEPT_LANGUAGE=None, REMOTE_ADDR="9.9.9.9"),
        "wrong token": ask(address, b"AAAAAAAAAAAAAAAA"),
        "nothing": ask(address, b""),
        "no length": ask(address, token, CONTENT_LENGTH=None),
        "nonsense length": ask(address, token, CONTENT_LENGTH="-1"),
        "long": ask(address, token + b" " * 300),
        "day before yesterday": ask(address, body(live, NOON - 2 * DAY)),
        "embargoed": ask(f"/views/{embargoed}", body(embargoed)),
        "unknown": ask("/views/987654321", token),
        "other site": ask(address, token, HTTP_SEC_FETCH_SITE="cross-site"),
        "no origin": ask(address, token, HTTP_SEC_FETCH_SITE=None),
        "privacy": ask(address, token, HTTP_SEC_GPC="1"),
        "prefetch": ask(address, token, HTTP_SEC_PURPOSE="prefetch"),
    }
    settings.COUNTER_URL = "unix:///nowhere/redis.sock?db=0"
    answers["dead Redis"] = ask(address, token, REMOTE_ADDR="7.7.7.7")
    settings.VIEWS_PARTS_MS = 50
    answers["in parts"] = ask(address, token)
    usual = ("204 No Content", (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")), b"")
    assert answers == dict.fromkeys(answers, usual)


def test_a_fault_in_counting_is_nobody_elses_business(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    def fail(*_args: object, **_named: object) -> str:
        raise RuntimeError("broken")

    monkeypatch.setattr(counting, "count", fail)
    assert ask("/views/1", b"x")[0] == "204 No Content"
    assert "broken" in caplog.text


def test_the_view_without_the_door_answers_alike(client: Client) -> None:
    answer = client.post("/views/1", b"x", content_type="text/plain")
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (204, b"", "no-store")


@pytest.mark.parametrize(
    "path, changed",
    [
        ("/views/1", {"REQUEST_METHOD": "GET"}),
        ("/views/1/", {}),
        ("/views/x", {}),
        ("/views/1234567890123456789", {}),
        ("/views/١", {}),
        ("/", {}),
        ("/views/1", {"HTTP_HOST": "elsewhere.example"}),
        ("/views/1", {"HTTP_HOST": ""}),
    ],
)
def test_everything_else_goes_on_to_django(path: str, changed: dict[str, Any]) -> None:
    assert ask(path, b"x", **changed)[0] == "418 Django"


def test_where_pages_want_https_a_bare_beacon_is_left_to_django(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = None
    assert ask("/views/1", b"x")[0] == "418 Django"
    assert ask("/views/1", b"x", **{"wsgi.url_scheme": "https"})[0] == "204 No Content"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert ask("/views/1", b"x", HTTP_X_FORWARDED_PROTO="https")[0] == "204 No Content"
    assert ask("/views/1", b"x", HTTP_X_FORWARDED_PROTO="http")[0] == "418 Django"


def test_the_newsroom_stands_behind_the_door() -> None:
    assert isinstance(application, Door)


def test_a_token_counts_today_and_tomorrow_and_no_longer(clean_redis: Any) -> None:
    live = printing.printed().article_id
    outcomes = [
        kind(live, body(live, NOON - days * DAY), REMOTE_ADDR=f"8.8.{days + 1}.8") for days in (-1, 0, 1, 2)
    ]
    assert outcomes == ["token", "view", "view", "token"]


def test_the_etag_changes_at_midnight_utc(client: Client, at_noon: Any, settings: Any) -> None:
    settings.PAGE_CACHE = True
    page = f"/articles/{printing.printed().article_id}-gang-kou/"
    tags = []
    before, midnight = NOON.replace(hour=23, minute=59, second=59), NOON.replace(hour=0) + DAY
    for moment in (before, before, midnight):
        at_noon.move_to(moment)
        tags.append(client.get(page).headers["ETag"])
    assert tags[0] == tags[1] != tags[2]
    again = client.get(page, headers={"If-None-Match": tags[1]})
    assert again.status_code == 200
    assert body(1, NOON + DAY) != body(1, NOON)
