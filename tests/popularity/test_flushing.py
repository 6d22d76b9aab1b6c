"""What Redis counted reaches the database exactly once, whatever came in between."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Sum
from redis import Redis

from articles.popularity import flushing, history, merging, salts
from articles.popularity.models import AgeRate, FlushMark, Standing, ViewHour
from articles.wire.client import ServerAway
from tests.builders import NOON
from tests.popularity.making import beacon, live_article, readers, state

pytestmark = pytest.mark.django_db


def views(article_id: int) -> int:
    """By the hours, which must be what the standing says."""
    by_hours = (
        ViewHour.objects.filter(article_id=article_id, kind="view").aggregate(sum=Sum("count"))["sum"] or 0
    )
    assert Standing.objects.filter(article_id=article_id).values_list("views", flat=True).first() in (
        by_hours,
        None,
    )
    return by_hours


def look(article_id: int, times: int) -> None:
    assert {beacon(article_id, readers()) for _reader in range(times)} == {"view"}


def test_views_reach_the_standing_and_repeats_do_not(clean_redis: Redis) -> None:
    look(1, 3)
    assert [beacon(2), beacon(2)] == ["view", "repeat"]
    assert flushing.flush(NOON) == (2, 3, 4)
    assert dict(Standing.objects.values_list("article_id", "views")) == {1: 3, 2: 1}
    assert sorted(ViewHour.objects.values_list("kind", "article_id", "count")) == [
        ("repeat", 2, 1),
        ("view", 1, 3),
        ("view", 2, 1),
    ]


def test_flushing_twice_changes_nothing(clean_redis: Redis) -> None:
    look(1, 3)
    flushing.flush(NOON)
    assert flushing.flush(NOON) == (1, 0, 0)
    look(1, 2)
    assert flushing.flush(NOON).views == 2
    assert views(1) == 5


def test_an_article_that_is_gone_stops_no_flush(clean_redis: Redis) -> None:
    beacon(10**9)
    flushing.flush(NOON)
    assert views(10**9) == 1


def test_a_store_that_was_emptied_begins_a_new_epoch(clean_redis: Redis) -> None:
    look(1, 3)
    flushing.flush(NOON)
    clean_redis.flushdb()
    look(1, 2)
    flushing.flush(NOON)
    assert views(1) == 5
    assert ViewHour.objects.values("epoch").distinct().count() == 2


def _snapshot(redis: Redis) -> dict[bytes, bytes]:
    return {key: redis.dump(key) for key in redis.keys("*")}


def _set_back(redis: Redis, kept: dict[bytes, bytes]) -> None:
    redis.flushdb()
    for key, value in kept.items():
        redis.restore(key, 0, value)


def test_a_store_that_was_set_back_never_adds_and_loses_no_more_than_was_set_back(clean_redis: Redis) -> None:
    look(1, 3)
    flushing.flush(NOON)
    old = _snapshot(clean_redis)
    look(1, 2)
    flushing.flush(NOON)
    _set_back(clean_redis, old)
    look(1, 1)  # under the old epoch, hidden by the two that were set back
    flushing.flush(NOON)
    assert views(1) == 5
    look(1, 4)  # the rollback was seen: a new epoch
    flushing.flush(NOON)
    assert views(1) == 9


def test_a_flusher_that_lived_through_a_set_back_starts_over(
    clean_redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(1, 1)
    flushing.flush(NOON)
    old = _snapshot(clean_redis)
    look(1, 1)
    flushing.flush(NOON)
    look(1, 1)
    state_once = merging.state
    seen = []

    def between(*args: Any) -> dict[int, int]:
        if not seen:
            _set_back(clean_redis, old)
        seen.append(args)
        return state_once(*args)

    monkeypatch.setattr(merging, "state", between)
    flushing.flush(NOON)
    assert len(seen) == 2
    look(1, 2)
    flushing.flush(NOON)
    assert views(1) == 5


def test_two_newsrooms_in_one_store_are_told_so(clean_redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    look(1, 1)
    state_once = merging.state

    def meanwhile(*args: Any) -> dict[int, int]:
        clean_redis.incr("{v0}:seq")
        return state_once(*args)

    monkeypatch.setattr(merging, "state", meanwhile)
    with pytest.raises(flushing.NotAloneError):
        flushing.flush(NOON)
    assert not ViewHour.objects.exists()


def test_a_failing_transaction_leaves_everything_to_the_next_flush(
    clean_redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(1, 3)

    def fail(*_args: object) -> None:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as broken:
        broken.setattr(merging, "fold", fail)
        with pytest.raises(RuntimeError), transaction.atomic():
            flushing.flush(NOON)
    assert not ViewHour.objects.exists()
    flushing.flush(NOON)
    assert views(1) == 3


def test_sealing_closes_past_hours_and_notes_what_came_late(clean_redis: Redis) -> None:
    look(1, 3)
    hour = clean_redis.time()[0] // 3600
    epoch = clean_redis.get("{v0}:epoch").decode()
    past = f"{epoch}:{hour - 1}:view"
    clean_redis.rename(f"{{v0}}:n:{epoch}:{hour}:view", f"{{v0}}:n:{past}")
    clean_redis.delete("{v0}:open")
    clean_redis.sadd("{v0}:open", past)
    look(2, 1)
    assert flushing.seal(NOON).views == 3
    assert clean_redis.smembers("{v0}:open") == {f"{epoch}:{hour}:view".encode()}
    assert FlushMark.objects.get(shard=0).late_views == 3
    assert flushing.seal(NOON).views == 0
    assert (views(1), views(2)) == (3, 0)
    assert set(AgeRate.objects.values_list("hour", flat=True)) == {hour - 1}


def test_all_opens_closed_counters_again_after_a_restore(clean_redis: Redis) -> None:
    look(1, 3)
    flushing.flush(NOON)
    clean_redis.delete("{v0}:open")
    ViewHour.objects.all().delete()
    Standing.objects.all().delete()
    FlushMark.objects.all().delete()
    assert flushing.flush(NOON).views == 0
    call_command("flush_views", all=True, stdout=StringIO())
    assert views(1) == 3


def test_late_views_fold_at_the_end_of_their_own_hour(clean_redis: Redis) -> None:
    look(1, 1)
    hour = clean_redis.time()[0] // 3600
    end = merging.moment(hour + 1)
    flushing.flush(end + timedelta(hours=9))
    standing = Standing.objects.get(article_id=1)
    assert standing.last_view_at == end


def test_shards_of_an_earlier_setting_are_still_merged(clean_redis: Redis, settings: Any) -> None:
    settings.VIEWS_SHARDS = 4
    for article in range(1, 9):
        look(article, 1)
    flushing.flush(NOON)
    for article in range(1, 9):
        look(article, 1)
    settings.VIEWS_SHARDS = 1
    for article in range(1, 9):
        look(article, 1)
    flushing.flush(NOON)
    assert [views(article) for article in range(1, 9)] == [3] * 8


def test_more_articles_than_fit_one_transaction(clean_redis: Redis) -> None:
    epoch, hour = "e" * 32, clean_redis.time()[0] // 3600
    counts = {article: article % 7 + 1 for article in range(1, 1203)}
    clean_redis.hset(f"{{v0}}:n:{epoch}:{hour}:view", mapping=counts)
    clean_redis.sadd("{v0}:open", f"{epoch}:{hour}:view")
    assert flushing.flush(NOON) == (1, 1202, sum(counts.values()))
    assert dict(Standing.objects.values_list("article_id", "views")) == counts
    assert FlushMark.objects.get(shard=0).seq == int(clean_redis.get("{v0}:seq")) == 3


def test_without_redis_the_flush_says_so(db: None) -> None:
    with pytest.raises(ServerAway):
        flushing.flush(NOON)


def test_counting_and_flushing_leave_imported_views_alone(clean_redis: Redis) -> None:
    from articles.drafting.models import Article
    from articles.popularity import standing

    article = live_article()
    standing.imported(Article.objects.get(pk=article), 1000)
    look(article, 2)
    flushing.flush(NOON)
    standing.imported(Article.objects.get(pk=article), 1200)
    assert standing.totals([article, 10**9]) == {article: 1202, 10**9: 0}


def test_invented_views_are_facts_like_others(clean_redis: Redis) -> None:
    hour = int(NOON.timestamp()) // 3600
    for _twice in range(2):
        history.invent_many({1: {hour - 3: 5, hour - 1: 7}, 2: {hour - 3: 1, hour: 0}}, now=NOON)
    look(1, 2)
    flushing.flush(NOON)
    assert (views(1), views(2)) == (14, 1)


def test_a_fact_only_ever_lifts_a_row() -> None:
    assert [state(1, 5, count) for count in (3, 3, 2, 7)] == [{1: 3}, {}, {}, {1: 4}]
    assert list(ViewHour.objects.values_list("count", "prev")) == [(7, 3)]


def test_the_brake_follows_the_memory(clean_redis: Redis) -> None:
    used = clean_redis.info("memory")["used_memory"]
    before = clean_redis.config_get("maxmemory")["maxmemory"]
    try:
        clean_redis.config_set("maxmemory", used * 10)
        assert flushing.set_brake() is False
        clean_redis.config_set("maxmemory", int(used * 1.3))
        assert flushing.set_brake() is True
        assert 0 < clean_redis.ttl("{v0}:brake") <= 60
        clean_redis.config_set("maxmemory", used * 10)
        assert flushing.set_brake() is False
        assert clean_redis.exists("{v0}:brake") == 0
    finally:
        clean_redis.config_set("maxmemory", before)


def test_keys_live_no_longer_than_they_must(clean_redis: Redis) -> None:
    look(1, 1)
    lives = {
        key.decode().split(":")[1]: clean_redis.ttl(key)
        for key in clean_redis.keys("*")
        if b"salt" not in key
    }
    assert {name: life for name, life in lives.items() if name in ("seen", "visitor", "net", "n")} == {
        "seen": 1800, "visitor": 1800, "net": 3600, "n": 259200,
    }  # fmt: skip
    assert salts.SECONDS >= clean_redis.ttl(f"salt:{NOON:%Y-%m-%d}") > 24 * 3600
