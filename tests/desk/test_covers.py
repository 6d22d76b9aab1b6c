"""The library behind the cover panel: a known picture comes with its words, and says where it stands."""

import pytest

from articles.covers import uploading
from articles.covers.models import Cover
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
