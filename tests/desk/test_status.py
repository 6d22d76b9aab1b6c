"""The page of the machinery: it measures what is there, says what works regardless, and gives nothing away."""

import smtplib
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles.clocks import turns
from articles.clocks.models import Turn
from articles.covers import uploading
from articles.covers.models import Cover
from articles.desk import status, status_storage, status_words
from articles.desk.heartbeat import heartbeat
from articles.publishing.models import Edition, Effect
from newsroom.celery import CLOCKS
from tests import builders as b
from tests.builders import NOON
from tests.desk.doors import page, post, signed_in
from tests.desk.test_editor import picture
from tests.desk.test_list_plans import read_whole

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
    found = status.look(NOON)
    assert found.lateness == (1, 7.0, 7.0, 7.0)
    with translation.override("en"):
        text = status_words.as_text(found)
        assert "half within 7.0 s, 95 of 100 within 7.0 s, all within 7.0 s (1)" in text
        slow = status_words.as_text(found._replace(lateness=status.Lateness(3, 59.0, 3600.0, 200_000.0)))
        assert "half within 59.0 s, 95 of 100 within 1 hour, all within 2 days (3)" in slow


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


def test_where_mail_is_off_nothing_is_said_to_have_left(settings: Any, in_english: None) -> None:
    settings.MAIL_IS_OFF = True
    client, said = signed_in(b.chief()), "EMAIL_URL names no mail server"
    assert (said in page(client.get("/admin/me/notices/")), said in page(client.get("/admin/status/"))) == (
        True,
        False,
    )
    post(client, "/admin/status/mail/")
    assert (said in page(client.get("/admin/status/")), mail.outbox) == (True, [])


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
    assert (len(few), len(many)) == (25, 25)


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


def test_the_parts_it_stands_on_are_named_with_what_works_without_them(clean_redis: Any) -> None:
    def said(name: str) -> list[tuple[str, bool]]:
        groups = status_words.groups(status.look(NOON))
        (found,) = [group for group in groups if group.key == "parts"]
        return [(line.words, line.is_well) for line in found.lines if name in line.name]

    with translation.override("en"):
        assert (said("Cache"), said("Migrations")) == ([("answers", True)], [("all are applied", True)])
        assert said("verify") == [("never yet", True)]
        turns.proved(began=NOON, ended=NOON - b.HOUR, findings=0)
        assert said("verify") == [("1 hour ago: everything held", True)]
        turns.proved(began=NOON, ended=NOON - b.HOUR, findings=3)
        assert said("verify")[0][1] is False
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'articles' AND name LIKE '0005%%'")
        assert said("Migrations") == [("1 wait: run manage.py migrate", False)]


def test_the_proof_by_hand_is_noted_and_no_clock() -> None:
    call_command("verify", stdout=StringIO())
    assert status.look(NOON).parts.proof_error == ""
    assert status.look(NOON).parts.proved_at is not None
    with translation.override("en"):
        assert heartbeat(NOON).line.startswith("No clock has run yet")


def test_of_very_many_pictures_the_size_is_reckoned(monkeypatch: pytest.MonkeyPatch) -> None:
    cover = uploading.upload(picture(), by=b.writer(), now=NOON, alt="港口")
    all_of_them = sum(cover.renditions.values_list("size", flat=True))
    assert (status.look(NOON).storage.renditions, status.look(NOON).storage.is_reckoned) == (
        all_of_them,
        False,
    )
    monkeypatch.setattr(status_storage, "LOOKED_AT", 1)
    newest, many = cover.renditions.order_by("-pk")[0], cover.renditions.count()
    found = status.look(NOON).storage
    assert (found.renditions, found.is_reckoned) == (newest.size * many, True)


def test_no_number_reads_a_long_table_whole() -> None:
    uploading.upload(picture(), by=b.writer(), now=NOON, alt="港口")
    b.published(at=NOON - b.HOUR)
    with CaptureQueriesContext(connection) as asked:
        status.look(NOON)
    assert read_whole(asked) == []


def test_all_is_well_when_all_is_well(clean_redis: Any) -> None:
    tick()
    assert status.look(NOON).is_well
    assert "Everything runs." in page(signed_in(b.publisher()).get("/admin/status/"))


def test_a_disk_that_is_all_but_full_is_told_before_it_is_full(
    clean_redis: Any, monkeypatch: pytest.MonkeyPatch, in_english: None
) -> None:
    tick()
    monkeypatch.setattr(status_storage, "LITTLE", 2**80)
    found = status.look(NOON)
    assert (found.is_well, status_words.as_text(found).count("! Free where")) == (False, 2)
