"""Every hour the list that stood is held against what was read, and who falls behind is known."""

from datetime import timedelta
from math import log2
from typing import Any

import pytest

from articles.popularity import evaluating, history, listing, measuring
from articles.popularity.measuring import CLASSICAL, Seen, ndcg, ordered, precision
from articles.popularity.models import Evaluation, HotList
from articles.publishing.models import Edition
from tests.builders import DAY, HOUR, MINUTE, NOON
from tests.popularity.making import live_article

H = int(NOON.timestamp()) // 3600  # the hour that begins at noon


def test_the_measure_is_one_for_the_best_order_and_less_for_others() -> None:
    gains = {article: float(article) for article in range(1, 21)}
    best = list(range(20, 0, -1))
    assert ndcg(best, gains) == 1
    assert precision(best, gains) == 1
    assert ndcg(best[::-1], gains) < 0.5
    assert precision(best[::-1], gains) == 0
    assert precision([20, 19, 1, 2], gains) == 0.2
    two = {1: 3.0, 2: 1.0}
    assert ndcg([2, 1], two) == pytest.approx((1 + 3 / log2(3)) / (3 + 1 / log2(3)))


def test_nothing_is_told_of_a_silent_hour_or_of_a_handful() -> None:
    assert not measuring.can_be_told(dict.fromkeys(range(20), 0))
    assert not measuring.can_be_told(dict.fromkeys(range(14), 5))
    assert measuring.can_be_told({**dict.fromkeys(range(15), 0), 3: 1})


def test_the_classical_formulas_order_as_they_are_known_to() -> None:
    old = Seen(1, NOON - 10 * DAY, 1000, 10, 0, 240)
    fresh = Seen(2, NOON - HOUR, 30, 30, 20, 1)
    steady = Seen(3, NOON - DAY, 300, 200, 9, 24)
    first = {name: ordered([old, fresh, steady], formula)[0] for name, formula in CLASSICAL.items()}
    assert first == {"all-time": 1, "last 24 h": 3, "last hour": 2, "Hacker News": 2, "Reddit": 2}
    twin = fresh._replace(article_id=9, published_at=NOON)
    assert ordered([fresh, twin], CLASSICAL["all-time"]) == [9, 2]


def read(articles: list[int], views: list[int], hour: int) -> None:
    history.invent_many(
        {article: {hour: count} for article, count in zip(articles, views, strict=True)}, now=NOON + HOUR
    )


@pytest.fixture
def house() -> list[int]:
    """Twenty articles, best first in the hour before noon; the list is ranked at noon."""
    articles = [live_article(NOON - 3 * DAY - place * MINUTE) for place in range(20)]
    history.invent_many(
        {article: {H - 1: 100 - 4 * place} for place, article in enumerate(articles)}, now=NOON
    )
    listing.rank(NOON)
    return articles


@pytest.mark.django_db
def test_the_list_that_stood_at_the_start_of_the_hour_is_scored(house: list[int]) -> None:
    read(house, list(range(20, 0, -1)), H)
    listing.rank(NOON + MINUTE)
    made = evaluating.evaluate(H, NOON + HOUR + 5 * MINUTE)
    assert (made.candidates, made.views) == (20, 210)
    assert made.ndcg["list"] == made.ndcg["heat"] == made.ndcg["last hour"] == 1
    assert made.precision["list"] == 1
    assert set(made.ndcg) == {*CLASSICAL, "list", "heat"}
    again = evaluating.evaluate(H, NOON + 2 * HOUR)
    assert (again.ndcg, Evaluation.objects.count()) == (made.ndcg, 1)


@pytest.mark.django_db
def test_formulas_know_nothing_of_the_hour_they_are_to_foretell(house: list[int]) -> None:
    read(house, [*[0] * 19, 500], H)
    made = evaluating.evaluate(H, NOON + HOUR + 5 * MINUTE)
    assert made.ndcg["all-time"] == 0
    assert (
        made.precision["last hour"] == 0.9
    )  # of the nine others nobody gained, so the sort leaves them ahead


@pytest.mark.django_db
def test_who_was_taken_down_within_the_hour_is_no_candidate(house: list[int]) -> None:
    read(house, list(range(20, 0, -1)), H)
    Edition.objects.filter(article_id=house[0]).update(live_until=NOON + 30 * MINUTE)
    made = evaluating.evaluate(H, NOON + HOUR + 5 * MINUTE)
    assert (made.candidates, made.ndcg["list"]) == (19, 1)


@pytest.mark.django_db
def test_a_correction_within_the_hour_does_not_end_a_candidate(house: list[int]) -> None:
    read(house, list(range(20, 0, -1)), H)
    first = Edition.objects.get(article_id=house[0])
    Edition.objects.filter(pk=first.pk).update(live_until=NOON + 30 * MINUTE)
    Edition.objects.create(
        article_id=house[0], number=2, title="标题", language="zh-hans", content_hash="d" * 64, proof="p" * 64,
        break_glass_reason="made for a test", live_from=NOON + 30 * MINUTE, published_at=first.published_at,
        printed_at=NOON,
    )  # fmt: skip
    assert evaluating.evaluate(H, NOON + HOUR + 5 * MINUTE).candidates == 20


@pytest.mark.django_db
def test_pins_count_in_the_list_and_not_in_the_heat(house: list[int]) -> None:
    read(house, list(range(20, 0, -1)), H)
    kept = HotList.objects.get(list="site")
    entries = [kept.entries[19], *kept.entries[:19]]
    HotList.objects.filter(pk=kept.pk).update(entries=entries)
    made = evaluating.evaluate(H, NOON + HOUR + 5 * MINUTE)
    assert made.ndcg["list"] < 0.9
    assert made.ndcg["heat"] == 1


@pytest.mark.django_db
def test_missed_hours_are_caught_up_once(house: list[int]) -> None:
    assert evaluating.catch_up(NOON + 5 * MINUTE) == 1
    assert evaluating.catch_up(NOON + 59 * MINUTE) == 0
    assert evaluating.catch_up(NOON + 3 * HOUR + 5 * MINUTE) == 3
    assert list(Evaluation.objects.order_by("hour").values_list("hour", flat=True)) == [
        H - 1,
        H,
        H + 1,
        H + 2,
    ]
    assert evaluating.catch_up(NOON + 9 * DAY, most=24) == 24
    assert evaluating.catch_up(NOON + 9 * DAY) == 0


def scored(hour: int, **values: float) -> None:
    figures = dict.fromkeys(CLASSICAL, 0.5) | {"list": 0.9, "heat": 0.9} | values
    Evaluation.objects.create(hour=hour, evaluated_at=NOON, ndcg=figures, precision=figures)


@pytest.mark.django_db
def test_means_are_those_of_seven_days_of_scored_hours() -> None:
    assert evaluating.means(NOON) is None
    scored(H - 169, list=0.1)
    scored(H - 168, list=0.8)
    scored(H - 1, list=1.0)
    Evaluation.objects.create(hour=H - 2, evaluated_at=NOON)
    found = evaluating.means(NOON)
    assert found is not None
    assert (found.hours, found.ndcg["list"], found.precision["all-time"]) == (2, pytest.approx(0.9), 0.5)
    assert found.least_lead == pytest.approx(1.8)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "hours, ahead, alarm", [(24, {"Reddit": 0.91}, True), (23, {"Reddit": 0.91}, False), (24, {}, False)]
)
def test_the_alarm_needs_a_day_of_hours_behind_a_formula(hours: int, ahead: Any, alarm: bool) -> None:
    for back in range(1, hours + 1):
        scored(H - back, **ahead)
    assert evaluating.is_behind(NOON + timedelta(minutes=10)) is alarm
