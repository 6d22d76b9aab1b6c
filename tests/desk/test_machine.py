"""The time machine: every change marked and reached, what differs from now, feeds inside, nothing kept or counted."""

from datetime import timedelta

import pytest

from articles.desk import machine, machine_changes
from articles.popularity.models import HotList
from articles.publishing import pinning
from tests import builders as b
from tests.builders import DAY, HOUR, MINUTE, NOON
from tests.desk.doors import page, post, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_two_buttons_jump_from_change_to_change_and_stop_at_the_ends() -> None:
    odd = timedelta(milliseconds=300)  # a change within a second is reached, and left again
    b.published(at=NOON - 3 * HOUR + odd, until=NOON + 2 * HOUR, title="甲")
    b.published(at=NOON + HOUR, now=NOON - HOUR, title="乙")
    client, moments = signed_in(b.editor()), []
    url = client.get("/admin/at/", {"around": "20261122T000000Z"}).context["next"]
    while url:
        moments.append(url.split("/")[3])
        around = client.get("/admin/at/", {"around": moments[-1]}).context
        assert (len(moments) == 1) == (not around["previous"])
        url = around["next"]
    assert moments == ["20261122T010001Z", "20261122T050000Z", "20261122T060000Z"]
    assert f'href="/admin/at/{moments[2]}/">Next change' in page(client.get(f"/admin/at/{moments[1]}/"))


def test_a_list_says_what_differs_from_now() -> None:
    b.published(at=NOON - 3 * HOUR, until=NOON + 2 * HOUR, title="将结束")
    coming = b.published(at=NOON + HOUR, now=NOON - HOUR, title="将开始")
    pin = {"place": "home", "position": 1, "reason": "", "by": b.publisher(), "now": NOON}
    pinning.pin(coming.article, live_from=NOON + HOUR, live_until=NOON + DAY, **pin)
    found = machine_changes.differs(NOON + 3 * HOUR, NOON)
    assert (found.more, found.fewer, found.other, len(found.pins)) == (["将开始"], ["将结束"], [], 1)
    assert found.summary == "+1 article, −1 article, 1 pin"
    shown = page(signed_in(b.editor()).get("/admin/at/20261122T070000Z/"))
    assert "+1 article, −1 article, 1 pin</a>" in shown
    assert machine_changes.differs(NOON, NOON).is_empty


def test_the_bar_marks_each_moment_once() -> None:
    found = machine.marks([NOON, NOON, NOON + 6 * HOUR], NOON - 6 * HOUR, NOON + 18 * HOUR)
    assert [place for place, _url in found] == ["250.0", "500.0"]


def test_changes_of_the_hot_list_are_marked_told_and_reached() -> None:
    first, second = b.published(at=NOON - 9 * HOUR, title="甲"), b.published(at=NOON - 9 * HOUR, title="乙")
    for minutes, edition in ((300, first), (240, second), (230, first), (60, second)):
        moment, entries = NOON - minutes * MINUTE, [{"article": edition.article_id, "place": 1, "heat": 1.0}]
        HotList.objects.create(ranked_at=moment, confirmed_at=moment, entries=entries)
    b.published(at=NOON - 2 * HOUR, title="丙")
    client = signed_in(b.editor())
    answer = client.get("/admin/at/", {"around": "20261122T000000Z"})  # four hours ago
    shown = [change.words for change, _url in answer.context["rows"]]
    assert shown[-3:] == ["the hot list changes 3 times", "“丙” begins", "the hot list changes"]
    assert page(answer).count('class="of-list"') == 4
    assert answer.context["other_list"] == []  # the list of that minute holds whom today's holds
    there = client.get("/admin/at/", {"around": "20261121T230500Z"}).context
    assert there["other_list"] == ["甲"]
    assert (there["previous_list"], there["next_list"]) == (
        "/admin/at/20261121T230000Z/", "/admin/at/20261122T000000Z/",
    )  # fmt: skip
    assert f'href="{there["next_list"]}">Next hot list' in page(client.get("/admin/at/20261121T230500Z/"))


@pytest.mark.parametrize(
    "address", ["", "feeds/latest.atom", "feeds/latest.json", "feeds/latest.rss", "news-sitemap.xml", "hot/"]
)
def test_feeds_and_sitemap_are_inside_and_nothing_is_kept_or_counted(address: str) -> None:
    edition = b.published(at=NOON + HOUR, now=NOON - HOUR, title="还没公开")
    client = signed_in(b.editor())
    before, after = (client.get(f"/admin/at/20261122T0{hour}0000Z/{address}") for hour in (4, 6))
    mark = f"/articles/{edition.article_id}-"
    assert (before.status_code, after.status_code) == (200, 200)
    shown = {"": True, "hot/": False}.get(address, True)
    assert (mark in page(before), mark in page(after)) == (False, shown)
    assert shown is (f"/admin/at/20261122T060000Z{mark}" in page(after))
    assert f"//testserver{mark}" not in page(after) and f"//localhost:8000{mark}" not in page(after)
    for answer in (before, after):
        assert "no-store" in answer.headers["Cache-Control"]
        assert "data-view=" not in page(answer)


def test_a_story_inside_counts_no_view() -> None:
    edition = b.published(at=NOON - HOUR)
    story = signed_in(b.editor()).get(
        f"/admin/at/20261122T040000Z/articles/{edition.article_id}-{edition.slug}/"
    )
    assert (story.status_code, "data-view=" in page(story)) == (200, False)


def test_it_is_closed_to_writers_and_takes_no_form() -> None:
    assert signed_in(b.writer()).get("/admin/at/20261122T040000Z/feeds/latest.atom").status_code == 403
    assert post(signed_in(b.editor()), "/admin/at/20261122T040000Z/hot/").status_code == 405
