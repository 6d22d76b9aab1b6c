"""The calendar: two layers and what is live, moved by a form, days of 23 and 25 hours, and a private feed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.desk import calendar_days, calendar_feed
from articles.desk.models import CalendarKey, Preference
from articles.drafting import planning
from articles.drafting.models import Article
from articles.publishing.models import Edition
from tests import builders as b
from tests.builders import DAY, HOUR, MINUTE, NOON, fresh
from tests.desk.doors import page, post, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
QUERIES = 9


def planned(at: datetime, *, by: User | None = None, title: str = "想写的") -> Article:
    by = by or b.writer()
    made = b.article(by=by, title=title)
    planning.plan(made, planned_for=at, by=by, now=NOON)
    return fresh(made)


def shown(person: User, query: str = "") -> list[tuple[str, str]]:
    answer = signed_in(person).get(f"/admin/calendar/{query}")
    assert answer.status_code == 200
    return [(item.layer, item.title) for day in answer.context["days"] for item in day.items]


@pytest.mark.parametrize("view", ["week", "month", "agenda"])
def test_each_view_shows_wishes_schedules_and_what_is_live(view: str) -> None:
    b.published(at=NOON - HOUR, title="已上线")
    b.published(at=NOON + HOUR, now=NOON - HOUR, title="已排期")
    planned(NOON + 2 * HOUR)
    assert shown(b.chief(), f"?view={view}") == [
        ("live", "已上线"),
        ("scheduled", "已排期"),
        ("planned", "想写的"),
    ]


def test_a_month_shows_some_of_a_full_day_and_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    writer, chief = b.writer(), signed_in(b.chief())
    for number in range(calendar_days.DAYFUL + 2):
        planned(NOON + number * MINUTE, by=writer, title=f"第{number}条")
    shown = page(chief.get("/admin/calendar/?view=month&state=draft"))
    assert [f"第{number}条" in shown for number in (0, 7, 8, 9)] == [True, True, False, False]
    assert '<a href="?view=agenda&amp;day=2026-11-22&amp;state=draft">' in shown
    week = page(chief.get("/admin/calendar/?view=week"))
    assert "第9条" in week and 'class="notice"' not in week
    monkeypatch.setattr(calendar_days, "MOST", 5)
    assert 'class="notice"' in page(chief.get("/admin/calendar/?view=week"))


def test_a_wish_that_was_fulfilled_is_shown_once() -> None:
    writer = b.writer()
    edition = b.published(by=writer, at=NOON + HOUR, now=NOON - HOUR, title="已排期")
    planning.plan(edition.article, planned_for=NOON + HOUR, by=writer, now=NOON)
    assert shown(b.chief()) == [("scheduled", "已排期")]


def test_a_cancelled_copy_and_the_bin_are_not_shown() -> None:
    from articles.publishing import scheduling

    edition = b.published(at=NOON + HOUR, now=NOON - HOUR)
    scheduling.cancel(edition, by=b.publisher(), now=NOON)
    writer = b.writer()
    planning.discard(planned(NOON + HOUR, by=writer), by=writer, now=NOON)
    assert shown(b.chief()) == []


def test_a_writer_sees_their_own_alone() -> None:
    writer = b.writer()
    planned(NOON + HOUR, by=writer, title="我的")
    planned(NOON + HOUR, title="别人的")
    b.published(at=NOON + HOUR, now=NOON - HOUR, title="别人的")
    assert shown(writer) == [("planned", "我的")]


def test_the_section_is_a_filter_and_nonsense_is_this_week() -> None:
    b.published(at=NOON + HOUR, now=NOON - HOUR, category="tides", title="潮汐")
    b.published(at=NOON + HOUR, now=NOON - HOUR, title="港口")
    assert shown(b.chief(), "?category=tides") == [("scheduled", "潮汐")]
    assert len(shown(b.chief(), "?view=x&day=0001-99-99&category=")) == 2
    assert shown(b.chief(), "?day=0001-01-01&view=month") != []


def queries(client: Client, view: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/admin/calendar/?view={view}").status_code == 200
    return len(asked)


def test_thirty_stories_ask_as_much_as_one() -> None:
    client = signed_in(b.chief())
    planned(NOON + HOUR)
    assert queries(client, "week") == QUERIES
    for number in range(29):
        planned(NOON + number * MINUTE)
    assert queries(client, "month") == QUERIES


def test_a_wish_is_moved_and_moved_back() -> None:
    writer = b.writer()
    article, client = planned(NOON + HOUR, by=writer), signed_in(writer)
    answer = post(
        client, "/admin/calendar/move/", item=f"planned-{article.pk}", when="明早7:30", back="view=month"
    )
    assert fresh(article).planned_for == datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    back = client.get(answer.headers["Location"])
    assert (back.context["want"].view, back.context["undo"]) == (
        "month", {"item": f"planned-{article.pk}", "when": "2026-11-22 13:00"}
    )  # fmt: skip
    post(client, "/admin/calendar/move/", **back.context["undo"])
    assert fresh(article).planned_for == NOON + HOUR


def test_a_scheduled_copy_is_moved_by_whoever_publishes_and_keeps_its_approval() -> None:
    edition = b.published(at=NOON + HOUR, now=NOON - HOUR)
    fields = {"item": f"scheduled-{edition.pk}", "when": "+3h"}
    assert post(signed_in(b.editor()), "/admin/calendar/move/", **fields).status_code == 403
    assert post(signed_in(b.writer()), "/admin/calendar/move/", **fields).status_code == 403
    assert post(signed_in(b.publisher()), "/admin/calendar/move/", **fields).status_code == 302
    moved = Edition.objects.get(pk=edition.pk)
    assert (moved.live_from, moved.content_hash, moved.approval_count) == (
        NOON + 3 * HOUR,
        edition.content_hash,
        1,
    )


def test_a_doubled_hour_stands_in_the_fields_with_its_offset(settings: Any) -> None:
    settings.NEWSROOM_TIME_ZONE = "America/New_York"
    late = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # the second half past one of that night
    with time_machine.travel(late - HOUR, tick=False):
        edition = b.published(at=late, now=late - 2 * HOUR)
        client = signed_in(b.publisher())
        for address in ("calendar/", f"articles/{edition.article_id}/"):
            assert 'value="2026-11-01 01:30:00-05:00"' in page(client.get(f"/admin/{address}"))


def test_what_is_no_time_moves_nothing_and_says_so() -> None:
    writer = b.writer()
    article, client = planned(NOON + HOUR, by=writer), signed_in(writer)
    refused = post(client, "/admin/calendar/move/", item=f"planned-{article.pk}", when="bald")
    assert (refused.status_code, fresh(article).planned_for) == (409, NOON + HOUR)
    assert "“bald” is not a time." in page(refused)
    for item in ("live-1", "planned-x", "scheduled-999999"):
        assert post(client, "/admin/calendar/move/", item=item, when="+1h").status_code == 404


@pytest.mark.parametrize(
    ("zone", "on", "hours", "words"),
    [
        ("America/New_York", date(2026, 3, 8), 23, "The clocks change at 02:00 to 03:00: a day of 23 hours."),
        ("Europe/London", date(2026, 10, 25), 25, "The clocks change at 02:00 to 01:00: a day of 25 hours."),
        (
            "Australia/Lord_Howe",
            date(2026, 4, 5),
            25,
            "The clocks change at 02:00 to 01:30: a day of 24.5 hours.",
        ),
        ("Asia/Shanghai", date(1991, 4, 14), 23, "The clocks change at 02:00 to 03:00: a day of 23 hours."),
        ("Asia/Shanghai", date(2026, 3, 8), 24, ""),
    ],
)
def test_a_day_of_a_clock_change_has_its_real_hours(zone: str, on: date, hours: int, words: str) -> None:
    day = calendar_days.days(on, 1, [], zone=ZoneInfo(zone), now=NOON)[0]
    assert (len(day.hours), day.change) == (hours, words)
    assert len({hour.label for hour in day.hours}) == hours


def test_gaps_and_crowded_minutes_are_marked() -> None:
    for at in (NOON, NOON, NOON + HOUR):
        planned(at)
    days = signed_in(b.chief()).get("/admin/calendar/").context["days"]
    today = next(day for day in days if day.is_today)
    quiet = [hour.label for hour in today.hours if hour.is_quiet]
    assert (quiet[0], quiet[-1], "12:00" in quiet) == ("07:00", "22:00", False)
    assert [item.is_crowded for item in today.items] == [True, True, False]


def test_a_typed_time_is_answered_with_three_clocks_and_its_neighbours() -> None:
    from articles.desk.models import Preference

    chief = b.chief()
    Preference.objects.create(person=chief, time_zone="America/New_York")
    b.published(at=NOON + HOUR + 3 * MINUTE, now=NOON - HOUR, title="旁边的")
    answer = signed_in(chief).get("/admin/calendar/when/", {"text": "13:00"}).json()
    assert answer["words"] == (
        "2026-11-22 13:00 Shanghai (UTC+08:00) · yours: 2026-11-22 00:00 New York · 2026-11-22 05:00 UTC · in 1 hour"
    )
    assert (answer["neighbours"], answer["titles"]) == ("1 more within 5 minutes of 13:00", ["旁边的"])


def test_seconds_that_were_typed_are_shown_and_no_others() -> None:
    client, said = signed_in(b.chief()), []
    for text in ("2026-11-22 13:00:45", "13:00", "now"):
        said.append(client.get("/admin/calendar/when/", {"text": text, "clocks": "1"}).json()["words"])
    assert [words.partition(" Shanghai")[0][11:] for words in said] == ["13:00:45", "13:00", "12:00"]


def test_a_writer_hears_how_many_go_out_beside_and_not_which() -> None:
    b.published(at=NOON + HOUR, now=NOON - HOUR, title="秘密")
    answer = signed_in(b.writer()).get("/admin/calendar/when/", {"text": "13:00"}).json()
    assert (answer["neighbours"], answer["titles"]) == ("1 more within 5 minutes of 13:00", [])
    assert (
        "is not a time" in signed_in(b.writer()).get("/admin/calendar/when/", {"text": "?"}).json()["refused"]
    )


def anonymous() -> Client:
    return Client(headers={"accept-language": "en"})


def test_the_feed_shows_what_its_person_may_see_and_embargoed_stories_by_their_section() -> None:
    writer = b.writer()
    planned(NOON + HOUR, by=writer, title="逗号, 分号; 和很长很长很长很长很长很长很长很长很长很长的标题")
    hidden = planned(NOON + 2 * HOUR, by=writer, title="禁发的大新闻")
    planning.embargo(hidden, until=NOON + DAY, by=writer, now=NOON)
    planned(NOON + 3 * HOUR, title="别人的")
    answer = anonymous().get(f"/admin/calendar/{calendar_feed.renew(writer, now=NOON)}.ics")
    text = answer.content.decode().replace("\r\n ", "")
    summaries = [line.removeprefix("SUMMARY:") for line in text.split("\r\n") if line.startswith("SUMMARY:")]
    assert summaries == [
        "逗号\\, 分号\\; 和很长很长很长很长很长很长很长很长很长很长的标题 (planned)", "Harbour (planned)",
    ]  # fmt: skip
    assert "禁发" not in text
    Preference.objects.create(person=writer, language="zh-hans")  # calendar programs say no language
    again = anonymous().get(f"/admin/calendar/{calendar_feed.renew(writer, now=NOON)}.ics").content.decode()
    assert "Harbour (计划)" in again
    assert max(len(line.encode()) for line in answer.content.decode().split("\r\n")) <= 75
    assert "DTSTART:20261122T050000Z" in text
    assert {name: answer.headers[name] for name in ("Cache-Control", "Referrer-Policy")} == {
        "Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer",
    }  # fmt: skip


def test_a_renewed_or_withdrawn_address_opens_nothing() -> None:
    writer = b.writer()
    first = calendar_feed.renew(writer, now=NOON)
    second = calendar_feed.renew(writer, now=NOON)
    assert [anonymous().get(f"/admin/calendar/{each}.ics").status_code for each in (first, second)] == [
        404,
        200,
    ]
    post(signed_in(writer), "/admin/calendar/address/", what="withdraw")
    wrong, old = (anonymous().get(f"/admin/calendar/{each}.ics") for each in ("x" * 32, second))
    assert (wrong.status_code, wrong.content, wrong.headers["X-Robots-Tag"]) == (
        old.status_code, old.content, old.headers["X-Robots-Tag"]
    )  # fmt: skip
    assert not CalendarKey.objects.exists()


def test_a_closed_account_has_no_feed_any_more() -> None:
    writer = b.writer()
    secret = calendar_feed.renew(writer, now=NOON)
    User.objects.filter(pk=writer.pk).update(is_active=False)
    assert anonymous().get(f"/admin/calendar/{secret}.ics").status_code == 404


def test_the_address_is_made_by_a_form_shown_once_and_kept_as_a_digest(
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = signed_in(b.writer())
    made = post(client, "/admin/calendar/address/", what="make")
    secret = made.context["address"].rpartition("/")[2].removesuffix(".ics")
    assert (len(secret), CalendarKey.objects.filter(digest__contains=secret).count()) == (32, 0)
    assert secret not in page(client.get("/admin/calendar/"))
    post(client, "/admin/calendar/address/", what="make")
    with caplog.at_level("DEBUG"):
        assert anonymous().get(f"/admin/calendar/{secret}.ics").status_code == 404
    assert secret not in caplog.text


def test_whoever_guesses_is_shut_out_for_a_while() -> None:
    secret, client = calendar_feed.renew(b.writer(), now=NOON), anonymous()
    assert client.get(f"/admin/calendar/{secret}.ics").status_code == 200
    for number in range(31):
        client.get(f"/admin/calendar/{number}.ics")
    assert client.get(f"/admin/calendar/{secret}.ics").status_code == 404


def test_every_folded_line_is_put_together_again() -> None:
    line = "SUMMARY:" + "港口风暴abc " * 60
    pieces = list(calendar_feed._folded(line))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
    assert timedelta(minutes=15) == calendar_feed.LENGTH


def test_the_week_that_ends_today_shows_tomorrow_too() -> None:
    b.published(at=NOON + 20 * HOUR, now=NOON - HOUR, title="明天一早")
    assert shown(b.chief()) == [("scheduled", "明天一早")]
    days = signed_in(b.chief()).get("/admin/calendar/?day=2026-11-15").context["days"]
    assert [day.on.isoformat() for day in (days[0], days[-1])] == ["2026-11-09", "2026-11-15"]
