"""What every test stands on: own files, own Redis-protocol server, a quick password hash, a browser.

While a test runs, Redis is away, as it may be at any time, unless the test asks for ``clean_redis``.
"""

import math
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from redis import Redis

from articles.wire.breaker import breaker_for
from articles.wire.client import client
from tests import environment, needs, servers

IN_CI = os.environ.get("CI") == "true"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
hypothesis_settings.register_profile("dev", deadline=None, max_examples=40, suppress_health_check=quiet)
hypothesis_settings.register_profile(
    "ci", deadline=None, max_examples=100, derandomize=True, suppress_health_check=quiet
)
hypothesis_settings.load_profile("ci" if IN_CI else "dev")


STORES = {"db", "transactional_db", "django_db_setup", "redis_server", "own_database"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """The second run, on real servers, needs only the tests that touch one."""
    parser.addoption(
        "--stores", action="store_true", help="only tests that use a database or Redis, no browser"
    )


def pytest_configure() -> None:
    """Plain static files, so that no manifest is needed, a hash that costs nothing, a database of its own."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django_settings.STORAGES = {**django_settings.STORAGES, "staticfiles": plain}
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if "sqlite" in django_settings.DATABASES["default"]["ENGINE"]:
        _in_a_file(django_settings.DATABASES["default"])


def _in_a_file(database: dict[str, Any]) -> None:
    """In memory, all threads would share one connection, and a live server's would end one another's savepoints.

    What a test wrote need not survive a power cut, so nothing waits for the disk.
    """
    database.setdefault("TEST", {})["NAME"] = str(environment.FOLDER / "tests.sqlite3")
    pragmas = database["OPTIONS"]["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    database["OPTIONS"]["init_command"] = pragmas


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever asks for a page of a browser is a browser test."""
    for item in items:
        if {"page", "context", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
    if config.getoption("--stores"):
        _leave_out(config, items, [item for item in items if not _uses_stores(item)])


def _uses_stores(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser") or item.get_closest_marker("markup"):
        return False
    return bool(item.get_closest_marker("django_db") or STORES & set(getattr(item, "fixturenames", ())))


def _leave_out(config: pytest.Config, items: list[pytest.Item], left: list[pytest.Item]) -> None:
    gone = set(left)
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in gone]


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> Path:
    """Uploads of one test lie in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def redis_as_wanted(request: pytest.FixtureRequest) -> Iterator[None]:
    """Redis is away for tests that did not ask for it, so that no test sees what another left in a cache."""
    breaker = breaker_for(django_settings.COUNTER_URL)
    breaker.open_until = None if "redis_server" in request.fixturenames else math.inf
    caches["default"].spare.clear()  # attempts to sign in are counted here while Redis is away
    yield
    breaker.open_until = None


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The address of the Redis-protocol server of this run: the given one, or one started for it."""
    if environment.GIVEN_REDIS:
        yield os.environ["REDIS_URL"]
        return
    with servers.redis_at(environment.FOLDER / "valkey.sock"):
        yield os.environ["REDIS_URL"]


@pytest.fixture
def clean_redis(redis_server: str) -> Redis:
    """The counters' client; all databases of this worker are empty."""
    for database in range(environment.DATABASES_A_WORKER):
        Redis.from_url(django_settings.REDIS.client(database)).flushdb()
    return client(django_settings.COUNTER_URL)


@pytest.fixture(scope="session")
def base_url() -> str:
    """Stands in for a fixture of pytest-base-url that pytest 9 warns about; tests give whole addresses."""
    return ""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of this machine; nothing is downloaded."""
    needs.require(CHROMIUM is not None, "Chromium")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}


@pytest.fixture
def patient_redis(clean_redis: Redis) -> Iterator[None]:
    """The counters' client waits longer: beside a browser, a quarter of a second may pass before a thread's turn."""
    pool = clean_redis.connection_pool
    before = dict(pool.connection_kwargs)
    pool.disconnect()
    pool.connection_kwargs.update(socket_timeout=10, socket_connect_timeout=10)
    yield
    pool.disconnect()
    pool.connection_kwargs.update(before)


@pytest.fixture
def live(patient_redis: None, clean_redis: Redis, live_server: Any, settings: Any) -> Iterator[str]:
    """The address of a newsroom that a browser can open, without a closing slash; at rest before the rows go."""
    settings.NEWSROOM_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    with servers.at_rest_in_the_end():
        yield str(live_server.url)
