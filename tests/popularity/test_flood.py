"""A flood of invented visitors cannot fill the memory that the broker shares."""

import time
from pathlib import Path
from typing import Any

from redis import Redis

from articles.popularity import flushing
from tests import servers
from tests.popularity.making import beacon, readers


def test_the_brake_comes_on_the_broker_works_and_the_memory_falls(settings: Any, tmp_path: Path) -> None:
    settings.VIEWS_WINDOW = 60
    socket = tmp_path / "own.sock"
    with servers.redis_at(socket, "--maxmemory-policy", "noeviction"):
        settings.COUNTER_URL = f"unix://{socket}?db=3"
        counters, broker = Redis.from_url(settings.COUNTER_URL), Redis.from_url(f"unix://{socket}?db=0")
        base = counters.info("memory")["used_memory"]
        counters.config_set("maxmemory", int((base + 1_000_000) / 0.6))
        kinds, full = _flood(10_000)
        assert full, "the flood never reached the brake"
        assert kinds[0] == "view"
        assert set(kinds[-100:]) == {"doubt"}
        assert broker.lpush("celery", b"x" * 10_000) == 1
        peak = counters.info("memory")["used_memory"]
        for key in counters.scan_iter("{v0}:*:*"):
            if b":n:" not in key:
                counters.pexpire(key, 1)
        deadline = time.monotonic() + 10
        while counters.info("memory")["used_memory"] > peak - 400_000 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert counters.info("memory")["used_memory"] < peak - 400_000
        assert flushing.set_brake() is False
        assert beacon(1, readers()) == "view"
        counters.close()
        broker.close()


def _flood(most: int) -> tuple[list[str], bool]:
    """Looks of ever new visitors, with a flush's eye on the memory after every hundred."""
    kinds: list[str] = []
    full = False
    for number in range(most):
        kinds.append(beacon(number % 50 + 1, readers()))
        if number % 100 == 99:
            before, full = full, flushing.set_brake() or full
            if before and full:
                break
    return kinds, full
