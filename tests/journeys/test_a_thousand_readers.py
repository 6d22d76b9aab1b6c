"""A thousand readers look at three stories while flushers are killed at the worst moment: every view counts once."""

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from newsroom.addresses import RedisAddresses, socket_path
from tests.journeys.test_the_clock_publishes import ask
from tests.newsroom import houses
from tests.newsroom.houses import House

pytestmark = pytest.mark.fault
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"
KILLS = 5
EACH_TIME = (40, 100, 60)  # readers of the three stories between two deaths
PRINTED = """
import json
from datetime import timedelta
from django.utils import timezone
from tests import builders
at = timezone.now() - timedelta(minutes=5)
made = [builders.published(title=f"第{n}篇", slug=f"n{n}", at=at) for n in (1, 2, 3)]
print(json.dumps([edition.article_id for edition in made]))
"""
TOKENS = """
import json
from django.utils import timezone
from articles.popularity import tokens
print(json.dumps([tokens.token(number, timezone.now().date()) for number in {articles}]))
"""
FOUND = """
import json
from django.db.models import Sum
from django.utils import timezone
from articles.popularity import keeping, ledger, standing
from articles.popularity.models import ViewHour
kept = keeping.current()
rows = ViewHour.objects.filter(kind="view").values_list("article_id").annotate(views=Sum("count"))
found = ledger.ledger(timezone.now())
print(json.dumps({{
    "totals": list(standing.totals({articles}).values()),
    "hours": [dict(rows).get(number, 0) for number in {articles}],
    "order": [entry["article"] for entry in kept.entries] if kept else [],
    "ledger": [found.received, found.views, found.difference],
}}))
"""


@pytest.fixture
def house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="up-") as made:
        folder = Path(made) / "var"
        folder.mkdir()
        running = House(folder, TRUSTED_PROXIES="1")
        try:
            running.is_open()
            yield running
        finally:
            running.close()


class Readers:
    """Each in a network of their own, behind one proxy."""

    def __init__(self, house: House) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=20)
        self.number = 0

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, *_error: object) -> None:
        self.connection.close()

    def look(self, article: int, token: str) -> int:
        self.number += 1
        headers = {
            "User-Agent": BROWSER, "Accept-Language": "zh-CN", "Sec-Fetch-Site": "same-origin",
            "X-Forwarded-For": f"{20 + self.number // 256}.{self.number % 256}.1.1",
        }  # fmt: skip
        self.connection.request("POST", f"/views/{article}", body=token, headers=headers)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status


def kill_while_it_flushes(house: House, redis: "Redis") -> None:
    """Kill a flusher when everything is stated and nothing committed: it waits for the number of its merge.

    Whatever else may be flushing, the children of the worker, dies with it.
    """
    redis.execute_command("CLIENT", "PAUSE", 20_000, "WRITE")
    flusher = subprocess.Popen(
        [sys.executable, "manage.py", "flush_views"], cwd=houses.ROOT,
        env=houses.surroundings(house.folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 18
        while not any(client["cmd"].startswith("incr") for client in redis.client_list()):
            assert flusher.poll() is None, "the flusher ended before it could be killed"
            assert time.monotonic() < deadline, "no flusher came to its merge"
            time.sleep(0.01)
        for pid in pool_of(house.child("--queues=celery")):
            os.kill(pid, signal.SIGKILL)
    finally:
        flusher.kill()
        flusher.wait()
        redis.execute_command("CLIENT", "UNPAUSE")


def pool_of(worker: int) -> list[int]:
    """The processes that carry out the tasks of a Celery worker: those with children of their own lead it."""
    family = [pid for pid in houses.all_pids() if houses.group_of(pid) == worker]
    parents = {pid: parent_of(pid) for pid in family}
    return [pid for pid in family if pid not in parents.values() and pid != worker]


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def test_a_thousand_views_are_exact_and_in_order_though_flushers_die(house: House) -> None:
    articles = json.loads(ask(house, PRINTED))
    given = json.loads(ask(house, TOKENS.format(articles=articles)))
    address = RedisAddresses(f"unix://{socket_path(house.folder, Path(tempfile.gettempdir()))}").client(3)
    with Redis.from_url(address, decode_responses=True) as redis, Readers(house) as readers:
        for _kill in range(KILLS):
            for article, token, number in zip(articles, given, EACH_TIME, strict=True):
                assert {readers.look(article, token) for _reader in range(number)} == {204}
            kill_while_it_flushes(house, redis)
    last_view = time.monotonic()
    wanted = [number * KILLS for number in EACH_TIME]
    by_hand = [article for _views, article in sorted(zip(wanted, articles, strict=True), reverse=True)]
    found = {}

    def exact_and_in_order() -> bool:
        found.update(json.loads(ask(house, FOUND.format(articles=articles))))
        return found["totals"] == wanted and found["order"] == by_hand

    house.until(exact_and_in_order, f"totals {wanted} in the order {by_hand}", seconds=90)
    assert time.monotonic() - last_view < 95
    assert found["hours"] == wanted
    assert found["ledger"] == [1000, 1000, 0]
