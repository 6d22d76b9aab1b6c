"""A whole newsroom whose worker, beat and Valkey stand still: a story goes live on its second all the same."""

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

from tests.newsroom import houses
from tests.newsroom.houses import House

pytestmark = pytest.mark.fault
AHEAD = 25  # s; long enough to stop everything first

SCHEDULE = """
from datetime import timedelta
from django.utils import timezone
from tests import builders as b
now = timezone.now()
at = now.replace(microsecond=0) + timedelta(seconds={ahead})
edition = b.published(at=at, now=now, title="准点的稿件")
print(edition.article_id, edition.slug, at.timestamp())
"""
EFFECTS = """
import json
from articles.publishing.models import Edition, Effect
rows = Effect.objects.order_by("kind").values_list("kind", "attempts", "done_at")
print(json.dumps([[kind, attempts, done is not None] for kind, attempts, done in rows]))
"""


@pytest.fixture
def house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="clock-") as made:
        folder = Path(made) / "var"
        folder.mkdir()
        running = House(folder)
        try:
            yield running
        finally:
            for leader in running.children():
                os.killpg(leader, signal.SIGCONT)
            running.close()


def ask(house: House, script: str) -> str:
    """What a script says inside the running newsroom's surroundings."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", script]
    done = subprocess.run(
        command,
        cwd=houses.ROOT,
        env=houses.surroundings(house.folder),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip().splitlines()[-1]


def test_with_everything_else_frozen_the_page_turns_from_404_to_200_on_its_second(house: House) -> None:
    house.is_open()
    number, slug, moment = ask(house, SCHEDULE.format(ahead=AHEAD)).split()
    for name in ("celery --quiet -A newsroom worker", "celery --quiet -A newsroom beat", "valkey"):
        leader = house.child(name)
        assert leader, f"{name} runs"
        houses.freeze_group(leader)
    address = f"/articles/{number}-{slug}/"
    assert time.time() < float(moment) - 3
    assert house.page(address)[0] == 404
    while house.page(address)[0] != 200:
        assert time.time() < float(moment) + 3
        time.sleep(0.05)
    lag = time.time() - float(moment)
    assert 0 <= lag < 3, lag
    for surface in ("/", "/feeds/latest.atom", "/news-sitemap.xml", "/categories/harbour/"):
        assert "准点的稿件" in house.page(surface)[1], surface
    assert json.loads(house.page("/readyz")[1])["status"] == "degraded"
    for leader in house.children():
        os.killpg(leader, signal.SIGCONT)
    house.until(
        lambda: all(done for _kind, _tries, done in json.loads(ask(house, EFFECTS))), "effects run", 90
    )
    kinds = [kind for kind, _tries, _done in json.loads(ask(house, EFFECTS))]
    assert kinds == ["index", "notify", "probe", "purge"]
