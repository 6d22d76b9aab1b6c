"""The same counting on sixty-four shards of a real Redis Cluster, and on one server; nothing depends on the number."""

import random
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum
from redis import Redis
from redis.cluster import key_slot
from redis.exceptions import RedisError

from articles.popularity import counting, flushing, parts, scripts, sending, tidying
from articles.popularity.counter_keys import Shard, shard_of
from articles.popularity.models import FlushMark, Standing, ViewHour
from articles.wire.breaker import breaker_for
from articles.wire.client import client
from newsroom import valkey
from tests.builders import NOON
from tests.popularity.making import beacon, body, readers

ARTICLES = range(1, 201)
SLOTS = 16_384


def views() -> dict[int, int]:
    """By the standings, which must be what the hours say."""
    hours = dict(ViewHour.objects.filter(kind="view").values_list("article_id").annotate(sum=Sum("count")))
    standings = dict(Standing.objects.values_list("article_id", "views"))
    assert standings == hours
    return standings


def look_at_all() -> None:
    kinds = {beacon(article, readers()) for article in ARTICLES}
    assert kinds in ({"view"}, {"gathered"})
    parts.send(NOON)


@pytest.mark.django_db
@pytest.mark.parametrize("parts_ms", [0, 50])
def test_sixty_four_shards_count_and_any_other_number_loses_and_doubles_nothing(
    clean_redis: Redis, settings: Any, parts_ms: int
) -> None:
    settings.VIEWS_PARTS_MS = parts_ms
    for turn, shards in enumerate((64, 7, 64, 1), 1):
        settings.VIEWS_SHARDS = shards
        look_at_all()
        if turn != 2:  # one change comes before its flush
            flushing.flush(NOON)
            assert views() == dict.fromkeys(ARTICLES, turn)
    assert FlushMark.objects.count() == 64
    assert flushing.flush(NOON).rows == 0


def test_all_keys_of_a_call_lie_in_one_slot(clean_redis: Redis, settings: Any, monkeypatch: Any) -> None:
    settings.VIEWS_SHARDS = 64
    run, slots = scripts.run, []

    def noted(redis: Redis, words: str, calls: Any) -> Any:
        slots.extend({key_slot(key.encode()) for key in keys} for keys, _arguments in calls)
        return run(redis, words, calls)

    monkeypatch.setattr(scripts, "run", noted)
    look_at_all()
    assert sending.tell()
    assert {len(each) for each in slots} == {1}
    written = {key.decode().partition("}")[0] + "}" for key in clean_redis.keys("*") if b"salt" not in key}
    assert written == {Shard(shard_of(article, 64)).tag for article in ARTICLES} | {"{v0}"}


def _port() -> int:
    """One below which the cluster's own port, ten thousand higher, fits too."""
    while True:
        port = random.randrange(20_000, 50_000)
        with socket.socket() as one, socket.socket() as other:
            try:
                one.bind(("127.0.0.1", port))
                other.bind(("127.0.0.1", port + 10_000))
            except OSError:
                continue
            return port


class Node:
    """One server of a cluster."""

    def __init__(self, folder: Path, port: int) -> None:
        folder.mkdir()
        self.port = port
        command = [
            str(valkey.binary()),
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--cluster-enabled",
            "yes",
        ]
        self.process = subprocess.Popen(
            [*command, "--appendonly", "yes", "--save", "", "--dir", str(folder)], stdout=subprocess.DEVNULL
        )
        self.redis = Redis(port=port, decode_responses=True)

    def until(self, command: str, wanted: str) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                if wanted in str(self.redis.execute_command(*command.split())):
                    return
            except RedisError:
                pass
            assert time.monotonic() < deadline, f"{command} never said {wanted}"
            time.sleep(0.05)

    def close(self) -> None:
        self.redis.close()
        self.process.kill()
        self.process.wait()


@pytest.fixture
def cluster(tmp_path: Path, settings: Any) -> Iterator[list[Node]]:
    """Three nodes that share all slots; the newsroom counts there."""
    with ExitStack() as stack:
        nodes = []
        for number in range(3):
            nodes.append(Node(tmp_path / f"node{number}", _port()))
            stack.callback(nodes[-1].close)
        for number, node in enumerate(nodes):
            node.until("PING", "True")
            first, last = SLOTS * number // 3, SLOTS * (number + 1) // 3 - 1
            node.redis.execute_command("CLUSTER", "ADDSLOTSRANGE", first, last)
            node.redis.execute_command("CLUSTER", "SET-CONFIG-EPOCH", number + 1)
            if number:
                node.redis.execute_command("CLUSTER", "MEET", "127.0.0.1", nodes[0].port)
        for node in nodes:
            node.until("CLUSTER INFO", "cluster_state:ok")
            node.until("CLUSTER INFO", "cluster_known_nodes:3")
        settings.COUNTER_URL = f"cluster+redis://127.0.0.1:{nodes[0].port}"
        settings.VIEWS_SHARDS = 64
        breaker_for(settings.COUNTER_URL).open_until = None
        yield nodes
        client(settings.COUNTER_URL).close()
        client(settings.COUNTER_URL, flushing.TIMEOUT_SECONDS).close()


@pytest.mark.fault
@pytest.mark.django_db
def test_a_real_cluster_counts_as_one_server_does(cluster: list[Node], settings: Any) -> None:
    look_at_all()
    reader = readers()
    assert [beacon(1, reader), beacon(1, reader)] == ["view", "repeat"]
    assert beacon(1, reader, body=b"read " + body(1)) == "read"
    settings.VIEWS_PARTS_MS = 50
    look_at_all()
    settings.VIEWS_PARTS_MS = 0
    assert sending.tell()
    assert flushing.flush(NOON).views == 401
    assert views() == dict.fromkeys(ARTICLES, 2) | {1: 3}
    assert flushing.flush(NOON, everything=True).rows == 0
    assert flushing.seal(NOON).views == 0
    assert flushing.set_brake() is False
    tidying.rewrite_file()
    assert min(node.redis.dbsize() for node in cluster) > 10


@pytest.mark.fault
@pytest.mark.django_db
def test_a_node_that_falls_out_makes_views_wait(cluster: list[Node]) -> None:
    look_at_all()
    flushing.flush(NOON)
    cluster[2].process.kill()
    cluster[2].process.wait()
    kinds = [beacon(article, readers()) for article in ARTICLES]
    assert set(kinds) <= {"view", "waiting"}
    assert "waiting" in kinds
    assert counting.send_waiting(NOON) == 0
