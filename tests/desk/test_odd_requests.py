"""What no page of ours would send is answered in words, never with a fault of ours."""

import re

import pytest

from articles.desk import bulk_steps, bulk_turns, tasks
from articles.desk.models import Bulk
from articles.desk.site import site
from articles.drafting.models import Category
from articles.publishing.models import Edition
from tests import builders as b
from tests.builders import DAY, HOUR, NOON
from tests.desk.doors import in_bulk, post, signed_in, take
from tests.desk.test_matrix import routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"]
)
@pytest.mark.parametrize("body", [b"", b"title=a", b"--x\r\n\r\n--x--", b"\xff\xfe", b"[" * 100_000])
def test_an_autosave_that_is_no_json_is_refused(kind: str, body: bytes) -> None:
    writer = b.writer()
    client = signed_in(writer, x_csrftoken="t" * 32)
    for address in ("/admin/articles/autosave", f"/admin/articles/{b.article(by=writer).pk}/autosave"):
        answer = client.post(address, body, content_type=kind)
        assert answer.status_code == 400


@pytest.mark.parametrize("door", ["autosave", "compare", "beside"])
def test_a_form_where_a_letter_is_awaited_is_refused_and_breaks_nothing(door: str) -> None:
    answer = post(signed_in(b.chief()), f"/admin/articles/{door}", one="two")
    assert answer.status_code in (200, 400)


def test_a_method_that_no_door_knows_is_refused() -> None:
    for method in ("put", "patch", "delete", "trace"):
        assert getattr(signed_in(b.chief()), method)("/admin/articles/").status_code == 405


NONSENSE = [
    "+99999999999h", "+" + "9999w" * 19, "9999-12-31 23:59", "0000-01-01 00:00", "0001-01-01 00:00",
    "0001-01-01T00:00+14:00", "９" * 90, "十十点", "7:30" * 2500, "a\x00", "7:30 \x00 x", "9" * 10_240, "25:61",
]  # fmt: skip


def test_a_time_that_no_calendar_holds_is_refused_in_words_at_every_field() -> None:
    client = signed_in(b.chief())
    approved, draft = b.approved(), b.in_review()
    coming = b.published(at=NOON + DAY, now=NOON - HOUR)
    live = b.published(at=NOON - HOUR)
    reviewer = b.editor().pk
    for text in NONSENSE:
        forms = [
            (approved, "schedule", {"live_from": text}),
            (approved, "publish", {"live_until": text}),
            (coming.article, "reschedule", {"edition": coming.pk, "live_from": text}),
            (coming.article, "reschedule", {"edition": coming.pk, "live_from": "+1h", "live_until": text}),
            (live.article, "pin", {"place": "home", "position": "1", "live_from": text, "live_until": text}),
            (live.article, "boost", {"factor": "2", "reason": "x", "live_until": text}),
            (draft, "assign", {"reviewer": reviewer, "due_at": text}),
        ]
        told = {take(client, article, verb, **fields).status_code for article, verb, fields in forms}
        assert told == {409}, text
        gets = [
            client.get("/admin/calendar/when/", {"text": text}).status_code,
            client.get("/admin/at/", {"when": text}).status_code,
            client.get("/admin/hot/", {"at": text}).status_code,
            client.get("/admin/articles/new/", {"planned": text}).status_code,
        ]
        assert set(gets) <= {200, 302, 422}, text
        moved = post(client, "/admin/calendar/move/", item=f"scheduled-{coming.pk}", when=text)
        assert moved.status_code == 409, text
    assert Edition.objects.get(pk=coming.pk).live_from == NOON + DAY


def test_the_letter_that_no_database_holds_is_left_out() -> None:
    live = b.published(at=NOON - HOUR)
    assert take(signed_in(b.publisher()), live.article, "take_down", reason="a\x00b").status_code == 302
    assert live.article.moves.get(verb="take_down").reason == "ab"


def test_the_letter_that_no_database_holds_finds_nothing_and_breaks_no_page() -> None:
    chief = signed_in(b.chief())
    for address in (
        "covers/find/?digest=%00", "covers/find/?q=a%00b", "find/?q=%%0000", "calendar/?state=%00",
        "articles/author/?name=%00",
    ):  # fmt: skip
        assert chief.get(f"/admin/{address}").status_code in (200, 302), address
    for address in (
        "/tags/a%00b/",
        "/tags/a%2500b/",
        "/authors/%00/",
        "/media/covers/%00.jpg",
        "/admin/media/%00",
    ):
        assert chief.get(address).status_code == 404, address
    assert chief.get("/search/?tag=a%00b&category=%00").status_code == 200
    assert post(chief, "/admin/articles/new/", title="港口", cover="\x00", cover_pick="\x00").status_code in (
        200,
        302,
    )
    chief.cookies["sessionid"] = "\x00" * 9
    assert chief.get("/admin/articles/").status_code == 302


@pytest.mark.parametrize("moment", ["00010101T000000Z", "99991231T235959Z", "00000101T000000Z", "x" * 999])
def test_a_minute_that_no_calendar_holds_has_no_page(moment: str) -> None:
    client = signed_in(b.chief())
    assert client.get(f"/admin/at/{moment}/").status_code == 404
    assert client.get("/admin/at/", {"around": moment}).status_code == 404


@pytest.mark.parametrize("text", ["99999d" * 300, "1" + "0" * 30 + "d", "+99999d", "-99999d", "９" * 400])
def test_a_span_beyond_all_calendars_is_refused_at_once_and_by_the_worker(text: str) -> None:
    edition = b.published(at=NOON + DAY, now=NOON - HOUR)
    person, pick = b.publisher(), (edition.article_id, edition.article.version, edition.content_hash)
    picks = ":".join(map(str, pick))
    [(fate, words)] = in_bulk(signed_in(person), is_sure=False, step="shift", span=text, pick=picks).values()
    assert (fate, len(words) < 200) == ("refused", True)
    bulk = bulk_turns.start(person, "shift", {"span": text}, [pick], NOON)
    tasks.bulk()
    assert Bulk.objects.get(pk=bulk.pk).stage == "asking"


def test_a_number_that_no_database_holds_names_nothing_at_any_address() -> None:
    client = signed_in(b.chief())
    found = [
        "/admin/" + re.sub("<int:[a-z_]+>", "9" * 40, route).replace("<slug:verb>", "x")
        for route in routes(site.get_urls())
        if "<int:" in route
    ]
    assert len(found) > 20
    assert {
        path: answer for path in found if (answer := client.get(path).status_code) not in (302, 404, 405)
    } == {}


def test_a_row_that_breaks_as_nobody_foresaw_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = b.article(), b.article()
    person = b.editor()
    real = bulk_steps.STEPS["add_tag"]

    def breaks(form: bulk_steps.Posted) -> bulk_steps.Carried:
        if form.article.pk == first.pk:
            raise ZeroDivisionError
        return real.carry(form)

    monkeypatch.setitem(bulk_steps.STEPS, "add_tag", real._replace(carry=breaks))
    bulk = bulk_turns.start(
        person, "add_tag", {"tag": "水"}, [(a.pk, a.version, "") for a in (first, second)], NOON
    )
    tasks.bulk()
    fates = list(bulk.rows.order_by("place").values_list("fate", flat=True))
    assert (fates, Bulk.objects.get(pk=bulk.pk).stage) == (["refused", "ready"], "asking")


@pytest.mark.parametrize(
    "text", ["---\ncategory:\n---\n", "---\n---\n", "", "---\ncategory: tides\n---\nx", "---\n"]
)
def test_looking_at_front_matter_writes_nothing(text: str) -> None:
    client, before = signed_in(b.writer(), x_csrftoken="t" * 32), set(Category.objects.values_list("slug"))
    answer = client.post("/admin/articles/front-matter", {"text": text})
    assert answer.status_code in (200, 409)
    assert set(Category.objects.values_list("slug")) == before
