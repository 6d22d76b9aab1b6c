"""Shortens the wait for a clock: asks a worker to take a turn now, and shrugs when nobody listens."""

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from articles.wire.breaker import breaker_for

LIFETIME_SECONDS = 60


def nudge(task: str, *ids: int) -> bool:
    """Queue ``task`` (a name) with ``ids`` now; False when the broker is away. The clocks are the guarantee."""
    breaker = breaker_for(settings.CELERY_BROKER_URL)
    if not breaker.allows():
        return False
    try:
        current_app.send_task(task, args=ids, expires=LIFETIME_SECONDS)
    except (OperationalError, RedisError, OSError):
        breaker.failed()
        return False
    breaker.answered()
    return True


def nudge_after_commit(task: str, *ids: int) -> None:
    """The same once the running transaction is committed; an error there never undoes a save."""
    transaction.on_commit(lambda: nudge(task, *ids), robust=True)
