"""Notices: whoever is concerned is told once, in the chosen way, and nobody of their own deeds."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.utils import translation

from articles.desk import notices, notices_gathering, notices_mailing, notices_words
from articles.desk.models import Notice, NoticeMark, Preference
from articles.publishing import effects, press, scheduling, withdrawing
from articles.publishing.models import Effect
from articles.review import decisions, revising
from articles.review.models import Assignment, Comment, ReviewLink, ReviewPolicy
from tests import builders as b
from tests.builders import NOON
from tests.desk.doors import page, post, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
LATER = NOON + b.MINUTE


@pytest.fixture(autouse=True)
def begun() -> None:
    """The clock has told everything up to noon."""
    notices_gathering.gather(NOON)


def told(person: User) -> list[str]:
    """The events a person was told of, the oldest first."""
    return list(Notice.objects.filter(person=person).order_by("at", "pk").values_list("event", flat=True))


def gather(now: datetime = LATER) -> None:
    notices_gathering.gather(now)


def test_what_happened_before_the_first_turn_is_no_news() -> None:
    NoticeMark.objects.all().delete()
    writer, editor = b.writer(), b.editor()
    b.in_review(by=writer, now=NOON - b.MINUTE)
    gather(NOON)
    gather()
    assert told(editor) == []


def test_a_submission_is_told_to_whoever_may_judge_it_and_not_to_those_who_wrote_it() -> None:
    writer, editor, publisher = b.writer(), b.editor(), b.publisher()
    contributor = b.editor()
    made = b.article(by=writer, now=NOON)
    revising.revise(
        made, b.content(title="港口重开"), by=contributor, now=NOON, version=b.fresh(made).version
    )
    decisions.submit(made, by=writer, now=LATER, version=b.fresh(made).version)
    gather()
    assert (told(editor), told(contributor), told(writer), told(publisher)) == (["submitted"], [], [], [])


def test_only_the_policys_group_is_asked() -> None:
    editor, chief = b.editor(), b.chief()
    ReviewPolicy.objects.update_or_create(category=None, defaults={"group": Group.objects.get(name="Chiefs")})
    b.in_review(now=LATER)
    gather()
    assert (told(editor), told(chief)) == ([], ["submitted"])


def test_an_assignment_is_told_to_the_one_it_names_each_time_it_is_given() -> None:
    editor, other, chief = b.editor(), b.editor(), b.chief()
    made = b.article(now=NOON)
    Assignment.objects.create(article=made, person=editor, made_by=chief, made_at=LATER)
    gather()
    gather()
    Assignment.objects.filter(article=made).update(person=other, made_at=LATER + b.MINUTE)
    gather(LATER + b.MINUTE)
    assert (told(editor), told(other), told(chief)) == (["assigned"], ["assigned"], [])


def test_an_expert_from_outside_signs_and_calls_nobody_by_name() -> None:
    writer, editor, named = b.writer(), b.editor(), b.person("Editors", name="linwan")
    made = b.in_review(by=writer, now=NOON - b.DAY)
    link = ReviewLink.objects.create(
        article=made, revision=b.fresh(made).latest, content_hash=b.hash_of(made), expert="陈教授", digest="d" * 64,
        made_by=editor, made_at=NOON, expires_at=NOON + b.DAY, signed_at=LATER,
    )  # fmt: skip
    Comment.objects.create(
        article=made, revision=link.revision, link=link, at=LATER, text="@linwan 数字有误。"
    )
    gather()
    assert (told(editor), told(writer), told(named)) == (["signed"], ["signed", "commented"], [])


def test_whoever_may_not_open_an_article_hears_nothing_of_it_by_a_mention() -> None:
    stranger = b.person("Writers", name="stranger")
    comment(b.in_review(now=NOON - b.DAY), b.editor(), "@stranger 看看。")
    gather()
    assert told(stranger) == []


def test_a_verdict_is_told_to_the_owners_and_telling_twice_tells_once() -> None:
    writer, editor = b.writer(), b.editor()
    made = b.in_review(by=writer, now=NOON)
    decisions.request_changes(made, content_hash=b.hash_of(made), by=editor, now=LATER, comment="请补充来源")
    gather()
    gather()
    gather(LATER + b.MINUTE)
    assert (told(writer), told(editor)) == (["sent_back"], [])
    notice = Notice.objects.get(person=writer)
    assert notices_words.aside(notice) == "请补充来源"


def test_an_approval_and_the_edit_that_ends_it() -> None:
    writer, editor = b.writer(), b.editor()
    made = b.approved(by=writer, editor=editor, now=LATER)
    revising.revise(made, b.content(title="港口重开"), by=writer, now=LATER, version=b.fresh(made).version)
    gather()
    assert told(writer) == ["approved"]
    assert told(editor)[-1:] == ["approval_ended"]


def test_an_import_is_nobodys_news() -> None:
    chief, writer = b.chief(), b.writer()
    made = b.article(by=writer, now=LATER)
    decisions.approve_import(made, by=chief, now=LATER)
    gather()
    assert told(writer) == []


def test_scheduled_moved_cancelled_and_live() -> None:
    writer, editor, publisher = b.writer(), b.editor(), b.publisher()
    made = b.approved(by=writer, editor=editor, now=NOON)
    copy = press.publish(made, content_hash=b.hash_of(made), by=publisher, now=LATER, live_from=NOON + b.HOUR)
    gather()
    scheduling.reschedule(copy, live_from=NOON + 2 * b.HOUR, by=publisher, now=LATER + b.MINUTE)
    gather(LATER + b.MINUTE)
    assert told(writer) == ["scheduled", "moved"]
    gather(NOON + 2 * b.HOUR)
    assert told(writer)[2:] == ["live"]
    # Nothing carries out effects here, so they are late as well. After an hour the publisher wants to know.
    assert set(told(publisher)) == {"live", "late"}


def test_a_cancelled_schedule_is_told() -> None:
    writer = b.writer()
    copy = b.published(at=NOON + b.DAY, now=NOON - b.HOUR, by=writer)
    scheduling.cancel(copy, by=b.publisher(), now=LATER)
    gather()
    assert told(writer)[-1] == "cancelled"


def test_a_take_down_is_told_with_its_reason() -> None:
    writer = b.writer()
    copy = b.published(at=NOON - b.DAY, by=writer)
    withdrawing.take_down(copy.article, by=b.publisher(), now=LATER, reason="侵权")
    gather()
    assert told(writer)[-1] == "taken_down"


def test_a_broken_glass_is_told_to_whoever_approves() -> None:
    editor, chief = b.editor(), b.chief()
    made = b.in_review(now=NOON)
    press.publish(
        made, content_hash=b.hash_of(made), by=chief, now=LATER, live_from=LATER, break_glass="火灾"
    )
    gather()
    assert ("glass" in told(editor), "glass" in told(chief)) == (True, False)


def test_a_late_effect_is_told_once_and_once_more_when_it_is_given_up() -> None:
    publisher = b.publisher()
    copy = b.published(at=LATER, now=LATER)
    gather(LATER + 10 * b.MINUTE)
    gather(LATER + 11 * b.MINUTE)
    assert told(publisher).count("late") == 1
    Effect.objects.filter(edition=copy, kind="notify").update(
        parked_at=LATER + 12 * b.MINUTE, last_error="no route"
    )
    gather(LATER + 12 * b.MINUTE)
    assert told(publisher).count("parked") == 1


def comment(made: Any, by: User, text: str, at: datetime = LATER, answers: Comment | None = None) -> Comment:
    return Comment.objects.create(
        article=made, revision=b.fresh(made).latest, by=by, at=at, text=text, answers=answers
    )


def test_a_comment_is_told_to_the_owners_a_reply_to_the_thread_and_a_mention_to_whoever_is_named() -> None:
    writer, editor, named = b.writer(), b.editor(), b.person("Editors", name="linwan")
    made = b.in_review(by=writer, now=NOON - b.DAY)
    first = comment(made, editor, "这里的数字从哪来？@linwan 请看。")
    gather()
    assert (told(writer), told(named), told(editor)) == (["commented"], ["mentioned"], [])
    comment(made, writer, "统计局。", LATER + b.MINUTE, first)
    gather(LATER + b.MINUTE)
    assert (told(editor), told(writer)) == (["commented"], ["commented"])
    assert notices_words.address(Notice.objects.get(person=named)).endswith(f"/#comment-{first.pk}")


@pytest.mark.parametrize(
    "words",
    ["请@linwan看", "＠linwan 请看", "@林晚请看", "数字有误，@林晚。", "@晚林", "（@林晚）"],
)
def test_a_name_is_heard_as_chinese_writes_it_without_spaces_around(words: str) -> None:
    named = b.person("Editors", name="linwan", first_name="晚", last_name="林")
    longer = b.person("Editors", name="linwanqing", first_name="林晚晴")
    comment(b.in_review(now=NOON - b.DAY), b.editor(), words)
    gather()
    assert (told(named), told(longer)) == (["mentioned"], [])


@pytest.mark.parametrize("words", ["@林晚晴看看", "@linwanqing看看"])
def test_of_two_names_the_longer_is_meant(words: str) -> None:
    named = b.person("Editors", name="linwan", first_name="晚", last_name="林")
    longer = b.person("Editors", name="linwanqing", first_name="林晚晴")
    comment(b.in_review(now=NOON - b.DAY), b.editor(), words)
    gather()
    assert (told(named), told(longer)) == ([], ["mentioned"])


def test_an_address_in_a_comment_mentions_nobody() -> None:
    named = b.person("Editors", name="news.test")
    comment(b.in_review(now=NOON - b.DAY), b.editor(), "写信给 lin@news.test。")
    gather()
    assert told(named) == []


def test_a_row_that_appears_late_is_still_told() -> None:
    writer, editor = b.writer(), b.editor()
    made = b.in_review(by=writer, now=NOON)
    gather(LATER + 5 * b.MINUTE)
    decisions.request_changes(made, content_hash=b.hash_of(made), by=editor, now=LATER, comment="x")
    gather(LATER + 6 * b.MINUTE)
    assert told(writer) == ["sent_back"]


def one(
    person: User, *, kind: str = "decided", event: str = "approved", at: datetime = NOON, source: str = "s"
) -> None:
    facts = {"title": "港口\r\nBcc: x@evil.test", "who": "王伟"}
    notices.tell(
        [notices.Event(kind, event, source, b.article(now=NOON).pk, at, {person.pk}, None, facts)], now=at
    )


def test_never_is_never_and_at_the_desk_is_no_mail() -> None:
    person = b.writer()
    notices.choose(person, {"decided": "never", "mentioned": "desk", "nonsense": "now", "live": "nonsense"})
    one(person)
    one(person, kind="mentioned", event="commented", source="t")
    assert told(person) == ["commented"]
    notices_mailing.mail(LATER)
    assert mail.outbox == []


def test_at_once_is_one_mail_of_all_that_is_due_and_none_twice() -> None:
    person = b.writer()
    one(person)
    one(person, source="t")
    assert (notices_mailing.mail(NOON), notices_mailing.mail(LATER)) == (1, 0)
    (message,) = mail.outbox
    assert (message.to, message.body.count("http") >= 3, "\n" in message.subject) == (
        [person.email],
        True,
        False,
    )


def test_a_headline_with_line_breaks_adds_no_header() -> None:
    person = b.writer()
    one(person)
    notices_mailing.mail(NOON)
    assert "Bcc" not in mail.outbox[0].message()


def test_the_mail_speaks_its_readers_language() -> None:
    for language, expected in (("en", "approved"), ("zh-hans", "王伟")):
        person = b.writer()
        Preference.objects.create(person=person, language=language)
        one(person, source=language)
        notices_mailing.mail(NOON)
        assert expected in mail.outbox[-1].subject


def test_quiet_hours_hold_mail_back_until_they_end() -> None:
    person = b.writer()
    Preference.objects.create(person=person, quiet_from=22, quiet_until=7)
    night = NOON + 11 * b.HOUR  # 23:00 in Shanghai
    one(person, at=night)
    assert notices_mailing.mail(night) == 0
    assert notices_mailing.mail(night + 8 * b.HOUR) == 1


def test_the_daily_mail_comes_once_at_its_hour_and_only_with_what_is_unread() -> None:
    person = b.writer()
    notices.choose(person, {"decided": "digest"})
    Preference.objects.create(person=person, digest_hour=8)
    for number in range(3):
        one(person, source=f"s{number}", at=NOON - 5 * b.HOUR)  # 07:00 in Shanghai
    notices.read(person, now=NOON, number=Notice.objects.filter(person=person).order_by("pk")[0].pk)
    assert notices_mailing.mail(NOON - 5 * b.HOUR) == 0
    assert notices_mailing.mail(NOON) == 1
    assert "2" in mail.outbox[0].subject
    one(person, source="later")
    assert notices_mailing.mail(NOON + b.HOUR) == 0
    assert notices_mailing.mail(NOON + 13 * b.HOUR) == 0  # 01:00 of the next day
    assert notices_mailing.mail(NOON + 20 * b.HOUR) == 1
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(("hour", "quiet", "sent"), [(8, (6, 10), 10), (23, (22, 7), 7), (23, (0, 23), 23)])
def test_the_daily_mail_never_falls_into_quiet_hours_and_comes_once_when_they_end(
    hour: int, quiet: tuple[int, int], sent: int
) -> None:
    person = b.writer()
    notices.choose(person, {"decided": "digest"})
    Preference.objects.create(person=person, digest_hour=hour, quiet_from=quiet[0], quiet_until=quiet[1])
    midnight = NOON + 12 * b.HOUR
    one(person, at=midnight - 2 * b.HOUR)
    one(person, source="in the evening", at=midnight - 61 * b.MINUTE)
    found = [each for each in range(25) if notices_mailing.mail(midnight - b.HOUR + each * b.HOUR)]
    assert [(each - 1) % 24 for each in found] == [sent]
    assert "2" in mail.outbox[0].subject


def test_what_comes_after_the_hour_of_the_daily_mail_waits_for_the_next_day() -> None:
    person = b.writer()
    notices.choose(person, {"decided": "digest"})
    one(person)
    assert [notices_mailing.mail(NOON + hours * b.HOUR) for hours in (0, 11, 19, 20)] == [0, 0, 0, 1]


def test_a_mail_server_that_is_away_is_left_alone_and_nothing_is_lost(settings: Any) -> None:
    person = b.writer()
    one(person)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert notices_mailing.mail(NOON) == 0
    settings.EMAIL_BACKEND = backend
    assert notices_mailing.mail(NOON + b.MINUTE) == 0  # at rest
    assert notices_mailing.mail(NOON + 3 * b.MINUTE) == 1


def test_live_comes_by_mail_from_the_effect_alone_and_obeys_the_choice() -> None:
    writer, publisher = b.writer(), b.publisher()
    made = b.approved(by=writer, now=NOON)
    press.publish(made, content_hash=b.hash_of(made), by=publisher, now=LATER, live_from=LATER)
    notices.choose(publisher, {"live": "desk"})
    effects.perform_due(lambda: LATER)
    gather()
    notices_mailing.mail(LATER)
    to = [address for message in mail.outbox for address in [*message.to, *message.bcc]]
    assert publisher.email not in to
    assert Notice.objects.filter(event="live", mail_due_at=None).count() >= 1


def bcc() -> list[str]:
    """Who was sent anything, one after the other."""
    return [address for message in mail.outbox for address in [*message.to, *message.bcc] if "@" in address]


def test_by_mail_too_nobody_hears_of_the_own_deed() -> None:
    editor, publisher, other = b.editor(), b.publisher(), b.publisher()
    made = b.approved(editor=editor, now=NOON)
    press.publish(made, content_hash=b.hash_of(made), by=publisher, now=LATER, live_from=LATER)
    effects.perform_due(lambda: LATER)
    assert (editor.email in bcc(), publisher.email in bcc()) == (True, False)
    mail.outbox.clear()
    withdrawing.take_down(made, by=other, now=LATER + b.MINUTE, reason="侵权")
    effects.perform_due(lambda: LATER + b.MINUTE)
    assert (editor.email in bcc(), publisher.email in bcc(), other.email in bcc()) == (True, True, False)


def test_what_goes_live_in_quiet_hours_is_mailed_after_them_and_once() -> None:
    editor = b.editor()
    Preference.objects.create(person=editor, quiet_from=11, quiet_until=14)
    made = b.approved(editor=editor, now=NOON)
    press.publish(made, content_hash=b.hash_of(made), by=b.publisher(), now=LATER, live_from=LATER)
    effects.perform_due(lambda: LATER)
    gather()
    notices_mailing.mail(LATER)
    assert editor.email not in bcc()
    notices_mailing.mail(NOON + 2 * b.HOUR)
    assert bcc().count(editor.email) == 1


def test_a_mail_that_comes_late_wakes_nobody_either_and_reaches_them_once_in_the_morning() -> None:
    editor = b.editor()
    Preference.objects.create(person=editor, quiet_from=22, quiet_until=7)
    evening = NOON + 9 * b.HOUR + 30 * b.MINUTE  # 21:30 in Shanghai
    made = b.approved(editor=editor, now=NOON)
    press.publish(made, content_hash=b.hash_of(made), by=b.publisher(), now=evening, live_from=evening)
    gather(evening)
    notices_mailing.mail(evening)
    night = evening + b.HOUR  # the worker was away until then
    effects.perform_due(lambda: night)
    assert [notices_mailing.mail(night + hours * b.HOUR) for hours in (0, 8)] == [0, 0]
    assert editor.email not in bcc()
    assert [notices_mailing.mail(night + hours * b.HOUR) for hours in (9, 10)] == [1, 0]
    assert bcc().count(editor.email) == 1


def test_the_first_of_two_approvers_hears_that_new_words_ended_their_approval_and_hears_it_once() -> None:
    writer, editor = b.writer(), b.editor()
    ReviewPolicy.objects.update_or_create(category=None, defaults={"approvals": 2})
    made = b.in_review(by=writer, now=NOON)
    decisions.approve(made, content_hash=b.hash_of(made), by=editor, now=LATER)
    for title in ("港口重开", "港口重新开放"):
        there = b.fresh(made)
        revising.revise(there, b.content(title=title), by=writer, now=LATER, version=there.version)
    gather()
    assert b.fresh(made).state == "in_review"
    assert told(editor).count("approval_ended") == 1


def test_an_ended_approval_leads_to_what_changed_since_it() -> None:
    writer, editor = b.writer(), b.editor()
    made = b.approved(by=writer, editor=editor, now=LATER)
    for title in ("港口重开", "港口重新开放"):
        there = b.fresh(made)
        revising.revise(there, b.content(title=title), by=writer, now=LATER, version=there.version)
    gather()
    notice = Notice.objects.get(person=editor, event="approval_ended")
    assert notices_words.address(notice) == f"/admin/articles/{made.pk}/difference/?from=1"


def test_the_bell_counts_and_every_line_leads_on() -> None:
    person = b.editor()
    one(person)
    client = signed_in(person)
    assert 'class="bell-count">1<' in page(client.get("/admin/"))
    listed = page(client.get("/admin/notices/"))
    assert "王伟 approved" in listed
    notice = Notice.objects.get(person=person)
    assert client.get(f"/admin/notices/{notice.pk}/").status_code == 405
    followed = post(client, f"/admin/notices/{notice.pk}/")
    assert followed.headers["Location"] == f"/admin/articles/{notice.article_id}/"
    assert "bell-count" not in page(client.get("/admin/"))


def test_nobody_reads_or_marks_anothers() -> None:
    person, stranger = b.editor(), b.chief()
    one(person)
    notice = Notice.objects.get(person=person)
    client = signed_in(stranger)
    assert "王伟" not in page(client.get("/admin/notices/"))
    assert post(client, f"/admin/notices/{notice.pk}/").status_code == 404
    post(client, "/admin/notices/read/", newest=notice.pk)
    notice.refresh_from_db()
    assert notice.read_at is None


def test_marking_all_leaves_what_came_in_meanwhile() -> None:
    person = b.editor()
    one(person, source="a")
    shown = Notice.objects.get(person=person).pk
    one(person, source="b")
    post(signed_in(person), "/admin/notices/read/", newest=shown)
    assert list(Notice.objects.filter(person=person, read_at=None).values_list("source", flat=True)) == ["b"]


def test_pages_of_fifty_hold_every_notice_once_with_the_same_queries(django_assert_num_queries: Any) -> None:
    person = b.writer()
    client = signed_in(person)
    one(person, source="first")
    with django_assert_num_queries(6):
        client.get("/admin/notices/")
    article = b.article(now=NOON).pk
    notices.tell([notices.Event("decided", "approved", f"n{number}", article, NOON, {person.pk}, None, {"title": "x"})
                  for number in range(119)], now=NOON)  # fmt: skip
    with django_assert_num_queries(6):
        first = client.get("/admin/notices/")
    seen, older = [line.notice.pk for line in first.context["lines"]], first.context["older"]
    while older:
        answer = client.get(f"/admin/notices/?before={older}")
        seen += [line.notice.pk for line in answer.context["lines"]]
        older = answer.context["older"]
    assert (len(seen), len(set(seen))) == (120, 120)


def test_choices_are_kept_and_half_a_quiet_time_is_refused() -> None:
    person = b.writer()
    client = signed_in(person)
    ways = dict.fromkeys(notices.DEFAULTS, "digest")
    wrong = post(client, "/admin/me/notices/", **ways, digest_hour="9", quiet_from="22", quiet_until="")
    assert wrong.status_code == 422
    right = post(client, "/admin/me/notices/", **ways, digest_hour="9", quiet_from="22", quiet_until="7")
    assert right.status_code == 302
    held = Preference.objects.get(person=person)
    assert (held.digest_hour, held.quiet_from, held.quiet_until) == (9, 22, 7)
    assert set(notices.chosen([person.pk]).values()) == {"digest"}


def test_every_event_is_a_sentence_in_both_languages() -> None:
    for event in notices_words.SENTENCES:
        notice = Notice(
            event=event, facts={"title": "港口", "who": "王伟", "time": NOON.isoformat(), "effect": "notify"}
        )
        for language in ("en", "zh-hans"):
            with translation.override(language):
                words = notices_words.sentence(notice, NOON)
                # An import is of many articles, so it names none.
                assert ("港口" in words, "%(" in words) == (event != "imported", False)


def test_old_notices_are_forgotten() -> None:
    person = b.writer()
    one(person)
    assert (notices_mailing.tidy(NOON + 89 * b.DAY), notices_mailing.tidy(NOON + 91 * b.DAY)) == (0, 1)
