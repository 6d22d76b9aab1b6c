"""A look is counted once, as what it is, and every refusal has its reason."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from articles.popularity import counting, tallies, tokens, visitors
from articles.popularity.waiting import QUEUE, Queue, Waiting
from tests.builders import HOUR, MINUTE, NOON
from tests.popularity.making import beacon, body, readers, request
from tests.popularity.muffler import Muffler


def counted(redis: Redis) -> dict[tuple[str, int], int]:
    """(kind, article) → count, over all open counters."""
    found: dict[tuple[str, int], int] = {}
    for name in redis.smembers("{v0}:open"):
        kind = name.decode().rsplit(":", 1)[1]
        for article, number in redis.hgetall(b"{v0}:n:" + name).items():
            found[(kind, int(article))] = found.get((kind, int(article)), 0) + int(number)
    return found


def test_a_first_look_is_a_view_and_a_second_one_a_repeat(clean_redis: Redis) -> None:
    assert [beacon(1), beacon(1), beacon(2)] == ["view", "repeat", "view"]
    assert counted(clean_redis) == {("view", 1): 1, ("repeat", 1): 1, ("view", 2): 1}


def test_another_browser_at_the_same_address_is_another_reader(clean_redis: Redis) -> None:
    assert beacon(1) == "view"
    assert (
        beacon(
            1, request(user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
        )
        == "view"
    )


def test_a_look_after_the_window_is_a_view_again(clean_redis: Redis, settings: Any) -> None:
    beacon(1)
    (seen,) = clean_redis.keys("{v0}:seen:*")
    assert 0 < clean_redis.ttl(seen) <= settings.VIEWS_WINDOW
    clean_redis.delete(seen)
    assert beacon(1) == "view"


def test_a_known_robot_is_counted_apart(clean_redis: Redis) -> None:
    assert (
        beacon(1, request(user_agent="Mozilla/5.0 (compatible; Examplebot/2.1; +https://example.com)"))
        == "robot"
    )
    assert beacon(1, request(user_agent="")) == "robot"
    assert counted(clean_redis) == {("robot", 1): 2}


def test_a_browser_without_languages_is_doubtful(clean_redis: Redis) -> None:
    assert beacon(1, request(accept_language="")) == "doubt"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
    ],
)
def test_other_sites_cannot_count(headers: dict[str, str]) -> None:
    assert beacon(1, request(**headers)) == "origin"


def test_a_browser_that_does_not_name_the_site_must_name_our_origin(clean_redis: Redis) -> None:
    meta = request()
    del meta["HTTP_SEC_FETCH_SITE"]
    assert beacon(1, meta) == "origin"
    assert beacon(1, meta | {"HTTP_ORIGIN": "http://elsewhere.example"}) == "origin"
    assert beacon(1, meta | {"HTTP_ORIGIN": "null"}) == "origin"
    assert beacon(1, meta | {"HTTP_ORIGIN": "http://testserver"}) == "view"


def test_whoever_asks_not_to_be_counted_is_not_counted() -> None:
    assert beacon(1, request(sec_gpc="1")) == "privacy"


@pytest.mark.parametrize("name", ["sec_purpose", "purpose"])
@pytest.mark.parametrize("value", ["prefetch", "prefetch;prerender", "Prerender"])
def test_fetched_ahead_is_not_seen(name: str, value: str) -> None:
    assert beacon(1, request(**{name: value})) == "prefetch"


@pytest.mark.parametrize("given", [b"", b"x" * 16, "令牌".encode(), b"\xff\xfe", b"\0" * 200])
def test_a_wrong_token_counts_nothing(given: bytes) -> None:
    assert beacon(1, body=given) == "token"


def test_the_token_of_another_article_counts_nothing() -> None:
    assert beacon(1, body=body(2)) == "token"


def test_a_long_body_is_not_read() -> None:
    assert beacon(1, body=body(1) + b" " * 200) == "long"


def test_refusals_are_tallied_by_reason() -> None:
    before = tallies.refused().get("privacy", 0)
    beacon(1, request(sec_gpc="1"))
    assert tallies.refused()["privacy"] == before + 1


def test_tokens_hold_for_their_day_and_the_next() -> None:
    token = tokens.token(7, NOON.date())
    valid = [tokens.is_valid(token, 7, NOON + timedelta(days=days)) for days in (-1, 0, 1, 2)]
    assert valid == [False, True, True, False]
    assert len(token) == 16


def test_a_secret_that_was_just_replaced_still_holds(settings: Any) -> None:
    token = tokens.token(7, NOON.date())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert tokens.is_valid(token, 7, NOON)
    assert tokens.token(7, NOON.date()) != token


def test_one_visitor_beyond_the_cap_is_doubtful(clean_redis: Redis, settings: Any) -> None:
    settings.VIEWS_VISITOR_CAP = 3
    assert [beacon(article) for article in range(1, 6)] == ["view", "view", "view", "doubt", "doubt"]


def test_one_network_may_bring_its_share_and_no_more(clean_redis: Redis) -> None:
    neighbours = [beacon(1, request(f"9.9.9.{host}")) for host in range(1, 9)]
    assert neighbours == ["view"] * 5 + ["doubt"] * 3
    assert [beacon(1, readers()) for _reader in range(20)] == ["view"] * 20
    # Of the 26th view 30 % are 7.8, and the network has tallied 9.
    assert beacon(1, request("9.9.9.200")) == "doubt"
    assert [beacon(1, readers()) for _reader in range(20)] == ["view"] * 20
    assert beacon(1, request("9.9.9.201")) == "view"


@pytest.mark.parametrize(
    "address", ["10.1.2.{}", "192.168.7.{}", "127.0.0.{}", "fd00::{}", "::ffff:10.0.0.{}", ""]
)
def test_an_office_has_no_network_cap(clean_redis: Redis, address: str) -> None:
    agents = [
        f"Mozilla/5.0 (X11; Linux x86_64; rv:{version}.0) Gecko/20100101 Firefox/{version}.0"
        for version in range(100, 112)
    ]
    kinds = [
        beacon(1, request(address.format(host), user_agent=agent)) for host, agent in enumerate(agents, 1)
    ]
    assert kinds == ["view"] * 12


def test_neighbours_of_a_48_share_a_cap(clean_redis: Redis) -> None:
    kinds = [beacon(1, request(f"2a02:1234:5678:{host:x}::1")) for host in range(1, 8)]
    assert kinds == ["view"] * 5 + ["doubt"] * 2


def test_forwarded_addresses_are_believed_only_from_trusted_proxies(
    clean_redis: Redis, settings: Any
) -> None:
    first, second = (
        request("8.8.4.4", x_forwarded_for=f"{forged}, 9.8.7.6") for forged in ("1.1.1.1", "2.2.2.2")
    )
    assert [beacon(1, first), beacon(1, second)] == ["view", "repeat"]
    settings.TRUSTED_PROXIES = 1
    assert [beacon(2, first), beacon(2, second)] == ["view", "repeat"]
    settings.TRUSTED_PROXIES = 2
    assert [beacon(3, first), beacon(3, second)] == ["view", "view"]


def test_shards_count_apart(clean_redis: Redis, settings: Any) -> None:
    settings.VIEWS_SHARDS = 4
    assert [beacon(article, readers()) for article in range(1, 30)] == ["view"] * 29
    stores = {key.decode().split(":")[0] for key in clean_redis.keys("{v?}:open")}
    assert stores == {"{v0}", "{v1}", "{v2}", "{v3}"}


def test_views_wait_while_redis_is_away() -> None:
    assert beacon(1, readers()) == "waiting"
    assert len(QUEUE) == 1


def test_waiting_views_arrive_with_the_next_one(clean_redis: Redis, settings: Any) -> None:
    there, settings.COUNTER_URL = settings.COUNTER_URL, "unix:///nowhere/redis.sock?db=0"
    assert [beacon(1, readers()) for _reader in range(3)] == ["waiting"] * 3
    settings.COUNTER_URL = there
    assert beacon(1, readers()) == "view"
    assert counted(clean_redis) == {("view", 1): 4}
    assert len(QUEUE) == 0


def test_a_view_whose_answer_was_lost_is_sent_again_as_a_repeat(
    clean_redis: Redis, settings: Any, tmp_path: Path
) -> None:
    there = settings.COUNTER_URL
    with Muffler(there, tmp_path / "s") as muffler:
        settings.COUNTER_URL = f"unix://{tmp_path / 's'}?db={muffler.database}"
        assert beacon(1, readers()) == "view"
        muffler.mute = True
        assert beacon(1, readers()) == "waiting"
    settings.COUNTER_URL = there
    assert counted(clean_redis) == {("view", 1): 2}
    assert counting.send_waiting(NOON + 10 * MINUTE) == 1
    assert counted(clean_redis) == {("view", 1): 2, ("repeat", 1): 1}


def test_an_unsure_view_is_dropped_when_its_key_is_gone(clean_redis: Redis) -> None:
    before = tallies.dropped()
    look = visitors.look(1, readers(), NOON, 0)
    QUEUE.add(Waiting(look, visitors.keys(look, b"salt"), NOON))
    QUEUE.add(Waiting(look._replace(article_id=2)))
    assert counting.send_waiting(NOON + HOUR) == 1
    assert counted(clean_redis) == {("view", 2): 1}
    assert tallies.dropped() == before + 1


def test_no_more_wait_than_there_is_room_for() -> None:
    before = tallies.dropped()
    queue = Queue(most=2)
    look = visitors.look(1, readers(), NOON, 0)
    assert [queue.add(Waiting(look)) for _turn in range(4)] == [True, True, False, False]
    assert tallies.dropped() == before + 2


def test_the_brake_makes_everything_doubtful(clean_redis: Redis) -> None:
    clean_redis.set("{v0}:brake", 1)
    assert [beacon(1, readers()) for _reader in range(3)] == ["doubt"] * 3
    assert clean_redis.keys("{v0}:seen:*") == []
