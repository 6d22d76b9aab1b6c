"""A nudge shortens a wait when the broker listens, and changes nothing when it does not."""

import json
import os
import signal
import tempfile
import time
from pathlib import Path

import pytest
from django.db import transaction
from redis import Redis

from articles.wire.breaker import breaker_for
from articles.wire.nudging import nudge, nudge_after_commit
from newsroom.celery import app
from tests import servers


@pytest.fixture
def queue(clean_redis, settings):
    """The broker's own client, to look into the queue."""
    return Redis.from_url(settings.REDIS.client(0))


@pytest.fixture
def other_broker(settings):
    """A broker of this test alone, so that it may be hurt; yields its process."""
    with tempfile.TemporaryDirectory() as folder, servers.redis_at(Path(folder) / "s.sock") as process:
        settings.CELERY_BROKER_URL = f"redis+socket://{folder}/s.sock?virtual_host=0"
        before = app.conf.broker_url
        app.conf.broker_url = settings.CELERY_BROKER_URL
        app.pool.force_close_all()
        app.__dict__.pop("amqp", None)
        app._pool = None
        yield process
        app.conf.broker_url = before
        app.__dict__.pop("amqp", None)
        app._pool = None


def waiting(queue):
    return [json.loads(entry)["headers"] for entry in queue.lrange("celery", 0, -1)]


def test_a_nudge_waits_in_the_queue_with_its_ids(queue):
    assert nudge("articles.announce", 7) is True
    (header,) = waiting(queue)
    assert (header["task"], header["argsrepr"]) == ("articles.announce", "(7,)")
    assert header["expires"] is not None


def test_without_a_broker_a_nudge_shrugs(settings):
    breaker_for(settings.CELERY_BROKER_URL).failed()
    assert nudge("articles.announce", 7) is False


def test_a_frozen_broker_costs_one_wait_below_two_seconds(other_broker, settings):
    assert nudge("articles.announce") is True
    os.kill(other_broker.pid, signal.SIGSTOP)
    begun = time.monotonic()
    answers = [nudge("articles.announce") for _ in range(10)]
    assert answers == [False] * 10
    assert time.monotonic() - begun < 2
    breaker_for(settings.CELERY_BROKER_URL).answered()


@pytest.mark.django_db(transaction=True)
def test_a_nudge_follows_the_commit(queue):
    with transaction.atomic():
        nudge_after_commit("articles.announce", 7)
        assert waiting(queue) == []
    assert [header["task"] for header in waiting(queue)] == ["articles.announce"]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_undone_nudges_nobody(queue):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        nudge_after_commit("articles.announce", 7)
        _ = 1 / 0
    assert waiting(queue) == []
