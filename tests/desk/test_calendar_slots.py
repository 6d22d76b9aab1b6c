"""An empty hour begins an article planned for it; gaps and filters are each person's to choose."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.desk.calendar_gaps import Gaps
from articles.drafting.models import Article
from tests import builders as b
from tests.builders import HOUR, NOON, fresh
from tests.desk.doors import page, post, signed_in
from tests.desk.test_calendar import planned, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def today(person: User, query: str = "") -> object:
    days = signed_in(person).get(f"/admin/calendar/{query}").context["days"]
    return next(day for day in days if day.is_today)


def test_an_empty_hour_begins_an_article_planned_for_it() -> None:
    writer = b.writer()
    client = signed_in(writer)
    slots = [hour.slot for hour in today(writer).hours]  # type: ignore[attr-defined]
    assert (slots[12], slots[13]) == ("", "2026-11-22T13:00+0800")
    assert "?planned_for=2026-11-22T13%3A00%2B0800" in page(client.get("/admin/calendar/"))
    form = client.get("/admin/articles/new/", {"planned_for": slots[13]}).context["form"]
    assert form["planned_for"].value() == "2026-11-22 13:00"
    sent = {"title": "一点的稿", "body": "正文。", "language": "zh-hans", "planned_for": "2026-11-22 13:00"}
    post(client, "/admin/articles/new/", **sent)
    assert fresh(Article.objects.get()).planned_for == NOON + HOUR
    for nonsense in ("soon", "x" * 300, ""):
        form = client.get("/admin/articles/new/", {"planned_for": nonsense}).context["form"]
        assert form["planned_for"].value() == ""


def test_days_of_the_month_have_a_slot_and_the_past_has_none() -> None:
    writer = b.writer()
    days = signed_in(writer).get("/admin/calendar/?view=month").context["days"]
    assert {day.on.day: day.slot for day in days if day.on.month == 11 and day.on.day in (22, 23)} == {
        22: "", 23: "2026-11-23T09:00+0800",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "quiet"),
    [
        ("", [7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]),
        ("?hours=6&first=7&last=23", [13, 14, 15, 16, 17, 18, 19, 20, 21, 22]),
        ("?hours=2&first=10&last=14", [10, 11]),
        ("?hours=0&first=9&last=3", [7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]),
    ],
)
def test_gaps_are_as_long_and_as_early_as_one_asks(query: str, quiet: list[int]) -> None:
    planned(NOON)
    planned(NOON + HOUR)
    hours = today(b.chief(), query).hours  # type: ignore[attr-defined]
    assert [at for at, hour in enumerate(hours) if hour.is_quiet] == quiet


def test_author_and_state_are_filters_of_both_layers() -> None:
    b.published(at=NOON + HOUR, now=NOON - HOUR, title="李娜的", authors=("李娜",))
    planned(NOON + HOUR, title="王伟的")
    chief = b.chief()
    assert shown(chief, "?author=李娜") == [("scheduled", "李娜的")]
    assert shown(chief, "?author=王伟") == [("planned", "王伟的")]
    assert shown(chief, "?state=draft") == [("planned", "王伟的")]
    assert shown(chief, "?state=approved&author=李娜") == [("scheduled", "李娜的")]
    moved_on = signed_in(chief).get("/admin/calendar/?state=draft&hours=3&first=6&last=22").context["after"]
    assert moved_on == "day=2026-11-29&state=draft&hours=3&first=6&last=22"


def test_gaps_are_kept_by_person_and_an_address_may_ask_for_others() -> None:
    chief, other = b.chief(), b.writer()
    client = signed_in(chief)
    kept = post(client, "/admin/calendar/", hours="5", first="9", last="18", back="view=week&category=tides")
    assert kept.headers["Location"] == "/admin/calendar/?view=week&day=2026-11-22&category=tides"
    assert client.get("/admin/calendar/").context["want"].gaps == Gaps(5, 9, 18)
    asked = client.get("/admin/calendar/?hours=3&first=6&last=22").context["want"]
    assert (asked.gaps, "hours=3&first=6&last=22" in asked.query()) == (Gaps(3, 6, 22), True)
    assert signed_in(other).get("/admin/calendar/").context["want"].gaps == Gaps(2, 7, 23)
    refused = post(client, "/admin/calendar/", hours="5", first="18", last="9")
    assert (refused.status_code, "A gap is 1 to 24 hours long" in page(refused)) == (422, True)
    assert client.get("/admin/calendar/").context["want"].gaps == Gaps(5, 9, 18)


@pytest.mark.parametrize(("query", "is_list"), [("", True), ("?view=week", False)])
def test_without_a_chosen_view_narrow_screens_get_a_list(query: str, is_list: bool) -> None:
    shown = page(signed_in(b.writer()).get(f"/admin/calendar/{query}"))
    assert ('class="week as-list"' in shown, 'class="tabs only-small"' in shown) == (is_list, is_list)


def test_who_else_goes_out_at_that_very_minute_is_counted_by_it() -> None:
    for title in ("一", "二"):
        b.published(at=NOON + HOUR, now=NOON - HOUR, title=title)
    client = signed_in(b.chief())
    answer = client.get("/admin/calendar/when/", {"text": "13:00"}).json()
    assert (answer["neighbours"], answer["titles"]) == ("2 more at 13:00", ["一", "二"])
    beside = client.get("/admin/calendar/when/", {"text": "13:01"}).json()
    assert beside["neighbours"] == "2 more within 5 minutes of 13:01"


def test_a_time_that_is_over_says_so_with_the_way_out() -> None:
    answer = signed_in(b.chief()).get("/admin/calendar/when/", {"text": "2026-11-22 11:00"}).json()
    assert answer["words"].endswith("1 hour ago: the past; publish now instead?")
    assert answer["offers"] == ["now"]
    ahead = signed_in(b.chief()).get("/admin/calendar/when/", {"text": "13:00"}).json()
    assert ahead["offers"] == []


def test_where_no_story_goes_out_the_past_is_as_good_and_nobody_goes_out_beside_it() -> None:
    b.published(at=NOON + HOUR, now=NOON - HOUR)
    asked = {
        text: signed_in(b.chief()).get("/admin/calendar/when/", {"text": text, "clocks": "1"}).json()
        for text in ("2026-11-22 11:00", "13:00")
    }
    assert asked["2026-11-22 11:00"]["words"].endswith("UTC · 1 hour ago")
    assert [sorted(each) for each in asked.values()] == [["at", "words"]] * 2


@pytest.mark.parametrize("text", ["2026-03-08 02:30", "2026-11-01 01:30"])
def test_a_clock_change_offers_both_times_to_choose(settings: Any, text: str) -> None:
    settings.NEWSROOM_TIME_ZONE = "America/New_York"
    answer = signed_in(b.chief()).get("/admin/calendar/when/", {"text": text}).json()
    assert all(each in answer["refused"] for each in answer["offers"])
    assert len(answer["offers"]) == 2
