"""The press prints what was approved, when it was asked to, and nothing else."""

import pytest

from articles.drafting.planning import embargo
from articles.publishing import gate, press
from articles.publishing.models import Edition
from articles.review import decisions, revising
from tests.builders import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    approved,
    article,
    chief,
    content,
    editor,
    fresh,
    hash_of,
    in_review,
    published,
    publisher,
    writer,
)

pytestmark = pytest.mark.django_db


def live_titles(moment):
    return sorted(Edition.objects.live(moment).values_list("title", flat=True))


def test_a_scheduled_edition_is_public_from_its_second_on():
    edition = published(at=NOON, title="风暴")
    assert live_titles(NOON - MINUTE / 60_000_000) == []
    assert live_titles(NOON) == ["风暴"]
    assert edition.published_at == NOON


def test_a_draft_cannot_be_published():
    draft = article()
    with pytest.raises(gate.NotApproved, match=r"draft|草稿"):
        press.publish(draft, content_hash=hash_of(draft), by=publisher(), now=NOON)
    assert Edition.objects.count() == 0


def test_a_text_changed_after_its_approval_is_not_printed():
    person = writer()
    made = approved(by=person)
    seen = hash_of(made)
    revising.revise(made, content(body="另一段话。"), by=person, now=NOON, version=made.version)
    with pytest.raises(decisions.TextChanged) as refusal:
        press.publish(fresh(made), content_hash=seen, by=publisher(), now=NOON)
    assert (refusal.value.seen.body, refusal.value.latest.body) == (content().body, "另一段话。")
    with pytest.raises(gate.NotApproved):
        press.publish(fresh(made), content_hash=hash_of(made), by=publisher(), now=NOON)


def test_restoring_the_approved_text_makes_it_publishable_again():
    person = writer()
    made = approved(by=person)
    first = fresh(made).latest
    revising.revise(made, content(body="另一段话。"), by=person, now=NOON, version=made.version)
    assert fresh(made).state == "draft"
    revising.restore(made, first, by=person, now=NOON, version=fresh(made).version)
    assert fresh(made).state == "approved"
    edition = press.publish(fresh(made), content_hash=first.content_hash, by=publisher(), now=NOON)
    assert edition.body == first.body


def test_the_second_of_two_publishers_reads_what_the_first_did():
    made, first = approved(), publisher(first_name="Oskar", last_name="Brandt")
    press.publish(made, content_hash=hash_of(made), by=first, now=NOON)
    with pytest.raises(gate.AlreadyPrinted, match="Oskar Brandt"):
        press.publish(made, content_hash=hash_of(made), by=publisher(), now=NOON + MINUTE)
    assert Edition.objects.count() == 1


def test_writers_and_editors_may_not_publish():
    made = approved()
    for person in (writer(), editor()):
        with pytest.raises(gate.NotAllowed):
            press.publish(made, content_hash=hash_of(made), by=person, now=NOON)


def test_breaking_the_glass_needs_the_right_and_leaves_its_reason():
    made = article()
    with pytest.raises(gate.NotAllowed):
        press.publish(made, content_hash=hash_of(made), by=publisher(), now=NOON, break_glass="urgent")
    edition = press.publish(made, content_hash=hash_of(made), by=chief(), now=NOON, break_glass="earthquake")
    assert (edition.break_glass_reason, edition.approval_count) == ("earthquake", 0)


def test_a_correction_follows_without_a_gap_and_keeps_the_first_date():
    person = writer()
    first = published(at=NOON - DAY, by=person)
    made = first.article
    corrected = content(body="更正后的一段。")
    revising.revise(made, corrected, by=person, now=NOON, version=fresh(made).version)
    decisions.submit(made, by=person, now=NOON, version=fresh(made).version)
    decisions.approve(made, content_hash=hash_of(made), by=editor(), now=NOON)
    with pytest.raises(press.WrongKind):
        press.publish(made, content_hash=hash_of(made), by=publisher(), now=NOON, kind="correction")
    second = press.publish(
        made, content_hash=hash_of(made), by=publisher(), now=NOON, kind="correction", note="时间有误。"
    )
    first.refresh_from_db()
    assert first.live_until == second.live_from == NOON
    assert (second.published_at, second.updated_at) == (NOON - DAY, NOON)
    assert [note["note"] for note in second.notes] == ["时间有误。"]


def test_a_typo_moves_no_date():
    person = writer()
    first = published(at=NOON - DAY, by=person)
    made = first.article
    revising.revise(
        made, content(title="港口风暴后恢复通航。"), by=person, now=NOON, version=fresh(made).version
    )
    decisions.submit(made, by=person, now=NOON, version=fresh(made).version)
    decisions.approve(made, content_hash=hash_of(made), by=editor(), now=NOON)
    second = press.publish(made, content_hash=hash_of(made), by=publisher(), now=NOON, kind="typo")
    assert (second.published_at, second.updated_at, second.notes) == (NOON - DAY, None, [])


def test_an_end_that_was_set_outlives_a_typo():
    person = writer()
    made = published(at=NOON - DAY, until=NOON + DAY, by=person).article
    revising.revise(made, content(summary="新的摘要。"), by=person, now=NOON, version=fresh(made).version)
    decisions.submit(made, by=person, now=NOON, version=fresh(made).version)
    decisions.approve(made, content_hash=hash_of(made), by=editor(), now=NOON)
    assert (
        press.publish(made, content_hash=hash_of(made), by=publisher(), now=NOON, kind="typo").live_until
        == NOON + DAY
    )


def test_the_past_is_refused_unless_it_is_an_import():
    made = approved()
    with pytest.raises(gate.InThePast):
        press.publish(made, content_hash=hash_of(made), by=publisher(), now=NOON, live_from=NOON - HOUR)
    edition = press.publish(
        made, content_hash=hash_of(made), by=publisher(), now=NOON, live_from=NOON - HOUR, backdated=True
    )
    assert edition.published_at == NOON - HOUR


def test_an_embargo_is_kept_unless_somebody_says_why():
    made = approved()
    embargo(made, until=NOON + DAY, by=editor(), now=NOON - HOUR)
    with pytest.raises(gate.Embargoed):
        press.publish(fresh(made), content_hash=hash_of(made), by=publisher(), now=NOON)
    press.publish(
        fresh(made), content_hash=hash_of(made), by=publisher(), now=NOON, embargo_reason="lifted by phone"
    )
    assert made.moves.order_by("-number").first().reason == "lifted by phone"


def test_an_article_in_review_says_how_many_approvals_are_missing():
    made = in_review()
    with pytest.raises(gate.NotApproved, match="0"):
        press.publish(made, content_hash=hash_of(made), by=publisher(), now=NOON)
