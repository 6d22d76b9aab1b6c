"""The beacon, the pictures, refusals, previews and the time machine's way in."""

import re
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from articles.popularity import tokens
from articles.publishing import press
from articles.reading import errors, machine, pages, rendering
from tests import builders
from tests.builders import DAY, HOUR, NOON
from tests.reading import printing

pytestmark = pytest.mark.django_db


def test_the_page_of_a_live_article_carries_the_token_of_the_day(client: Client) -> None:
    edition = printing.printed()
    page = client.get(f"/articles/{edition.article_id}-gang-kou/").content.decode()
    token = tokens.token(edition.article_id, NOON.date())
    assert f'data-view="/views/{edition.article_id}" data-token="{token}"' in page


@pytest.mark.parametrize("body", [b"", b"nonsense", b"x" * 5000, "token"])
def test_the_beacon_always_answers_alike(client: Client, body: Any) -> None:
    edition = printing.printed()
    body = tokens.token(edition.article_id, NOON.date()).encode() if body == "token" else body
    strict = Client(enforce_csrf_checks=True)
    answers = [
        strict.post(
            f"/views/{number}", body, content_type="text/plain", headers={"Sec-Fetch-Site": "same-origin"}
        )
        for number in (edition.article_id, 987654321)
    ]
    for answer in answers:
        assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (204, b"", "no-store")
        assert not answer.cookies
    assert client.get(f"/views/{edition.article_id}").status_code == 405


def test_a_view_is_counted_once(client: Client, clean_redis: Any) -> None:
    edition = printing.printed()
    body = tokens.token(edition.article_id, NOON.date())
    headers = {
        "Sec-Fetch-Site": "same-origin",
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Accept-Language": "zh-CN",
    }
    for _time in range(2):
        assert (
            client.post(
                f"/views/{edition.article_id}", body, content_type="text/plain", headers=headers
            ).status_code
            == 204
        )
    counted = {
        key.decode().rpartition(":")[2]: clean_redis.hgetall(key) for key in clean_redis.scan_iter("*:n:*")
    }
    number = str(edition.article_id).encode()
    assert (counted["view"], counted["repeat"]) == ({number: b"1"}, {number: b"1"})


def _picture_of(edition: Any) -> str:
    return "/media/" + edition.cover.renditions.filter(crop="wide").first().name


def test_a_picture_is_served_while_its_article_is_live_and_never_longer(client: Client, at_noon: Any) -> None:
    edition = printing.printed(cover=printing.cover().content_digest, at=NOON + HOUR, until=NOON + 2 * HOUR)
    address = _picture_of(edition)
    before = client.get(address)
    assert (before.status_code, before.headers["Cache-Control"]) == (404, "no-store")
    at_noon.move_to(NOON + HOUR)
    served = client.get(address)
    assert served.status_code == 200
    assert b"".join(served.streaming_content)[:2] == b"\xff\xd8"  # type: ignore[attr-defined]
    assert served.headers["Content-Type"] == "image/jpeg"
    assert served.headers["Cache-Control"] == "public, max-age=3600"
    at_noon.move_to(NOON + 2 * HOUR)
    assert client.get(address).status_code == 404


def test_a_picture_without_a_known_end_is_kept_for_a_week(client: Client) -> None:
    edition = printing.printed(cover=printing.cover().content_digest)
    address = _picture_of(edition)
    first = client.get(address)
    assert first.headers["Cache-Control"] == "public, max-age=604800"
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    first.close()


def test_originals_and_strangers_are_not_found(client: Client) -> None:
    edition = printing.printed(cover=printing.cover().content_digest)
    assert edition.cover is not None
    original = edition.cover.picture.original.name
    for path in (
        f"/media/{original}",
        "/media/covers/../settings.py",
        "/media/covers/none.jpg",
        f"/media/covers/{original}",
    ):
        assert client.get(path).status_code == 404, path


def test_a_missing_page_offers_a_search_and_what_is_like_its_address(client: Client) -> None:
    edition = printing.printed(slug="gang-kou-feng-bao")
    response = client.get("/news/gang-kou-feng-bao.html")
    page = response.content.decode()
    assert response.status_code == 404
    assert edition.title in page
    assert len(response.content) <= 10_000
    assert '<meta name="robots" content="noindex">' in page
    assert response.headers["Cache-Control"] == "no-store, no-transform"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/news/gang-kou-feng-bao.html", "gang kou feng bao"),
        ("/2026/11/tide_table+west/index.html", "tide table west"),
        ("/articles/12-%E6%BD%AE%E6%B1%90-5g/amp/", "潮汐 5g"),
        ("/%22%3E%3Cscript%3E/", "&quot;&gt;&lt;script&gt;"),
        ("/2026/11/", ""),
    ],
)
def test_the_search_of_a_missing_page_holds_the_words_of_its_address(
    client: Client, path: str, words: str
) -> None:
    field = re.search(r'name="q"[^>]* value="([^"]*)"', client.get(path).content.decode())
    assert field is not None
    assert field[1] == words


def test_a_missing_page_stays_small_among_long_headlines(client: Client) -> None:
    long = "港口风暴后恢复通航，引航站六点恢复工作，船只依次进港，码头工人说这是三年来最长的一次停航，集装箱堆到第五层"
    editions = [
        printing.printed(
            f"{long}{place}", slug=f"gang-kou-{place}-" + "feng-bao-" * 12, at=NOON - place * HOUR
        )
        for place in range(1, 7)
    ]
    printing.hot_list(*editions)
    response = client.get("/news/gang-kou-feng-bao.html")
    assert (response.status_code, len(response.content) <= 10_000) == (404, True)
    assert response.content.decode().count(f'">{long}') >= 4


def test_a_broken_page_needs_neither_database_nor_templates(django_assert_num_queries: Any) -> None:
    request = RequestFactory().get("/")
    request.number = "abc123"  # type: ignore[attr-defined]
    with django_assert_num_queries(0):
        answer = errors.server_error(request)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "页面暂时打不开。" in page
    assert "This page cannot be shown right now." in page
    assert "abc123" in page


def test_without_a_database_readers_are_told_when_to_come_back() -> None:
    def away(*_anything: Any) -> None:
        raise OperationalError("connection refused")

    with connection.execute_wrapper(away):
        answer = pages.home(RequestFactory().get("/"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda request: errors.bad_request(request, None), 400),
        (lambda request: errors.forbidden(request, None), 403),
        (lambda request: errors.csrf_failure(request, "no cookie"), 403),
        (lambda request: errors.method_not_allowed(request, ("GET",)), 405),
        (lambda request: errors.too_many_requests(request, 20), 429),
    ],
)
def test_refusals_are_one_sentence_and_are_never_indexed(
    answer: Any, status: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = answer(RequestFactory().get("/x/"))
    assert response.status_code == status
    assert "noindex" in response.content.decode()


def test_a_preview_prints_a_text_that_was_never_saved_as_an_edition() -> None:
    draft = builders.article(title="还没有发表", cover=printing.cover("封面").content_digest)
    edition = press.proof_sheet(builders.fresh(draft).latest)  # type: ignore[arg-type]
    edition.published_at = edition.live_from = NOON
    answer = rendering.article_page(
        RequestFactory().get("/"), edition, now=NOON, banner="预览：只有编辑部看得到。"
    )
    page = answer.content.decode()
    assert "还没有发表" in page
    assert "预览：只有编辑部看得到。" in page
    assert "/media/covers/" in page
    assert "data-token" not in page
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert answer.headers["Cache-Control"] == "no-store, no-transform"


def test_the_time_machine_shows_another_moment_and_keeps_its_links_inside() -> None:
    edition = printing.printed("明天的稿件", at=NOON + DAY)
    request = RequestFactory().get("/admin/at/x/")
    answer = machine.show(
        request, "/", now=NOON + DAY, base="/admin/at/x", banner="明天中午", media="/admin/media/"
    )
    page = answer.content.decode()
    assert "明天中午" in page
    assert f'href="/admin/at/x/articles/{edition.article_id}-gang-kou/"' in page
    assert 'href="/articles/' not in page
    assert answer.headers["Cache-Control"] == "no-store, no-transform"
    inside = machine.show(
        RequestFactory().get("/x"),
        f"/articles/{edition.article_id}-old/",
        now=NOON + DAY,
        base="/admin/at/x",
        banner="b",
    )
    assert inside.headers["Location"] == f"/admin/at/x/articles/{edition.article_id}-gang-kou/"
    missing = machine.show(
        RequestFactory().get("/x"), "/articles/99/", now=NOON, base="/admin/at/x", banner="b"
    )
    assert missing.status_code == 404
