"""Doubtful views are let in or left out by somebody with the right, once, and the totals say so."""

from datetime import timedelta

import pytest

from articles.drafting.models import Move
from articles.popularity import decay, doubting, merging, rebuilding, standing
from articles.popularity.doubting import Doubt, MayNotReviewDoubt, NothingInDoubt, WrongReview
from articles.popularity.models import DoubtReview, Standing, ViewHour
from articles.popularity.standing import hour_of
from tests.builders import HOUR, NOON, chief, publisher
from tests.popularity.making import live_article, state

pytestmark = pytest.mark.django_db
NOW = hour_of(NOON)


def views(article_id: int) -> int:
    return Standing.objects.get(article_id=article_id).views


def test_admitted_views_are_counted_once_in_total_and_heat() -> None:
    article = live_article(NOON - 9 * HOUR)
    state(article, NOW - 3, 7, kind="doubt")
    made = doubting.admit(NOW - 5, NOW, by=chief(), reason="a school class", now=NOON)
    assert (made.verdict, made.views, made.article_id) == ("admit", 7, None)
    assert views(article) == 7
    kept = Standing.objects.get(article_id=article)
    end = merging.moment(NOW - 2)
    assert decay.read(kept.l1, end, 1) == pytest.approx(7)
    with pytest.raises(NothingInDoubt):
        doubting.admit(NOW - 5, NOW, by=chief(), reason="pressed twice", now=NOON)
    assert views(article) == 7
    assert DoubtReview.objects.count() == 1


def test_what_comes_in_later_waits_for_a_verdict_of_its_own() -> None:
    article = live_article()
    state(article, NOW, 3, kind="doubt")
    doubting.admit(NOW, NOW, by=chief(), reason="real", now=NOON)
    state(article, NOW, 5, kind="doubt")
    state(article, NOW, 4, kind="doubt", epoch="b" * 32)
    assert doubting.open_doubts(NOW, NOW) == [Doubt(NOW, article, 6)]
    assert doubting.discard(NOW, NOW, by=chief(), reason="a script", now=NOON).views == 6
    assert doubting.open_doubts(NOW, NOW) == []
    assert views(article) == 3


def test_a_verdict_on_one_article_leaves_the_others_open() -> None:
    first, second = live_article(), live_article()
    for article in (first, second):
        state(article, NOW - 1, 2, kind="doubt")
    by = chief()
    doubting.admit(NOW - 1, NOW - 1, by=by, reason="known readers", now=NOON, article_id=second)
    assert doubting.open_doubts(NOW - 9, NOW) == [Doubt(NOW - 1, first, 2)]
    noted = Move.objects.get(article_id=second, verb="admit doubtful views")
    assert (noted.by, noted.reason) == (by, "known readers")
    assert [review.made_by for review in doubting.reviews()] == [by]


def test_a_whole_rebuild_agrees_with_the_verdicts() -> None:
    article = live_article()
    state(article, NOW - 30, 4, kind="doubt")
    state(article, NOW - 29, 4, kind="doubt")
    doubting.admit(NOW - 30, NOW - 30, by=chief(), reason="real", now=NOON)
    doubting.discard(NOW - 29, NOW - 29, by=chief(), reason="not real", now=NOON)
    assert rebuilding.rebuild(NOON).differences == []
    assert views(article) == 4


def test_what_was_let_in_is_no_longer_left_out() -> None:
    article = live_article()
    state(article, NOW - 1, 6, kind="doubt")
    state(article, NOW - 1, 2, kind="robot")
    doubting.admit(NOW - 1, NOW - 1, by=chief(), reason="real", now=NOON)
    state(article, NOW - 1, 7, kind="doubt")
    assert standing.left_out(article, now=NOON) == {"doubt": 1, "repeat": 0, "robot": 2}


def test_who_may_not_decide_is_refused() -> None:
    state(live_article(), NOW, 1, kind="doubt")
    with pytest.raises(MayNotReviewDoubt):
        doubting.admit(NOW, NOW, by=publisher(), reason="real", now=NOON)
    assert not ViewHour.objects.filter(kind="view").exists()


@pytest.mark.parametrize(
    "first, last, reason", [(NOW, NOW - 1, "real"), (NOW, NOW, " "), (NOW, NOW, "x" * 301)]
)
def test_nonsense_is_refused(first: int, last: int, reason: str) -> None:
    state(live_article(), NOW, 1, kind="doubt")
    with pytest.raises(WrongReview):
        doubting.discard(first, last, by=chief(), reason=reason, now=NOON)


def test_doubts_of_the_running_hour_fold_now_and_not_later() -> None:
    article = live_article()
    now = NOON + timedelta(minutes=10)
    state(article, NOW, 2, kind="doubt")
    doubting.admit(NOW, NOW, by=chief(), reason="real", now=now)
    assert Standing.objects.get(article_id=article).last_view_at == now
