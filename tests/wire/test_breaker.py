"""After a time-out a server is left alone, then one caller tries again."""

import threading

import pytest

from articles.wire.breaker import Breaker, breaker_for, server_of


class Hours:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_fresh_breaker_lets_everybody_through():
    assert [Breaker().allows() for _ in range(3)] == [True] * 3


def test_after_a_failure_nobody_passes_until_the_rest_is_over():
    clock = Hours()
    breaker = Breaker(rest=10, clock=clock)
    breaker.failed()
    clock.now = 9.9
    assert (breaker.allows(), breaker.is_open) == (False, True)


def test_after_the_rest_one_caller_tries_and_the_others_wait():
    clock = Hours()
    breaker = Breaker(rest=10, clock=clock)
    breaker.failed()
    clock.now = 10
    assert [breaker.allows() for _ in range(3)] == [True, False, False]


def test_an_answer_opens_the_way_for_all():
    clock = Hours()
    breaker = Breaker(rest=10, clock=clock)
    breaker.failed()
    clock.now = 10
    breaker.allows()
    breaker.answered()
    assert [breaker.allows() for _ in range(3)] == [True] * 3
    assert not breaker.is_open


def test_a_tester_who_fails_starts_the_rest_anew():
    clock = Hours()
    breaker = Breaker(rest=10, clock=clock)
    breaker.failed()
    clock.now = 10
    breaker.allows()
    breaker.failed()
    clock.now = 19.9
    assert not breaker.allows()


def test_of_many_threads_one_is_the_tester():
    clock = Hours()
    breaker = Breaker(rest=10, clock=clock)
    breaker.failed()
    clock.now = 11
    barrier, passed = threading.Barrier(16), []

    def call() -> None:
        barrier.wait()
        passed.append(breaker.allows())

    threads = [threading.Thread(target=call) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert passed.count(True) == 1


@pytest.mark.parametrize(
    "url, server",
    [
        ("redis://cache:6379/3", "cache:6379"),
        ("redis://cache", "cache:6379"),
        ("redis://cache/8?ssl=0", "cache:6379"),
        ("rediss://user:secret@cache:7000/1", "cache:7000"),
        ("unix:///var/valkey.sock?db=1", "/var/valkey.sock"),
        ("redis+socket:///var/valkey.sock?virtual_host=0", "/var/valkey.sock"),
    ],
)
def test_the_databases_of_one_server_share_a_breaker(url, server):
    assert server_of(url) == server
    assert breaker_for(url) is breaker_for(url.replace("/3", "/4"))


def test_two_servers_have_two_breakers():
    assert breaker_for("redis://one:6379/0") is not breaker_for("redis://two:6379/0")
