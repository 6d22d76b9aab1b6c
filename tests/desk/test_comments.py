"""Remarks on the article's screen: where they stand, who may make them, and what is kept when one is refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.desk import comments
from articles.review import commenting
from articles.review.models import Comment, ReviewPolicy
from tests import builders as b
from tests.builders import HOUR, NOON, fresh, hash_of
from tests.desk.doors import page, post, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_a_remark_is_made_on_words_of_the_rendered_text() -> None:
    article, editor = b.in_review(), b.editor()
    client = signed_in(editor)
    made = post(
        client, f"/admin/articles/{article.pk}/comments/",
        comment_field="body", comment_quote="注意：引航站六点", comment_text="时间对吗？",
    )  # fmt: skip
    remark = Comment.objects.get()
    assert (made.status_code, made.headers["Location"]) == (
        302,
        f"/admin/articles/{article.pk}/#comment-{remark.pk}",
    )
    assert (remark.by, remark.quote, remark.before, remark.after) == (
        editor, "注意：引航站六点", "风停了。第一批船", "恢复工作。"
    )  # fmt: skip
    shown = client.get(f"/admin/articles/{article.pk}/")
    assert shown.context["threads"][0].place.start == len("风停了。第一批船")
    assert "1 open comment" in shown.context["at"].state_line


def test_a_refused_remark_keeps_its_words() -> None:
    article = b.in_review()
    answer = post(
        signed_in(b.editor()), f"/admin/articles/{article.pk}/comments/",
        comment_field="body", comment_quote="没有这几个字", comment_text="我写了很久",
    )  # fmt: skip
    assert answer.status_code == 409
    assert "我写了很久" in page(answer)
    assert Comment.objects.count() == 0


def test_an_edit_moves_the_place_and_a_deletion_leaves_the_quote() -> None:
    writer, editor = b.writer(), b.editor()
    article = b.in_review(by=writer)
    client = signed_in(editor)
    post(client, f"/admin/articles/{article.pk}/comments/", comment_quote="六点", comment_text="对吗？")
    longer = b.content(body="开头的新段落。\n\n" + b.content().body)
    b.writing.revise(fresh(article), longer, by=writer, now=NOON, version=fresh(article).version)
    moved = client.get(f"/admin/articles/{article.pk}/").context["threads"][0]
    b.writing.revise(
        fresh(article), b.content(body="全部重写。"), by=writer, now=NOON, version=fresh(article).version
    )
    shown = client.get(f"/admin/articles/{article.pk}/")
    assert (moved.place.start, shown.context["threads"][0].is_gone) == (
        len("开头的新段落。风停了。第一批船注意：引航站"),
        True,
    )
    assert "These words are gone from the text." in page(shown)
    assert "<blockquote" in page(shown)


def test_after_my_remark_the_screen_shows_what_changed_since() -> None:
    writer, editor = b.writer(), b.editor()
    article = b.in_review(by=writer)
    commenting.comment(fresh(article).latest, text="改一下", by=editor, now=NOON - HOUR)
    b.writing.revise(
        fresh(article), b.content(title="改过的标题"), by=writer, now=NOON, version=fresh(article).version
    )
    shown = signed_in(editor).get(f"/admin/articles/{article.pk}/")
    assert shown.context["base_label"] == "Changes since your comment on revision 1"


@pytest.mark.parametrize("is_answer", [False, True])
def test_a_remark_sent_from_an_old_screen_is_no_look_at_what_came_since(is_answer: bool) -> None:
    writer, editor = b.writer(), b.editor()
    article = b.in_review(by=writer)
    first = commenting.comment(article.latest, text="?", by=writer, now=NOON - HOUR)
    newer = b.content(body="全部重写。")
    b.writing.revise(article, newer, by=writer, now=NOON - HOUR, version=article.version)
    client, base = signed_in(editor), f"/admin/articles/{article.pk}/comments/"
    old = {"revision": "1", "comment_quote": "引航站六点", "comment_text": "对吗？", "reply_text": "对。"}
    assert post(client, f"{base}{first.pk}/reply/" if is_answer else base, **old).status_code == 302
    shown = client.get(f"/admin/articles/{article.pk}/")
    assert shown.context["base_label"] == "Changes since your comment on revision 1"
    assert ("These words are gone from the text." in page(shown)) is not is_answer
    assert page(shown).count('name="revision" value="2"') == 3 + 2 * (not is_answer)


def test_a_thread_is_answered_and_settled_by_forms() -> None:
    writer, editor = b.writer(), b.editor()
    article = b.in_review(by=writer)
    first = commenting.comment(article.latest, text="六点？", by=editor, now=NOON)
    client, base = signed_in(writer), f"/admin/articles/{article.pk}/comments/{first.pk}"
    assert post(client, f"{base}/reply/", reply_text="是").status_code == 302
    assert post(client, f"{base}/reply/", reply_text=" ").status_code == 409
    assert post(client, f"{base}/resolve/").status_code == 302
    assert (first.replies.count(), Comment.objects.get(pk=first.pk).resolved_by) == (1, writer)
    assert "open comment" not in client.get(f"/admin/articles/{article.pk}/").context["at"].state_line
    assert post(client, f"{base}/reopen/").status_code == 302
    assert Comment.objects.get(pk=first.pk).resolved_at is None
    assert post(client, f"{base}/destroy/").status_code == 404


def test_a_remark_of_one_article_is_not_reached_through_another() -> None:
    article, other = b.in_review(), b.in_review()
    first = commenting.comment(article.latest, text="六点？", by=b.editor(), now=NOON)
    answer = post(signed_in(b.editor()), f"/admin/articles/{other.pk}/comments/{first.pk}/resolve/")
    assert (answer.status_code, Comment.objects.get().resolved_at) == (404, None)


def test_another_writer_reads_and_writes_no_remark() -> None:
    article, client = b.in_review(), signed_in(b.writer())
    first = commenting.comment(article.latest, text="六点？", by=b.editor(), now=NOON)
    base = f"/admin/articles/{article.pk}/comments/"
    assert post(client, base, comment_text="x").status_code == 403
    assert post(client, f"{base}{first.pk}/resolve/").status_code == 403
    assert Comment.objects.count() == 1


def test_the_approve_button_says_that_remarks_are_open() -> None:
    article = b.in_review()
    commenting.comment(article.latest, text="六点？", by=b.editor(), now=NOON)
    ReviewPolicy.objects.update_or_create(category=None, defaults={"comments_resolved": True})
    client = signed_in(b.editor())
    offer = client.get(f"/admin/articles/{article.pk}/").context["offers"]["approve"]
    assert offer.refused == "There are open comments; settle each of them, then approve."
    fields = {"hash": hash_of(article), "version": article.version}
    assert post(client, f"/admin/articles/{article.pk}/do/approve/", **fields).status_code == 409
    assert fresh(article).state == "in_review"


def test_thirty_remarks_ask_as_much_as_one() -> None:
    article, client, counts = b.in_review(), signed_in(b.editor()), []
    for number in range(30):
        commenting.comment(article.latest, text=f"{number}", by=b.editor(), now=NOON)
        if number in (0, 29):
            with CaptureQueriesContext(connection) as asked:
                client.get(f"/admin/articles/{article.pk}/")
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_queue_goes_on_to_the_next_and_begins_again() -> None:
    first = b.in_review(now=NOON - 3 * HOUR)
    second = b.in_review(now=NOON - 2 * HOUR)
    client = signed_in(b.editor())
    asked = [
        client.get(f"/admin/articles/next/{query}").headers["Location"]
        for query in ("", f"?after={first.pk}")
    ]
    assert asked == [f"/admin/articles/{first.pk}/", f"/admin/articles/{second.pk}/"]
    assert client.get(f"/admin/articles/next/?after={second.pk}").headers["Location"] == asked[0]
    b.decisions.approve(first, content_hash=hash_of(first), by=b.editor(), now=NOON)
    assert 'data-key="n"' not in page(client.get(asked[0]))  # somebody else's verdict
    post(client, f"{asked[1]}do/approve/", version=second.version, hash=hash_of(second))
    assert 'data-key="n"' in page(client.get(asked[1]))
    assert (
        signed_in(b.writer()).get("/admin/articles/next/").headers["Location"]
        == "/admin/articles/?state=in_review"
    )


def test_letters_are_what_a_browser_calls_the_text() -> None:
    assert comments.letters("<p>风&amp;<b>浪</b>\n</p><pre>a&lt;b</pre>") == "风&浪\na<b"
