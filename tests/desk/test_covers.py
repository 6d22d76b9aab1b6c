"""The library behind the cover panel: a known picture comes with its words, and says where it stands."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from articles.covers import uploading
from articles.covers.models import Cover
from articles.desk import cover_views
from tests import builders as b
from tests.builders import DAY, NOON
from tests.desk.doors import page, post, signed_in
from tests.desk.test_editor import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_a_known_picture_comes_with_its_words_and_says_so() -> None:
    writer = b.writer()
    cover = uploading.upload(picture(), by=writer, now=NOON - DAY, alt="港口的船", credit="王伟 摄")
    b.article(by=writer, cover=cover.content_digest)
    facts = post(signed_in(writer), "/admin/covers/upload/", cover_file=picture()).json()  # type: ignore[attr-defined]
    assert (facts["digest"], facts["alt"], facts["credit"]) == (cover.content_digest, "港口的船", "王伟 摄")
    assert facts["warnings"] == [
        "This picture is already in the library and stands in 1 article. Its words came with it."
    ]


def test_a_new_picture_without_words_asks_for_them() -> None:
    facts = post(signed_in(b.writer()), "/admin/covers/upload/", cover_file=picture()).json()  # type: ignore[attr-defined]
    assert len(facts["warnings"]) == 1
    assert "alternative text" in facts["warnings"][0]


def test_the_uses_name_my_articles_and_only_count_the_others() -> None:
    writer = b.writer()
    cover = uploading.upload(picture(), by=writer, now=NOON, alt="港口")
    other = uploading.reword(
        cover, by=writer, now=NOON, alt="另一句", decorative=False, caption="", credit="", focal=(0.5, 0.5)
    )
    b.article(by=writer, title="我的稿件", cover=cover.content_digest)
    b.article(title="别人的稿件", cover=other.content_digest)
    shown = page(signed_in(writer).get(f"/admin/covers/{cover.picture_id}/uses/"))
    assert "我的稿件" in shown
    assert "别人的稿件" not in shown
    assert "1 more article that you may not open." in shown
    assert "别人的稿件" in page(signed_in(b.editor()).get(f"/admin/covers/{cover.picture_id}/uses/"))


def test_a_picture_for_a_text_is_decorative_in_the_library_and_has_an_address() -> None:
    facts = post(signed_in(b.writer()), "/admin/articles/picture", picture=picture()).json()  # type: ignore[attr-defined]
    assert facts["address"].startswith("/media/covers/")
    assert Cover.objects.get().decorative


def test_the_library_is_searched_by_words_and_knows_each_picture_once() -> None:
    writer = b.writer()
    first = uploading.upload(picture(), by=writer, now=NOON - DAY, alt="港口的船", credit="王伟 摄")
    newer = uploading.reword(
        first, by=writer, now=NOON, alt="港口的渡轮", decorative=False, caption="", credit="李娜", focal=(0.3, 0.5),
        licence="CC BY 4.0",
    )  # fmt: skip
    uploading.upload(picture("navy"), by=writer, now=NOON, alt="山")
    uploading.upload(picture("red"), by=writer, now=NOON, prefill=False)
    desk = signed_in(writer)
    with CaptureQueriesContext(connection) as asked:
        found = desk.get("/admin/covers/find/", {"q": "港口 李娜"}).json()["covers"]
    assert [(each["digest"], each["licence"], each["focal_x"]) for each in found] == [
        (newer.content_digest, "CC BY 4.0", "30")
    ]
    assert len(asked) == 7
    assert len(desk.get("/admin/covers/find/").json()["covers"]) == 2
    assert desk.get("/admin/covers/find/", {"q": "没有"}).json() == {"covers": []}


def test_one_answer_looks_through_some_covers_and_says_where_the_older_ones_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cover_views, "LOOKED_AT", 2)
    writer = b.writer()
    for colour in ("navy", "red", "green", "white", "black"):
        uploading.upload(picture(colour), by=writer, now=NOON, alt=f"{colour}的船")
    client, found, places = signed_in(writer), [], [""]
    for place in places:
        answer = client.get("/admin/covers/find/", {"q": "船", "before": place}).json()
        found += [each["alt"] for each in answer["covers"]]
        places += [answer["older"]] if "older" in answer else []
    assert found == ["black的船", "white的船", "green的船", "red的船", "navy的船"]
    assert len(places) == 3
    none = client.get("/admin/covers/find/", {"q": "山"}).json()
    assert (none["covers"], "older" in none) == ([], True)


def test_the_editor_says_at_once_what_its_cover_lacks() -> None:
    writer = b.writer()
    file = io.BytesIO()
    Image.new("RGB", (800, 500), "teal").save(file, "PNG")
    small = uploading.upload(file.getvalue(), by=writer, now=NOON)
    article = b.article(by=writer, cover=small.content_digest)
    said = signed_in(writer).get(f"/admin/articles/{article.pk}/edit/").context["cover_warnings"]
    assert [("800 pixels" in words, "alternative text" in words) for words in said] == [
        (True, False),
        (False, True),
    ]
