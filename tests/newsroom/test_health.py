"""Health speaks of every part, in words, in time, whatever is away."""

import os
import signal
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from articles.clocks.models import Turn
from articles.popularity.measuring import CLASSICAL
from articles.popularity.models import Evaluation
from articles.popularity.standing import hour_of
from articles.wire.client import client as redis_client
from newsroom import inspection
from newsroom.celery import CLOCKS
from newsroom.patience import Patience
from tests import builders, servers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def long_running(monkeypatch):
    """A process that began a day ago, and so knows what it has missed."""
    monkeypatch.setattr(inspection, "STARTED", timezone.now() - timedelta(days=1))


def tick(*names, ago=0, error=""):
    ended = timezone.now() - timedelta(seconds=ago)
    for name in names:
        Turn.objects.create(name=name, started_at=ended, finished_at=None if error else ended, error=error)


def answer(client):
    response = client.get("/readyz")
    body = response.json()
    return response.status_code, body["status"], {part["name"]: part for part in body["parts"]}


def test_the_process_answers_without_its_parts(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response.headers["Cache-Control"]


def test_everything_works(client, clean_redis, long_running):
    tick(*CLOCKS)
    status, word, parts = answer(client)
    assert (status, word) == (200, "ok")
    assert {part["state"] for part in parts.values()} == {"ok"}
    assert list(parts)[:2] == ["database", "migrations"]
    assert "Asia/Shanghai" in parts["time zones"]["detail"]


def test_without_redis_the_newsroom_is_degraded_and_says_what_goes_on(client, settings, long_running):
    tick(*CLOCKS)
    settings.COUNTER_URL = settings.CACHE_URL = "unix:///nowhere/at/all.sock?db=0"
    status, word, parts = answer(client)
    assert (status, word, parts["redis"]["state"]) == (200, "degraded", "degraded")
    assert "publication on time go on" in parts["redis"]["regardless"]


@pytest.mark.parametrize(
    "of_list, hours, word",
    [(0.6, 30, "degraded"), (0.9, 30, "ok"), (0.6, 20, "ok")],  # fewer hours than a day alarm nobody
)
def test_a_list_that_a_formula_would_beat_is_an_alarm_and_takes_no_server_out(
    client, clean_redis, long_running, of_list, hours, word
):
    tick(*CLOCKS)
    last = hour_of(timezone.now()) - 1
    figures = {name: 0.8 if name == "Reddit" else 0.5 for name in CLASSICAL} | {
        "list": of_list,
        "heat": of_list,
    }
    for back in range(hours):
        Evaluation.objects.create(
            hour=last - back, evaluated_at=timezone.now(), ndcg=figures, precision=figures
        )
    status, overall, parts = answer(client)
    assert (status, overall, parts["hot list"]["state"]) == (200, word, word)
    if word == "degraded":
        assert "0.75 times as well as “Reddit”" in parts["hot list"]["detail"]
        assert "the list goes on" in parts["hot list"]["regardless"]


def test_a_silent_clock_is_named_with_its_age(client, clean_redis, long_running):
    tick(*[name for name in CLOCKS if name != "articles.announce"])
    tick("articles.announce", ago=45)
    status, word, parts = answer(client)
    assert (status, word) == (200, "degraded")
    assert parts["clocks"]["detail"] == "articles.announce finished its last turn 45 s ago."
    assert "on their second" in parts["clocks"]["regardless"]


def test_a_clock_that_never_ticked_is_named(client, clean_redis, long_running):
    tick(*[name for name in CLOCKS if name != "articles.rank"])
    assert answer(client)[2]["clocks"]["detail"] == "articles.rank has not finished a turn yet."


def test_a_failing_clock_shows_the_kind_of_error_and_no_secret(client, clean_redis, long_running):
    tick(*[name for name in CLOCKS if name != "articles.rank"])
    tick("articles.rank", error="ConnectionError: redis://user:secret@host")
    detail = answer(client)[2]["clocks"]["detail"]
    assert detail == "articles.rank failed at its last turn (ConnectionError)."


def test_a_process_that_just_started_waits_before_it_complains(client, clean_redis, monkeypatch):
    monkeypatch.setattr(inspection, "STARTED", timezone.now())
    assert answer(client)[1] == "ok"


def test_late_and_parked_effects_are_counted(client, clean_redis, long_running):
    tick(*CLOCKS)
    edition = builders.published()
    hour_ago = timezone.now() - timedelta(hours=1)
    edition.effects.update(done_at=hour_ago)
    kinds = list(edition.effects.values_list("kind", flat=True))[:2]
    edition.effects.filter(kind=kinds[0]).update(done_at=None, due_at=hour_ago)
    edition.effects.filter(kind=kinds[1]).update(done_at=None, due_at=hour_ago, parked_at=hour_ago)
    detail = answer(client)[2]["effects"]["detail"]
    assert detail == "1 effects are late by a minute or more, 1 are parked."


def test_a_missing_migration_takes_the_process_out_of_service(client, clean_redis):
    last = MigrationRecorder.Migration.objects.filter(app="articles").latest("id")
    last.delete()
    try:
        status, word, parts = answer(client)
    finally:
        last.save(force_insert=True)
    assert (status, word) == (503, "down")
    assert parts["migrations"]["detail"] == "1 migrations are not applied; run manage.py migrate."


def test_a_database_that_is_gone_is_said_without_its_address(client, clean_redis, monkeypatch):
    def refuse():
        raise OperationalError("connection to newsroom:secret@db failed")

    monkeypatch.setattr(inspection, "database", Patience(refuse))
    response = client.get("/readyz")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert response.json()["parts"][0]["detail"] == "The database does not answer (OperationalError)."
    assert b"secret" not in response.content


def test_frozen_parts_hold_up_the_answer_for_less_than_two_seconds(client, settings, monkeypatch):
    thaw = threading.Event()
    monkeypatch.setattr(inspection, "database", Patience(lambda: thaw.wait(30)))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        sockets = [Path(folder) / "s.sock" for folder in (one, two)]
        settings.COUNTER_URL, settings.CACHE_URL = (f"unix://{socket}?db=1" for socket in sockets)
        with servers.redis_at(sockets[0]) as first, servers.redis_at(sockets[1]) as second:
            for process in (first, second):
                os.kill(process.pid, signal.SIGSTOP)
            begun = time.monotonic()
            status, word, parts = answer(client)
            took = time.monotonic() - begun
    thaw.set()
    redis_client.cache_clear()
    assert took < 2
    assert (status, word, parts["redis"]["state"], parts["cache"]["state"]) == (
        503,
        "down",
        "degraded",
        "degraded",
    )


def test_a_full_server_is_degraded(client, settings):
    with tempfile.TemporaryDirectory() as folder:
        socket = Path(folder) / "s.sock"
        settings.COUNTER_URL = settings.CACHE_URL = f"unix://{socket}?db=0"
        with servers.redis_at(socket, "--maxmemory", "1", "--maxmemory-policy", "noeviction"):
            detail = answer(client)[2]["redis"]["detail"]
    redis_client.cache_clear()
    assert detail == "The server is full and refuses to keep more."


def test_two_questions_at_once_share_one_thread():
    asked, gate = [], threading.Event()

    def question():
        asked.append(1)
        gate.wait(5)
        return "yes"

    patience = Patience(question)
    for _ in range(3):
        with pytest.raises(TimeoutError):
            patience.ask(0.01)
    gate.set()
    assert patience.ask(5) == "yes"
    assert len(asked) == 1


def test_health_is_only_read(client):
    assert [client.post(path).status_code for path in ("/healthz", "/readyz", "/metrics")] == [405] * 3
