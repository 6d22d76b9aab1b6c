"""The autosave: apart from revisions, the newest words win, and signed out it answers in JSON."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from articles.drafting.models import Article, Autosave
from articles.review import revising
from tests import builders as b
from tests.builders import HOUR, NOON, fresh
from tests.desk.doors import page, post, signed_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def send(client: Client, address: str, **sent: Any) -> HttpResponse:
    body = {"fields": {"title": "没保存的标题"}, "tab": "tab-1", "sequence": 1, "base": 1, **sent}
    return client.post(  # type: ignore[return-value]
        address, json.dumps(body), content_type="application/json", headers={"X-CSRFToken": "t" * 32}
    )


def test_words_are_kept_without_a_revision() -> None:
    writer = b.writer()
    article = b.article(by=writer)
    answer = send(signed_in(writer), f"/admin/articles/{article.pk}/autosave")
    said = {"kept": True, "held": 1, "saved_at": NOON.isoformat(), "clock": "12:00:00", "newer": None}
    assert answer.json() == said
    kept = Autosave.objects.get()
    assert (kept.person, kept.fields, kept.base) == (writer, {"title": "没保存的标题"}, article.latest)
    assert article.revisions.count() == 1


def test_an_autosave_asks_as_many_questions_for_a_long_text_as_for_a_short_one(
    django_assert_num_queries: Any,
) -> None:
    writer = b.writer()
    address, client = f"/admin/articles/{b.article(by=writer).pk}/autosave", signed_in(writer)
    send(client, address)
    for sequence, text in ((2, "短"), (3, "长" * 60_000)):
        with django_assert_num_queries(14):
            send(client, address, sequence=sequence, fields={"body": text})


def test_a_late_request_never_replaces_newer_words() -> None:
    writer = b.writer()
    address, client = f"/admin/articles/{b.article(by=writer).pk}/autosave", signed_in(writer)
    send(client, address, sequence=5, fields={"title": "新"})
    late = send(client, address, sequence=4, fields={"title": "旧"})
    assert (late.json()["kept"], late.json()["held"]) == (False, 5)
    assert Autosave.objects.get().fields == {"title": "新"}


def test_a_form_that_was_overtaken_is_newer_than_what_its_page_sent_by_a_clock_ahead_of_ours() -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    opened, ahead = words(article), int((NOON + HOUR).timestamp() * 1000)
    send(client, f"/admin/articles/{article.pk}/autosave", sequence=ahead, fields={"title": "打到一半"})
    revising.revise(article, b.content(summary="编辑改的"), by=b.editor(), now=NOON, version=1)
    post(client, f"/admin/articles/{article.pk}/edit/", **{**opened, "title": "打完了", "tab": "tab-1"})
    assert Autosave.objects.get().fields["title"] == "打完了"


def test_signed_out_is_told_in_json() -> None:
    answer = send(signed_in(None), f"/admin/articles/{b.article().pk}/autosave")
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/json")
    assert "signed out" in answer.json()["refused"]
    assert send(signed_in(None), "/admin/articles/autosave").status_code == 401


def test_anothers_article_is_not_mine_to_keep_words_on() -> None:
    assert send(signed_in(b.writer()), f"/admin/articles/{b.article().pk}/autosave").status_code == 403
    assert send(signed_in(b.writer()), "/admin/articles/999/autosave").status_code == 404
    assert Autosave.objects.count() == 0


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"fields": 1}', '{"fields": {}, "tab": "", "sequence": 1, "base": 0}',
             '{"fields": {}, "tab": "x", "sequence": "a", "base": 0}',
             '{"fields": {}, "tab": "x", "sequence": 1e400, "base": 0}',
             '{"fields": {}, "tab": "x", "sequence": -1, "base": 0}'],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(body: str) -> None:
    writer = b.writer()
    address = f"/admin/articles/{b.article(by=writer).pk}/autosave"
    answer = signed_in(writer).post(
        address, body, content_type="application/json", headers={"X-CSRFToken": "t" * 32}
    )
    assert answer.status_code == 400


def test_only_words_of_the_form_are_kept() -> None:
    writer = b.writer()
    article = b.article(by=writer)
    fields = {"title": "一", "state": "approved", "version": 9, "body": ["no"], "cover_decorative": True}
    send(signed_in(writer), f"/admin/articles/{article.pk}/autosave", fields=fields)
    assert Autosave.objects.get().fields == {"title": "一", "cover_decorative": True}


def test_a_newer_revision_is_named() -> None:
    writer = b.writer()
    article = b.article(by=writer)
    editor = b.editor(name="wangwei")
    revising.revise(article, b.content(title="编辑改了"), by=editor, now=NOON, version=1)
    answer = send(signed_in(writer), f"/admin/articles/{article.pk}/autosave")
    assert answer.json()["newer"] == {"number": 2, "person": "wangwei"}


def test_a_new_pages_first_words_make_one_article_however_often_they_come() -> None:
    client = signed_in(b.writer())
    first = send(client, "/admin/articles/autosave", base=0)
    again = send(client, "/admin/articles/autosave", base=0, sequence=2, fields={"title": "更多"})
    article = Article.objects.get()
    assert (first.status_code, first.json()["number"], again.json()["number"]) == (
        201,
        article.pk,
        article.pk,
    )
    assert first.json()["edit"] == f"/admin/articles/{article.pk}/edit/"
    assert Autosave.objects.get().fields == {"title": "更多"}


def test_unsaved_words_are_offered_with_their_difference_and_used_or_dropped() -> None:
    writer = b.writer()
    article, client = b.article(by=writer, now=NOON - HOUR), signed_in(writer)
    address = f"/admin/articles/{article.pk}/edit/"
    same = {name: str(value) for name, value in words(article).items() if name not in ("version", "base")}
    kept = {**same, "body": "昨晚没保存的话。\n"}
    send(client, f"/admin/articles/{article.pk}/autosave", fields=kept)
    offered = page(client.get(address))
    assert "were not saved as a revision" in offered
    assert "<ins>昨晚没保存的话。</ins>" in offered
    used = client.get(address, {"use": "unsaved"})
    assert used.context["form"]["body"].value() == "昨晚没保存的话。\n"
    forgotten = post(client, f"/admin/articles/{article.pk}/do/forget/", next=address)
    assert forgotten.headers["Location"] == address
    assert Autosave.objects.count() == 0


def test_words_that_equal_the_revision_are_not_offered() -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    same = {name: str(value) for name, value in words(article).items() if name not in ("version", "base")}
    send(client, f"/admin/articles/{article.pk}/autosave", fields=same)
    assert "were not saved as a revision" not in page(client.get(f"/admin/articles/{article.pk}/edit/"))


def test_a_save_clears_ones_own_and_leaves_the_others() -> None:
    writer, editor = b.writer(), b.editor()
    article = b.article(by=writer)
    for person in (writer, editor):
        send(signed_in(person), f"/admin/articles/{article.pk}/autosave")
    shown = page(signed_in(writer).get(f"/admin/articles/{article.pk}/edit/"))
    assert f"{editor} has unsaved words here" in shown
    post(signed_in(writer), f"/admin/articles/{article.pk}/edit/", **words(article, title="存了"))
    assert [row.person for row in Autosave.objects.all()] == [editor]


def test_words_written_on_an_older_revision_are_merged_and_not_put_on_top() -> None:
    writer = b.writer()
    article, client = b.article(by=writer, body="一。\n\n二。\n"), signed_in(writer)
    send(client, f"/admin/articles/{article.pk}/autosave", fields={"body": "一，我改的。\n\n二。\n"})
    revising.revise(article, b.content(body="一。\n\n二，编辑改的。\n"), by=b.editor(), now=NOON, version=1)
    form = client.get(f"/admin/articles/{article.pk}/edit/", {"use": "unsaved"}).context["form"]
    sent = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    answer = post(
        client, f"/admin/articles/{article.pk}/edit/", **{k: v for k, v in sent.items() if v is not False}
    )
    assert answer.status_code == 409
    assert answer.context["form"]["body"].value().strip() == "一，我改的。\n\n二，编辑改的。"
    assert fresh(article).version == 2
