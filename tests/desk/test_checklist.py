"""The checklist: what blocks review, what blocks approval, what only warns; and where each thing is."""

from typing import Any

import pytest

from articles.covers import uploading
from articles.desk import checklist
from articles.drafting import planning
from articles.review import commenting
from articles.review.models import ReviewPolicy
from articles.text.content import Content
from tests import builders as b
from tests.builders import DAY, HOUR, NOON, fresh
from tests.desk.doors import page, post, signed_in, take, words
from tests.desk.test_editor import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def found(content: Content) -> list[tuple[str, str, int]]:
    return [(line.weight, line.field, line.line) for line in checklist.lines(content, None, now=NOON)]


def test_a_complete_text_has_nothing_to_mend() -> None:
    assert found(b.content()) == []


def test_what_blocks_review_comes_first() -> None:
    empty = b.content(title="", body="", category="", authors=(), summary="")
    assert found(empty) == [
        ("submit", "title", 0),
        ("submit", "body", 0),
        ("submit", "category", 0),
        ("submit", "authors", 0),
        ("look", "summary", 0),
    ]


@pytest.mark.parametrize(
    "body, weight, line",
    [
        ("一\n\n![](/x.jpg)\n", "submit", 3),
        ("一\n\n```python\nx\n", "submit", 3),
        ("一[^1]\n", "submit", 1),
        ("一\n\n二 TK\n", "approve", 3),
        ("# 一\n\n### 二\n", "look", 3),
        ("一\n\n港口,天气\n", "look", 3),
        ("用 Go 写，用Go写\n", "look", 1),
        ("见[旧闻](/articles/999/)\n", "look", 1),
        ("一\n\n见[旧闻](https://news.example/articles/999-x/)\n", "look", 3),
    ],
)
def test_each_fault_in_a_text_names_its_line(body: str, weight: str, line: int, settings: Any) -> None:
    settings.NEWSROOM_URL = "https://news.example"
    assert found(b.content(body=body)) == [(weight, "body", line)]


def test_a_link_to_an_article_of_another_house_is_none_of_ours(settings: Any) -> None:
    settings.NEWSROOM_URL = "https://news.example"
    for host in (
        "https://other.example",
        "http://news.example.other",
        "https://news.example:8443",
        "//other",
    ):
        assert found(b.content(body=f"见[旧闻]({host}/articles/999/)\n")) == []


def test_a_cover_needs_words_size_and_credit() -> None:
    bare = uploading.upload(picture(), by=b.writer(), now=NOON)
    assert found(b.content(cover=bare.content_digest)) == [
        ("submit", "cover_alt", 0),
        ("look", "cover_credit", 0),
    ]


def test_the_words_of_a_cover_count_as_they_are_typed() -> None:
    writer = b.writer()
    bare = uploading.upload(picture(), by=writer, now=NOON)
    article = b.article(by=writer)
    typed = {"cover": bare.content_digest, "cover_alt": "港口", "cover_credit": "社"}
    address = f"/admin/articles/{article.pk}/beside"
    assert beside(signed_in(writer), address, **words(article, **typed))["checks"] == []
    bare.refresh_from_db()
    assert (bare.alt, bare.credit) == ("", "")


def test_long_headlines_and_summaries_are_worth_a_look() -> None:
    assert found(b.content(title="长" * 31, summary="长" * 81)) == [
        ("look", "title", 0),
        ("look", "summary", 0),
    ]


def test_a_link_to_a_live_article_is_no_fault_and_a_twin_is_named() -> None:
    live = b.published(at=NOON - HOUR, title="旧闻")
    linked = b.content(title="旧闻", body=f"见[旧闻](/articles/{live.article_id}-x/)\n")
    lines = checklist.lines(linked, None, now=NOON)
    assert [(line.field, str(live.article_id) in line.words) for line in lines] == [("title", True)]


def test_a_link_is_judged_by_the_time_that_is_typed_or_planned() -> None:
    coming = b.published(at=NOON + 2 * HOUR, now=NOON - HOUR, title="两点的稿")
    body, writer = f"见[稿](/articles/{coming.article_id}-x/)\n", b.writer()
    article, client = b.article(by=writer, body=body), signed_in(writer)
    address = f"/admin/articles/{article.pk}/beside"
    dead = "which will not be public then"
    for typed, is_dead in (("", True), ("13:00", True), ("14:00", False), ("nonsense", True)):
        checks = beside(client, address, **words(article, planned_for=typed))["checks"]
        assert (typed, any(dead in line["words"] for line in checks)) == (typed, is_dead)
    planning.plan(article, planned_for=NOON + 3 * HOUR, by=writer, now=NOON)
    assert checklist.lines(b.content(body=body), fresh(article), now=NOON) == []


def test_open_comments_hold_an_approval_up_where_the_policy_says_so() -> None:
    article, editor = b.in_review(), b.editor()
    commenting.comment(fresh(article).latest, text="出处？", by=editor, now=NOON)  # type: ignore[arg-type]
    content = fresh(article).latest.content  # type: ignore[union-attr]
    assert checklist.lines(content, fresh(article), now=NOON) == []
    ReviewPolicy.objects.update_or_create(category=None, defaults={"comments_resolved": True})
    found = checklist.lines(content, fresh(article), now=NOON)
    assert [(line.weight, line.words) for line in found] == [
        ("approve", "1 comment is open; approval waits for it.")
    ]


def test_the_same_headline_counts_for_thirty_days() -> None:
    for days, twins in ((29, 1), (31, 0)):
        old = b.article(now=NOON - days * DAY, title=f"旧标题{days}")
        lines = checklist.lines(b.content(title=f"旧标题{days}"), None, now=NOON)
        assert len([line for line in lines if f"#{old.pk}" in line.words]) == twins


def test_submitting_is_refused_with_every_reason_and_saves_all_the_same() -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    sent = words(article, authors="", body="![](/x.jpg)", then="submit")
    answer = post(client, f"/admin/articles/{article.pk}/edit/", **sent)
    assert answer.headers["Location"] == f"/admin/articles/{article.pk}/edit/?submit=1"
    shown = page(client.get(answer.headers["Location"]))
    for words_there, href in (
        ("The author is missing.", "#id_authors"),
        ("The picture in line 1 has no alternative text.", "#id_body"),
    ):
        assert f'{words_there} <a href="{href}"' in shown
    assert 'value="anyway">' not in shown.partition('<form id="editor"')[0]
    assert (fresh(article).state, fresh(article).version) == ("draft", 2)
    refused = take(client, article, "submit", then="anyway")
    assert refused.status_code == 409
    assert f'<a href="/admin/articles/{article.pk}/edit/?line=1#id_body">' in page(refused)


def test_marks_hold_an_approval_up_until_each_is_ticked_as_meant() -> None:
    article = b.in_review(body="飞往 TK 的航班。\n\n【待补】\n")
    client = signed_in(b.editor())
    assert 'name="meant" value="3:【待补】"' in page(client.get(f"/admin/articles/{article.pk}/"))
    refused = take(client, article, "approve", meant=["1:TK"])
    assert (refused.status_code, fresh(article).state) == (409, "in_review")
    assert "【待补】 (3)" in page(refused)
    assert take(client, article, "approve", meant=["1:TK", "3:【待补】"]).status_code == 302
    assert fresh(article).state == "approved"


def test_two_equal_marks_in_one_line_want_two_ticks() -> None:
    article, client = b.in_review(body="TK 航班，人数 TK。\n"), signed_in(b.editor())
    refused = take(client, article, "approve", meant=["1:TK"])
    assert "(by line): TK (1). Have them" in page(refused)
    assert take(client, article, "approve", meant=["1:TK", "1:TK"]).status_code == 302


def test_what_only_warns_is_shown_once_before_it_goes_and_without_a_script() -> None:
    writer = b.writer()
    article, client = b.article(by=writer, body="用 Go 写，用Go写。\n"), signed_in(writer)
    address = f"/admin/articles/{article.pk}/edit/"
    assert "Worth a look:" not in page(client.get(address)).partition("<dialog")[0]
    asked = post(client, address, **words(article, then="submit"))
    shown = page(client.get(asked.headers["Location"]))
    assert "Worth a look: Spaces around Latin words are mixed, first in line 1" in shown
    mended = post(client, address, **words(article, then="spaces"))
    assert (fresh(article).latest.body, fresh(article).state) == ("用Go写，用Go写。\n", "draft")  # type: ignore[union-attr]
    assert "Worth a look:" not in page(client.get(mended.headers["Location"])).partition("<dialog")[0]
    post(client, address, **words(article, summary="", then="anyway"))
    assert fresh(article).state == "in_review"


def test_the_button_on_the_article_shows_the_list_as_well() -> None:
    writer = b.writer()
    article, client = b.article(by=writer, summary=""), signed_in(writer)
    refused = take(client, article, "submit")
    assert (refused.status_code, fresh(article).state) == (409, "draft")
    assert "There is no summary." in page(refused)
    assert 'name="then" value="anyway">Submit anyway' in page(refused)
    assert take(client, article, "submit", then="anyway").status_code == 302
    assert fresh(article).state == "in_review"


def beside(client: Any, address: str, **fields: Any) -> dict[str, Any]:
    answer: dict[str, Any] = post(client, address, **fields).json()  # type: ignore[attr-defined]
    return answer


def test_length_list_and_page_come_in_one_answer_and_nothing_is_stored() -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    facts = beside(
        client,
        f"/admin/articles/{article.pk}/beside",
        **words(article, summary="", title="只想看看"),
        page="1",
    )
    assert facts["length"] == "21 characters · about 1 min"
    by_hand = words(article, extra='{"readTime": 7}')
    assert (
        beside(client, "/admin/articles/beside", **by_hand)["length"] == "21 characters · 7 min, set by hand"
    )
    assert [line["words"] for line in facts["checks"]] == ["There is no summary."]
    assert "只想看看" in facts["page"]
    assert article.revisions.count() == 1
    assert "page" not in beside(client, "/admin/articles/beside", **words(article))


def test_spaces_go_with_one_press() -> None:
    answer = beside(signed_in(b.writer()), "/admin/articles/mend", body="用 Go 写\n`a 中`")
    assert answer == {"body": "用Go写\n`a 中`"}


def test_a_code_fence_closes_under_the_line_ends_of_a_browser() -> None:
    article, client = b.article(), signed_in(b.editor())
    body = "第一段说明潮位为什么升高。\r\n\r\n```text\r\nd = t\r\n```\r\n\r\n第二段。\r\n"
    address = f"/admin/articles/{article.pk}/beside"
    told = [line["words"] for line in beside(client, address, **words(article, body=body))["checks"]]
    assert [line for line in told if "never ends" in line] == []
    open_fence = body.replace("\r\n```\r\n", "\r\n")
    told = [line["words"] for line in beside(client, address, **words(article, body=open_fence))["checks"]]
    assert [line for line in told if "never ends" in line] == ["The code that begins in line 3 never ends."]
