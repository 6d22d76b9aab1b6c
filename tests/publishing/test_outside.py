"""Services outside are told of what readers see, once, and cannot lead us anywhere; off until they are named."""

import json
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.conf import settings as django_settings
from django.test import Client

from articles.publishing import effects, outside, withdrawing
from articles.publishing.models import Edition, Effect
from articles.reading import hubs
from tests.builders import DAY, HOUR, MINUTE, NOON, fresh, published, publisher
from tests.publishing import sink
from tests.publishing.sink import Sink
from tests.reading import printing

pytestmark = pytest.mark.django_db
OWN = {
    "websub": "articles.reading.hubs.tell_hub",
    "websub_end": "articles.reading.hubs.tell_hub",
    "indexnow": "articles.publishing.indexers.tell_indexnow",
    "indexnow_end": "articles.publishing.indexers.tell_indexnow",
    "baidu": "articles.publishing.indexers.tell_baidu",
}


@pytest.fixture
def service(settings: Any) -> Iterator[Sink]:
    """All three services at one place in the own network, which is allowed for once."""
    with sink.running() as made:
        made.body = b'{"remain":2998,"success":1}'
        settings.EFFECTS_PRIVATE_NETWORK = True
        settings.WEBSUB_HUB = made.url("/hub")
        settings.INDEXNOW_KEY, settings.INDEXNOW_URL = "a-key-of-ours", made.url("/indexnow")
        settings.BAIDU_PUSH_TOKEN, settings.BAIDU_PUSH_URL = "secret-token", made.url("/urls")
        settings.EFFECT_PERFORMERS = {**django_settings.EFFECT_PERFORMERS, **OWN}
        yield made


def carry_out(moment: Any) -> None:
    """Only what goes outside: the rest has tests of its own."""
    Effect.objects.exclude(kind__in=OWN).delete()
    effects.perform_due(lambda: moment)


def test_nothing_is_told_to_anybody_unless_the_settings_name_them() -> None:
    assert not set(OWN) & set(django_settings.EFFECT_PERFORMERS)
    published()
    assert not Effect.objects.filter(kind__in=OWN).exists()


def test_each_service_is_told_once_at_the_second_and_not_before(service: Sink) -> None:
    edition = published(at=NOON, now=NOON - HOUR, slug="gang-kou")
    carry_out(NOON - MINUTE)
    assert service.received == []
    carry_out(NOON)
    carry_out(NOON + HOUR)
    own = f"http://testserver/articles/{edition.article_id}-gang-kou/"
    by_path = {each["path"].partition("?")[0]: each for each in service.received}
    assert sorted(by_path) == ["/hub", "/indexnow", "/urls"]
    assert len(service.received) == 3
    assert json.loads(by_path["/indexnow"]["body"]) == {
        "host": "testserver",
        "key": "a-key-of-ours",
        "keyLocation": "http://testserver/a-key-of-ours.txt",
        "urlList": [own],
    }
    assert (by_path["/urls"]["body"], by_path["/urls"]["kind"]) == (own, "text/plain")
    assert parse_qs(by_path["/urls"]["path"].partition("?")[2]) == {
        "site": ["http://testserver"],
        "token": ["secret-token"],
    }


def test_the_hub_is_told_every_feed_that_changes(service: Sink) -> None:
    edition = published(tags=("港口",), slug="gang-kou")
    carry_out(NOON)
    told = parse_qs(next(each["body"] for each in service.received if each["path"] == "/hub"))
    assert told["hub.mode"] == ["publish"]
    assert told["hub.url"] == hubs.feeds_of(edition)
    assert "http://testserver/feeds/latest.atom" in told["hub.url"]
    assert "http://testserver/feeds/categories/harbour.json" in told["hub.url"]
    assert "http://testserver/feeds/tags/%E6%B8%AF%E5%8F%A3.rss" in told["hub.url"]
    assert len(told["hub.url"]) == 12


def test_baidu_hears_of_new_addresses_only_and_its_answer_is_kept(service: Sink) -> None:
    edition = published(at=NOON - DAY, slug="gang-kou")
    carry_out(NOON - DAY)
    effect = Effect.objects.get(edition=edition, kind="baidu")
    assert effect.last_error == ""
    assert json.loads(effect.answer) == {"success": 1, "remain": 2998}
    move = fresh(edition.article).moves.get(verb="push")
    assert (move.details["remain"], move.details["to"]) == (2998, "baidu")
    printing.corrected(edition, "四十一。", at=NOON)
    carry_out(NOON)
    assert len([each for each in service.received if each["path"].startswith("/urls")]) == 1
    assert (
        len([each for each in service.received if each["path"] == "/indexnow"]) == 3
    )  # begun, replaced, begun


def test_a_withdrawal_is_told_to_hub_and_indexnow(service: Sink) -> None:
    edition = published(at=NOON - DAY)
    carry_out(NOON - DAY)
    service.received.clear()
    withdrawing.take_down(edition.article, by=publisher(), now=NOON, reason="a source withdrew")
    carry_out(NOON)
    assert sorted(each["path"] for each in service.received) == ["/hub", "/indexnow"]


def test_no_search_engine_is_sent_to_a_text_that_stands_first_elsewhere(service: Sink) -> None:
    edition = published(at=NOON - DAY, slug="zhuan", extra={"canonicalUrl": "https://example.org/first"})
    carry_out(NOON - DAY)
    withdrawing.take_down(edition.article, by=publisher(), now=NOON, reason="a source withdrew")
    carry_out(NOON)
    assert [each["path"] for each in service.received] == ["/hub", "/hub"]  # our feeds hold it


def test_what_came_in_with_a_date_of_the_past_is_told_to_nobody(service: Sink) -> None:
    edition = published(at=NOON - DAY)
    Edition.objects.filter(pk=edition.pk).update(printed_at=NOON)
    Effect.objects.all().delete()
    effects.plan(Edition.objects.get(pk=edition.pk), now=NOON)
    assert not Effect.objects.filter(kind__in=OWN).exists()


@pytest.mark.parametrize("status", [400, 403, 429, 500])
def test_a_refusal_is_tried_again_later_and_parked_after_a_day(service: Sink, status: int) -> None:
    service.status, service.body = status, b"no"
    edition = published(at=NOON)
    carry_out(NOON)
    waiting = Effect.objects.get(edition=edition, kind="indexnow")
    assert waiting.last_error == f"127.0.0.1 answered {status}: no"
    assert waiting.due_at > NOON
    moment = NOON
    for _turn in range(40):
        moment += HOUR
        effects.perform_due(lambda moment=moment: moment)
    waiting.refresh_from_db()
    assert waiting.parked_at is not None
    service.status, service.body = 200, b'{"remain":1,"success":1}'
    effects.try_again(waiting, now=moment)
    effects.perform_due(lambda: moment)
    waiting.refresh_from_db()
    assert waiting.done_at is not None


def test_baidu_that_takes_nothing_is_a_failure_and_no_error_names_the_token(service: Sink) -> None:
    service.body = b'{"error":401,"message":"token is not valid"}'
    edition = published(at=NOON)
    carry_out(NOON)
    failed = Effect.objects.get(edition=edition, kind="baidu")
    assert failed.done_at is None
    assert "token is not valid" in failed.last_error
    assert not Effect.objects.filter(last_error__contains="secret-token").exists()


def test_a_redirect_is_not_followed(service: Sink) -> None:
    service.status, service.headers = 302, {"Location": service.url("/elsewhere")}
    with pytest.raises(outside.Unreachable, match="answered 302"):
        outside.post(service.url("/hub"), "x", kind="text/plain")
    assert [each["path"] for each in service.received] == ["/hub"]


def test_an_answer_is_read_up_to_its_limit(service: Sink) -> None:
    service.body = b"x" * (outside.LARGEST + 5000)
    assert len(outside.post(service.url("/hub"), "x", kind="text/plain").body) == outside.LARGEST


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/hub",
        "https://localhost/hub",
        "https://10.0.0.8/hub",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/hub",
        "https://[::ffff:127.0.0.1]/hub",
        "https://0.0.0.0/hub",
        "https://224.0.0.1/hub",
        "http://hub.example/",
        "file:///etc/passwd",
        "",
    ],
)
def test_private_addresses_and_plain_http_are_not_asked(url: str) -> None:
    with pytest.raises(outside.Unreachable, match="not asked"):
        outside.post(url, "x", kind="text/plain")


def test_a_service_that_answers_a_byte_at_a_time_is_left(settings: Any, monkeypatch: Any) -> None:
    settings.EFFECTS_PRIVATE_NETWORK = True
    monkeypatch.setattr(outside, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        stop = threading.Event()

        def drip() -> None:
            line, _address = server.accept()
            with line:
                while not stop.wait(0.05):
                    try:
                        line.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        with pytest.raises(outside.Unreachable, match="cannot be reached"):
            outside.post(f"http://127.0.0.1:{server.getsockname()[1]}/hub", "x", kind="text/plain")
        stop.set()
        thread.join()


def test_the_key_of_indexnow_lies_where_it_says_and_nowhere_else(client: Client, settings: Any) -> None:
    assert client.get("/a-key-of-ours.txt").status_code == 404
    settings.INDEXNOW_KEY = "a-key-of-ours"
    answer = client.get("/a-key-of-ours.txt")
    assert (answer.status_code, answer.content) == (200, b"a-key-of-ours")
    assert client.get("/another-key.txt").status_code == 404


def test_feeds_name_their_hub(client: Client, settings: Any) -> None:
    printing.printed()
    for ending in ("atom", "rss", "json"):
        assert b"hub.example" not in client.get(f"/feeds/latest.{ending}").content
    settings.WEBSUB_HUB = "https://hub.example/"
    settings.PAGE_CACHE = False
    assert b'<link rel="hub" href="https://hub.example/"/>' in client.get("/feeds/latest.atom").content
    assert b'<atom:link rel="hub" href="https://hub.example/"/>' in client.get("/feeds/latest.rss").content
    hub = json.loads(client.get("/feeds/latest.json").content)["hubs"]
    assert hub == [{"type": "WebSub", "url": "https://hub.example/"}]
