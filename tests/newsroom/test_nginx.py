"""The nginx of deploy/nginx.conf: the same pages, nothing early, nothing late, nothing that was taken down."""

import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import fronts, needs
from tests.newsroom import houses

CONTENT = """
import json, sys
from datetime import timedelta
import django
django.setup()
from django.utils import timezone
from articles.publishing.models import Edition
from tests import builders
from tests.reading import printing
now = timezone.now()
plain = builders.published(title="港口恢复通航", slug="gang-kou", at=now - timedelta(hours=2))
later = builders.published(title="鲸鱼号准时靠岸", slug="jing-yu", at=now - timedelta(hours=1))
Edition.objects.filter(pk=later.pk).update(
    live_from=now + timedelta(seconds=float(sys.argv[1])), live_until=now + timedelta(seconds=float(sys.argv[2]))
)
json.dump({"begins": now.timestamp() + float(sys.argv[1]), "ends": now.timestamp() + float(sys.argv[2]),
           "plain": f"/articles/{plain.article_id}-gang-kou/", "later": f"/articles/{later.article_id}-jing-yu/"},
          sys.stdout)
"""
BEGINS, ENDS = 25.0, 31.0  # s after the content was made
LATE = 3.0  # s; what a busy machine may need beyond the second


@pytest.fixture(scope="module")
def house() -> Iterator[dict[str, Any]]:
    """A newsroom with nginx before it, a story that begins soon and ends soon after."""
    needs.require(bool(fronts.nginx()), "nginx")
    with tempfile.TemporaryDirectory(prefix="newsroom-front-") as made:
        folder = Path(made)
        port = houses.free_port()
        environment = houses.surroundings(
            folder / "var",
            DJANGO_SETTINGS_MODULE="newsroom.settings",
            DATABASE_URL=f"sqlite:///{folder / 'front.sqlite3'}",
            NEWSROOM_LANGUAGE="zh-hans",
            TRUSTED_PROXIES="1",
            NEWSROOM_URL=f"http://127.0.0.1:{port}",
            PYTHONPATH=str(houses.ROOT),
        )
        for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run(
                [sys.executable, "manage.py", *command], cwd=houses.ROOT, env=environment, check=True
            )
        granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--workers", "1"]
        server = subprocess.Popen(
            [*granian, "--blocking-threads", "4", "--port", str(port), "newsroom.wsgi:application"],
            cwd=houses.ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            content = subprocess.run(
                [sys.executable, "-c", CONTENT, str(BEGINS), str(ENDS)],
                cwd=houses.ROOT, env=environment, check=True, capture_output=True,
            )  # fmt: skip
            with fronts.front(folder / "nginx", newsroom=port, static=folder / "var" / "static") as before:
                address = f"http://127.0.0.1:{before}"
                yield {**json.loads(content.stdout), "address": address, "server": server, "direct": port}
        finally:
            server.terminate()
            server.wait(30)


def fetch(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers in small letters, body."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=sent), timeout=10) as answer:
            return (
                answer.status,
                {name.lower(): value for name, value in answer.headers.items()},
                answer.read(),
            )
    except urllib.error.HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


def test_pages_come_through_with_lifetimes_that_allow_for_the_front(house: dict[str, Any]) -> None:
    deadline = time.monotonic() + 20
    while (answer := fetch(house["address"] + "/"))[0] != 200 and time.monotonic() < deadline:
        time.sleep(0.2)
    status, headers, body = answer
    assert status == 200 and "港口恢复通航" in body.decode()
    public, _comma, lifetime = headers["cache-control"].rpartition("=")
    assert public == "public, no-transform, max-age=0, s-maxage"
    assert int(lifetime) <= house["begins"] - time.time() + 1
    assert "x-accel-expires" not in headers
    again = fetch(house["address"] + "/", If_None_Match=headers["etag"])
    assert (again[0], again[2]) == (304, b"")
    assert fetch(house["address"] + "/", Accept_Encoding="br")[1]["content-encoding"] == "br"
    assert fetch(house["address"] + "/", Accept_Encoding="gzip")[1]["content-encoding"] == "gzip"
    assert "鲸鱼" not in body.decode()


def test_a_parameter_said_twice_or_in_capitals_keeps_no_wrong_page(house: dict[str, Any]) -> None:
    plain = fetch(house["address"] + "/hot/")[2]
    for query in ("PAGE=2", "page=2&page=1", "utm=1"):
        fetch(f"{house['address']}/hot/?{query}")
    assert fetch(house["address"] + "/hot/")[2] == plain


def test_static_files_come_pressed_from_the_disk(house: dict[str, Any]) -> None:
    page = fetch(house["address"] + "/")[2].decode()
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    status, headers, _body = fetch(house["address"] + style, Accept_Encoding="gzip")
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_story_is_neither_early_nor_late_nor_left_behind(house: dict[str, Any]) -> None:
    """Every tenth of a second from before its beginning until after its end, on three surfaces."""
    surfaces = ["/", house["later"], "/feeds/latest.atom"]
    seen: dict[str, list[tuple[float, float, bool]]] = {each: [] for each in surfaces}
    assert time.time() < house["begins"], "the machine was too slow for this test to begin in time"
    while time.time() < house["ends"] + LATE + 1:
        for surface in surfaces:
            asked = time.time()
            shown = "鲸鱼号" in fetch(house["address"] + surface)[2].decode()
            seen[surface].append((asked, time.time(), shown))
        time.sleep(0.1)
    for surface, answers in seen.items():
        early = [at for _asked, at, shown in answers if shown and at < house["begins"]]
        left = [at for at, _end, shown in answers if shown and at >= house["ends"]]
        late = [
            at for at, _end, shown in answers if not shown and house["begins"] + LATE < at < house["ends"] - 1
        ]
        assert (early, left, late) == ([], [], []), surface
        assert any(shown for _asked, _at, shown in answers), surface


def test_pages_stand_in_when_the_newsroom_is_gone(house: dict[str, Any]) -> None:
    page = fetch(house["address"] + house["plain"])
    assert page[0] == 200
    house["server"].terminate()
    house["server"].wait(30)
    time.sleep(4)
    stood_in = fetch(house["address"] + house["plain"])
    assert (stood_in[0], stood_in[2]) == (200, page[2])
    assert fetch(house["address"] + "/corrections/?page=2")[0] == 502
