"""Each effect is recorded once, carried out once, retried when it fails and parked when it kills."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import override_settings

from articles.drafting.models import Author
from articles.publishing import effects, press, withdrawing
from articles.publishing.models import Edition, Effect
from articles.publishing.notifying import addressees
from tests.builders import DAY, HOUR, MINUTE, NOON, approved, editor, hash_of, published, publisher

pytestmark = pytest.mark.django_db

SEEN: list[tuple[int, str]] = []


def note_it(edition, now):
    SEEN.append((edition.pk, "done"))


def look_for_a_transaction(edition, now):
    SEEN.append((edition.pk, connection.in_atomic_block))


def always_fail(edition, now):
    SEEN.append((edition.pk, "tried"))
    raise RuntimeError("the outside world is away")


def performers(**kinds):
    every = {*effects.AT_PRINTING, *effects.AT_START, *effects.AT_END}
    here = "tests.publishing.test_effects."
    return override_settings(EFFECT_PERFORMERS={kind: here + kinds.get(kind, "note_it") for kind in every})


@pytest.fixture(autouse=True)
def forget():
    SEEN.clear()


def due_kinds(moment):
    return sorted(Effect.objects.due(moment).values_list("kind", flat=True))


def test_the_index_is_due_at_printing_and_the_rest_at_its_second():
    published(at=NOON, now=NOON - HOUR)
    assert due_kinds(NOON - HOUR) == ["index"]
    assert due_kinds(NOON) == ["index", "notify", "probe", "purge"]


def test_what_came_in_with_a_date_of_the_past_is_no_news_to_anybody():
    made = approved()
    press.publish(
        made, content_hash=hash_of(made), by=publisher(), now=NOON, live_from=NOON - HOUR, backdated=True
    )
    assert due_kinds(NOON) == ["index", "purge"]


def test_every_effect_happens_once_however_often_the_clock_ticks():
    published(at=NOON)
    with performers():
        assert effects.perform_due(lambda: NOON) == 4
        assert effects.perform_due(lambda: NOON + HOUR) == 0
    assert len(SEEN) == 4


def test_a_failing_effect_holds_nobody_up_and_waits_longer_each_time():
    edition = published(at=NOON)
    with performers(probe="always_fail"):
        assert effects.perform_due(lambda: NOON) == 3
        probe = Effect.objects.get(edition=edition, kind="probe")
        assert (probe.due_at - NOON, probe.last_error) == (timedelta(seconds=10), "the outside world is away")
        effects.perform_due(lambda: NOON + MINUTE)
        assert Effect.objects.get(pk=probe.pk).due_at == NOON + MINUTE + timedelta(seconds=20)
    with performers():
        assert effects.perform_due(lambda: NOON + HOUR) == 1


def test_an_effect_that_fails_for_a_day_is_parked_and_can_be_tried_again():
    edition = published(at=NOON)
    moment = NOON
    with performers(notify="always_fail"):
        for _turn in range(60):
            effects.perform_due(lambda moment=moment: moment)
            moment += HOUR
    parked = Effect.objects.get(edition=edition, kind="notify")
    assert parked.parked_at is not None
    assert parked.parked_at > NOON + DAY
    effects.try_again(parked, now=moment)
    with performers():
        assert effects.perform_due(lambda: moment) == 1


def test_an_effect_whose_holder_died_three_times_is_parked():
    edition = published(at=NOON)
    Effect.objects.filter(edition=edition).exclude(kind="purge").delete()
    moment = NOON
    for _death in range(3):
        assert effects.claim(moment) is not None
        assert effects.claim(moment + timedelta(seconds=59)) is None
        moment += timedelta(seconds=61)
    assert effects.claim(moment) is None
    purge = Effect.objects.get(edition=edition, kind="purge")
    assert (purge.parked_at, purge.deaths, purge.attempts) == (moment, 3, 3)


def test_a_cancelled_or_taken_down_edition_leaves_no_effect_of_its_start():
    edition = published(at=NOON)
    with performers():
        effects.perform_due(lambda: NOON)
        withdrawing.take_down(edition.article, by=publisher(), now=NOON + HOUR, reason="x")
        effects.perform_due(lambda: NOON + HOUR)
    done = sorted(Effect.objects.filter(done_at=NOON + HOUR).values_list("kind", flat=True))
    assert done == ["notify_end", "purge_end", "unindex"]


def test_authors_approvers_and_the_publisher_are_told_once_each():
    author = Author.objects.create(name="王伟", slug="wang-wei", user=editor(name="wang"))
    person = publisher(name="paula")
    edition = published(at=NOON, publisher=person)
    approver = edition.approvals[0]["by"]
    assert addressees(edition) == sorted([author.user.email, f"{approver}@news.test", "paula@news.test"])
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        effects.perform_due(lambda: NOON)
    messages = [message for message in mail.outbox if edition.title in message.subject]
    assert len(messages) == 1
    assert messages[0].extra_headers["Message-ID"].startswith(f"<edition-{edition.pk}-live@")


def test_the_probe_records_when_readers_first_saw_the_page(live_server, settings):
    settings.EFFECT_PROBE_URL = live_server.url
    edition = published(at=NOON)
    # The reader's clock is the real one, so the edition has been live for a while or not at all by then.
    Edition.objects.filter(pk=edition.pk).update(live_from=NOON - 400 * DAY, published_at=NOON - 400 * DAY)
    from articles.publishing.probing import probe

    probe(Edition.objects.get(pk=edition.pk), NOON)
    assert Edition.objects.get(pk=edition.pk).seen_at == NOON


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_outside_world_answers():
    published(at=NOON, now=NOON - HOUR)
    with performers(notify="look_for_a_transaction", probe="look_for_a_transaction"):
        effects.perform_due(lambda: NOON)
    assert [was_open for _pk, was_open in SEEN if was_open != "done"] == [False, False]
