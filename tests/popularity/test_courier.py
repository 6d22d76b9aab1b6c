"""The courier of a process carries what its requests left lying, the rest when the process ends in good order."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from redis import Redis

from articles.popularity import courier, parts, tallies
from articles.popularity.waiting import QUEUE
from tests import servers
from tests.popularity.making import beacon, readers

PROGRAM = """
import django
django.setup()
from django.utils import timezone
from articles.popularity import counting, courier, tokens
from tests.popularity.making import readers
courier.start()
courier.start()
now = timezone.now()
for _look in range({looks}):
    body = tokens.token(1, now.date()).encode()
    assert counting.count(1, body=body, meta=readers(), now=now) == "{became}"
"""


@pytest.mark.parametrize("parts_ms, became", [("50", "gathered"), ("1000", "gathered"), ("0", "view")])
def test_a_process_that_ends_loses_nothing(tmp_path: Path, parts_ms: str, became: str) -> None:
    socket = tmp_path / "own.sock"
    own = {
        "REDIS_URL": f"unix://{socket}",
        "VAR_DIR": str(tmp_path),
        "VIEWS_PARTS_MS": parts_ms,
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    program = PROGRAM.format(looks=37, became=became)
    with servers.redis_at(socket):
        subprocess.run([sys.executable, "-c", program], env=os.environ | own, check=True, timeout=60)
        with Redis.from_url(f"unix://{socket}?db=3", decode_responses=True) as redis:
            counted = {key.rpartition(":")[2]: redis.hgetall(key) for key in redis.scan_iter("*:n:*")}
    assert counted == {"view": {"1": "37"}, "received": {"0": "37"}}


def test_what_waits_is_carried_when_redis_is_back(clean_redis: Redis, settings: object) -> None:
    there, settings.COUNTER_URL = settings.COUNTER_URL, "unix:///nowhere/redis.sock?db=0"  # type: ignore[attr-defined]
    assert [beacon(1, readers()) for _look in range(3)] == ["waiting"] * 3
    courier.carry(tell=True)
    assert len(QUEUE) == 3
    settings.COUNTER_URL = there  # type: ignore[attr-defined]
    courier.carry(tell=True)
    assert (len(QUEUE), tallies.OWN.next_part()) == (0, None)


def test_a_fault_is_logged_and_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_now: object) -> int:
        raise RuntimeError("broken")

    monkeypatch.setattr(parts, "send", fail)
    courier.carry(tell=False)
    assert "broken" in caplog.text


def test_a_hundred_looks_are_a_part_and_fewer_wait(clean_redis: Redis, settings: object) -> None:
    settings.VIEWS_PARTS_MS = 50  # type: ignore[attr-defined]
    assert {beacon(1, readers()) for _look in range(parts.PART + 5)} == {"gathered"}
    (counter,) = clean_redis.keys("*:n:*:view")
    assert clean_redis.hgetall(counter) == {b"1": b"100"}
    courier.carry(tell=False)
    assert clean_redis.hgetall(counter) == {b"1": b"105"}
