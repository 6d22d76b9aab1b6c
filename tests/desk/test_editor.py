"""The editor: one revision a save, nothing typed is lost, and two editors keep both texts."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.covers.models import Cover
from articles.drafting.models import Article
from tests import builders as b
from tests.builders import HOUR, NOON, fresh
from tests.desk.doors import page, post, signed_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def picture(colour: str = "teal") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (1200, 800), colour).save(file, "JPEG")
    return SimpleUploadedFile("harbour.jpg", file.getvalue(), "image/jpeg")


def latest(article: Article) -> object:
    return fresh(article).latest


def test_opening_a_new_article_creates_nothing() -> None:
    answer = signed_in(b.writer()).get("/admin/articles/new/")
    assert (answer.status_code, Article.objects.count()) == (200, 0)
    assert "autofocus" in page(answer)


def test_the_first_save_starts_an_article() -> None:
    writer = b.writer()
    b.article()
    sent = {"title": "新闻", "summary": "", "body": "正文。\n", "category": "harbour", "tags": "港口、 天气；5G",
            "authors": "王伟，李强", "language": "zh-hans", "extra": '{"origin": "现场"}'}  # fmt: skip
    answer = post(signed_in(writer), "/admin/articles/new/", **sent)
    article = Article.objects.order_by("-pk")[0]
    assert answer.headers["Location"] == f"/admin/articles/{article.pk}/edit/"
    revision = article.latest
    assert revision is not None
    assert revision.tag_names == ["港口", "天气", "5G"]
    assert revision.author_names == ["王伟", "李强"]
    assert revision.extra == {"origin": "现场"}
    assert (revision.made_by, article.created_by) == (writer, writer)


def test_saving_a_new_article_twice_makes_one() -> None:
    client = signed_in(b.writer())
    for _press in range(2):
        assert (
            post(client, "/admin/articles/new/", title="一次", body="文。", language="zh-hans").status_code
            == 302
        )
    assert Article.objects.count() == 1


def test_saving_makes_one_revision_and_without_a_change_none() -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    for _press in range(2):
        post(
            client, f"/admin/articles/{article.pk}/edit/", **words(article, title="改过的标题", note="改标题")
        )
    rows = article.revisions.filter(number__gt=1).values_list("number", "title", "note")
    assert list(rows) == [(2, "改过的标题", "改标题")]


def test_save_and_submit() -> None:
    writer = b.writer()
    article = b.article(by=writer)
    sent = words(article, title="好了", then="submit")
    answer = post(signed_in(writer), f"/admin/articles/{article.pk}/edit/", **sent)
    assert answer.headers["Location"] == f"/admin/articles/{article.pk}/"
    assert (fresh(article).state, fresh(article).version) == ("in_review", 2)


def test_what_cannot_be_submitted_is_saved_all_the_same() -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    sent = words(article, category="", title="好了", then="submit")
    answer = post(client, f"/admin/articles/{article.pk}/edit/", **sent)
    shown = page(client.get(answer.headers["Location"]))
    assert 'The category is missing. <a href="#id_category"' in shown
    assert (fresh(article).state, fresh(article).version) == ("draft", 2)


def test_a_refused_form_keeps_every_word_and_the_uploaded_cover() -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    typed = {"title": "打了很久的标题", "body": "很长的正文。", "extra": "{broken", "planned_for": "sometime"}
    sent = words(article, **typed, cover_alt="港口")
    answer = post(client, f"/admin/articles/{article.pk}/edit/", **sent, cover_file=picture())
    assert answer.status_code == 422
    cover, text = Cover.objects.get(), page(answer)
    assert "打了很久的标题" in text
    assert "很长的正文。</textarea>" in text
    assert "{broken</textarea>" in text
    assert 'value="sometime"' in text
    assert f'name="cover" value="{cover.content_digest}"' in text
    assert (
        f"/admin/media/{cover.renditions.filter(crop='wide', mime='image/jpeg')[0].name.split('/')[0]}/"
        in text
    )
    assert article.revisions.count() == 1
    saved = post(client, f"/admin/articles/{article.pk}/edit/", **{**sent, "extra": "", "planned_for": "",
                 "cover": cover.content_digest})  # fmt: skip
    assert saved.status_code == 302
    assert fresh(article).latest.cover == cover  # type: ignore[union-attr]


def test_a_file_that_is_no_picture_is_refused_in_words() -> None:
    writer = b.writer()
    article = b.article(by=writer)
    file = SimpleUploadedFile("virus.jpg", b"MZ not a picture", "image/jpeg")
    answer = post(signed_in(writer), f"/admin/articles/{article.pk}/edit/", **words(article), cover_file=file)
    assert answer.status_code == 422
    assert "is not a JPEG, PNG, WebP, AVIF or GIF picture" in page(answer)


def test_other_words_on_a_cover_are_another_cover_and_end_the_approval() -> None:
    editor = b.editor()
    article, client = b.article(by=editor), signed_in(editor)
    post(
        client,
        f"/admin/articles/{article.pk}/edit/",
        **words(article, cover_alt="港口"),
        cover_file=picture(),
    )
    first = fresh(article).latest.cover  # type: ignore[union-attr]
    assert first is not None
    changed = words(article, cover_alt="港口", cover_credit="王伟 摄", focal_x="30", focal_y="70")
    post(client, f"/admin/articles/{article.pk}/edit/", **changed)
    second = fresh(article).latest.cover  # type: ignore[union-attr]
    assert second is not None
    assert (second.picture_id, second.credit, second.focal_x) == (first.picture_id, "王伟 摄", 0.3)
    assert second.content_digest != first.content_digest


def test_a_cover_is_chosen_from_the_library_and_removed() -> None:
    writer = b.writer()
    cover = b_cover(writer)
    article, client = b.article(by=writer), signed_in(writer)
    post(client, f"/admin/articles/{article.pk}/edit/", **words(article, cover_pick=cover.content_digest))
    assert fresh(article).latest.cover == cover  # type: ignore[union-attr]
    post(client, f"/admin/articles/{article.pk}/edit/", **words(article, cover_pick="none"))
    assert fresh(article).latest.cover is None  # type: ignore[union-attr]


def b_cover(by: object) -> Cover:
    from articles.covers import uploading

    return uploading.upload(picture("navy"), by=by, now=NOON, alt="夜里的港口")  # type: ignore[arg-type]


def test_a_picture_goes_up_on_its_own() -> None:
    client = signed_in(b.writer())
    answer = post(client, "/admin/covers/upload/", cover_file=picture())
    cover = Cover.objects.get()
    assert answer.json()["digest"] == cover.content_digest
    shown = client.get(answer.json()["src"])
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert shown.getvalue().startswith(b"\xff\xd8")  # type: ignore[attr-defined]
    assert post(client, "/admin/covers/upload/").status_code == 409


def test_planned_time_and_embargo_are_noted_and_kept_by_others_forms() -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    address = f"/admin/articles/{article.pk}/edit/"
    post(client, address, **words(article, planned_for="+3h", embargoed_until="2026-11-22 14:00"))
    noted = fresh(article)
    assert (noted.planned_for, noted.embargoed_until) == (NOON + 3 * HOUR, NOON + 2 * HOUR)
    untouched = {"planned_for": "", "planned_for_was": "", "embargoed_until": "", "embargoed_until_was": ""}
    post(client, address, **words(article, title="只改标题", **untouched))
    kept = fresh(article)
    assert (kept.planned_for, kept.embargoed_until) == (NOON + 3 * HOUR, NOON + 2 * HOUR)


def test_of_two_editors_the_second_is_refused_and_both_texts_stay() -> None:
    first, second = b.editor(first_name="一", last_name="王"), b.editor()
    article = b.article(body="第一段。\n\n第二段。\n\n第三段。\n")
    opened = words(article)
    address = f"/admin/articles/{article.pk}/edit/"
    post(signed_in(first), address, **{**opened, "body": "第一段，先改。\n\n第二段。\n\n第三段。\n"})
    client = signed_in(second)
    answer = post(
        client, address, **{**opened, "body": "第一段。\n\n第二段。\n\n第三段，后改。\n", "tags": "港口"}
    )
    assert answer.status_code == 409
    assert article.revisions.count() == 2
    text = page(answer)
    assert "第一段，先改。\n\n第二段。\n\n第三段，后改。" in text
    assert "Save merged text" in text
    form = answer.context["form"]
    merged = {name: form[name].value() or "" for name in form.fields}
    assert (str(merged["version"]), merged["tags"]) == ("2", "港口")
    assert post(client, address, **merged).status_code == 302
    revision = fresh(article).latest
    assert revision is not None
    assert (revision.number, revision.body.strip()) == (3, "第一段，先改。\n\n第二段。\n\n第三段，后改。")


def test_a_real_clash_shows_both_versions_and_loses_neither() -> None:
    first, second = b.editor(), b.editor()
    article = b.article(title="旧标题", body="只有一段。\n")
    opened = words(article)
    address = f"/admin/articles/{article.pk}/edit/"
    post(signed_in(first), address, **{**opened, "title": "甲的标题", "body": "甲的全新段落。\n"})
    client = signed_in(second)
    mine = {"title": "乙的标题", "body": "乙写了完全不同的话。\n", "summary": "乙的导语"}
    answer = post(client, address, **{**opened, **mine})
    assert answer.status_code == 409
    form = answer.context["form"]
    body = form["body"].value()
    assert "甲的全新段落。" in body
    assert "乙写了完全不同的话。" in body
    assert form["title"].value() == "乙的标题"
    assert {label for label, _clash in answer.context["clashes"]} == {"Headline", "Text"}
    assert article.revisions.count() == 2
    kept = article.autosaves.get(person=second)
    assert kept.fields["body"].strip() == "乙写了完全不同的话。"


def test_a_live_article_is_worked_on_without_readers_seeing_it() -> None:
    edition = b.published(at=NOON - HOUR)
    editor = b.editor()
    sent = words(edition.article, title="还没发布的标题")
    post(signed_in(editor), f"/admin/articles/{edition.article_id}/edit/", **sent)
    assert "还没发布的标题" not in page(
        signed_in(None).get(f"/articles/{edition.article_id}-{edition.slug}/")
    )


def test_fields_of_the_model_cannot_be_smuggled_in() -> None:
    writer = b.writer()
    article = b.article(by=writer)
    smuggled = {
        "state": "approved",
        "content_hash": "0" * 64,
        "created_by": "1",
        "discarded_at": "2026-01-01",
    }
    post(signed_in(writer), f"/admin/articles/{article.pk}/edit/", **words(article, title="改"), **smuggled)
    after = fresh(article)
    assert (after.state, after.created_by, after.discarded_at) == ("draft", writer, None)


def test_unsaved_words_are_shown_on_the_readers_page_without_saving() -> None:
    writer = b.writer()
    article = b.article(by=writer)
    answer = post(
        signed_in(writer), f"/admin/articles/{article.pk}/preview/", **words(article, title="只想看看")
    )
    assert "只想看看" in page(answer)
    assert article.revisions.count() == 1
