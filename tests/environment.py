"""The surroundings of a test run, set before Django reads its settings: own database, own files, own server."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="newsroom-tests-"))
DATABASES_A_WORKER = 4  # broker, cache, schedule, counters


def _own_databases(url: str) -> str:
    """``url`` with the first of the numbered databases that belong to this worker of pytest-xdist alone."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    first = DATABASES_A_WORKER * (int(worker.removeprefix("gw")) + 1) if worker else 0
    return f"{url}?db={first}" if url.startswith("unix:") else f"{url.rstrip('/')}/{first}"


os.environ["VAR_DIR"] = str(FOLDER)
os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 50
os.environ["NEWSROOM_URL"] = "http://testserver"
os.environ["NEWSROOM_NAME"] = "潮声新闻室"
os.environ["EMAIL_URL"] = "memory:"
os.environ["DEBUG"] = "0"
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{FOLDER / 'newsroom.sqlite3'}"
GIVEN_REDIS = os.environ.get("TEST_REDIS_URL", "")
os.environ["REDIS_URL"] = _own_databases(GIVEN_REDIS) if GIVEN_REDIS else f"unix://{FOLDER / 'valkey.sock'}"
# Playwright keeps an event loop running in the thread of the test, which still reads the database in peace.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
for name in (
    "NEWSROOM_LANGUAGE",
    "NEWSROOM_TIME_ZONE",
    "CACHE_URL",
    "ALLOWED_HOSTS",
    "MEDIA_ROOT",
    "MEDIA_S3_BUCKET",
    "STATIC_ROOT",
    "TRUSTED_PROXIES",
    "LOG_FORMAT",
    "METRICS_TOKEN",
    "EFFECT_PROBE_URL",
):
    os.environ.pop(name, None)
# Whitenoise looks for the folder of collected files at the start.
(FOLDER / "static").mkdir()


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end; looking through it again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(FOLDER, ignore_errors=True)
