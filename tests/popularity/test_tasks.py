"""The clocks of this room: each turn once, nothing lost when Redis is away, and work only when it is due."""

from datetime import UTC, datetime
from typing import Any

import pytest
from redis import Redis

from articles.clocks.models import Turn
from articles.popularity import flushing, keeping, listing, tasks
from articles.popularity.models import Evaluation, HotList, Standing
from tests.popularity.making import beacon, live_article, readers

pytestmark = pytest.mark.django_db


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the time that tasks read."""

    def read_as(moment: str) -> datetime:
        monkeypatch.setattr(tasks.timezone, "now", lambda: at(moment))
        return at(moment)

    return read_as


def test_a_view_comes_into_the_list(clean_redis: Redis) -> None:
    article = live_article(at("2026-01-01T00:00"))
    beacon(article, readers())
    tasks.flush_views()
    tasks.rank()
    assert Standing.objects.get(article_id=article).views == 1
    assert [entry["article"] for entry in HotList.objects.get(list="site").entries] == [article]


def test_a_doubled_tick_takes_no_second_turn(clock: Any) -> None:
    clock("2026-11-22T04:00:10")
    tasks.rank()
    tasks.rank()
    clock("2026-11-22T04:01:10")
    tasks.rank()
    assert [made.confirmed_at for made in HotList.objects.all()] == [at("2026-11-22T04:01:10")]
    assert Turn.objects.get(name="articles.rank").started_at == at("2026-11-22T04:01:10")


def test_a_changed_boost_is_ranked_at_once(clock: Any) -> None:
    clock("2026-11-22T04:00:10")
    tasks.rank()
    clock("2026-11-22T04:00:20")
    tasks.rank(7)
    assert HotList.objects.get().confirmed_at == at("2026-11-22T04:00:20")


def test_while_redis_is_away_the_turn_says_so_and_nothing_breaks() -> None:
    tasks.flush_views()
    tasks.seal_hour()
    assert "ServerAway" in Turn.objects.get(name="articles.flush_views").error


def test_hours_are_sealed_from_five_past(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed: list[datetime] = []
    monkeypatch.setattr(flushing, "seal", sealed.append)
    for moment in (
        "2026-11-22T04:04:59",
        "2026-11-22T04:05:01",
        "2026-11-22T04:05:30",
        "2026-11-22T04:06:01",
    ):
        clock(moment)
        tasks.seal_hour()
    assert sealed == [at("2026-11-22T04:05:01"), at("2026-11-22T04:06:01")]


def test_a_sealed_hour_is_evaluated(clock: Any, clean_redis: Redis) -> None:
    now = clock("2026-11-22T04:05:01")
    tasks.seal_hour()
    assert [row.evaluated_at for row in Evaluation.objects.all()] == [now]


def test_tidying_comes_once_a_day_from_twenty_past_midnight(
    clock: Any, monkeypatch: pytest.MonkeyPatch, clean_redis: Redis
) -> None:
    thinned: list[datetime] = []

    def thin(now: datetime) -> tuple[int, int]:
        thinned.append(now)
        return 0, 0

    monkeypatch.setattr(keeping, "thin", thin)
    days = [
        "2026-11-22T00:10",
        "2026-11-22T00:20",
        "2026-11-22T00:30",
        "2026-11-22T23:50",
        "2026-11-23T00:10",
        "2026-11-23T07:00",
    ]
    for moment in days:
        clock(moment)
        tasks.tidy_popularity()
    assert thinned == [at("2026-11-22T00:10"), at("2026-11-22T00:20"), at("2026-11-23T07:00")]


def test_the_list_at_a_minute_is_the_one_that_was_served(clock: Any) -> None:
    served = {}
    for minute in range(4):
        now = clock(f"2026-11-22T04:0{minute}:00")
        live_article(now)
        tasks.rank()
        served[now] = [entry["article"] for entry in listing.current().entries]  # type: ignore[union-attr]
    assert len(served) == 4
    for now, articles in served.items():
        assert [entry["article"] for entry in listing.at("site", now).entries] == articles  # type: ignore[union-attr]
