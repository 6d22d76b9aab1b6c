"""Readers' pages a second, kept and rendered, beside a bare Django view that returns as many bytes.

    .venv/bin/python bench/reading.py [--seconds 4] [--readers 8] [--articles 40]

Everything runs on an own database, an own cache and two granian servers on free ports of the loopback, one worker
each. A page is rendered anew for every request when its address carries a number that no other request had.
"""

import argparse
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE))
BARE = """
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import re_path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bare", MIDDLEWARE=[])
urlpatterns = [re_path("^([0-9]+)$", lambda request, size: HttpResponse(b"x" * int(size)))]
application = get_wsgi_application()
"""
PARAGRAPH = "港口在周一清晨重新开放，引航站六点恢复工作，首批四十一艘货轮依次进港。" * 4
_numbers = count(1)


def main() -> None:
    """Prepare, measure, tidy up."""
    parser = argparse.ArgumentParser(description="Readers' pages a second, beside a bare Django view.")
    parser.add_argument("--seconds", type=float, default=4, help="length of each measurement")
    parser.add_argument("--readers", type=int, default=8, help="readers at once")
    parser.add_argument("--articles", type=int, default=40, help="live articles")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        stack.enter_context(_surroundings(folder))
        article = _content(options.articles)
        own, bare = _free_port(), _free_port()
        stack.enter_context(_server("newsroom.wsgi:application", own, BASE))
        (folder / "bare.py").write_text(BARE)
        stack.enter_context(_server("bare:application", bare, folder))
        for title, path in (("article", article), ("front page", "/")):
            _compare(title, path, own, bare, options.seconds, options.readers)


@contextmanager
def _surroundings(folder: Path) -> Iterator[None]:
    """An own database with all tables, an own cache, static files with their manifest."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "VAR_DIR": str(folder / "var"),
        "REDIS_URL": f"unix://{folder / 'valkey.sock'}",
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    from tests.servers import redis_at

    with redis_at(folder / "valkey.sock"):
        for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--noinput", "--verbosity", "0"]):
            subprocess.run([sys.executable, str(BASE / "manage.py"), *command], check=True, cwd=BASE)
        yield


def _content(number: int) -> str:
    """Print articles, rank them, and return the address of the newest."""
    import django

    django.setup()
    from django.utils import timezone

    from articles.popularity import listing
    from tests import builders

    now = timezone.now()
    body = "\n\n".join(f"## 第{part}节\n\n{PARAGRAPH}\n\n{PARAGRAPH}" for part in range(1, 7))
    for place in range(number):
        at = now - timedelta(hours=number - place)
        edition = builders.published(
            title=f"第{place}号潮汐报告：港口恢复通航", at=at, slug=f"chao-xi-{place}", body=body
        )
    listing.rank(now)
    return f"/articles/{edition.article_id}-{edition.slug}/"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _server(application: str, port: int, folder: Path) -> Iterator[None]:
    """granian with one worker, until the block ends."""
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "4", "--no-log", application]
    process = subprocess.Popen(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)})
    try:
        _wait(port)
        yield
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    for _try in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing listens at port {port}")


def _compare(title: str, path: str, own: int, bare: int, seconds: float, readers: int) -> None:
    """Print pages a second and their share of what the bare view does."""
    size = len(_get(http.client.HTTPConnection("127.0.0.1", own, timeout=30), path))
    base = _rate(bare, lambda: f"/{size}", seconds, readers)
    kept = _rate(own, lambda: path, seconds, readers)
    rendered = _rate(own, lambda: f"{path}?q={next(_numbers)}", seconds, readers)
    print(f"{title}, {size} bytes: bare view {base:.0f}/s")
    for name, rate in (("kept", kept), ("rendered", rendered)):
        print(f"  {name:<9}{rate:>7.0f}/s  {rate / base:6.2f} of the bare view")


def _rate(port: int, address: Callable[[], str], seconds: float, readers: int) -> float:
    """Requests a second that ``readers`` at once get answered; the first requests warm the server up."""
    _get(http.client.HTTPConnection("127.0.0.1", port, timeout=30), address())
    end = time.perf_counter() + seconds
    answered = [0] * readers

    def read(reader: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < end:
            _get(connection, address())
            answered[reader] += 1

    threads = [threading.Thread(target=read, args=(reader,)) for reader in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(answered) / seconds


def _get(connection: http.client.HTTPConnection, path: str) -> bytes:
    """The body of a 200. Raises RuntimeError for any other answer."""
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}")
    return body


if __name__ == "__main__":
    main()
