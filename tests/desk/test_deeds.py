"""Every button of an article's screen: what it does, what it refuses and in which words, and that twice is once."""

from datetime import timedelta

import pytest

from articles.desk.models import Preference
from articles.drafting import planning
from articles.drafting.models import Article
from articles.popularity.models import Boost
from articles.publishing import press
from articles.publishing.models import Edition, Pin
from articles.review import decisions, revising
from tests import builders as b
from tests.builders import DAY, HOUR, NOON, fresh, hash_of
from tests.desk.doors import page, signed_in, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def state(article: Article) -> str:
    return fresh(article).state


def rewritten(article: Article, **words: object) -> None:
    """Somebody saves other words."""
    now_there = fresh(article)
    revising.revise(now_there, b.content(**words), by=b.editor(), now=NOON - HOUR, version=now_there.version)


def test_a_writer_submits_and_takes_back() -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    assert take(client, article, "submit").status_code == 302
    assert state(article) == "in_review"
    assert take(client, article, "withdraw_submission").status_code == 302
    assert state(article) == "draft"


def test_submitting_twice_is_one_move_and_a_sentence() -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    take(client, article, "submit")
    again = take(client, article, "submit")
    assert again.status_code == 409
    assert "In review" in page(again)
    assert article.moves.filter(verb="submit").count() == 1


def test_an_incomplete_article_says_what_it_lacks() -> None:
    writer = b.writer()
    article = b.article(by=writer, category="")
    answer = take(signed_in(writer), article, "submit")
    assert answer.status_code == 409
    assert "still needs: a category" in page(answer)


def test_approve_names_the_text_on_the_screen() -> None:
    article = b.in_review()
    assert take(signed_in(b.editor()), article, "approve", comment="好").status_code == 302
    decision = article.decisions.get()
    assert (state(article), decision.content_hash, decision.comment) == ("approved", hash_of(article), "好")


def test_an_approval_of_changed_words_is_refused_with_the_difference_and_keeps_the_comment() -> None:
    article = b.in_review()
    seen = hash_of(article)
    rewritten(article, body="风停了。\n\n全新的一段。\n")
    answer = take(signed_in(b.editor()), article, "approve", hash=seen, comment="我的意见在这里")
    assert answer.status_code == 409
    text = page(answer)
    assert "The text has changed since you opened it" in text
    assert "<ins>全新的一段。</ins>" in text
    assert "我的意见在这里</textarea>" in text
    assert article.decisions.count() == 0


def test_nobody_approves_their_own_words() -> None:
    editor = b.editor()
    article = b.in_review(by=editor)
    client = signed_in(editor)
    answer = take(client, article, "approve")
    assert answer.status_code == 409
    assert "You wrote part of this text, so someone else approves it." in page(answer)
    shown = page(client.get(f"/admin/articles/{article.pk}/"))
    assert 'disabled aria-describedby="why-approve"' in shown


def test_sending_back_needs_a_reason_and_reaches_the_writer() -> None:
    article = b.in_review()
    client = signed_in(b.editor())
    assert take(client, article, "request_changes", comment=" ").status_code == 409
    assert state(article) == "in_review"
    assert take(client, article, "request_changes", comment="缺来源").status_code == 302
    assert state(article) == "changes_requested"


def test_an_approval_is_taken_back() -> None:
    editor = b.editor()
    article = b.approved(editor=editor)
    decision = article.decisions.get()
    assert take(signed_in(editor), article, "withdraw_approval", decision=decision.pk).status_code == 302
    assert state(article) == "in_review"


def test_an_approval_stays_while_a_copy_stands_on_it() -> None:
    edition = b.published(at=NOON + HOUR, now=NOON - HOUR)
    decision = edition.article.decisions.get()
    client, sent = signed_in(decision.by), {"decision": decision.pk}
    assert "withdraw_approval" not in page(client.get(f"/admin/articles/{edition.article_id}/"))
    assert take(client, edition.article, "withdraw_approval", **sent).status_code == 409
    assert (state(edition.article), edition.article.decisions.get().withdrawn_at) == ("approved", None)
    take(signed_in(b.publisher()), edition.article, "cancel", edition=edition.pk)
    assert take(client, edition.article, "withdraw_approval", **sent).status_code == 302


def test_an_approval_given_after_break_glass_can_be_taken_back() -> None:
    article, chief = b.in_review(), b.chief()
    press.publish(
        article, content_hash=hash_of(article), by=chief, now=NOON, live_from=NOON, break_glass="水位告急"
    )
    editor = b.editor()
    decision = decisions.approve(article, content_hash=hash_of(article), by=editor, now=NOON)
    client = signed_in(editor)
    assert "withdraw_approval" in page(client.get(f"/admin/articles/{article.pk}/"))
    assert take(client, article, "withdraw_approval", decision=decision.pk).status_code == 302
    assert state(article) == "in_review"


def test_no_approval_is_offered_back_while_a_later_copy_stands_on_it() -> None:
    article = b.published(at=NOON - DAY).article
    rewritten(article, body="后来的话。")
    take(signed_in(b.editor()), article, "submit")
    decision = decisions.approve(article, content_hash=hash_of(article), by=b.editor(), now=NOON)
    press.publish(
        article,
        content_hash=hash_of(article),
        by=b.publisher(),
        now=NOON,
        live_from=NOON + HOUR,
        kind="update",
    )
    assert "withdraw_approval" not in page(signed_in(decision.by).get(f"/admin/articles/{article.pk}/"))


def test_a_decision_of_another_article_is_not_touched() -> None:
    editor = b.editor()
    other = b.approved(editor=editor).decisions.get()
    article = b.approved(editor=editor)
    assert take(signed_in(editor), article, "withdraw_approval", decision=other.pk).status_code == 409
    other.refresh_from_db()
    assert other.withdrawn_at is None


@pytest.mark.parametrize("seconds", [None, 0, 60])
def test_publish_prints_what_was_on_the_screen_after_the_seconds_to_undo_it(seconds: int | None) -> None:
    article, publisher = b.approved(), b.publisher()
    if seconds is not None:
        Preference.objects.create(person=publisher, undo_seconds=seconds)
    assert take(signed_in(publisher), article, "publish").status_code == 302
    edition = article.editions.get()
    begins = NOON + timedelta(seconds=10 if seconds is None else seconds)
    assert (edition.live_from, edition.content_hash) == (begins, hash_of(article))


def test_two_press_publish_and_one_edition_is_printed() -> None:
    article = b.approved()
    first = b.publisher(first_name="赵", last_name="敏")
    Preference.objects.create(person=first, undo_seconds=0)
    seen = {"version": fresh(article).version, "hash": hash_of(article)}
    take(signed_in(first), article, "publish", **seen)
    second = take(signed_in(b.publisher()), article, "publish", **seen)
    assert second.status_code == 409
    assert f"{first.get_full_name()} published it" in page(second)
    assert article.editions.count() == 1


def test_publishing_changed_words_shows_the_difference() -> None:
    article = b.approved()
    seen = hash_of(article)
    rewritten(article, title="港口全面恢复通航")
    answer = take(signed_in(b.publisher()), article, "publish", hash=seen)
    assert answer.status_code == 409
    assert "<ins>全面</ins>" in page(answer)
    assert article.editions.count() == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("明早7:30", NOON + 19 * HOUR + 30 * b.MINUTE), ("+2h", NOON + 2 * HOUR), ("13:00", NOON + HOUR)],
)
def test_schedule_understands_what_is_typed(typed: str, meant: object) -> None:
    article = b.approved()
    assert take(signed_in(b.publisher()), article, "schedule", live_from=typed).status_code == 302
    assert article.editions.get().live_from == meant


def test_a_time_that_is_none_is_refused_and_stays_in_its_field() -> None:
    article = b.approved()
    answer = take(signed_in(b.publisher()), article, "schedule", live_from="soonish", note="公开说明")
    assert answer.status_code == 409
    assert "“soonish” is not a time" in page(answer)
    assert 'value="soonish"' in page(answer)
    assert article.editions.count() == 0


def test_a_schedule_is_moved_and_cancelled() -> None:
    edition = b.published(at=NOON + HOUR, now=NOON - HOUR)
    client, article = signed_in(b.publisher()), edition.article
    assert take(client, article, "reschedule", edition=edition.pk, live_from="+3h").status_code == 302
    edition.refresh_from_db()
    assert edition.live_from == NOON + 3 * HOUR
    assert take(client, article, "cancel", edition=edition.pk).status_code == 302
    edition.refresh_from_db()
    assert edition.live_until == edition.live_from
    assert take(client, article, "cancel", edition=edition.pk).status_code == 409


def test_a_correction_needs_its_note() -> None:
    edition = b.published(at=NOON - HOUR)
    article = edition.article
    rewritten(article, body="改正后的文字。\n")
    b.decisions.submit(fresh(article), by=b.editor(), now=NOON, version=fresh(article).version)
    take(signed_in(b.editor()), article, "approve")
    client = signed_in(b.publisher())
    refused = take(client, article, "publish", kind="correction")
    assert refused.status_code == 409
    assert "needs a public note" in page(refused)
    assert take(client, article, "publish", kind="correction", note="船数有误").status_code == 302
    assert article.editions.order_by("-number")[0].note == "船数有误"


def test_take_down_needs_a_reason_and_put_back_brings_the_same_text() -> None:
    edition = b.published(at=NOON - HOUR)
    article, client = edition.article, signed_in(b.publisher())
    assert take(client, article, "take_down", reason="").status_code == 409
    assert take(client, article, "take_down", reason="权利人投诉").status_code == 302
    assert not Edition.objects.live(NOON).filter(article=article).exists()
    again = take(client, article, "take_down", reason="权利人投诉")
    assert "already took this article down" in page(again)
    assert take(client, article, "put_back").status_code == 302
    back = Edition.objects.live(NOON + timedelta(seconds=10)).get(article=article)
    assert back.content_hash == edition.content_hash


def test_readers_are_sent_on_only_to_what_is_live() -> None:
    edition, target = b.published(at=NOON - HOUR), b.published(at=NOON - HOUR, title="另一篇")
    client = signed_in(b.publisher())
    draft = b.article()
    assert take(client, edition.article, "take_down", reason="x", redirect_to=draft.pk).status_code == 409
    assert take(client, edition.article, "take_down", reason="x", redirect_to="999999").status_code == 409
    sent = take(client, edition.article, "take_down", reason="x", redirect_to=f"#{target.article_id}")
    assert sent.status_code == 302
    edition.refresh_from_db()
    assert edition.redirect_to_id == target.article_id


def test_pin_and_unpin() -> None:
    article, client = b.published(at=NOON - HOUR).article, signed_in(b.publisher())
    assert take(client, article, "pin", place="home", position="1", live_until="+24h").status_code == 302
    pin = Pin.objects.get()
    assert (pin.live_from, pin.live_until) == (NOON, NOON + DAY)
    assert take(client, article, "pin", place="home", position="first").status_code == 409
    assert take(client, article, "unpin", pin=pin.pk).status_code == 302
    assert not Pin.objects.in_force(NOON).exists()


def test_boost_and_its_end() -> None:
    article, client = b.published(at=NOON - HOUR).article, signed_in(b.publisher())
    assert take(client, article, "boost", factor="9", reason="大").status_code == 409
    assert take(client, article, "boost", factor="2", reason="重要", live_until="+6h").status_code == 302
    boost = Boost.objects.get()
    assert (boost.factor, boost.live_until) == (2, NOON + 6 * HOUR)
    assert take(client, article, "end_boost", boost=boost.pk).status_code == 302
    assert not Boost.objects.in_force(NOON).exists()


def test_the_glass_breaks_for_a_chief_with_a_reason_and_waits_on_home() -> None:
    article, chief = b.in_review(), b.chief()
    assert take(signed_in(b.publisher()), article, "break_glass", reason="火警").status_code == 403
    client = signed_in(chief)
    assert take(client, article, "break_glass", reason=" ").status_code == 409
    assert take(client, article, "break_glass", reason="火警").status_code == 302
    assert article.editions.get().break_glass_reason == "火警"
    assert "火警" in page(client.get("/admin/"))


def test_a_chief_approves_and_publishes_at_the_planned_time_in_one_press() -> None:
    article = b.in_review()
    planning.plan(article, planned_for=NOON + 2 * HOUR, by=b.editor(), now=NOON - HOUR)
    client = signed_in(b.chief())
    shown = page(client.get(f"/admin/articles/{article.pk}/"))
    assert "Approve and publish 14:00" in shown
    assert take(client, article, "approve_and_publish").status_code == 302
    assert article.editions.get().live_from == NOON + 2 * HOUR


def test_approve_and_publish_is_both_or_neither() -> None:
    edition = b.published(at=NOON - HOUR)
    article = edition.article
    rewritten(article, body="改了。\n")
    b.decisions.submit(fresh(article), by=b.editor(), now=NOON, version=fresh(article).version)
    answer = take(signed_in(b.chief()), article, "approve_and_publish", kind="correction", note="")
    assert answer.status_code == 409
    assert (state(article), article.editions.count()) == ("in_review", 1)


def test_discard_and_recover() -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    assert take(client, article, "discard").status_code == 302
    assert fresh(article).discarded_at == NOON
    assert "Take out of the bin" in page(client.get(f"/admin/articles/{article.pk}/"))
    assert take(client, article, "recover").status_code == 302
    assert fresh(article).discarded_at is None


def test_restored_words_are_approved_again() -> None:
    article = b.approved()
    before = hash_of(article)
    rewritten(article, title="别的标题")
    assert take(signed_in(b.editor()), article, "restore", revision=1).status_code == 302
    assert (hash_of(article), state(article)) == (before, "approved")
    assert take(signed_in(b.editor()), article, "restore", revision=77).status_code == 409


def test_a_stale_version_writes_nothing() -> None:
    article = b.approved()
    rewritten(article, title="别的标题")
    answer = take(signed_in(b.editor()), article, "restore", revision=1, version=1)
    assert answer.status_code == 409
    assert article.revisions.count() == 2


@pytest.mark.parametrize("fields", [{"hash": ""}, {"hash": "zz"}])
def test_a_button_without_the_text_it_is_about_does_nothing(fields: dict[str, str]) -> None:
    article = b.approved()
    assert take(signed_in(b.publisher()), article, "publish", **fields).status_code == 409
    assert article.editions.count() == 0


def test_no_form_works_without_its_token() -> None:
    writer = b.writer()
    article = b.article(by=writer)
    answer = signed_in(writer).post(f"/admin/articles/{article.pk}/do/submit/", {"version": 1})
    assert answer.status_code == 403
    assert state(article) == "draft"


def test_a_get_takes_no_step() -> None:
    article = b.article()
    assert signed_in(b.chief()).get(f"/admin/articles/{article.pk}/do/submit/").status_code == 405


def test_a_step_leads_only_to_addresses_of_the_desk() -> None:
    writer = b.writer()
    article = b.article(by=writer)
    answer = take(signed_in(writer), article, "submit", next="//evil.example/admin/")
    assert answer.headers["Location"] == f"/admin/articles/{article.pk}/"
