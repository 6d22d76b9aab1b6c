"""Old hours become days, and no total notices."""

import pytest
from redis import Redis

from articles.popularity import days, history, merging, rebuilding, tidying
from articles.popularity.models import Standing, ViewDay, ViewHour
from articles.popularity.standing import hour_of
from tests.builders import DAY, NOON
from tests.popularity.making import live_article, state

pytestmark = pytest.mark.django_db
NOW = hour_of(NOON)
TODAY = NOW // 24
OLD = (TODAY - 36) * 24


def counted(article_id: int, kind: str = "view") -> int:
    return days.ever([article_id], kind)[article_id]


def old_and_new(article_id: int) -> None:
    history.invent(article_id, {OLD + 3: 5, OLD + 23: 6, OLD + 24: 7, OLD + 48: 8, NOW - 1: 9}, now=NOON)
    state(article_id, OLD + 3, 4, kind="read")
    state(article_id, OLD + 3, 2, epoch="b" * 32)
    rebuilding.rebuild_some([article_id], NOON)


def test_only_days_that_ended_five_weeks_ago_are_rolled_up() -> None:
    article = live_article(NOON - 60 * DAY)
    old_and_new(article)
    assert days.roll_up(NOON) == 2
    assert sorted(ViewDay.objects.values_list("day", "kind", "count")) == [
        (TODAY - 36, "read", 4),
        (TODAY - 36, "view", 13),
    ]
    assert sorted(ViewHour.objects.values_list("hour", flat=True)) == [OLD + 24, OLD + 48, NOW - 1]
    assert days.roll_up(NOON) == 0
    assert days.roll_up(NOON + DAY) == 1


def test_totals_are_the_same_before_and_after_and_a_rebuild_agrees() -> None:
    article = live_article(NOON - 60 * DAY)
    old_and_new(article)
    before = Standing.objects.get(article_id=article)
    days.roll_up(NOON)
    rebuilt = rebuilding.rebuild(NOON)
    after = Standing.objects.get(article_id=article)
    assert rebuilt.differences == []
    assert (counted(article), counted(article, "read")) == (before.views, 4)
    assert (after.views, after.l1) == (before.views, pytest.approx(before.l1, abs=1e-9))
    assert after.l6 == pytest.approx(before.l6, abs=1e-9)
    assert after.l24 == pytest.approx(before.l24, abs=1e-9)


def test_days_and_hours_are_one_series() -> None:
    article = live_article(NOON - 60 * DAY)
    old_and_new(article)
    before = days.by_day([article], "view", TODAY - 40, TODAY)
    days.roll_up(NOON)
    assert days.by_day([article], "view", TODAY - 40, TODAY) == before
    assert before[article] == {TODAY - 36: 13, TODAY - 35: 7, TODAY - 34: 8, TODAY: 9}


def test_a_crash_in_the_middle_loses_and_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    article = live_article(NOON - 60 * DAY)
    old_and_new(article)
    whole = counted(article)
    lock = merging.lock_marks
    turns = iter(range(2))

    def dies_at_the_second_hour() -> object:
        if next(turns):
            raise RuntimeError("the power is gone")
        return lock()

    with monkeypatch.context() as broken:
        broken.setattr(merging, "lock_marks", dies_at_the_second_hour)
        with pytest.raises(RuntimeError):
            days.roll_up(NOON)
    assert counted(article) == whole
    assert days.roll_up(NOON) == 1
    assert counted(article) == whole


def test_the_statement_and_the_deletion_hold_together(monkeypatch: pytest.MonkeyPatch) -> None:
    article = live_article(NOON - 60 * DAY)
    old_and_new(article)
    whole = counted(article)
    monkeypatch.setattr(days, "ADDING", days.ADDING + " this is no SQL")
    with pytest.raises(Exception, match="syntax"):
        days.roll_up(NOON)
    monkeypatch.undo()
    assert ViewDay.objects.count() == 0
    assert counted(article) == whole


def test_a_rolled_day_takes_no_more_invented_views() -> None:
    article = live_article(NOON - 60 * DAY)
    for _again in range(2):
        history.invent(article, {OLD: 5, NOW - 1: 9}, now=NOON)
        days.roll_up(NOON)
    assert list(ViewHour.objects.values_list("hour", "count")) == [(NOW - 1, 9)]
    assert counted(article) == Standing.objects.get(article_id=article).views == 14


def test_the_daily_turn_rolls_up(clean_redis: Redis) -> None:
    article = live_article(NOON - 60 * DAY)
    old_and_new(article)
    tidying.tidy(NOON)
    assert ViewDay.objects.count() == 2
