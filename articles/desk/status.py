"""What the machinery does, measured: clocks, effects, lateness, queues, search, storage, the hot list, versions."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, F, Max, Q
from redis import Redis

from articles.clocks.models import Turn
from articles.desk import status_parts, status_storage
from articles.desk.status_parts import Parts
from articles.desk.status_storage import Search, Storage
from articles.popularity import evaluating, ledger
from articles.popularity.keeping import SITE
from articles.popularity.models import HotList
from articles.publishing.models import Edition, Effect
from articles.wire.client import ServerAway, line
from newsroom.celery import CLOCKS
from newsroom.metrics import quantile

WINDOW = timedelta(days=30)
NEWEST = 10_000  # rows whose lateness is looked at
GRACE = timedelta(seconds=60)
CLOCK_GRACE = timedelta(seconds=30)
QUEUES = ("celery", "covers")
SHOWN = 50


class Clock(NamedTuple):
    """One clock: its period in s, its last turn, when the next is due, and what went wrong."""

    name: str
    seconds: int
    last: datetime | None
    next_at: datetime | None
    is_late: bool
    error: str


class Lateness(NamedTuple):
    """Seconds behind the moment that was asked for: p50, p95 and the most, of ``number`` in 30 days."""

    number: int
    p50: float | None
    p95: float | None
    most: float | None


class Effects(NamedTuple):
    """The outbox: what waits, what is late by a minute or more, what was given up; and the oldest of it."""

    waiting: int
    late: int
    parked: int
    rows: list[Effect]


class Hot(NamedTuple):
    """The hot list's age and its verdict, and the beacons of 24 hours."""

    made_at: datetime | None
    means: evaluating.Means | None
    is_behind: bool
    beacons: ledger.Ledger


class Status(NamedTuple):
    """Everything on the page, as of one moment."""

    now: datetime
    clocks: list[Clock]
    effects: Effects
    lag: Lateness
    lateness: Lateness
    queues: dict[str, int] | None  # None while the server is away
    search: Search
    storage: Storage
    hot: Hot
    parts: Parts
    versions: dict[str, str]

    @property
    def is_well(self) -> bool:
        """Whether nothing asks for a person."""
        return not (
            any(clock.is_late or clock.error for clock in self.clocks) or self.effects.late or self.effects.parked
            or self.queues is None or self.hot.is_behind or not self.parts.cache or self.parts.unapplied
            or self.parts.proof_error or not self.storage.is_well
        )  # fmt: skip


def look(now: datetime) -> Status:
    """Ask everything once."""
    return Status(
        now, _clocks(now), _effects(now), _lag(now), _lateness(now), _queues(), status_storage.search(now),
        status_storage.storage(), _hot(now), status_parts.parts(), status_parts.versions(),
    )  # fmt: skip


def _clocks(now: datetime) -> list[Clock]:
    turns = {turn.name: turn for turn in Turn.objects.filter(name__in=CLOCKS)}
    return [_clock(name, seconds, turns.get(name), now) for name, seconds in CLOCKS.items()]


def _clock(name: str, seconds: int, turn: Turn | None, now: datetime) -> Clock:
    last = turn.finished_at if turn else None
    period = timedelta(seconds=seconds)
    late = last is None or now - last > 3 * period + CLOCK_GRACE
    error = (turn.error if turn else "").split(":")[0]
    return Clock(name, seconds, last, last and last + period, late, error)


def _effects(now: datetime) -> Effects:
    overdue = Effect.objects.filter(done_at=None, due_at__lte=now)
    tried = Q(parked_at=None) & (Q(wanted_at__lte=now - GRACE))
    open_rows = Effect.objects.filter(done_at=None, wanted_at__lte=now)
    counts = open_rows.aggregate(
        waiting=Count("pk", filter=Q(parked_at=None)),
        late=Count("pk", filter=tried),
        parked=Count("pk", filter=~Q(parked_at=None)),
    )
    trouble = open_rows.filter(
        Q(attempts__gt=0) | Q(parked_at__isnull=False) | Q(pk__in=overdue.values("pk"))
    )
    rows = trouble.select_related("edition").order_by(F("parked_at").desc(nulls_last=True), "wanted_at", "pk")
    shown = rows.only(
        "kind",
        "wanted_at",
        "due_at",
        "attempts",
        "parked_at",
        "last_error",
        "edition__title",
        "edition__article",
    )
    return Effects(counts["waiting"], counts["late"], counts["parked"], list(shown[:SHOWN]))


def _lag(now: datetime) -> Lateness:
    """From the second a story should be public to the first look that found it so."""
    seen = Edition.objects.seen_to_appear(now - WINDOW, now)
    return _spread(seen.order_by("-live_from").values_list("live_from", "seen_at")[:NEWEST])


def _lateness(now: datetime) -> Lateness:
    """From the moment an effect was wanted to the moment it was done, but for what came in with a date of the past."""
    kinds = list(settings.EFFECT_PERFORMERS)  # named, so that the index by kind and time tells them
    done = Effect.objects.filter(kind__in=kinds, done_at__gt=now - WINDOW, done_at__lte=now)
    done = done.filter(wanted_at__gte=F("edition__printed_at"))
    return _spread(done.order_by("-done_at").values_list("wanted_at", "done_at")[:NEWEST])


def _spread(rows: Iterable[tuple[datetime, datetime | None]]) -> Lateness:
    spans = sorted(max(0.0, (then - asked).total_seconds()) for asked, then in rows if then)
    return Lateness(len(spans), *(quantile(spans, share) for share in (0.5, 0.95, 1)))


def _queues() -> dict[str, int] | None:
    try:
        with line(settings.REDIS.client(0)) as redis:
            return _lengths(redis)
    except ServerAway:
        return None


def _lengths(redis: Redis) -> dict[str, int]:
    return {name: int(redis.llen(name)) for name in QUEUES}


def _hot(now: datetime) -> Hot:
    rows = HotList.objects.filter(list=SITE)
    made_at = rows.aggregate(newest=Max("confirmed_at"))["newest"]
    means = evaluating.means(now)
    return Hot(made_at, means, means is not None and means.is_behind, ledger.ledger(now))
