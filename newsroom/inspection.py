"""Looks at every part the newsroom stands on, and says in words what is, and what works regardless."""

import logging
import zoneinfo
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from redis.exceptions import RedisError

from articles.clocks.models import Turn
from articles.popularity import evaluating
from articles.publishing.models import Effect
from articles.wire.breaker import server_of
from articles.wire.client import client
from newsroom.celery import CLOCKS
from newsroom.patience import Patience

OK, DEGRADED, DOWN = "ok", "degraded", "down"
DATABASE_SECONDS = 1.0
REDIS_SECONDS = 0.2
GRACE_SECONDS = 30
EFFECTS_GRACE = timedelta(seconds=60)
SKEW_LIMIT = timedelta(seconds=1)
FULL_SHARE = 0.95
STARTED = timezone.now()
log = logging.getLogger(__name__)

WITHOUT_REDIS = (
    "Pages, saves and publication on time go on; views are not counted, pages are made anew each time."
)
WITHOUT_LEAD = "Nothing is down, and the list goes on; see its evaluation at the desk before changing a knob."
WITHOUT_CLOCKS = "Stories still begin and end on their second; search, notices and the hot list wait."


class Part(NamedTuple):
    """One part: its state, what is, and what works regardless of it."""

    name: str
    state: str
    detail: str
    regardless: str = ""


class Facts(NamedTuple):
    """What the database says of itself and of the work that is done in it."""

    vendor: str
    unapplied: int
    skew: timedelta
    turns: dict[str, Turn]
    overdue: int
    parked: int
    hot: evaluating.Means | None = None


def _facts() -> Facts:
    try:
        now = timezone.now()
        executor = MigrationExecutor(connection)
        unapplied = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if unapplied:
            return Facts(connection.vendor, unapplied, timedelta(), {}, 0, 0)
        late = Effect.objects.overdue(now - EFFECTS_GRACE)
        parked = late.exclude(parked_at=None).count()
        turns = {turn.name: turn for turn in Turn.objects.all()}
        overdue = late.count() - parked
        return Facts(connection.vendor, 0, _skew(), turns, overdue, parked, evaluating.means(now))
    finally:
        connection.close()


def _skew() -> timedelta:
    """How far the database's clock is from this machine's; SQLite has no clock of its own."""
    if connection.vendor != "postgresql":
        return timedelta()
    with connection.cursor() as cursor:
        before = timezone.now()
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
        after = timezone.now()
    return max(before - there, there - after, timedelta())


database = Patience(_facts)


def parts() -> list[Part]:
    """Every part, the database first. Takes less than two seconds, whatever is frozen."""
    try:
        facts = database.ask(DATABASE_SECONDS)
    except Exception as error:
        log.warning("The database does not answer: %s", error)
        detail = f"The database does not answer ({type(error).__name__})."
        return [Part("database", DOWN, detail), *_servers(), _zones()]
    return [*_of_database(facts), *_servers(), *_of_work(facts), _zones()]


def _of_database(facts: Facts) -> Iterator[Part]:
    yield Part("database", OK, f"{facts.vendor} answers.")
    if facts.unapplied:
        yield Part(
            "migrations", DOWN, f"{facts.unapplied} migrations are not applied; run manage.py migrate."
        )
        return
    yield Part("migrations", OK, "All migrations are applied.")
    if facts.skew > SKEW_LIMIT:
        detail = f"This machine's clock and the database's differ by {facts.skew.total_seconds():.1f} s."
        yield Part("time", DEGRADED, detail, "Stories begin and end by this machine's clock.")


def _of_work(facts: Facts) -> Iterator[Part]:
    if facts.unapplied:
        return
    late = [words for name, words in overdue_clocks(facts.turns, timezone.now())]
    yield Part(
        "clocks", *((DEGRADED, " ".join(late), WITHOUT_CLOCKS) if late else (OK, "Every clock ticks."))
    )
    if facts.overdue or facts.parked:
        detail = f"{facts.overdue} effects are late by a minute or more, {facts.parked} are parked."
        yield Part("effects", DEGRADED, detail, WITHOUT_CLOCKS)
    else:
        yield Part("effects", OK, "No effect is late.")
    yield _of_list(facts.hot)


def _of_list(found: evaluating.Means | None) -> Part:
    """The alarm of the ranking; a poor list takes no server out, so it is never more than degraded."""
    if found is None or found.hours < evaluating.FEWEST_HOURS:
        return Part("hot list", OK, "Too few hours are scored to judge it.")
    best = min(found.lead, key=lambda name: found.lead[name])
    words = f"For seven days it foretold the next hour {found.least_lead:.2f} times as well as “{best}”."
    return Part("hot list", *((DEGRADED, words, WITHOUT_LEAD) if found.is_behind else (OK, words)))


def overdue_clocks(turns: dict[str, Turn], now: datetime) -> Iterator[tuple[str, str]]:
    """Each clock that has not finished a turn for two periods and a grace, with the words for it.

    A process that has just started waits that long before it complains.
    """
    for name, seconds in CLOCKS.items():
        turn = turns.get(name)
        last = turn.finished_at if turn else None
        if now - max(last or STARTED, STARTED) <= timedelta(seconds=2 * seconds + GRACE_SECONDS):
            continue
        yield name, _silence(name, last, turn.error if turn else "", now)


def _silence(name: str, last: datetime | None, error: str, now: datetime) -> str:
    if error:
        # The first word is the kind of the error; the rest may hold names and addresses.
        return f"{name} failed at its last turn ({error.split(':')[0]})."
    if last is None:
        return f"{name} has not finished a turn yet."
    return f"{name} finished its last turn {int((now - last).total_seconds())} s ago."


def _servers() -> Iterator[Part]:
    """The Redis-protocol servers, each asked once: broker and counters, and the cache where it has its own."""
    asked: set[str] = set()
    for name, url in (("redis", settings.COUNTER_URL), ("cache", settings.CACHE_URL)):
        server = server_of(url)
        if server not in asked:
            asked.add(server)
            yield _server(name, url)


def _server(name: str, url: str) -> Part:
    try:
        memory = client(url, REDIS_SECONDS).info("memory")
    except (RedisError, OSError) as error:
        return Part(name, DEGRADED, f"The server does not answer ({type(error).__name__}).", WITHOUT_REDIS)
    limit, used = int(memory.get("maxmemory", 0)), int(memory.get("used_memory", 0))
    if limit and used > FULL_SHARE * limit and memory.get("maxmemory_policy") == "noeviction":
        return Part(name, DEGRADED, "The server is full and refuses to keep more.", WITHOUT_REDIS)
    return Part(name, OK, "The server answers.")


def _zones() -> Part:
    name = settings.NEWSROOM_TIME_ZONE
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / name).is_file():
            return Part("time zones", OK, f"{name} is read from {folder}{_version(folder)}.")
    return Part("time zones", OK, f"{name} is read from the package tzdata {metadata.version('tzdata')}.")


def _version(folder: Path) -> str:
    """The version the system's zone files name in their first line, where they have it."""
    try:
        with (folder / "tzdata.zi").open() as file:
            return ", " + file.readline().strip("# \n")
    except OSError:
        return ""
