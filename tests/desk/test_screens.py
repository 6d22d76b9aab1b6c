"""Home, history, difference, preview, time machine, pictures, people and settings: what each of them shows."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.clocks.models import Turn
from articles.covers import uploading
from articles.desk.models import Preference
from articles.drafting import planning
from articles.popularity.models import HotList
from articles.publishing import pinning
from articles.publishing.models import Effect
from articles.review import commenting, revising
from newsroom.celery import CLOCKS
from tests import builders as b
from tests.builders import DAY, HOUR, MINUTE, NOON, fresh
from tests.desk.doors import page, post, signed_in
from tests.desk.test_editor import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
HOME_QUERIES, ARTICLE_QUERIES, HISTORY_QUERIES = 14, 33, 12


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def strips(person: User) -> dict[str, list[str]]:
    found = signed_in(person).get("/admin/").context["strips"]
    return {strip.name: [row.title for row in strip.rows] for strip in found}


def test_an_empty_home_teaches() -> None:
    shown = page(signed_in(b.writer()).get("/admin/"))
    assert "Press c to write an article" in shown


def test_an_account_without_rights_reads_who_can_give_some() -> None:
    assert "A chief can put you into a group" in page(signed_in(b.person()).get("/admin/"))


def test_home_shows_each_person_their_own_work() -> None:
    writer, editor, publisher = b.writer(), b.editor(), b.publisher()
    b.article(by=writer, title="草稿")
    sent_back = b.in_review(by=writer, title="退回")
    b.decisions.request_changes(
        sent_back, content_hash=b.hash_of(sent_back), by=editor, now=NOON, comment="改"
    )
    b.in_review(by=writer, title="在审")
    b.approved(by=writer, title="待发")
    b.published(by=writer, at=NOON + HOUR, now=NOON - HOUR, title="即将上线")
    b.published(by=writer, at=NOON + 2 * DAY, now=NOON - HOUR, title="还早")
    assert strips(writer) == {"mine": ["退回", "草稿"], "going_out": ["即将上线"]}
    assert strips(editor)["review"] == ["在审"]
    [mine] = [each for each in signed_in(writer).get("/admin/").context["strips"] if each.name == "mine"]
    back, draft = (row.url.removeprefix("/admin/articles/") for row in mine.rows)
    assert (back.split("/")[1], draft.split("/")[1]) == ("", "edit")
    said = commenting.comment(sent_back.latest, text="？", by=editor, now=NOON)  # type: ignore[arg-type]
    [mine] = [each for each in signed_in(writer).get("/admin/").context["strips"] if each.name == "mine"]
    assert mine.rows[0].url.endswith(f"/#comment-{said.pk}")
    assert strips(publisher)["publish"] == ["待发"]


def test_home_asks_as_much_for_one_row_as_for_eight() -> None:
    client = signed_in(b.chief())
    for rows in (1, 8):
        for number in range(rows):
            b.in_review(title=f"在审{number}")
            b.approved(title=f"待发{number}")
            b.published(at=NOON + HOUR, now=NOON - HOUR, title=f"将发{number}")
        assert queries(client, "/admin/") == HOME_QUERIES


def test_a_pin_without_an_end_stands_on_home_after_a_week() -> None:
    by = b.publisher()
    for days, title in ((8, "忘了的"), (6, "还新")):
        article = b.published(at=NOON - 9 * DAY, title=title).article
        pinning.pin(
            article, place="home", position=days, live_from=NOON - days * DAY, live_until=None, by=by,
            now=NOON - days * DAY,
        )  # fmt: skip
    found = {strip.name: strip.rows for strip in signed_in(by).get("/admin/").context["strips"]}
    assert [(row.title, row.who) for row in found["endless"]] == [("忘了的", by.username)]
    assert "endless" not in strips(b.writer())


def test_what_is_overdue_stands_on_top_with_its_reason() -> None:
    edition = b.published(at=NOON - HOUR)
    Effect.objects.filter(edition=edition, kind="notify").update(last_error="mail server away\nTraceback")
    found = signed_in(b.publisher()).get("/admin/").context["strips"]
    assert found[0].name == "overdue"
    assert "mail server away" in found[0].rows[0].note
    assert "Traceback" not in found[0].rows[0].note


def test_the_hot_list_stands_on_home_without_what_is_gone() -> None:
    live, gone = (
        b.published(at=NOON - HOUR, title="热"),
        b.published(at=NOON - HOUR, until=NOON - MINUTE, title="凉"),
    )
    entries = [{"article": gone.article_id, "heat": 90.0}, {"article": live.article_id, "heat": 60.4}]
    HotList.objects.create(ranked_at=NOON, confirmed_at=NOON, entries=entries)
    assert strips(b.writer())["hot"] == ["热"]


@pytest.mark.parametrize(
    ("ages", "is_well", "begins"),
    [
        ({}, False, "No clock has run yet"),
        (dict.fromkeys(CLOCKS, 0), True, "All clocks are on time"),
        (
            dict.fromkeys(CLOCKS, 7 * 60),
            False,
            "The worker was last seen 7 minutes ago. Stories still go live",
        ),
        ({**dict.fromkeys(CLOCKS, 0), "articles.rank": 3600}, False, "Late: the hot list."),
    ],
)
def test_the_heartbeat_says_what_works_regardless(ages: dict[str, int], is_well: bool, begins: str) -> None:
    for name, seconds in ages.items():
        Turn.objects.create(name=name, started_at=NOON - timedelta(seconds=seconds))
    beat = signed_in(b.writer()).get("/admin/").context["heartbeat"]
    assert beat.is_well == is_well
    assert beat.line.startswith(begins)
    elsewhere = signed_in(b.writer()).get("/admin/calendar/")
    pulse = elsewhere.context["pulse"]
    ticks = min(ages.values(), default=None) == 0
    assert (pulse is None, ticks == bool(pulse and pulse.is_well)) == (not ages, True)
    assert (pulse is None) or (pulse.line in page(elsewhere) and (ticks or pulse.line == beat.line))


def test_the_state_line_says_both_axes() -> None:
    edition = b.published(at=NOON - HOUR)
    editor = b.editor()
    revising.revise(edition.article, b.content(title="改"), by=editor, now=NOON, version=1)
    b.decisions.submit(fresh(edition.article), by=editor, now=NOON, version=2)
    at = signed_in(b.chief()).get(f"/admin/articles/{edition.article_id}/").context["at"]
    assert at.state_line == "Live since 11:00 · changes in review"


@pytest.mark.parametrize("state", ["scheduled", "withdrawn", "never", "bin"])
def test_the_state_line_of_everything_else(state: str) -> None:
    made = {
        "scheduled": lambda: b.published(at=NOON + DAY, now=NOON - HOUR).article,
        "withdrawn": lambda: b.published(at=NOON - 2 * HOUR, until=NOON - HOUR).article,
        "never": b.in_review,
        "bin": b.article,
    }[state]()
    if state == "bin":
        planning.discard(made, by=b.editor(), now=NOON)
    line = {
        "scheduled": "Scheduled for 11-23 12:00 · no changes",
        "withdrawn": "Ended 11:00 · Approved",
        "never": "Not published · In review",
        "bin": "Not published · In the bin",
    }[state]
    assert signed_in(b.chief()).get(f"/admin/articles/{made.pk}/").context["at"].state_line == line


def test_why_it_is_not_public_is_the_gates_own_answer() -> None:
    article = b.in_review()
    planning.embargo(article, until=NOON + DAY, by=b.editor(), now=NOON)
    assert signed_in(b.publisher()).get(f"/admin/articles/{article.pk}/").context["why_not"] == [
        "This text has 0 of 1 approvals, so it cannot be published."
    ]


def test_the_article_asks_the_same_however_long_its_history() -> None:
    writer = b.writer()
    article, client = b.in_review(by=writer), signed_in(b.editor())
    assert queries(client, f"/admin/articles/{article.pk}/") == ARTICLE_QUERIES
    assert queries(client, f"/admin/articles/{article.pk}/history/") == HISTORY_QUERIES
    for number in range(9):
        now_there = fresh(article)
        revising.revise(
            now_there, b.content(title=f"第{number}稿"), by=writer, now=NOON, version=now_there.version
        )
    assert queries(client, f"/admin/articles/{article.pk}/") == ARTICLE_QUERIES
    assert queries(client, f"/admin/articles/{article.pk}/history/") == HISTORY_QUERIES


def test_history_tells_who_wrote_decided_and_printed_what() -> None:
    edition = b.published(at=NOON - HOUR)
    revising.revise(edition.article, b.content(title="新"), by=b.editor(), now=NOON, version=1, note="换标题")
    answer = signed_in(b.editor()).get(f"/admin/articles/{edition.article_id}/history/")
    newest, first = answer.context["entries"]
    assert (newest.revision.note, newest.verdicts, newest.editions) == ("换标题", [], [])
    assert [(each.row.verdict, each.stands, each.ended_by) for each in first.verdicts] == [
        ("approve", False, 2)
    ]
    assert [copy.pk for copy, _door in first.editions] == [edition.pk]
    assert [label for _move, label in answer.context["moves"]][:3] == [
        "Reopened by new words",
        "Saved",
        "Published",
    ]


def difference(article: Any, query: str = "") -> str:
    return page(signed_in(b.editor()).get(f"/admin/articles/{article.pk}/difference/{query}"))


def test_the_difference_knows_characters_and_fields() -> None:
    article = b.article(body="引航站六点恢复工作。\n\n没变的一段。\n")
    changed = b.content(body="引航站七点恢复工作。\n\n没变的一段。\n", title="港口恢复通航", tags=("港口",))
    revising.revise(article, changed, by=b.editor(), now=NOON, version=1)
    shown = difference(article)
    assert "<del>六</del><ins>七</ins>" in shown
    assert "<del>风暴后</del>" in shown
    assert "Tags" in shown
    assert "Not a word differs" in difference(article, "?from=2&to=2")


def test_the_difference_starts_from_what_readers_have() -> None:
    edition = b.published(at=NOON - HOUR)
    for number in (1, 2):
        title = f"第{number}次改"
        revising.revise(edition.article, b.content(title=title), by=b.editor(), now=NOON, version=number)
    assert "From what readers have to revision 3" in difference(edition.article)


def test_differences_of_nothing_are_404() -> None:
    article, client = b.article(), signed_in(b.editor())
    for query in ("?from=9", "?to=x9", "?from=live", "?to=99999999999999999999"):
        status = client.get(f"/admin/articles/{article.pk}/difference/{query}").status_code
        assert (query, status) == (query, 200 if query in ("?to=x9", "?to=99999999999999999999") else 404)


def test_hostile_words_stay_words() -> None:
    nasty = "<script>alert(1)</script>"
    article = b.in_review(
        title=nasty, summary=nasty, body=f"{nasty}\n\n{nasty} 二", authors=(nasty,), tags=(nasty,)
    )
    revising.revise(
        article, b.content(title=f"{nasty}!", body=f"{nasty} 三"), by=b.editor(), now=NOON, version=1
    )
    client = signed_in(b.chief())
    for address in ("", "edit/", "history/", "difference/", "revisions/1/"):
        assert "<script>alert" not in page(client.get(f"/admin/articles/{article.pk}/{address}"))
    assert "<script>alert" not in page(client.get("/admin/articles/"))
    assert "<script>alert" not in page(client.get("/admin/"))


def test_every_page_keeps_the_strict_policy() -> None:
    article, client = b.in_review(), signed_in(b.chief())
    own = [f"articles/{article.pk}/{rest}" for rest in ("", "edit/", "history/")]
    for address in ["", "articles/", *own, "at/", "me/", "auth/user/"]:
        answer = client.get(f"/admin/{address}")
        assert "script-src 'self';" in answer.headers["Content-Security-Policy"] + ";"
        shown = page(answer)
        assert "<style" not in shown
        assert " style=" not in shown
        assert "<script>" not in shown
        assert " onclick=" not in shown


def test_a_preview_is_the_readers_own_page_with_a_banner() -> None:
    article = b.article(title="还没发布")
    answer = signed_in(b.editor()).get(f"/admin/articles/{article.pk}/revisions/1/")
    shown = page(answer)
    assert "还没发布" in shown
    assert "Preview of the working copy." in shown
    assert "no-store" in answer.headers["Cache-Control"]
    assert signed_in(b.editor()).get(f"/admin/articles/{article.pk}/revisions/7/").status_code == 404


def test_the_time_machine_shows_the_site_before_and_after() -> None:
    edition = b.published(at=NOON + HOUR, until=NOON + 3 * HOUR, now=NOON - HOUR, title="两点之间")
    client = signed_in(b.editor())
    seen = {
        hours: "两点之间" in page(client.get(f"/admin/at/20261122T{4 + hours:02d}0000Z/"))
        for hours in (0, 2, 4)
    }
    assert seen == {0: False, 2: True, 4: False}
    inside = page(client.get(f"/admin/at/20261122T060000Z/articles/{edition.article_id}-{edition.slug}/"))
    assert "两点之间" in inside
    assert 'href="/admin/at/20261122T060000Z/' in inside
    assert client.get("/admin/at/20261122T060000Z/no/such/page/").status_code == 404
    assert client.get("/admin/at/yesterday/").status_code == 404


def test_the_time_machine_takes_a_typed_time_and_lists_the_changes() -> None:
    b.published(at=NOON + HOUR, now=NOON - HOUR, title="稍后")
    client = signed_in(b.editor())
    assert "“稍后” begins" in page(client.get("/admin/at/"))
    assert client.get("/admin/at/", {"when": "13:30"}).headers["Location"] == "/admin/at/20261122T053000Z/"
    wrong = client.get("/admin/at/", {"when": "whenever"})
    assert (wrong.status_code, "is not a time" in page(wrong)) == (422, True)


def test_an_embargoed_cover_answers_staff_and_nobody_else() -> None:
    writer = b.writer()
    cover = uploading.upload(picture(), by=writer, now=NOON, alt="未公开")
    name = cover.renditions.filter(mime="image/jpeg")[0].name
    answer = signed_in(writer).get(f"/admin/media/{name}")
    assert answer.getvalue().startswith(b"\xff\xd8")  # type: ignore[attr-defined]
    assert "no-store" in answer.headers["Cache-Control"]
    assert signed_in(None).get(f"/media/{name}").status_code == 404
    original = str(cover.picture.original)
    assert signed_in(b.chief()).get(f"/admin/media/{original}").status_code == 404
    assert signed_in(b.chief()).get("/admin/media/../secret_key").status_code == 404


def test_language_and_zone_are_each_persons_own() -> None:
    person = b.writer()
    client = signed_in(person)
    assert post(client, "/admin/me/", language="zh-hans", time_zone="Mars/Olympus").status_code == 422
    assert post(client, "/admin/me/", language="zh-hans", time_zone="Europe/London").status_code == 302
    kept = Preference.objects.get(person=person)
    assert (kept.language, kept.time_zone) == ("zh-hans", "Europe/London")
    article = b.article(by=person, now=NOON)
    shown = page(client.get(f"/admin/articles/{article.pk}/history/"))
    assert '<html lang="zh-hans"' in shown
    assert "2026-11-22 04:00 Europe/London" in shown


def test_a_chief_makes_a_writer_and_no_superuser() -> None:
    chief = b.chief()
    client = signed_in(chief)
    chosen = {"password1": "correct-horse-9", "password2": "correct-horse-9", "usable_password": "true"}
    assert post(client, "/admin/auth/user/add/", username="newbie", **chosen).status_code == 302
    person = User.objects.get(username="newbie")
    assert person.is_staff
    sent = {"username": "newbie", "first_name": "新", "last_name": "", "email": "", "is_active": "on", "is_staff": "on",
            "groups": Group.objects.get(name="Writers").pk, "is_superuser": "on"}  # fmt: skip
    assert post(client, f"/admin/auth/user/{person.pk}/change/", **sent).status_code == 302
    person = User.objects.get(username="newbie")
    assert (person.has_perm("articles.submit_article"), person.is_superuser) == (True, False)


def test_a_chief_does_not_touch_a_superuser() -> None:
    root = b.person(is_superuser=True)
    client = signed_in(b.chief())
    assert post(client, f"/admin/auth/user/{root.pk}/change/", username="mine").status_code == 403
    taken = {"password1": "correct-horse-9", "password2": "correct-horse-9", "usable_password": "true"}
    assert post(client, f"/admin/auth/user/{root.pk}/password/", **taken).status_code == 403
    root.refresh_from_db()
    assert root.check_password("a-long-password")


def test_a_category_keeps_the_slug_that_was_approved() -> None:
    article = b.article()
    category = article.latest.category  # type: ignore[union-attr]
    assert category is not None
    sent = {"slug": "other", "name": "海港", "description": "", "position": "1"}
    assert (
        post(signed_in(b.chief()), f"/admin/articles/category/{category.pk}/change/", **sent).status_code
        == 302
    )
    category.refresh_from_db()
    assert (category.slug, category.name) == ("harbour", "海港")


def test_signing_in_and_out() -> None:
    person = b.writer()
    client = signed_in(None)
    wrong = post(client, "/admin/login/", username=person.username, password="no")
    assert (wrong.status_code, 'role="alert"' in page(wrong)) == (200, True)
    right = post(client, "/admin/login/?next=/admin/articles/", username=person.username, password="a-long-password",
                 next="/admin/articles/")  # fmt: skip
    assert right.headers["Location"] == "/admin/articles/"
    client.cookies["csrftoken"] = "t" * 32
    assert post(client, "/admin/logout/").status_code == 200
    assert client.get("/admin/articles/").status_code == 302


def test_a_closed_door_says_why_on_a_page_of_the_desk() -> None:
    answer = signed_in(b.writer()).get(f"/admin/articles/{b.article().pk}/")
    assert answer.status_code == 403
    assert "This article belongs to somebody else" in page(answer)
    missing = signed_in(b.editor()).get("/admin/articles/987654321987654321/")
    assert (missing.status_code, "no article with this number" in page(missing)) == (404, True)
