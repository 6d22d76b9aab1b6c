"""Brings counts from Redis into the database: exact whatever dies on the way, and never too high."""

import logging
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F
from redis import Redis
from redis.cluster import RedisCluster

from articles.popularity import counting, merging, rates
from articles.popularity.counter_keys import VIEW, Counter, Shard
from articles.popularity.models import CounterLife, FlushMark
from articles.wire.client import line

TIMEOUT_SECONDS = 5.0  # a worker may wait for a large hash
FULL_SHARE = 0.6  # of the store's memory; above it the brake is on
BRAKE_SECONDS = 60
TRIES = 5

logger = logging.getLogger(__name__)


class NotAloneError(Exception):
    """Somebody outside this database merges from the same Redis database."""


class _WentBackError(Exception):
    """Redis was replaced by an older state within the transaction."""


class Flushed(NamedTuple):
    """What one flush did: counters read, rows that grew, views added to totals."""

    counters: int = 0
    rows: int = 0
    views: int = 0

    def plus(self, other: "Flushed") -> "Flushed":
        return Flushed(self.counters + other.counters, self.rows + other.rows, self.views + other.views)


def flush(now: datetime, *, everything: bool = False) -> Flushed:
    """Merge all open counters; with ``everything`` also the sealed ones that Redis still has (72 h).

    Raises ServerAway; then the counts wait.
    """
    counting.send_waiting(now)
    done = Flushed()
    with line(settings.COUNTER_URL, TIMEOUT_SECONDS) as redis:
        for shard in _shards():
            if everything:
                _reopen(redis, shard)
            counters = _open(redis, shard)
            _know(shard, counters, now)
            for counter in counters:
                done = done.plus(_merge(redis, shard, counter, now))
            FlushMark.objects.filter(shard=shard).update(flushed_at=now)
    return done


def seal(now: datetime) -> Flushed:
    """Merge the counters of past hours a last time, close them, and learn the typical rates of those hours.

    What this still adds came late: it is noted on the shard's mark. Raises ServerAway.
    """
    late = Flushed()
    with line(settings.COUNTER_URL, TIMEOUT_SECONDS) as redis:
        current = redis.time()[0] // 3600
        for shard in _shards():
            for counter in _open(redis, shard):
                if counter.hour < current:
                    found = _merge(redis, shard, counter, now)
                    FlushMark.objects.filter(shard=shard).update(late_views=F("late_views") + found.views)
                    redis.srem(shard.key("open"), str(counter))
                    late = late.plus(found)
    rates.learn(current - 1)
    return late


def set_brake() -> bool:
    """Put the brake on while the store's memory is nearly full, so that a flood cannot fill it; whether it is on.

    Needs no database. Raises ServerAway.
    """
    with line(settings.COUNTER_URL) as redis:
        full = any(
            0 < memory["maxmemory"] * FULL_SHARE < memory["used_memory"] for memory in _memories(redis)
        )
        for number in range(settings.VIEWS_SHARDS):
            brake = Shard(number).key("brake")
            _ = redis.set(brake, 1, ex=BRAKE_SECONDS) if full else redis.delete(brake)
    return full


def _memories(redis: "Redis") -> list[dict[str, int]]:
    """How full the server is, or each node of a cluster that takes counts."""
    if isinstance(redis, RedisCluster):
        return list(redis.info("memory", target_nodes=RedisCluster.PRIMARIES).values())
    return [redis.info("memory")]


def _shards() -> list[Shard]:
    """Every shard in use, and those of an earlier setting that may still hold counts."""
    wanted = range(settings.VIEWS_SHARDS)
    FlushMark.objects.bulk_create([FlushMark(shard=number) for number in wanted], ignore_conflicts=True)
    return [Shard(number) for number in FlushMark.objects.order_by("shard").values_list("shard", flat=True)]


def _open(redis: "Redis", shard: Shard) -> list[Counter]:
    names: set[bytes] = redis.smembers(shard.key("open"))  # type: ignore[assignment]
    return sorted(Counter.parsed(name.decode()) for name in names)


def _know(shard: Shard, counters: Sequence[Counter], now: datetime) -> None:
    """Note the lives of our own counters, so that the ledger tells them from other producers of facts."""
    lives = {
        counter.epoch: CounterLife(epoch=counter.epoch, shard=shard, seen_at=now) for counter in counters
    }
    CounterLife.objects.bulk_create(lives.values(), ignore_conflicts=True)


def _reopen(redis: "Redis", shard: Shard) -> None:
    stem = shard.key("n") + ":"
    for key in redis.scan_iter(match=f"{stem}*", count=1000):
        redis.sadd(shard.key("open"), key.decode().removeprefix(stem))


def _merge(redis: "Redis", shard: Shard, counter: Counter, now: datetime) -> Flushed:
    counted = redis.hgetall(shard.key("n", counter))
    facts = sorted((int(article_id), int(count)) for article_id, count in counted.items())
    rows = views = 0
    for part in _parts(facts):
        grown = _merge_part(redis, shard, counter, part, now)
        rows += len(grown)
        views += sum(grown.values()) if counter.kind == VIEW else 0
    return Flushed(1, rows, views)


def _parts(facts: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    for start in range(0, len(facts), merging.PART):
        yield facts[start : start + merging.PART]


def _merge_part(
    redis: "Redis", shard: Shard, counter: Counter, facts: Sequence[tuple[int, int]], now: datetime
) -> dict[int, int]:
    """One short transaction. Raises NotAloneError."""
    for _turn in range(TRIES):
        try:
            with transaction.atomic():
                return _merge_locked(redis, shard, counter, facts, now)
        except _WentBackError:
            logger.warning("Redis went back in time while shard %s was merged; merging again.", int(shard))
    raise NotAloneError("Another newsroom merges views from the same Redis database. Give each its own.")


def _merge_locked(
    redis: "Redis", shard: Shard, counter: Counter, facts: Sequence[tuple[int, int]], now: datetime
) -> dict[int, int]:
    mark = merging.lock_marks([shard])[shard]
    merges = _known_merges(redis, shard, mark.seq)
    grown = merging.state(counter, facts)
    if grown and counter.kind == VIEW:
        merging.fold(grown, min(now, merging.moment(counter.hour) + timedelta(hours=1)))
    if grown:
        # A flusher that lived through a restart of Redis would otherwise lift the old number to the new one and hide
        # that the store went back.
        if redis.incr(shard.key("seq")) != merges + 1:
            _begin_epoch(redis, shard)
            raise _WentBackError
        FlushMark.objects.filter(shard=shard).update(seq=merges + 1, flushed_at=now)
    return grown


def _known_merges(redis: "Redis", shard: Shard, marked: int) -> int:
    """How many merges Redis knows of. Fewer than the database: it was set back, and a new life of counts begins."""
    known = int(redis.get(shard.key("seq")) or 0)
    if known >= marked:
        return known
    logger.warning("Redis knows of %s merges, the database of %s: a new epoch begins.", known, marked)
    _begin_epoch(redis, shard)
    redis.set(shard.key("seq"), marked)
    return marked


def _begin_epoch(redis: "Redis", shard: Shard) -> None:
    """From here on views are counted in new rows, where no older and greater count hides them."""
    redis.set(shard.key("epoch"), secrets.token_hex(16))
