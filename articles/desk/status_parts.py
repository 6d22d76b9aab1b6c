"""The parts the newsroom stands on: the cache, the tables' version, the last proof of all editions, what runs here."""

import platform
import tomllib
from datetime import datetime
from functools import cache
from importlib import metadata
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from redis.exceptions import RedisError

from articles.clocks import turns
from articles.clocks.models import Turn
from articles.wire.client import ServerAway, line

PACKAGES = ("Django", "celery", "redis", "Pillow", "granian", "django-allauth")


class Parts(NamedTuple):
    """Whether the cache answers, how many migrations wait, and how the last ``verify`` ended."""

    cache: bool
    unapplied: int
    proved_at: datetime | None
    proof_error: str


def parts() -> Parts:
    """Ask each of them."""
    executor = MigrationExecutor(connection)
    unapplied = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    proof = Turn.objects.filter(name=turns.PROOF).first()
    return Parts(_cache(), unapplied, proof.finished_at if proof else None, proof.error if proof else "")


def _cache() -> bool:
    try:
        with line(settings.CACHE_URL) as server:
            return bool(server.ping())
    except (ServerAway, RedisError):
        return False


def versions() -> dict[str, str]:
    """What runs here, in which version."""
    found = {"Newsroom": _own_version(), "Python": platform.python_version()}
    found |= {name: metadata.version(name) for name in PACKAGES}
    with connection.cursor() as cursor:
        cursor.execute(
            "SHOW server_version" if connection.vendor == "postgresql" else "SELECT sqlite_version()"
        )
        found[connection.display_name] = str(cursor.fetchone()[0])
    return found


@cache
def _own_version() -> str:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
