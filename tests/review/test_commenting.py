"""Remarks: fastened to words that move, answered, settled; no part of the hash, and a bar to approval by policy."""

import random

import pytest

from articles.review import anchoring, commenting, decisions
from articles.review.anchoring import Anchor, Place
from articles.review.commenting import MayNotComment, NotCommented
from articles.review.models import Comment, ReviewPolicy
from articles.review.refusals import CommentsOpen
from tests import builders as b
from tests.builders import HOUR, NOON, fresh, hash_of

TEXT = (
    "风停了。港口在清晨重新开放，引航站六点恢复工作。第一批船在八点进港。码头上的人说，这两天谁也没有睡好。"
)


def held(quote: str, text: str = TEXT) -> Anchor:
    found = anchoring.fasten(quote, text)
    assert found is not None
    return found


def test_words_are_found_after_text_was_put_before_and_behind_them() -> None:
    found = anchoring.place(held("六点恢复工作"), "开头新加一段。" * 40 + TEXT + "后面也加。" * 40)
    assert found is not None
    assert (found.is_exact, found.end - found.start) == (True, 6)


def test_of_equal_words_the_neighbours_choose() -> None:
    text = "第一处：两艘船。第二处：两艘船，另有一艘。"
    anchor = anchoring.fasten("两艘船", text, before="第二处：", after="，另有")
    assert anchor is not None
    assert anchoring.place(anchor, "新的一句。" + text) == Place(17, 20, True)


def test_edited_words_are_found_between_their_neighbours() -> None:
    found = anchoring.place(held("引航站六点恢复工作"), TEXT.replace("六点恢复工作", "七点半恢复工作"))
    assert found is not None
    edited = anchoring.squeezed(TEXT.replace("六点恢复工作", "七点半恢复工作"))
    assert (edited[found.start : found.end], found.is_exact) == ("引航站七点半恢复工作", False)


def test_words_put_beside_an_edited_quote_do_not_lose_it() -> None:
    edited = TEXT.replace("六点恢复工作", "据最新的消息，港务局说，六点左右恢复工作")
    found, letters = anchoring.place(held("六点恢复工作"), edited), anchoring.squeezed(edited)
    assert found is not None
    assert (letters[found.start : found.end], found.is_exact) == ("六点左右恢复工作", False)


def test_deleted_words_are_gone() -> None:
    assert anchoring.place(held("引航站六点恢复工作"), TEXT.replace("，引航站六点恢复工作", "")) is None
    assert anchoring.place(held("引航站六点恢复工作"), "完全是另一篇关于果园的文章。") is None


def test_white_space_moves_no_anchor() -> None:
    assert anchoring.place(held("清晨重新开放"), " \n".join(TEXT)) == anchoring.place(
        held("清晨重新开放"), TEXT
    )


def test_any_piece_is_found_exactly_where_it_was_taken() -> None:
    choose = random.Random(7)
    letters = "".join(choose.choice("港口船风浪潮人") for _letter in range(3000))
    for _turn in range(200):
        start = choose.randrange(60, 2900)
        end = start + choose.randrange(1, 40)
        anchor = Anchor(letters[start:end], letters[start - 60 : start], letters[end : end + 60])
        if letters.count(anchor.quote) <= anchoring.MOST_PLACES:
            assert anchoring.place(anchor, letters) == Place(start, end, True)


@pytest.mark.django_db
def test_a_remark_keeps_its_neighbours_and_leaves_the_hash_alone() -> None:
    article = b.in_review()
    before = (hash_of(article), fresh(article).version)
    made = commenting.comment(
        article.latest, text=" 时间对吗？ ", by=b.editor(), now=NOON, field="body", quote="六点", within=TEXT
    )
    assert (made.text, made.quote, made.before[-3:], made.after[:4]) == (
        "时间对吗？",
        "六点",
        "引航站",
        "恢复工作",
    )
    assert (hash_of(article), fresh(article).version) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"text": "  "},
        {"text": "字" * 5001},
        {"text": "x", "field": "state"},
        {"text": "x", "field": "body", "quote": "没有的话", "within": TEXT},
        {"text": "x", "field": "body", "quote": "字" * 1001, "within": "字" * 2000},
    ],
)
def test_what_says_nothing_or_has_no_place_is_not_kept(fields: dict[str, str]) -> None:
    article = b.in_review()
    with pytest.raises(NotCommented):
        commenting.comment(article.latest, by=b.editor(), now=NOON, **fields)
    assert Comment.objects.count() == 0


@pytest.mark.django_db
def test_another_writer_has_no_say() -> None:
    article, writer = b.in_review(), b.writer()
    made = commenting.comment(article.latest, text="好", by=b.editor(), now=NOON)
    for deed in (
        lambda: commenting.comment(article.latest, text="x", by=writer, now=NOON),
        lambda: commenting.reply(made, text="x", by=writer, now=NOON),
        lambda: commenting.resolve(made, by=writer, now=NOON),
        lambda: commenting.reopen(made, by=writer),
    ):
        with pytest.raises(MayNotComment):
            deed()
    assert Comment.objects.get().resolved_at is None


@pytest.mark.django_db
def test_a_thread_is_answered_settled_once_and_taken_up_again() -> None:
    writer, editor = b.writer(), b.editor()
    article = b.in_review(by=writer)
    first = commenting.comment(article.latest, text="六点？", by=editor, now=NOON)
    answer = commenting.reply(first, text="是六点", by=writer, now=NOON)
    second = commenting.reply(answer, text="好", by=editor, now=NOON + HOUR)
    assert (answer.answers_id, second.answers_id) == (first.pk, first.pk)
    commenting.resolve(second, by=editor, now=NOON + HOUR)
    commenting.resolve(first, by=writer, now=NOON + 2 * HOUR)
    first.refresh_from_db()
    assert (first.resolved_at, first.resolved_by) == (NOON + HOUR, editor)
    commenting.reopen(first, by=writer)
    first.refresh_from_db()
    assert (first.resolved_at, first.resolved_by) == (None, None)


@pytest.mark.django_db
def test_open_remarks_hold_an_approval_up_where_the_policy_says_so() -> None:
    article, editor = b.in_review(), b.editor()
    made = commenting.comment(article.latest, text="六点？", by=b.editor(), now=NOON)
    ReviewPolicy.objects.update_or_create(category=None, defaults={"comments_resolved": True})
    with pytest.raises(CommentsOpen):
        decisions.approve(article, content_hash=hash_of(article), by=editor, now=NOON)
    assert fresh(article).state == "in_review"
    commenting.resolve(made, by=editor, now=NOON)
    decisions.approve(article, content_hash=hash_of(article), by=editor, now=NOON)
    assert fresh(article).state == "approved"


@pytest.mark.django_db
def test_without_the_policy_open_remarks_bar_nothing() -> None:
    article = b.in_review()
    commenting.comment(article.latest, text="六点？", by=b.editor(), now=NOON)
    decisions.approve(article, content_hash=hash_of(article), by=b.editor(), now=NOON)
    assert fresh(article).state == "approved"
