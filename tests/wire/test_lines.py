"""A guarded call to the Redis-protocol server, with the server there, gone, frozen, emptied and full."""

import os
import signal
import tempfile
import time
from pathlib import Path

import pytest

from articles.wire.breaker import breaker_for
from articles.wire.cache import ResilientCache
from articles.wire.client import ServerAway, client, line
from tests import servers


@pytest.fixture
def socket():
    """Where a server of this test listens; short, for Linux allows 107 bytes."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "s.sock"
    client.cache_clear()


def address(socket, database=0):
    return f"unix://{socket}?db={database}"


def cache_at(socket):
    return ResilientCache(address(socket, 1), {"KEY_PREFIX": "test"})


def test_a_call_reaches_the_server(clean_redis, settings):
    with line(settings.COUNTER_URL) as redis:
        redis.set("views", 3)
    assert clean_redis.get("views") == b"3"


def test_a_server_that_is_gone_is_away_and_then_left_alone(socket):
    with pytest.raises(ServerAway), line(address(socket)) as redis:
        redis.ping()
    begun = time.monotonic()
    with pytest.raises(ServerAway, match="left alone"), line(address(socket)):
        pass
    assert time.monotonic() - begun < 0.05


def test_a_frozen_server_costs_one_short_wait(socket):
    with servers.redis_at(socket) as process:
        with line(address(socket)) as redis:
            redis.ping()
        os.kill(process.pid, signal.SIGSTOP)
        begun = time.monotonic()
        for _ in range(20):
            with pytest.raises(ServerAway), line(address(socket)) as redis:
                redis.ping()
        assert 0.2 < time.monotonic() - begun < 1.5


def test_a_healed_server_answers_after_the_rest(socket):
    breaker = breaker_for(address(socket))
    with pytest.raises(ServerAway), line(address(socket)) as redis:
        redis.ping()
    with servers.redis_at(socket):
        breaker.open_until = breaker.clock()
        with line(address(socket)) as redis:
            assert redis.ping()
    assert not breaker.is_open


def test_a_refusal_is_away_but_the_next_question_is_asked(socket):
    with servers.redis_at(socket):
        with pytest.raises(ServerAway, match="WRONGTYPE"), line(address(socket)) as redis:
            redis.set("word", "x")
            redis.lpush("word", "y")
        with line(address(socket)) as redis:
            assert redis.get("word") == b"x"


def test_an_error_of_the_callers_own_passes_untouched(clean_redis, settings):
    with pytest.raises(ZeroDivisionError), line(settings.COUNTER_URL):
        _ = 1 / 0


def test_the_cache_keeps_and_forgets(socket):
    with servers.redis_at(socket):
        cache = cache_at(socket)
        cache.set("a", {"title": "头条"}, timeout=60)
        assert cache.get("a") == {"title": "头条"}
        assert cache.set_many({"b": 1, "c": 2}) == []
        assert cache.get_many(["a", "b", "c", "d"]) == {"a": {"title": "头条"}, "b": 1, "c": 2}
        assert (cache.has_key("b"), cache.incr("b"), cache.touch("b", 60)) == (True, 2, True)
        assert (cache.add("b", 9), cache.add("e", 9), cache.delete("e"), cache.delete("e")) == (
            False,
            True,
            True,
            False,
        )
        cache.delete_many(["b", "c"])
        assert cache.get_many(["b", "c"]) == {}
        cache.clear()
        assert cache.get("a", "nothing") == "nothing"


def test_a_cache_without_a_server_is_a_miss_everywhere(socket):
    cache = cache_at(socket)
    assert cache.get("a", "default") == "default"
    assert cache.get_many(["a"]) == {}
    assert cache.set("a", 1) is None
    assert cache.set_many({"a": 1}) == ["a"]
    assert (cache.has_key("a"), cache.touch("a"), cache.delete("a")) == (False,) * 3
    assert (cache.delete_many(["a"]), cache.clear()) == (None, None)
    assert cache.incr("a", 3) == 3
    assert cache.get_or_set("a", lambda: 7) == 7


def test_a_lock_in_the_cache_is_granted_while_the_server_is_away(socket):
    assert cache_at(socket).add("rendering", 1) is True


def test_a_full_cache_loses_the_write_and_still_reads(socket):
    with servers.redis_at(socket, "--maxmemory", "3mb", "--maxmemory-policy", "noeviction"):
        cache = cache_at(socket)
        cache.set("small", 1)
        for number in range(100):
            cache.set(f"large{number}", os.urandom(100_000))
        assert cache.get("large99") is None
        assert cache.get("small") == 1


def test_a_value_kept_by_another_version_of_the_program_is_a_miss(socket):
    with servers.redis_at(socket):
        cache = cache_at(socket)
        client(address(socket, 1)).set("test:1:a", b"cno.such.module\nThing\n.")
        client(address(socket, 1)).set("test:1:b", b"not a pickle")
        assert (cache.get("a", "miss"), cache.get("b", "miss")) == ("miss", "miss")
        assert cache.get_many(["a"]) == {}
