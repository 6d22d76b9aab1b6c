"""The review screen opens with what changed since I looked; any other comparison is a choice away."""

import pytest

from articles.desk import rendered
from articles.review import decisions, revising
from articles.review.models import Look
from tests import builders as b
from tests.builders import HOUR, MINUTE, NOON, fresh, hash_of
from tests.desk.doors import page, post, signed_in, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def rewritten(article: object, by: object, **words: object) -> None:
    now_there = fresh(article)  # type: ignore[arg-type]
    revising.revise(now_there, b.content(**words), by=by, now=NOON - HOUR, version=now_there.version)  # type: ignore[arg-type]


def seen(article: object, person: object, query: str = "") -> tuple[str, str, bool]:
    """Heading, what is compared with, and whether a difference is shown."""
    shown = signed_in(person).get(f"/admin/articles/{article.pk}/{query}").context  # type: ignore[arg-type,attr-defined]
    return shown["basis"].label or shown["basis"].unchanged, shown["basis"].since, bool(shown["changes"])


def test_whole_then_nothing_new_then_what_changed_since_i_opened_it() -> None:
    writer, editor = b.writer(), b.editor()
    article, client = b.in_review(by=writer), signed_in(editor)
    assert seen(article, editor) == ("", "", False)
    assert post(client, f"/admin/articles/{article.pk}/look/", revision="1").status_code == 204
    assert seen(article, editor) == ("Nothing changed since you last looked, 12:00.", "", False)
    rewritten(article, writer, title="改过的标题")
    assert seen(article, editor) == ("Changes since you last looked, at revision 1", "1", True)
    assert "改过的" in page(client.get(f"/admin/articles/{article.pk}/"))


def test_since_what_readers_have_for_whoever_never_looked_and_on_offer_afterwards() -> None:
    edition, editor = b.published(at=NOON - HOUR), b.editor()
    rewritten(edition.article, b.editor(), title="改过的标题")
    assert seen(edition.article, editor) == ("Changes since what readers have", "live", True)
    client = signed_in(editor)
    post(client, f"/admin/articles/{edition.article_id}/look/", revision="2")
    shown = page(client.get(f"/admin/articles/{edition.article_id}/"))
    assert "Nothing changed since you last looked" in shown
    assert "Show what differs from what readers have" in shown
    assert seen(edition.article, editor, "?since=live")[2]


def test_the_latest_of_verdict_remark_opening_and_own_words_counts() -> None:
    writer, editor = b.writer(), b.editor()
    article = b.in_review(by=writer)
    decisions.request_changes(
        article, content_hash=hash_of(article), by=editor, now=NOON - 5 * HOUR, comment="改"
    )
    rewritten(article, writer, title="第二稿")
    assert seen(article, editor)[0] == "Changes since your verdict on revision 1"
    Look.objects.create(person=editor, article=article, revision=fresh(article).latest, at=NOON - 30 * MINUTE)
    rewritten(article, writer, title="第三稿")
    assert seen(article, editor)[0] == "Changes since you last looked, at revision 2"
    assert seen(article, writer)[0] == "Nothing changed since you saved it, 11:00."


@pytest.mark.parametrize(
    ("asked", "since"), [("1", "1"), ("2", "2"), ("whole", "whole"), ("77", ""), ("x", "")]
)
def test_any_revision_can_be_the_base_and_nonsense_is_the_usual_one(asked: str, since: str) -> None:
    writer = b.writer()
    article = b.article(by=writer)
    rewritten(article, writer, title="第二稿")
    assert seen(article, writer, f"?since={asked}")[1] == since


def test_an_opening_is_remembered_for_what_was_on_the_screen_and_for_no_other_article() -> None:
    article, editor = b.in_review(), b.editor()
    client = signed_in(editor)
    for revision in ("1", "1", "9", "x", ""):
        assert post(client, f"/admin/articles/{article.pk}/look/", revision=revision).status_code == 204
    assert Look.objects.values_list("revision__number", flat=True).get() == 1
    assert post(signed_in(b.writer()), f"/admin/articles/{article.pk}/look/", revision="1").status_code == 403
    assert client.get(f"/admin/articles/{article.pk}/look/").status_code == 405


def test_a_remark_comes_back_to_the_same_difference() -> None:
    writer, editor = b.writer(), b.editor()
    article = b.in_review(by=writer)
    rewritten(article, writer, title="第二稿")
    fields = {"comment_text": "？", "since": "1", "as": "source"}
    made = post(signed_in(editor), f"/admin/articles/{article.pk}/comments/", **fields)
    assert made.headers["Location"].startswith(f"/admin/articles/{article.pk}/?since=1&as=source#comment-")


def test_a_paragraph_is_brought_back_by_one_press() -> None:
    writer = b.writer()
    article = b.article(by=writer, body="一段。\n\n要删的一段。\n\n三段。\n")
    rewritten(article, writer, body="一段。\n\n三段。\n")
    client = signed_in(writer)
    assert "Bring back this paragraph" in page(client.get(f"/admin/articles/{article.pk}/?since=1&as=source"))
    assert take(client, article, "bring_back", base="1", line="3").status_code == 302
    latest = fresh(article).latest
    assert latest is not None
    assert (latest.number, latest.body) == (3, "一段。\n\n要删的一段。\n\n三段。\n")
    assert take(client, article, "bring_back", base="1", line="3").status_code == 409
    assert take(client, article, "bring_back", base="1", line="3", version=1).status_code == 409


def ways_back(shown: object) -> list[tuple[str, list[tuple[int, str]]]]:
    """Every changed block of a rendered difference, with the lines that can be brought back from it."""
    runs = shown.context["runs"]  # type: ignore[attr-defined]
    blocks = [block for run in runs for block in run.blocks if block.kind != "same"]
    return [(block.kind, [(way.line, way.quote) for way in block.back]) for block in blocks]


OLD = (
    "一段，清晨开放[^1]。\n\n要删的一段。\n\n- 第一项\n\n- 第二项要改\n\n- 第三项要改\n\n"
    "![灯塔](https://example.org/a.jpg)\n\n---\n\n尾段。\n\n[^1]: 注。\n"
)
NEW = (
    "一段，傍晚开放[^1]。\n\n- 第一项\n\n- 第二项改过\n\n- 第三项改过\n\n新的一段。\n\n尾段。\n\n[^1]: 注。\n"
)


def test_the_difference_as_readers_read_it_brings_every_paragraph_back_from_the_block_that_shows_it() -> None:
    writer = b.writer()
    article = b.article(by=writer, body=OLD)
    rewritten(article, writer, body=NEW)
    client, address = signed_in(writer), f"/admin/articles/{article.pk}/"
    shown = client.get(f"{address}?since=1")
    assert ways_back(shown) == [
        ("change", [(1, "一段，清晨开放[^1]。")]),
        ("delete", [(3, "要删的一段。")]),
        ("change", [(7, "- 第二项要改"), (9, "- 第三项要改")]),
        ("delete", [(11, "![灯塔](https://example.or")]),
        ("delete", []),
        ("insert", []),
    ]
    assert page(shown).count(f'action="{address}do/bring_back/"') == 5
    assert "shows nowhere here" in page(shown)  # the rule has no words
    back = take(client, article, "bring_back", base="1", line="7", next=f"{address}?since=1#changes")
    assert (back.status_code, back.headers["Location"]) == (302, f"{address}?since=1#changes")
    assert "The paragraph is back in the working copy." in page(client.get(f"{address}?since=1"))
    assert fresh(article).latest.body == NEW.replace("第二项改过", "第二项要改")  # type: ignore[union-attr]
    compared = page(client.get(f"{address}difference/?from=1&to=3&as=rendered"))
    assert compared.count(f'action="{address}do/bring_back/"') == 4


def test_the_rendered_difference_marks_words_within_marks_and_cells() -> None:
    old = "<p>一段，<strong>六点</strong>开。</p><table><tr><td>船名与时刻</td>\n<td>2</td></tr></table><p>&amp;</p>"
    new = "<p>一段，<strong>七点</strong>开。</p><table><tr><td>船名与时刻</td>\n<td>3</td></tr></table>"
    blocks = [(block.kind, block.html) for run in rendered.runs(old, new) for block in run.blocks]
    assert blocks == [
        ("change", "<p>一段，<strong><del>六</del><ins>七</ins>点</strong>开。</p>"),
        ("change", "<table><tr><td>船名与时刻</td>\n<td><del>2</del><ins>3</ins></td></tr></table>"),
        ("delete", "<del><p>&amp;</p></del>"),
    ]
