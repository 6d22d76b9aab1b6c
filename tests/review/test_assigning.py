"""Whose turn a text is: given to whoever may judge it, told, reminded of once, and done by a verdict."""

from datetime import timedelta

import pytest

from articles.desk import notices_gathering
from articles.desk.models import Notice
from articles.review import assigning, decisions
from articles.review.models import Assignment
from articles.review.refusals import FourEyes, NotAllowed
from tests import builders as b
from tests.builders import DAY, HOUR, MINUTE, NOON, fresh, hash_of

pytestmark = pytest.mark.django_db


def told(person: object) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("at", "pk").values_list("event", flat=True))


def test_a_turn_is_given_replaced_and_taken_back_and_the_audit_keeps_it() -> None:
    article, first, second, chief = b.in_review(), b.editor(), b.editor(), b.chief()
    assigning.assign(article, person=first, by=chief, now=NOON, due_at=NOON + DAY)
    made = assigning.assign(article, person=second, by=chief, now=NOON)
    assert (made.person, made.due_at, Assignment.objects.count()) == (second, None, 1)
    assigning.unassign(article, by=second, now=NOON)
    assigning.unassign(article, by=chief, now=NOON)
    assert not Assignment.objects.exists()
    assert list(article.moves.order_by("number").values_list("verb", flat=True))[-3:] == [
        "assign",
        "assign",
        "unassign",
    ]


def test_it_is_given_by_whoever_judges_to_whoever_may_judge() -> None:
    writer, editor = b.writer(), b.editor()
    article = b.in_review(by=writer)
    refused = (
        (writer, editor, NotAllowed, None),
        (editor, writer, FourEyes, None),
        (editor, b.publisher(), assigning.WrongReviewer, None),
        (editor, editor, assigning.NotDue, NOON),
    )
    for by, person, refusal, due_at in refused:
        with pytest.raises(refusal):
            assigning.assign(article, person=person, by=by, now=NOON, due_at=due_at)
    with pytest.raises(NotAllowed):
        assigning.unassign(article, by=writer, now=NOON)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("given", "reminded"), [(NOON + DAY, NOON + DAY - HOUR), (NOON + HOUR, NOON + HOUR), (None, None)]
)
def test_one_reminder_comes_an_hour_before_or_when_a_short_turn_is_over(
    given: object, reminded: object
) -> None:
    article, editor = b.in_review(), b.editor()
    notices_gathering.gather(NOON)
    assigning.assign(article, person=editor, by=b.chief(), now=NOON, due_at=given)  # type: ignore[arg-type]
    came = {}
    for minutes in (1, 59, 60, 23 * 60 - 1, 23 * 60, 24 * 60, 25 * 60):
        notices_gathering.gather(NOON + minutes * MINUTE)
        came[NOON + minutes * MINUTE] = told(editor).count("due")
    assert next((moment for moment, count in came.items() if count), None) == reminded
    assert max(came.values()) == (1 if reminded else 0)


def test_a_verdict_ends_the_turn_and_the_reminder() -> None:
    article, editor, other = b.in_review(), b.editor(), b.editor()
    assigning.assign(article, person=editor, by=other, now=NOON - 3 * HOUR, due_at=NOON)
    decisions.request_changes(article, content_hash=hash_of(article), by=other, now=NOON, comment="改")
    assert Assignment.objects.get().done_at is None
    assert not assigning.to_remind(NOON + DAY).exists()
    decisions.submit(fresh(article), by=b.editor(), now=NOON, version=fresh(article).version)
    assert assigning.to_remind(NOON + DAY).exists()
    decisions.approve(article, content_hash=hash_of(article), by=other, now=NOON)
    assert (Assignment.objects.get().done_at, assigning.to_remind(NOON + DAY).exists()) == (NOON, False)


def test_a_new_time_reminds_anew() -> None:
    article, editor, chief = b.in_review(), b.editor(), b.chief()
    notices_gathering.gather(NOON - HOUR)
    for hours in (4, 9):
        now = NOON + timedelta(hours=hours - 4)
        assigning.assign(article, person=editor, by=chief, now=now, due_at=NOON + hours * HOUR)
        notices_gathering.gather(NOON + (hours - 1) * HOUR)
        notices_gathering.gather(NOON + hours * HOUR)
    assert told(editor) == ["assigned", "due", "assigned", "due"]
