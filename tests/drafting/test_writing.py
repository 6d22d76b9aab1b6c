"""Revisions are kept for ever, lost updates are refused, and a text that did not change writes nothing."""

import pytest

from articles.drafting import auditing, autosaving, planning, writing
from articles.drafting.models import Move, Revision, Tag
from articles.text.content import content_hash
from tests.builders import HOUR, NOON, article, content, editor, fresh, published, writer

pytestmark = pytest.mark.django_db


def test_saving_without_a_change_writes_no_revision():
    person = writer()
    made = article(by=person)
    again = writing.revise(made, content(), by=person, now=NOON, version=made.version)
    assert (again.number, Revision.objects.count(), fresh(made).version) == (1, 1, made.version)


def test_the_second_of_two_editors_loses_nothing_and_writes_nothing():
    person = writer()
    made = article(by=person)
    writing.revise(made, content(title="甲"), by=person, now=NOON, version=made.version)
    with pytest.raises(writing.Stale) as refusal:
        writing.revise(made, content(title="乙"), by=editor(), now=NOON, version=made.version)
    assert refusal.value.latest.title == "甲"
    assert fresh(made).latest.title == "甲"


def test_the_same_text_from_two_editors_is_no_conflict():
    person = writer()
    made = article(by=person)
    writing.revise(made, content(title="甲"), by=person, now=NOON, version=made.version)
    assert writing.revise(made, content(title="甲"), by=editor(), now=NOON, version=made.version).number == 2


def test_a_restored_revision_has_the_old_hash_under_a_new_number():
    person = writer()
    made = article(by=person)
    first = made.latest
    writing.revise(made, content(title="甲"), by=person, now=NOON, version=made.version)
    restored = writing.restore(made, first, by=person, now=NOON, version=fresh(made).version)
    assert (restored.number, restored.content_hash) == (3, first.content_hash)


def test_writers_change_only_their_own_articles():
    made = article(by=writer())
    with pytest.raises(writing.NotYours):
        writing.revise(made, content(title="甲"), by=writer(), now=NOON, version=made.version)


def test_too_long_a_headline_says_how_long_it_may_be():
    with pytest.raises(writing.TooLong, match=r"301.*300"):
        article(title="字" * 301)


def test_a_cover_that_is_not_in_the_library_is_refused():
    with pytest.raises(writing.UnknownCover):
        article(cover="0" * 64)


def test_tags_that_differ_in_width_or_case_are_one_tag():
    article(tags=("5G", "AI"))
    second = article(tags=("５ｇ", "ai", "芯片"))
    assert second.latest.tag_names == ["5G", "AI", "芯片"]
    assert Tag.objects.count() == 3


def test_the_hash_of_a_revision_is_the_hash_of_its_frozen_words():
    made = article(extra={"translationKey": "storm", "z": [1, 2]})
    revision = Revision.objects.get(article=made)
    assert content_hash(revision.content) == revision.content_hash


def test_control_characters_are_removed_and_a_slug_is_made():
    made = article(title="重庆\x00银行 行长", body="一\x00二")
    assert (made.latest.title, made.latest.body, made.latest.slug) == (
        "重庆银行 行长",
        "一二",
        "chong-qing-yin-hang-hang-zhang",
    )


def test_every_deed_leaves_a_row_that_carries_the_hash_of_the_one_before():
    edition = published()
    moves = list(Move.objects.filter(article=edition.article).order_by("number"))
    assert [move.verb for move in moves] == ["start", "submit", "approval", "approve", "publish"]
    assert [move.previous_hash for move in moves[1:]] == [move.own_hash for move in moves[:-1]]
    assert list(auditing.broken_links(fresh(edition.article))) == []


def test_an_older_autosave_never_overwrites_a_newer_one():
    person = writer()
    made = article(by=person)
    keep = {"by": person, "now": NOON, "tab": "a", "base": made.latest}
    assert autosaving.keep(made, {"body": "二"}, sequence=2, **keep).fields == {"body": "二"}
    assert autosaving.keep(made, {"body": "一"}, sequence=1, **keep) is None
    assert made.autosaves.get().fields == {"body": "二"}


def test_a_printed_article_is_not_discarded():
    edition = published()
    with pytest.raises(planning.NotDiscardable):
        planning.discard(edition.article, by=editor(), now=NOON + HOUR)
    person = writer()
    draft = article(by=person)
    planning.discard(draft, by=person, now=NOON)
    assert fresh(draft).discarded_at == NOON
    planning.recover(draft, by=person, now=NOON)
    assert fresh(draft).discarded_at is None
