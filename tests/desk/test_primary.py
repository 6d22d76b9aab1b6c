"""One primary button, chosen by the state of the words and by whoever looks: the table of the desk, cell by cell."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.drafting.models import Article
from articles.popularity import taking_down
from articles.review import decisions, revising
from tests import builders as b
from tests.builders import DAY, HOUR, MINUTE, NOON, fresh, hash_of
from tests.desk.doors import page, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
SUBMIT, WITHDRAW, APPROVE, PUBLISH, MOVE = "submit", "withdraw_submission", "approve", "publish", "reschedule"
WHO = ("writer", "contributed", "did not", "publisher", "chief")
# What leads each of them, in the order of WHO; "" is none.
TABLE: dict[str, tuple[str, ...]] = {
    "draft": (SUBMIT, SUBMIT, SUBMIT, "", SUBMIT),
    "changes_requested": (SUBMIT, SUBMIT, SUBMIT, "", SUBMIT),
    "in_review": (WITHDRAW, "", APPROVE, "", "approve_and_publish"),
    "approved": ("", "", "", PUBLISH, PUBLISH),
    "scheduled": ("", "", "", MOVE, MOVE),
}
# Where none leads, one of the closed steps or a sentence says why.
REASONS = {
    ("draft", "publisher"): "The writer or an editor submits this text",
    ("changes_requested", "publisher"): "The writer or an editor submits this text",
    ("in_review", "contributed"): "You wrote part of this text, so someone else approves it.",
    ("in_review", "publisher"): "You may not approve texts; an editor can.",
    ("approved", "writer"): "You may not publish; a publisher can.",
    ("approved", "contributed"): "You may not publish; a publisher can.",
    ("approved", "did not"): "You may not publish; a publisher can.",
    ("scheduled", "writer"): "You may not change a schedule; a publisher can.",
    ("scheduled", "contributed"): "You may not change a schedule; a publisher can.",
    ("scheduled", "did not"): "You may not change a schedule; a publisher can.",
}


def written_by_both(writer: User, editor: User) -> Article:
    article = b.article(by=writer)
    content = b.content(title="编辑改过的标题")
    revising.revise(fresh(article), content, by=editor, now=NOON - 3 * HOUR, version=article.version)
    return fresh(article)


def submitted(article: Article, writer: User) -> Article:
    decisions.submit(article, by=writer, now=NOON - 2 * HOUR, version=article.version)
    return fresh(article)


def judged(article: Article, writer: User, judge: Callable[..., Any]) -> Article:
    article = submitted(article, writer)
    judge(article, content_hash=hash_of(article), by=b.editor(), now=NOON - HOUR, comment="好")
    return fresh(article)


def scheduled(article: Article, writer: User) -> Article:
    article = judged(article, writer, decisions.approve)
    b.press.publish(
        article, content_hash=hash_of(article), by=b.publisher(), now=NOON - HOUR, live_from=NOON + DAY
    )
    return fresh(article)


STATES: dict[str, Callable[[Article, User], Article]] = {
    "draft": lambda article, writer: article,
    "changes_requested": lambda article, writer: judged(article, writer, decisions.request_changes),
    "in_review": submitted,
    "approved": lambda article, writer: judged(article, writer, decisions.approve),
    "scheduled": scheduled,
}


@pytest.mark.parametrize("state", TABLE)
def test_the_primary_button_is_the_one_of_the_table(state: str) -> None:
    people = {
        "writer": b.writer(),
        "contributed": b.editor(),
        "did not": b.editor(),
        "publisher": b.publisher(),
    }
    people["chief"] = b.chief()
    article = STATES[state](written_by_both(people["writer"], people["contributed"]), people["writer"])
    found = {}
    for who, person in people.items():
        answer = signed_in(person).get(f"/admin/articles/{article.pk}/")
        lead, shown = answer.context["primary"], page(answer)
        found[who] = lead.verb if lead else ""
        assert (state, who, shown.count('class="primary" data-primary')) == (state, who, 1 if lead else 0)
        assert REASONS.get((state, who), "") in shown
        assert bool(lead) or (state, who) in REASONS
    assert tuple(found[who] for who in WHO) == TABLE[state]
    assert signed_in(b.writer()).get(f"/admin/articles/{article.pk}/").status_code == 403


def test_what_was_just_taken_down_is_not_led_back_to_readers_by_the_highlighted_button() -> None:
    edition, publisher = b.published(at=NOON - HOUR), b.publisher()
    taking_down.take_down(edition.article, by=publisher, now=NOON - MINUTE, reason="侵权")
    address = f"/admin/articles/{edition.article_id}/"
    answer = signed_in(publisher).get(address)
    assert (answer.context["primary"], answer.context["at"].tone) == (None, "off")
    assert "Put back online" in page(answer)
    there = fresh(edition.article)
    revising.revise(there, b.content(title="改过的"), by=b.editor(), now=NOON, version=there.version)
    assert signed_in(b.editor()).get(address).context["primary"].verb == SUBMIT
