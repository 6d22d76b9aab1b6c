"""Counting keeps nothing that tells who read what: not in SQL, not in a log, not on the disk of Redis."""

import logging
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from redis import Redis

from articles.popularity import flushing, salts, tidying, visitors
from tests import servers
from tests.builders import DAY, NOON
from tests.popularity.making import beacon, request

ADDRESS, AGENT = (
    "81.2.69.{}",
    "Mozilla/5.0 (X11; Linux x86_64; rv:1{0:02}.0) Gecko/20100101 Firefox/1{0:02}.0",
)


def looks(number: int) -> None:
    for look in range(number):
        beacon(look % 7 + 1, request(ADDRESS.format(look % 250), user_agent=AGENT.format(look % 97)))


def everything_in_sql() -> str:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(repr(cursor.fetchall()))
    return "\n".join(found)


@pytest.mark.django_db
def test_a_thousand_views_leave_no_address_no_header_and_no_salt(
    clean_redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    looks(1000)
    salt = clean_redis.get(f"salt:{NOON:%Y-%m-%d}")
    flushing.flush(NOON)
    written = everything_in_sql() + caplog.text
    keys = b"\n".join(clean_redis.keys("*")).decode()
    assert "81.2.69" not in written + keys
    assert "Firefox/1" not in written + keys
    assert salt is not None
    assert salt.hex() not in written
    assert repr(salt) not in written


def test_no_key_links_two_articles_and_no_day_another(clean_redis: Redis) -> None:
    meta = request("81.2.69.7")
    one, other, tomorrow = (
        visitors.keys(visitors.look(article, meta, day, 0), salt)
        for article, day, salt in ((1, NOON, b"a"), (2, NOON, b"a"), (1, NOON + DAY, b"b"))
    )
    assert one.visit != other.visit
    assert one.network != other.network
    assert one.visitor == other.visitor
    assert not set(one) & set(tomorrow)
    assert {len(key) for key in one} == {16}


def test_a_salt_is_made_once_a_day_and_lives_twenty_five_hours(clean_redis: Redis) -> None:
    beacon(1)
    salts._salts.clear()
    first = clean_redis.get("salt:2026-11-22")
    beacon(2)
    assert clean_redis.get("salt:2026-11-22") == first
    assert 0 < clean_redis.ttl("salt:2026-11-22") <= 25 * 3600
    beacon(1, now=NOON + DAY)
    assert clean_redis.get("salt:2026-11-23") != first


def test_expired_salts_leave_the_file_when_it_is_written_anew(settings: Any, tmp_path: Path) -> None:
    socket = tmp_path / "own.sock"
    with servers.redis_at(socket, "--appendonly", "yes", "--appendfsync", "always"):
        settings.COUNTER_URL = f"unix://{socket}?db=3"
        redis = Redis.from_url(settings.COUNTER_URL)
        assert beacon(1, request("81.2.69.7")) == "view"
        salt = redis.get("salt:2026-11-22")
        assert salt is not None
        assert salt in _file(tmp_path)
        redis.pexpire("salt:2026-11-22", 1)
        while redis.exists("salt:2026-11-22"):
            time.sleep(0.01)
        tidying.rewrite_file()
        deadline = time.monotonic() + 10
        while salt in _file(tmp_path) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert salt not in _file(tmp_path)
        assert b"{v0}:n:" in _file(tmp_path)
        redis.close()


def _file(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*.aof")) if path.exists()) + b"".join(
        path.read_bytes()
        for path in sorted(folder.rglob("*.rdb"))
        if path.exists() and "appendonlydir" in str(path)
    )
