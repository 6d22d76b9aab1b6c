"""Verdicts name a hash; four eyes hold for everybody; policies ask for as many people as they say."""

import pytest
from django.contrib.auth.models import Group, User

from articles.drafting.models import Category
from articles.drafting.moving import WrongState
from articles.publishing import press
from articles.review import decisions, revising, rules
from articles.review.models import Decision, ReviewPolicy
from tests.builders import (
    DAY,
    HOUR,
    NOON,
    approved,
    article,
    chief,
    content,
    editor,
    fresh,
    hash_of,
    in_review,
    person,
    published,
    publisher,
    writer,
)

pytestmark = pytest.mark.django_db


def test_an_approval_of_a_text_that_changed_records_nothing():
    person = writer()
    made = in_review(by=person)
    seen = hash_of(made)
    revising.revise(made, content(title="甲"), by=person, now=NOON, version=made.version)
    with pytest.raises(decisions.TextChanged):
        decisions.approve(made, content_hash=seen, by=editor(), now=NOON)
    assert Decision.objects.count() == 0


def test_nobody_approves_a_text_he_contributed_to_not_even_a_superuser():
    colleague = editor()
    boss = User.objects.create_superuser("boss", "boss@news.test", "a-long-password")
    made = in_review()
    for number, contributor in enumerate((colleague, boss)):
        revising.revise(
            made, content(title=f"第{number}"), by=contributor, now=NOON, version=fresh(made).version
        )
    for contributor in (colleague, boss):
        with pytest.raises(decisions.FourEyes):
            decisions.approve(made, content_hash=hash_of(made), by=contributor, now=NOON)
    decisions.approve(made, content_hash=hash_of(made), by=editor(), now=NOON)


def test_a_contributor_of_an_older_publication_may_approve_the_next_text():
    colleague, person = editor(), editor()
    edition = published(by=person, at=NOON)
    revising.revise(
        edition.article,
        content(title="甲"),
        by=colleague,
        now=NOON + HOUR,
        version=fresh(edition.article).version,
    )
    decisions.submit(edition.article, by=colleague, now=NOON + HOUR, version=fresh(edition.article).version)
    assert rules.contributors(fresh(edition.article), NOON + HOUR) == {colleague.pk}
    decisions.approve(edition.article, content_hash=hash_of(edition.article), by=person, now=NOON + HOUR)


def test_a_schedule_that_was_cancelled_is_no_publication():
    from articles.publishing import scheduling

    person = editor()
    edition = published(by=person, at=NOON + DAY, now=NOON)
    scheduling.cancel(edition, by=publisher(), now=NOON)
    assert rules.contributors(fresh(edition.article), NOON + 2 * DAY) == {person.pk}


def test_whoever_wrote_the_words_that_are_restored_contributed_to_them():
    first, second = editor(), editor()
    made = article(by=first)
    words = made.latest
    revising.revise(made, content(title="甲"), by=second, now=NOON, version=made.version)
    decisions.submit(made, by=second, now=NOON, version=fresh(made).version)
    decisions.approve(made, content_hash=hash_of(made), by=editor(), now=NOON)
    press.publish(made, content_hash=hash_of(made), by=publisher(), now=NOON)
    revising.restore(made, words, by=second, now=NOON + HOUR, version=fresh(made).version)
    assert rules.contributors(fresh(made), NOON + HOUR) == {first.pk, second.pk}


def test_a_category_may_ask_for_two_approvals_by_a_group():
    group = Group.objects.get(name="Chiefs")
    category = Category.objects.create(slug="law", name="法")
    ReviewPolicy.objects.create(category=category, approvals=2, group=group)
    made = in_review(category="law")
    with pytest.raises(decisions.NotAllowed):
        decisions.approve(made, content_hash=hash_of(made), by=editor(), now=NOON)
    decisions.approve(made, content_hash=hash_of(made), by=chief(), now=NOON)
    assert fresh(made).state == "in_review"
    decisions.approve(made, content_hash=hash_of(made), by=chief(), now=NOON)
    assert fresh(made).state == "approved"


def test_one_person_counts_once():
    made, one = in_review(), chief()
    ReviewPolicy.objects.filter(category=None).update(approvals=2)
    decisions.approve(made, content_hash=hash_of(made), by=one, now=NOON)
    with pytest.raises(WrongState):
        decisions.approve(made, content_hash=hash_of(made), by=one, now=NOON)
    assert Decision.objects.count() == 1


def test_changes_are_requested_with_a_reason_and_end_the_approval():
    made = approved()
    with pytest.raises(decisions.CommentNeeded):
        decisions.request_changes(made, content_hash=hash_of(made), by=editor(), now=NOON, comment="  ")
    decisions.request_changes(made, content_hash=hash_of(made), by=editor(), now=NOON, comment="来源？")
    assert fresh(made).state == "changes_requested"
    assert decisions.standing(made, hash_of(made)) == []


def test_any_change_ends_an_approval_and_the_same_words_bring_it_back():
    person = writer()
    made = approved(by=person)
    words = made.latest.content
    revising.revise(made, content(summary="新"), by=person, now=NOON, version=made.version)
    assert fresh(made).state == "draft"
    revising.revise(made, words, by=person, now=NOON, version=fresh(made).version)
    assert fresh(made).state == "approved"


def test_an_approval_can_be_taken_back_by_its_owner_only():
    colleague = editor()
    made = approved(editor=colleague)
    decision = Decision.objects.get()
    with pytest.raises(decisions.NotAllowed):
        decisions.withdraw_approval(decision, by=editor(), now=NOON)
    decisions.withdraw_approval(decision, by=colleague, now=NOON)
    assert fresh(made).state == "in_review"


def test_an_incomplete_article_is_not_submitted():
    person = writer()
    made = article(by=person, body="  ", category="")
    with pytest.raises(decisions.Incomplete):
        decisions.submit(made, by=person, now=NOON, version=made.version)


def test_a_submission_is_taken_back():
    person = writer()
    made = in_review(by=person)
    decisions.withdraw_submission(made, by=person, now=NOON, version=made.version)
    assert fresh(made).state == "draft"


def test_the_second_of_two_who_submit_reads_what_happened():
    person = writer(name="wen")
    made = article(by=person)
    decisions.submit(made, by=person, now=NOON, version=made.version)
    with pytest.raises(WrongState, match="wen"):
        decisions.submit(made, by=person, now=NOON, version=made.version)


def test_a_person_without_the_right_judges_nothing():
    made = in_review()
    for somebody in (writer(), publisher(), person()):
        with pytest.raises(decisions.NotAllowed):
            decisions.approve(made, content_hash=hash_of(made), by=somebody, now=NOON)
