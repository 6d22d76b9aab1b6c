"""Putting two texts together by plain forms: every clash is answered by a person, and nobody's words are lost."""

from typing import Any

import pytest

from articles.covers import uploading
from articles.drafting.models import Article, Category
from tests import builders as b
from tests.builders import NOON, fresh
from tests.desk.doors import page, post, signed_in, words
from tests.desk.test_editor import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
MINE = {"title": "我的标题", "summary": "我的导语", "body": "我写的话。\n\n同一段。\n"}
THEIRS = {"title": "她的标题", "body": "她写的话。\n\n同一段。\n", "tags": "新标签"}


def clashed() -> tuple[Article, Any, dict[str, Any], Any]:
    """Two editors began with one revision; the second one's form is refused."""
    first, second = b.editor(), b.editor()
    article = b.article(title="旧标题", summary="旧导语", body="旧的话。\n\n同一段。\n")
    opened = words(article)
    address = f"/admin/articles/{article.pk}/edit/"
    post(signed_in(first), address, **{**opened, **THEIRS})
    client = signed_in(second)
    answer = post(client, address, **{**opened, **MINE})
    sent = dict(answer.context["carried"]) | {
        "theirs": "2",
        "theirs_version": str(answer.context["article"].version),
    }
    return article, client, sent, answer


def latest(article: Article) -> Any:
    found = fresh(article).latest
    assert found is not None
    return found


def test_the_page_asks_about_each_clash_and_answers_nothing_itself() -> None:
    _article, _client, _sent, answer = clashed()
    shown = page(answer)
    assert answer.status_code == 409
    assert [row.name for row in answer.context["rows"]] == ["answer-title", "answer-0"]
    assert "checked" not in shown.split("data-merge")[1]


@pytest.mark.parametrize(
    "title, place, merged",
    [
        ("mine", "theirs", ("我的标题", "她写的话。\n\n同一段。")),
        ("theirs", "mine", ("她的标题", "我写的话。\n\n同一段。")),
        ("both", "both", ("我的标题 / 她的标题", "我写的话。\n\n她写的话。\n\n同一段。")),
    ],
)
def test_each_answer_is_followed_and_the_rest_comes_together(
    title: str, place: str, merged: tuple[str, str]
) -> None:
    article, client, sent, _answer = clashed()
    answers = {"answer-title": title, "answer-0": place}
    assert post(client, f"/admin/articles/{article.pk}/edit/", **sent, **answers).status_code == 302
    made = latest(article)
    assert (made.number, made.title, made.body.strip()) == (3, *merged)
    assert (made.summary, made.tag_names) == ("我的导语", ["新标签"])
    assert article.autosaves.count() == 0


def test_a_missing_answer_is_asked_for_again_with_the_others_kept() -> None:
    article, client, sent, _answer = clashed()
    again = post(client, f"/admin/articles/{article.pk}/edit/", **sent, **{"answer-title": "mine"})
    assert again.status_code == 409
    assert [row.answer for row in again.context["rows"]] == ["mine", ""]
    assert article.revisions.count() == 2


def test_a_third_revision_meanwhile_is_merged_too_and_not_overwritten() -> None:
    article, client, sent, _answer = clashed()
    third = {**words(article), "summary": "第三人的导语"}
    post(signed_in(b.editor()), f"/admin/articles/{article.pk}/edit/", **third)
    answers = {"answer-title": "mine", "answer-0": "mine"}
    again = post(client, f"/admin/articles/{article.pk}/edit/", **sent, **answers)
    assert again.status_code == 409
    assert latest(article).summary == "第三人的导语"
    assert [row.label for row in again.context["rows"]] == ["Summary"]
    assert article.autosaves.get().fields["summary"] == "我的导语"


def test_another_cover_comes_with_its_own_words() -> None:
    first, second = b.editor(), b.editor()
    mine = uploading.upload(picture(), by=first, now=NOON, alt="旧图")
    theirs = uploading.upload(picture("navy"), by=first, now=NOON, alt="夜里的港口", credit="王伟")
    article = b.article(cover=mine.content_digest)
    opened = {**words(article), "cover_alt": "旧图"}
    address = f"/admin/articles/{article.pk}/edit/"
    post(signed_in(first), address, **opened, cover_pick=theirs.content_digest)
    client = signed_in(second)
    answer = post(client, address, **{**opened, "title": "只改标题"})
    form = answer.context["form"]
    assert (form["cover"].value(), form["cover_alt"].value()) == (theirs.content_digest, "夜里的港口")
    merged = {name: form[name].value() or "" for name in form.fields}
    assert post(client, address, **merged).status_code == 302
    assert (latest(article).cover, latest(article).title) == (theirs, "只改标题")


def test_what_stands_in_a_field_for_machines_is_asked_about_in_words_and_pictures() -> None:
    first, second = b.editor(), b.editor()
    mine, theirs = (
        uploading.upload(picture(colour), by=first, now=NOON, alt=alt)
        for colour, alt in (("red", "红色的船"), ("navy", "夜里的港口"))
    )
    article = b.article()
    sport, science = (
        Category.objects.create(slug=slug, name=name)
        for slug, name in (("sport", "体育"), ("science", "科学"))
    )
    opened, address = words(article), f"/admin/articles/{article.pk}/edit/"
    post(
        signed_in(first),
        address,
        **{**opened, "category": sport.slug, "language": "en"},
        cover_pick=theirs.content_digest,
    )
    changes = {"category": science.slug, "language": "zh-hant", "cover_pick": mine.content_digest}
    answer = post(signed_in(second), address, **{**opened, **changes})
    rows = {row.label: row for row in answer.context["rows"]}
    assert [(row.shown.mine, row.shown.theirs) for row in list(rows.values())[:1]] == [("科学", "体育")]
    assert (rows["Language"].shown.mine, rows["Language"].shown.theirs) == ("繁體中文", "English")
    assert "红色的船" in rows["Cover"].shown.mine
    shown = page(answer).split("data-merge")[1]
    assert shown.count("<img src=") == 2
    assert mine.content_digest not in shown.split("fieldset")[1]
