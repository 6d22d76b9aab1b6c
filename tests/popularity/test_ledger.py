"""The ledger adds up: every beacon that came in was counted as something, refused, or dropped."""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from redis import Redis

from articles.popularity import doubting, facts, flushing, parts, sending, tallies
from articles.popularity.counter_keys import KINDS, REFUSALS
from articles.popularity.facts import Fact
from articles.popularity.ledger import ledger, told
from articles.popularity.models import CounterLife
from articles.popularity.standing import hour_of
from tests.builders import chief
from tests.popularity.making import beacon, body, live_article, readers, request

pytestmark = pytest.mark.django_db


def mixed(dice: random.Random, articles: list[int], now: Any) -> str:
    """One beacon of any sort; what became of it."""
    article = dice.choice(articles)
    sort = dice.randrange(13)
    if sort < 4:
        return beacon(article, readers(), now=now)
    if sort < 6:
        return beacon(article, request(f"9.9.{dice.randrange(3)}.{dice.randrange(30)}"), now=now)
    meta: dict[int, Mapping[str, str]] = {
        6: request(user_agent="curl/8"),
        7: request(sec_gpc="1"),
        8: request(sec_purpose="prefetch"),
        9: request(sec_fetch_site="cross-site"),
        12: {**readers(), "HTTP_ACCEPT_LANGUAGE": ""},
    }
    given = {10: b"wrong", 11: b"x" * 300}.get(sort, body(article, now))
    return beacon(article, meta.get(sort) or readers(), now=now, body=given)


@pytest.mark.parametrize("parts_ms", [0, 50])
def test_a_mixed_thousand_of_beacons_adds_up(clean_redis: Redis, settings: Any, parts_ms: int) -> None:
    settings.VIEWS_PARTS_MS = parts_ms
    now, dice = timezone.now(), random.Random(5)
    articles = [live_article(now) for _article in range(3)]
    outcomes = Counter(mixed(dice, articles, now) for _beacon in range(1000))
    parts.send(now)
    assert sending.tell()
    flushing.flush(now)
    found = ledger(now)
    assert (found.received, found.accounted, found.difference) == (1000, 1000, 0)
    assert found.refused == {reason: outcomes[reason] for reason in REFUSALS}
    assert all(found.refused.values())
    counted = {"view": found.views, "repeat": found.repeats, "robot": found.robots, "doubt": found.doubt}
    assert all(counted.values())
    if not parts_ms:
        assert counted == {kind: outcomes[kind] for kind in KINDS}
    assert told()["received"] == 1000


def test_two_processes_tell_their_own(clean_redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    for _process in range(2):
        monkeypatch.setattr(tallies, "OWN", tallies.Tallies())
        assert [beacon(1, readers(), now=now), beacon(1, body=b"", now=now)] == ["view", "token"]
        assert sending.tell()
    flushing.flush(now)
    found = ledger(now)
    assert (found.received, found.views, found.refused["token"], found.difference) == (4, 2, 2, 0)


def test_a_part_whose_answer_was_lost_is_taken_once(clean_redis: Redis) -> None:
    now = timezone.now()
    beacon(1, readers(), now=now)
    part = tallies.OWN.next_part()
    assert sending.tell()
    tallies.OWN.underway = part  # as if nobody had heard the answer
    assert sending.tell()
    flushing.flush(now)
    assert (ledger(now).received, tallies.OWN.next_part()) == (1, None)


def test_what_was_not_told_yet_is_told_when_redis_is_back(clean_redis: Redis, settings: Any) -> None:
    there, settings.COUNTER_URL = settings.COUNTER_URL, "unix:///nowhere/redis.sock?db=0"
    now = timezone.now()
    assert beacon(1, readers(), now=now) == "waiting"
    assert sending.tell() is False
    settings.COUNTER_URL = there
    assert parts.send(now) == 1
    assert sending.tell() is True
    flushing.flush(now)
    assert (ledger(now).received, ledger(now).views) == (1, 1)


def test_dropped_views_are_in_the_ledger(clean_redis: Redis) -> None:
    now = timezone.now()
    tallies.receive()
    tallies.drop()
    sending.tell()
    flushing.flush(now)
    assert (ledger(now).received, ledger(now).dropped, ledger(now).difference) == (1, 1, 0)


def test_readings_and_other_producers_and_verdicts_stand_beside_it(clean_redis: Redis) -> None:
    now = timezone.now()
    article = live_article(now)
    reader = readers()
    beacon(article, reader, now=now)
    for _twice in range(2):
        beacon(article, reader, now=now, body=b"read " + body(article, now))
    beacon(article, request(accept_language=""), now=now)
    facts.state([Fact(hour_of(now), "view", article, "edge", 40)], now)
    sending.tell()
    flushing.flush(now)
    hour = hour_of(now)
    doubting.admit(hour - 1, hour + 1, by=chief(), reason="real", now=now)
    found = ledger(now)
    assert (found.received, found.views, found.doubt, found.difference) == (2, 1, 1, 0)
    assert (found.reads, found.not_reads, found.admitted, found.discarded) == (1, 1, 1, 0)
    assert CounterLife.objects.count() == 1


def test_the_ledger_of_an_hour_knows_nothing_of_the_one_before(clean_redis: Redis) -> None:
    now = timezone.now()
    beacon(1, readers(), now=now)
    sending.tell()
    flushing.flush(now)
    assert ledger(now + timedelta(hours=2), hours=2).received == 0
    assert ledger(now + timedelta(hours=2), hours=3).received == 1


@pytest.mark.django_db(transaction=True)
def test_the_ledger_is_among_the_metrics(clean_redis: Redis, client: Client) -> None:
    now = timezone.now()
    assert [beacon(1, readers(), now=now), beacon(1, body=b"", now=now)] == ["view", "token"]
    sending.tell()
    flushing.flush(now)
    page = client.get("/metrics").content.decode().splitlines()
    for line in (
        'newsroom_views_ledger_24h{line="received"} 2',
        'newsroom_views_ledger_24h{line="views"} 1',
        'newsroom_views_ledger_24h{line="refused"} 1',
        'newsroom_views_ledger_24h{line="difference"} 0',
        'newsroom_views_refused_total{reason="token"} 1',
        "newsroom_views_received_total 2",
        "newsroom_views_dropped_total 0",
        "newsroom_views_seal_difference 0",
        'newsroom_views_24h{kind="view"} 1',
    ):
        assert line in page
