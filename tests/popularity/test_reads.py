"""A reading is counted once a visit, only of a view that was counted, and never in the heat."""

from datetime import timedelta
from typing import Any

import pytest
from redis import Redis

from articles.popularity import days, flushing
from articles.popularity.models import Standing, ViewDay, ViewHour
from tests.builders import NOON
from tests.popularity.making import beacon, body, readers, request


def read(article_id: int, meta: Any, **given: Any) -> str:
    return beacon(article_id, meta, body=b"read " + body(article_id), **given)


def test_a_reading_counts_once_after_its_view(clean_redis: Redis) -> None:
    reader = readers()
    assert read(1, reader) == "noread"
    assert [beacon(1, reader), read(1, reader), read(1, reader), beacon(1, reader)] == [
        "view", "read", "noread", "repeat",
    ]  # fmt: skip
    assert read(1, reader) == "noread"
    assert read(2, reader) == "noread"


def test_robots_and_doubtful_views_read_nothing(clean_redis: Redis) -> None:
    robot = request(user_agent="curl/8")
    assert [beacon(1, robot), read(1, robot)] == ["robot", "noread"]
    doubtful = request("9.8.7.6", accept_language="")
    assert [beacon(1, doubtful), read(1, doubtful)] == ["doubt", "noread"]


@pytest.mark.parametrize(
    "meta, given, reason",
    [
        (request(), b"read wrong", "token"),
        (request(sec_gpc="1"), None, "privacy"),
        (request(sec_fetch_site="none"), None, "origin"),
        (request(purpose="prefetch"), None, "prefetch"),
        (request(), b"read " + b"x" * 400, "long"),
    ],
)
def test_a_reading_is_refused_as_a_view_is(meta: Any, given: bytes | None, reason: str) -> None:
    assert beacon(1, meta, body=given or b"read " + body(1)) == reason


def test_the_token_of_another_article_reads_nothing() -> None:
    assert beacon(1, body=b"read " + body(2)) == "token"


def test_the_visit_lives_no_longer_for_being_read(clean_redis: Redis) -> None:
    reader = readers()
    beacon(1, reader)
    (seen,) = clean_redis.keys("{v0}:seen:*")
    clean_redis.expire(seen, 100)
    assert read(1, reader) == "read"
    assert 0 < clean_redis.ttl(seen) <= 100


def test_a_visit_goes_on_over_midnight_in_its_window_and_no_longer(clean_redis: Redis) -> None:
    """The salt changes at midnight UTC, the page in the browser does not; its token is then of yesterday."""
    reader, late = readers(), NOON.replace(hour=23, minute=59, second=50)
    soon, token = late + timedelta(seconds=30), b"read " + body(1, late)
    assert beacon(1, reader, now=late) == "view"
    assert [beacon(1, reader, now=soon, body=token), beacon(1, reader, now=soon, body=token)] == [
        "read", "noread",
    ]  # fmt: skip
    assert beacon(1, reader, now=soon) == "repeat"
    assert beacon(2, reader, now=soon) == "view"
    for key in clean_redis.keys("{v0}:seen:*"):
        clean_redis.delete(key)  # as after the window
    assert beacon(1, reader, now=soon, body=token) == "noread"
    assert beacon(1, reader, now=soon) == "view"


@pytest.mark.django_db
def test_readings_are_a_figure_of_their_own(clean_redis: Redis) -> None:
    for _reader in range(3):
        reader = readers()
        beacon(1, reader)
        read(1, reader)
    flushing.flush(NOON)
    before = Standing.objects.get(article_id=1)
    assert before.views == 3
    assert dict(ViewHour.objects.values_list("kind", "count")) == {"view": 3, "read": 3}
    ViewDay.objects.create(day=1, kind="read", article_id=1, count=4)
    assert days.ever([1, 2], "read") == {1: 7, 2: 0}
