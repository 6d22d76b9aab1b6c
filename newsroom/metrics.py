"""Numbers for Prometheus, each asked by an index, and all of them within two seconds."""

import hmac
import logging
import os
import platform
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from importlib import metadata

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from articles.clocks.models import Turn
from articles.covers.models import Cover
from articles.popularity import evaluating
from articles.publishing.models import Edition, Effect
from articles.wire.breaker import all_breakers, server_of
from articles.wire.client import client
from newsroom import inspection, metrics_of_views
from newsroom.exposition import CONTENT_TYPE, Sample, metric
from newsroom.patience import Patience

WINDOW = timedelta(days=30)
NEWEST = 10_000  # editions whose lag is looked at
SECONDS = 1.5
log = logging.getLogger(__name__)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The text exposition format; for holders of METRICS_TOKEN alone where one is set."""
    if not _may_read(request):
        return HttpResponse("This page needs the token.\n", status=401, content_type="text/plain")
    return HttpResponse("".join(_all()), content_type=CONTENT_TYPE)


def _may_read(request: HttpRequest) -> bool:
    wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
    given = request.headers.get("Authorization", "").encode()
    return not settings.METRICS_TOKEN or hmac.compare_digest(given, wanted)


def _all() -> Iterator[str]:
    yield from _of_process()
    yield from _of_servers()
    try:
        stored = database.ask(SECONDS)
    except Exception as error:
        log.warning("The database does not answer: %s", error)
        stored = []
    yield metric("newsroom_database_up", "gauge", "Whether the database answers.", float(bool(stored)))
    yield from stored


def _of_process() -> Iterator[str]:
    own = {"pid": str(os.getpid())}
    about = {"django": metadata.version("django"), "python": platform.python_version()}
    started = inspection.STARTED.timestamp()
    yield metric("newsroom_info", "gauge", "The program and what it runs on.", [(about, 1)])
    yield metric("newsroom_process_start_time_seconds", "gauge", "When this process began.", [(own, started)])
    breakers = [({**own, "server": name}, float(b.is_open)) for name, b in sorted(all_breakers().items())]
    yield metric("newsroom_breaker_open", "gauge", "Whether this process leaves a server alone.", breakers)
    yield from metrics_of_views.of_process()


def _of_servers() -> Iterator[str]:
    up: list[Sample] = []
    for name, url in {server_of(url): url for url in (settings.COUNTER_URL, settings.CACHE_URL)}.items():
        try:
            client(url, inspection.REDIS_SECONDS).ping()
            up.append(({"server": name}, 1))
        except (RedisError, OSError):
            up.append(({"server": name}, 0))
    yield metric("newsroom_redis_up", "gauge", "Whether a Redis-protocol server answers.", up)


def _stored() -> list[str]:
    try:
        now = timezone.now()
        views = [*metrics_of_views.counted(now), *metrics_of_views.of_beacons(now)]
        return [*_of_effects(now), *_of_covers(), *_of_lag(now), *_of_clocks(now), *views, *_of_list(now)]
    finally:
        connection.close()


database = Patience(_stored)


def _of_effects(now: datetime) -> Iterator[str]:
    late = Q(parked_at=None, due_at__lte=now - inspection.EFFECTS_GRACE)
    counts = Effect.objects.overdue(now).aggregate(
        waiting=Count("pk", filter=Q(parked_at=None)), late=Count("pk", filter=late), all=Count("pk")
    )
    parked = counts["all"] - counts["waiting"]
    yield metric("newsroom_effects_due", "gauge", "Effects whose time has come.", counts["waiting"])
    yield metric("newsroom_effects_overdue", "gauge", "Of these, late by a minute or more.", counts["late"])
    yield metric("newsroom_effects_parked", "gauge", "Effects given up until somebody looks.", parked)


def _of_covers() -> Iterator[str]:
    waiting = Cover.objects.exclude(render_due_at=None).count()
    yield metric(
        "newsroom_covers_waiting", "gauge", "Covers of which the worker has formats to make.", waiting
    )


def _of_lag(now: datetime) -> Iterator[str]:
    seen = Edition.objects.seen_to_appear(now - WINDOW, now)
    times = seen.order_by("-live_from").values_list("live_from", "seen_at")[:NEWEST]
    lags = sorted((found - began).total_seconds() for began, found in times if found)
    samples: list[Sample] = [({"quantile": str(share)}, quantile(lags, share)) for share in (0.5, 0.95, 1)]
    words = "From the second a story should be public to the first look that found it so; 30 days."
    yield metric("newsroom_publish_lag_seconds", "gauge", words, samples)
    yield metric("newsroom_publish_lag_editions", "gauge", "Editions behind these numbers.", len(lags))


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """The smallest of ``ordered`` that at least ``share`` of them do not exceed; None of nothing."""
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)] if ordered else None


def _of_clocks(now: datetime) -> Iterator[str]:
    turns = {turn.name: turn for turn in Turn.objects.all()}
    ages: list[Sample] = [
        ({"clock": name}, (now - turn.finished_at).total_seconds())
        for name, turn in sorted(turns.items())
        if turn.finished_at
    ]
    failed: list[Sample] = [
        ({"clock": name}, float(bool(turn.error))) for name, turn in sorted(turns.items())
    ]
    late = len(list(inspection.overdue_clocks(turns, now)))
    yield metric("newsroom_clock_age_seconds", "gauge", "Since a clock last finished its turn.", ages)
    yield metric("newsroom_clock_failed", "gauge", "Whether a clock's last turn failed.", failed)
    yield metric("newsroom_clocks_overdue", "gauge", "Clocks that have missed two periods.", late)


def _of_list(now: datetime) -> Iterator[str]:
    """How well the hot list foretold the hours of seven days, beside the classical formulas."""
    found = evaluating.means(now)
    if found is None:
        return
    told: list[Sample] = [({"ranker": name}, value) for name, value in sorted(found.ndcg.items())]
    hits: list[Sample] = [({"ranker": name}, value) for name, value in sorted(found.precision.items())]
    leads: list[Sample] = [({"over": name}, value) for name, value in sorted(found.lead.items())]
    behind = float(found.is_behind)
    yield metric("newsroom_hot_ndcg", "gauge", "NDCG at 10 of the hour that followed; 7 days.", told)
    yield metric("newsroom_hot_precision", "gauge", "Share of the first ten read most; 7 days.", hits)
    yield metric("newsroom_hot_lead", "gauge", "NDCG of the list over that of a formula; 7 days.", leads)
    yield metric("newsroom_hot_hours", "gauge", "Hours behind these numbers.", found.hours)
    yield metric("newsroom_hot_behind", "gauge", "Whether a formula would have foretold better.", behind)
