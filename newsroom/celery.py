"""The Celery app, and every clock of the house on one page.

Clocks only shorten waits and carry out effects; what is public, the interval of an edition alone decides.
Plain intervals in UTC: a zone's clock change neither stops nor floods them. Each tick expires after its
period, so an outage leaves no pile. Daily work is asked of the database by a frequent tick.
"""

import os
from typing import Any

from celery import Celery, Task
from celery.signals import setup_logging, worker_ready

from articles.drafting.doors import through

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

CLOCKS = {
    "articles.announce": 5,
    "articles.render_covers": 30,
    "articles.flush_views": 15,
    "articles.rank": 60,
    "articles.seal_hour": 60,
    "articles.tidy_popularity": 600,
    "articles.tell_notices": 15,
}


class Tick(Task):
    """A task of the house: what it does is noted as done by a clock."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with through("clock"):
            return super().__call__(*args, **kwargs)


app = Celery("newsroom", task_cls=Tick)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_soft_time_limit=210,
    task_time_limit=240,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    timezone="UTC",
    # Several beats share a lock of ten seconds, so the leader must come back to it sooner.
    beat_max_loop_interval=3,
    # Drawing takes seconds a picture; in a queue of its own it holds up nobody who has to be on time.
    task_routes={"articles.render_covers": {"queue": "covers"}},
    task_publish_retry_policy={"max_retries": 1, "interval_start": 0, "interval_step": 0},
    broker_transport_options={
        "socket_timeout": 0.5,
        "socket_connect_timeout": 0.5,
        "visibility_timeout": 300,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    },
    beat_schedule={
        name: {"task": name, "schedule": float(seconds), "options": {"expires": seconds}}
        for name, seconds in CLOCKS.items()
    },
    imports=[
        "articles.covers.tasks",
        "articles.publishing.tasks",
        "articles.popularity.tasks",
        "articles.desk.tasks",
    ],
)


@worker_ready.connect
def _catch_up(**_kwargs: Any) -> None:
    """A worker that comes back lets every clock tick at once, instead of waiting out its period."""
    from articles.wire.nudging import nudge

    for name in CLOCKS:
        nudge(name)


@setup_logging.connect
def _use_the_house_log(**_kwargs: Any) -> None:
    """Celery would replace our log format; the settings' LOGGING stands instead."""
    import logging.config

    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
