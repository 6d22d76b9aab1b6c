"""The page of the machinery: it measures what is there, says what works regardless, and gives nothing away."""

import smtplib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles.clocks.models import Turn
from articles.covers.models import Cover
from articles.desk import status, status_words
from articles.publishing.models import Edition, Effect
from newsroom.celery import CLOCKS
from tests import builders as b
from tests.builders import NOON
from tests.desk.doors import page, post, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def tick(at: datetime = NOON, **errors: str) -> None:
    for name in CLOCKS:
        error = errors.get(name.removeprefix("articles."), "")
        Turn.objects.update_or_create(
            name=name, defaults={"started_at": at, "finished_at": at, "error": error}
        )


def test_a_clock_is_late_failed_or_well() -> None:
    tick(rank="ValueError: secret words")
    Turn.objects.filter(name="articles.announce").update(finished_at=NOON - b.HOUR)
    found = {clock.name: clock for clock in status.look(NOON).clocks}
    assert (found["articles.announce"].is_late, found["articles.flush_views"].is_late) == (True, False)
    assert found["articles.rank"].error == "ValueError"
    assert found["articles.rank"].next_at == NOON + timedelta(seconds=CLOCKS["articles.rank"])


def test_lag_and_lateness_are_measured_over_thirty_days() -> None:
    editions = [b.published(at=NOON - b.HOUR * number) for number in range(1, 21)]
    for seconds, edition in enumerate(editions, start=1):
        Edition.objects.filter(pk=edition.pk).update(seen_at=edition.live_from + timedelta(seconds=seconds))
    old = b.published(at=NOON - 31 * b.DAY)
    Edition.objects.filter(pk=old.pk).update(seen_at=NOON)
    assert status.look(NOON).lag == (20, 10.0, 19.0, 20.0)
    Effect.objects.filter(kind="probe", edition=editions[0]).update(
        done_at=editions[0].live_from + timedelta(seconds=7)
    )
    assert status.look(NOON).lateness == (1, 7.0, 7.0, 7.0)


def test_nothing_measured_is_said_and_not_invented() -> None:
    assert status.look(NOON).lag == (0, None, None, None)
    assert "nothing to measure yet" in status_words.as_text(status.look(NOON))


def parked() -> Effect:
    copy = b.published(at=NOON - b.HOUR)
    effect = Effect.objects.get(edition=copy, kind="notify")
    Effect.objects.filter(edition=copy).exclude(pk=effect.pk).update(done_at=NOON)
    Effect.objects.filter(pk=effect.pk).update(parked_at=NOON, attempts=9, last_error="no route to host")
    return effect


def test_a_parked_effect_is_shown_and_tried_again() -> None:
    effect = parked()
    client = signed_in(b.publisher())
    shown = page(client.get("/admin/status/"))
    assert ("no route to host" in shown, f'value="{effect.pk}"' in shown) == (True, True)
    done = post(client, "/admin/status/again/", effect=effect.pk)
    assert done.status_code == 302
    effect.refresh_from_db()
    assert (effect.parked_at, effect.attempts, effect.due_at) == (None, 0, NOON)


def test_all_are_tried_again_and_nonsense_tries_none() -> None:
    effect = parked()
    client = signed_in(b.publisher())
    for value in ("", "x", "-1", "9" * 40, "²"):
        assert post(client, "/admin/status/again/", effect=value).status_code == 302
    effect.refresh_from_db()
    assert effect.parked_at == NOON
    post(client, "/admin/status/again/", effect="all")
    effect.refresh_from_db()
    assert effect.parked_at is None


def test_only_whoever_publishes_tries_again_and_looks() -> None:
    effect = parked()
    for person in (b.writer(), b.editor()):
        client = signed_in(person)
        assert post(client, "/admin/status/again/", effect="all").status_code == 403
        assert post(client, "/admin/status/mail/").status_code == 403
        assert client.get("/admin/status/").status_code == 403
    effect.refresh_from_db()
    assert effect.parked_at == NOON


def test_a_mail_is_sent_to_whoever_asks() -> None:
    person = b.chief()
    assert post(signed_in(person), "/admin/status/mail/").status_code == 302
    assert [message.to for message in mail.outbox] == [[person.email]]


def test_a_mail_server_that_refuses_is_quoted(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client = signed_in(b.chief())
    assert issubclass(smtplib.SMTPException, OSError)
    assert post(client, "/admin/status/mail/").status_code == 302
    assert "ConnectionRefusedError" in page(client.get("/admin/status/"))


def test_the_text_holds_no_headline_name_or_secret(settings: Any) -> None:
    person = b.publisher()
    parked()
    text = page(signed_in(person).get("/admin/status/?as=text"))
    assert "notify 9 no route to host" in text
    for secret in (person.username, person.email, "港口", settings.SECRET_KEY, settings.SECRET_KEY[:8]):
        assert secret not in text


def test_it_asks_as_many_questions_for_many_rows_as_for_one() -> None:
    tick()
    client = signed_in(b.publisher())
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/status/")
    for number in range(30):
        b.published(at=NOON - b.HOUR * (number + 1))
    with CaptureQueriesContext(connection) as many:
        assert client.get("/admin/status/").status_code == 200
    assert (len(few), len(many)) == (20, 20)


def test_sizes_and_waiting_covers_are_counted() -> None:
    found = status.look(NOON).storage
    assert found.database is not None
    assert found.free is not None
    assert (found.database > 0, found.free > 0, found.renditions) == (True, True, 0)
    assert (found.covers_waiting, Cover.objects.count()) == (0, 0)


def test_a_server_that_is_away_is_said_with_what_goes_on() -> None:
    found = status.look(NOON)
    assert found.queues is None
    for language in ("en", "zh-hans"):
        with translation.override(language):
            (line,) = next(group for group in status_words.groups(found) if group.key == "queues").lines
            assert (line.is_well, bool(line.regardless)) == (False, True)


def test_waiting_jobs_are_counted(clean_redis: Any, settings: Any) -> None:
    from redis import Redis

    Redis.from_url(settings.REDIS.client(0)).rpush("covers", "a", "b")
    assert status.look(NOON).queues == {"celery": 0, "covers": 2}


def test_all_is_well_when_all_is_well(clean_redis: Any) -> None:
    tick()
    assert status.look(NOON).is_well
    assert "Everything runs." in page(signed_in(b.publisher()).get("/admin/status/"))
