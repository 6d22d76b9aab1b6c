"""Publish now with a way back, replace what is scheduled, go before an embargo, and what followed it all."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.html import strip_tags

from articles.desk.models import Preference
from articles.drafting import planning
from articles.drafting.models import Article
from articles.popularity import boosting, taking_down
from articles.popularity.models import Boost
from articles.publishing import effects, verifying
from articles.publishing.models import Edition, Effect
from articles.review import revising
from articles.review.models import ReviewPolicy
from tests import builders as b
from tests.builders import DAY, HOUR, NOON, fresh, hash_of
from tests.desk.doors import page, signed_in, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
TEN = timedelta(seconds=10)


def approved_again(edition: Edition, **words: object) -> Article:
    """Other words of a printed article, approved."""
    editor, now_there = b.editor(), fresh(edition.article)
    revising.revise(now_there, b.content(**words), by=editor, now=NOON, version=now_there.version)
    b.decisions.submit(fresh(now_there), by=editor, now=NOON, version=fresh(now_there).version)
    b.decisions.approve(now_there, content_hash=hash_of(now_there), by=b.editor(), now=NOON)
    return fresh(now_there)


def test_publish_now_can_be_undone_before_anybody_saw_it_without_any_script() -> None:
    article, publisher = b.approved(), b.publisher()
    client = signed_in(publisher)
    take(client, article, "publish")
    edition = article.editions.get()
    shown = page(client.get(f"/admin/articles/{article.pk}/"))
    assert f'action="/admin/articles/{article.pk}/do/undo/"' in shown
    assert "Goes live at 12:00:10. Until then nobody sees it." in shown
    assert take(client, article, "undo", edition=edition.pk).status_code == 302
    edition.refresh_from_db()
    assert edition.live_until == edition.live_from
    assert not any(Edition.objects.live(NOON + seconds * TEN).exists() for seconds in (0, 1, 2, 100))
    left = set(Effect.objects.filter(edition=edition, done_at=None).values_list("kind", flat=True))
    assert left <= {"index", "unindex"}
    assert effects.perform_due(lambda: NOON + HOUR) == len(left)
    assert fresh(article).state == "approved"
    assert take(client, article, "publish").status_code == 302


def test_after_its_seconds_undo_says_what_happened() -> None:
    article, publisher = b.approved(), b.publisher()
    client = signed_in(publisher)
    take(client, article, "publish")
    with time_machine.travel(NOON + TEN, tick=False):
        late = take(client, article, "undo", edition=article.editions.get().pk)
        assert late.status_code == 409
        assert "This text went live at 2026-11-22 12:00:10" in page(late)
        assert "/do/undo/" not in page(client.get(f"/admin/articles/{article.pk}/"))
    assert Edition.objects.live(NOON + TEN).exists()


def test_undoing_a_correction_leaves_the_copy_before_it_to_readers() -> None:
    edition = b.published(at=NOON - HOUR)
    article, client = approved_again(edition, body="改正。\n"), signed_in(b.publisher())
    take(client, article, "publish", kind="correction", note="船数有误")
    take(client, article, "undo", edition=article.editions.order_by("-number")[0].pk)
    edition.refresh_from_db()
    assert (edition.live_until, Edition.objects.live(NOON + DAY).get()) == (None, edition)


def test_now_typed_into_the_field_of_time_has_the_same_seconds_for_undoing() -> None:
    article = b.approved()
    take(signed_in(b.publisher()), article, "schedule", live_from="现在")
    assert article.editions.get().live_from == NOON + TEN


def test_somebody_elses_schedule_has_no_undo() -> None:
    edition = b.published(at=NOON + TEN, now=NOON)
    assert "/do/undo/" not in page(signed_in(b.publisher()).get(f"/admin/articles/{edition.article_id}/"))


def test_replace_what_is_scheduled_shows_the_difference_and_keeps_the_time_for_good() -> None:
    old = b.published(at=NOON + HOUR, now=NOON - HOUR, until=NOON + DAY)
    article, client = approved_again(old, title="港口全面恢复通航"), signed_in(b.publisher())
    answer = client.get(f"/admin/articles/{article.pk}/")
    assert (answer.context["primary"].verb, "<ins>全面</ins>" in page(answer)) == ("replace", True)
    assert take(client, article, "replace", edition=old.pk).status_code == 302
    new = article.editions.order_by("-number")[0]
    assert (new.live_from, new.live_until, new.title) == (NOON + HOUR, NOON + DAY, "港口全面恢复通航")
    take(client, article, "reschedule", edition=new.pk, live_from="+5h", live_until="")
    old.refresh_from_db()
    assert (old.live_until, Edition.objects.live(NOON + 3 * HOUR).exists()) == (old.live_from, False)


def test_replacing_twice_or_with_words_that_nobody_approved_is_refused() -> None:
    old = b.published(at=NOON + HOUR, now=NOON - HOUR)
    article, client = approved_again(old, title="港口全面恢复通航"), signed_in(b.publisher())
    take(client, article, "replace", edition=old.pk)
    again = take(client, article, "replace", edition=old.pk)
    assert (again.status_code, "already cancelled or replaced" in page(again)) == (409, True)
    now_there = fresh(article)
    revising.revise(now_there, b.content(title="未审"), by=b.editor(), now=NOON, version=now_there.version)
    newest = article.editions.order_by("-number")[0]
    assert take(client, article, "replace", edition=newest.pk).status_code == 409
    newest.refresh_from_db()
    assert newest.live_until is None


def test_going_before_an_embargo_needs_a_reason_that_is_shown_in_red() -> None:
    edition = b.published(at=NOON + 2 * DAY, now=NOON - HOUR)
    article, client = edition.article, signed_in(b.publisher(first_name="鹤", last_name="余"))
    planning.embargo(article, until=NOON + DAY, by=b.editor(), now=NOON)
    early = {"edition": edition.pk, "live_from": "+1h"}
    refused = take(client, article, "reschedule", **early)
    assert (refused.status_code, "may not appear before" in page(refused)) == (409, True)
    assert take(client, article, "reschedule", embargo_reason="对方已提前公布", **early).status_code == 302
    shown = page(client.get(f"/admin/articles/{article.pk}/"))
    assert 'class="alarm-text embargo"' in shown
    assert "鹤 余: 对方已提前公布" in shown


def test_the_result_names_the_second_and_how_the_effects_stand() -> None:
    edition, client = b.published(at=NOON - HOUR), signed_in(b.publisher())
    rows = Effect.objects.filter(edition=edition)
    rows.filter(kind="purge").update(done_at=NOON - HOUR + timedelta(seconds=2))
    rows.filter(kind="notify").update(last_error="mail server away", due_at=NOON + timedelta(seconds=61))
    rows.filter(kind="index").update(done_at=edition.printed_at)
    line = client.get(f"/admin/articles/{edition.article_id}/").context["followed"]
    assert (
        line == "Live since 11:00:00; page cache after 2 s, search after 0 s, mail failed (again in 1 minute)"
    )


def test_take_down_lists_the_schedule_it_empties_and_ends_boosts() -> None:
    edition = b.published(at=NOON - HOUR)
    article, client = approved_again(edition, title="明天的新标题"), signed_in(b.publisher())
    take(client, article, "schedule", live_from="+24h", kind="update")
    boosting.boost(article, 2, reason="重要", by=b.publisher(), now=NOON)
    take(client, article, "pin", place="hot", position=3, live_until="+5h", reason="重要")
    take(client, article, "pin", place="home", position=9, live_from="+3h", live_until="")
    assert what_ends(page(client.get(f"/admin/articles/{article.pk}/"))) == [
        "The copy scheduled for 2026-11-23 12:00 is cancelled.",
        "Pin · Home page 9 · 2026-11-22 15:00 – no end",
        "Pin · Hot list 3 · until 2026-11-22 17:00",
        "Boost · × 2 · until 2026-11-22 18:00",
    ]
    assert take(client, article, "take_down", reason="投诉").status_code == 302
    assert not Boost.objects.in_force(NOON).exists()
    assert not Edition.objects.scheduled(NOON).exists()
    gone = client.get(f"/admin/articles/{article.pk}/")
    assert gone.context["followed"].startswith("Gone since 12:00:00")
    assert gone.context["at"].pins == []


def what_ends(shown: str) -> list[str]:
    """The list above the button that takes an article down, as it reads."""
    part = shown.partition('id="ends-with-it"')[2].partition("</ul>")[0]
    return [" ".join(strip_tags(item).split()) for item in part.split("<li>")[1:]]


@pytest.mark.parametrize(
    "seconds, words", [(25, "It goes live 25 seconds after"), (0, "It goes live at once")]
)
def test_breaking_the_glass_says_when_it_really_goes_live(seconds: int, words: str) -> None:
    article, chief = b.in_review(), b.chief()
    Preference.objects.create(person=chief, undo_seconds=seconds)
    client = signed_in(chief)
    assert words in page(client.get(f"/admin/articles/{article.pk}/"))
    take(client, article, "break_glass", reason="港口封闭")
    assert article.editions.get().live_from == NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize("verb", ["break_glass", "put_back"])
def test_breaking_the_glass_and_coming_back_have_the_same_seconds_for_undoing(verb: str) -> None:
    article = b.in_review() if verb == "break_glass" else b.published(at=NOON - HOUR).article
    client = signed_in(b.chief())
    if verb == "put_back":
        taking_down.take_down(article, by=b.publisher(), now=NOON - HOUR / 2, reason="x")
    take(client, article, verb, reason="港口封闭")
    edition = article.editions.order_by("-number")[0]
    assert edition.live_from == NOON + TEN
    address = f"/admin/articles/{article.pk}/"
    assert f'action="{address}do/undo/"' in page(client.get(address))
    assert "港口封闭" in page(client.get("/admin/")) or verb == "put_back"
    assert take(client, article, "undo", edition=edition.pk).status_code == 302
    assert not Edition.objects.live(NOON + DAY).exists()
    assert "港口封闭" not in page(client.get("/admin/"))
    assert list(verifying.verify()) == []


def test_a_take_down_is_undone_by_whoever_did_it_within_their_seconds() -> None:
    edition, publisher = b.published(at=NOON - HOUR), b.publisher()
    article, client, other = edition.article, signed_in(publisher), signed_in(b.chief())
    boosting.boost(article, 2, reason="重要", by=publisher, now=NOON)
    address, button = f"/admin/articles/{article.pk}/", "do/undo_take_down/"
    assert take(client, article, "undo_take_down").status_code == 409
    take(client, article, "take_down", reason="误会")
    assert (button in page(client.get(address)), button in page(other.get(address))) == (True, False)
    assert take(other, article, "undo_take_down").status_code == 409
    with time_machine.travel(NOON + 2 * TEN, tick=False):
        assert button not in page(client.get(address))
        late = take(client, article, "undo_take_down")
        assert (late.status_code, "“Put back online” brings the text back" in page(late)) == (409, True)
    with time_machine.travel(NOON + TEN, tick=False):
        assert take(client, article, "undo_take_down").status_code == 302
    assert Edition.objects.live(NOON + TEN).get().content_hash == edition.content_hash
    assert Boost.objects.in_force(NOON + TEN).exists()
    assert list(verifying.verify()) == []


def test_whoever_wants_no_seconds_has_no_undo() -> None:
    edition, publisher = b.published(at=NOON - HOUR), b.publisher()
    Preference.objects.create(person=publisher, undo_seconds=0)
    client = signed_in(publisher)
    take(client, edition.article, "take_down", reason="误会")
    assert "do/undo_take_down/" not in page(client.get(f"/admin/articles/{edition.article_id}/"))


def test_the_second_to_approve_reads_what_the_first_did_and_when() -> None:
    article, first = b.in_review(), b.editor(first_name="敏", last_name="赵")
    take(signed_in(first), article, "approve")
    second = take(signed_in(b.editor()), article, "approve", comment="我也同意")
    assert second.status_code == 409
    assert "This article is “Approved” since 敏 赵 acted at 2026-11-22 12:00:00" in page(second)
    assert article.decisions.count() == 1


def test_the_button_says_which_approval_it_is() -> None:
    ReviewPolicy.objects.update_or_create(category=None, defaults={"approvals": 2})
    article = b.in_review()
    labels = []
    for editor in (b.editor(), b.editor()):
        client = signed_in(editor)
        labels.append(client.get(f"/admin/articles/{article.pk}/").context["primary"].label)
        take(client, article, "approve")
        chief = signed_in(b.chief()).get(f"/admin/articles/{article.pk}/").context["primary"]
        labels.append(chief.label if chief else "")
    assert labels == ["Approve, 1 of 2", "Approve, 2 of 2, and publish now", "Approve, 2 of 2", "Publish…"]
    assert fresh(article).state == "approved"
