"""Nothing depends on one web server: the same application answers under gunicorn."""

import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.newsroom import houses


@pytest.fixture
def gunicorn():
    """The address of a newsroom under gunicorn."""
    with tempfile.TemporaryDirectory() as made:
        port = houses.free_port()
        command = [sys.executable, "-m", "gunicorn", "--no-control-socket", f"--bind=127.0.0.1:{port}"]
        process = subprocess.Popen(
            [*command, "--workers=1", "--threads=2", "newsroom.wsgi:application"],
            cwd=houses.ROOT,
            env=houses.surroundings(Path(made)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def fetch(address, seconds=30):
    """Status and headers, waiting for a server that is still starting."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.status, answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.headers
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_gunicorn_serves_the_same_application(gunicorn):
    status, headers = fetch(f"{gunicorn}/healthz")
    assert status == 200
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    status, headers = fetch(f"{gunicorn}/readyz")
    assert (status, headers["Retry-After"]) == (503, "5")
