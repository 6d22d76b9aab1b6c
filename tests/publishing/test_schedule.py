"""Schedules are moved, cancelled and ended without a gap, an overlap or a surprise."""

import pytest

from articles.publishing import gate, press, scheduling, withdrawing
from articles.publishing.models import Edition, Effect
from articles.review import decisions, revising
from tests.builders import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    content,
    editor,
    fresh,
    hash_of,
    published,
    publisher,
    writer,
)

pytestmark = pytest.mark.django_db


def next_text(made, person, *, now, **words):
    """Another approved text of an article."""
    revising.revise(made, content(**words), by=person, now=now, version=fresh(made).version)
    decisions.submit(made, by=person, now=now, version=fresh(made).version)
    decisions.approve(made, content_hash=hash_of(made), by=editor(), now=now)
    return fresh(made)


def titles(moment):
    return list(Edition.objects.live(moment).values_list("title", flat=True))


def test_a_cancelled_update_gives_its_time_back_to_the_live_copy():
    person = writer()
    made = published(at=NOON - DAY, by=person, title="旧").article
    made = next_text(made, person, now=NOON, title="新")
    coming = press.publish(made, content_hash=hash_of(made), by=publisher(), now=NOON, live_from=NOON + HOUR)
    assert (titles(NOON), titles(NOON + HOUR)) == (["旧"], ["新"])
    scheduling.cancel(coming, by=publisher(), now=NOON + MINUTE)
    assert (titles(NOON + HOUR), titles(NOON + DAY)) == (["旧"], ["旧"])


def test_a_moved_schedule_starts_at_its_new_moment_only():
    edition = published(at=NOON + HOUR, now=NOON)
    scheduling.reschedule(edition, live_from=NOON + DAY, by=publisher(), now=NOON + MINUTE)
    assert (len(titles(NOON + HOUR)), len(titles(NOON + DAY))) == (0, 1)
    assert Edition.objects.get().published_at == NOON + DAY
    assert set(Effect.objects.filter(kind="notify").values_list("due_at", flat=True)) == {NOON + DAY}


def test_what_is_live_cannot_be_rescheduled_or_cancelled():
    edition = published(at=NOON)
    for deed in (
        lambda: scheduling.reschedule(edition, live_from=NOON + DAY, by=publisher(), now=NOON + MINUTE),
        lambda: scheduling.cancel(edition, by=publisher(), now=NOON),
    ):
        with pytest.raises(scheduling.NotScheduled):
            deed()


def test_a_schedule_is_not_moved_into_the_past_or_behind_its_end():
    edition = published(at=NOON + HOUR, now=NOON, until=NOON + 2 * HOUR)
    with pytest.raises(gate.InThePast):
        scheduling.reschedule(edition, live_from=NOON - HOUR, by=publisher(), now=NOON)
    with pytest.raises(press.WrongKind):
        scheduling.reschedule(edition, live_from=NOON + DAY, by=publisher(), now=NOON)
    moved = scheduling.reschedule(edition, live_from=NOON + DAY, live_until=None, by=publisher(), now=NOON)
    assert moved.live_until is None


def test_a_take_down_ends_the_live_copy_and_every_later_one():
    person = writer()
    made = published(at=NOON - DAY, by=person).article
    made = next_text(made, person, now=NOON, title="新")
    press.publish(made, content_hash=hash_of(made), by=publisher(), now=NOON, live_from=NOON + HOUR)
    withdrawing.take_down(made, by=publisher(), now=NOON + MINUTE, reason="wrong")
    assert titles(NOON + MINUTE) == titles(NOON + HOUR) == titles(NOON + DAY) == []


def test_the_second_take_down_reads_who_was_first():
    made = published(at=NOON).article
    withdrawing.take_down(made, by=publisher(name="anna"), now=NOON + HOUR, reason="wrong")
    with pytest.raises(withdrawing.NotLive, match="anna"):
        withdrawing.take_down(made, by=publisher(), now=NOON + HOUR, reason="wrong")


def test_a_take_down_needs_a_reason_and_the_right():
    made = published(at=NOON).article
    with pytest.raises(gate.ReasonNeeded):
        withdrawing.take_down(made, by=publisher(), now=NOON, reason=" ")
    with pytest.raises(gate.NotAllowed):
        withdrawing.take_down(made, by=editor(), now=NOON, reason="wrong")


def test_readers_are_only_sent_to_another_live_article():
    made, other = published(at=NOON).article, published(at=NOON + DAY, now=NOON, title="未来").article
    with pytest.raises(withdrawing.WrongTarget):
        withdrawing.take_down(made, by=publisher(), now=NOON, reason="moved", redirect_to=other)
    with pytest.raises(withdrawing.WrongTarget):
        withdrawing.take_down(made, by=publisher(), now=NOON, reason="moved", redirect_to=made)


def test_a_withdrawn_text_comes_back_under_its_standing_approval():
    made = published(at=NOON).article
    withdrawing.take_down(made, by=publisher(), now=NOON + HOUR, reason="check")
    back = withdrawing.put_back(made, by=publisher(), now=NOON + 2 * HOUR)
    assert (back.kind, back.published_at, titles(NOON + 2 * HOUR)) == ("return", NOON, [back.title])
    assert titles(NOON + HOUR) == []


def test_a_changed_text_does_not_come_back_by_itself():
    person = writer()
    made = published(at=NOON, by=person).article
    withdrawing.take_down(made, by=publisher(), now=NOON + HOUR, reason="check")
    revising.revise(made, content(title="另一个"), by=person, now=NOON + HOUR, version=fresh(made).version)
    with pytest.raises(withdrawing.TextMovedOn):
        withdrawing.put_back(made, by=publisher(), now=NOON + 2 * HOUR)
