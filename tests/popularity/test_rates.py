"""What is usual for an age is learned once from every finished hour, and can be rebuilt."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from articles.popularity import ages, decay, history, rates, rebuilding, standing
from articles.popularity.models import AgeRate, Standing, ViewHour
from tests.builders import DAY, HOUR, MINUTE, NOON
from tests.popularity.making import live_article, state

pytestmark = pytest.mark.django_db
H = int(NOON.timestamp()) // 3600 - 1  # the hour that ended at noon
START = NOON - HOUR


def learned() -> dict[int, tuple[float, float]]:
    """(views, hours) of the boxes that hold anything."""
    rows = AgeRate.objects.filter(hours__gt=0)
    return {row.box: (round(row.views, 4), round(row.hours, 4)) for row in rows}


def test_an_hour_is_split_among_the_boxes_an_article_grew_through() -> None:
    article = live_article(START - 30 * MINUTE)
    state(article, H, 60)
    assert rates.learn(H) == 1
    assert learned() == {0: (30.0, 0.5), 1: (30.0, 0.5)}


def test_views_count_for_the_part_of_the_hour_in_which_the_article_was_live() -> None:
    article = live_article(NOON - 15 * MINUTE)
    state(article, H, 60)
    gone = live_article(START - 200 * HOUR, until=START + 30 * MINUTE)
    state(gone, H, 5)
    rates.learn(H)
    assert learned() == {0: (60.0, 0.25), 7: (5.0, 0.5)}


def test_an_article_that_was_not_live_adds_nothing() -> None:
    state(live_article(START - DAY, until=START), H, 60)
    state(live_article(NOON), H, 60)
    state(10**9, H, 60)
    rates.learn(H)
    assert learned() == {}


def test_the_hours_of_all_boxes_are_all_live_hours() -> None:
    ages_of = [0.0, 0.5, 1.0, 2.5, 3.0, 5.99, 6.0, 12.0, 24.0, 47.5, 48.0, 120.0, 479.5, 480.0, 5000.0]
    for age in ages_of:
        live_article(START - timedelta(hours=age))
    state(live_article(START - DAY), H, 1)
    rates.learn(H)
    assert sum(hours for _views, hours in learned().values()) == len(ages_of) + 1
    by_hand: dict[int, float] = {}
    for age in [*ages_of, 24.0]:
        for box, span in ages.split(START - timedelta(hours=age), START, NOON):
            by_hand[box] = by_hand.get(box, 0) + span
    assert {box: hours for box, (_views, hours) in learned().items()} == pytest.approx(by_hand)


def test_no_hour_is_learned_twice_and_what_is_known_fades() -> None:
    article = live_article(START - 10 * DAY)
    state(article, H - 1, 10)
    state(article, H, 20)
    assert (rates.learn(H - 1), rates.learn(H - 1), rates.learn(H)) == (1, 0, 1)
    fading = 2 ** (-1 / 72)
    assert learned() == {7: (round(10 * fading + 20, 4), round(fading + 1, 4))}


def test_hours_before_the_first_count_say_nothing() -> None:
    state(live_article(START - 10 * DAY), H, 20)
    assert rates.learn(H) == 1


def test_a_long_outage_is_caught_up_a_day_a_turn() -> None:
    state(live_article(START - 10 * DAY), H - 29, 20)
    assert [rates.learn(H) for _turn in range(3)] == [24, 6, 0]
    assert set(AgeRate.objects.values_list("hour", flat=True)) == {H}


def test_rates_can_be_learned_again_from_the_kept_hours() -> None:
    article = live_article(START - 10 * DAY)
    for hour in range(H - 40, H + 1):
        state(article, hour, hour % 5 + 1)
        rates.learn(hour)
    before = learned()
    AgeRate.objects.update(views=10**6)
    rates.relearn(H)
    assert learned() == before


def test_usual_rates_by_age() -> None:
    AgeRate.objects.create(box=8, views=95.0, hours=995.0)
    AgeRate.objects.create(box=7, views=0.0, hours=10**9)
    usual = rates.current()
    assert (usual.at(0), usual.at(200), usual.at(500)) == (0.1, 0.0001, pytest.approx(0.0955))
    assert usual.most_from(200) == pytest.approx(0.0955)


def test_a_rebuild_says_what_differed_and_puts_it_right() -> None:
    right, wrong = live_article(NOON - DAY), live_article(NOON - DAY)
    history.invent_many({right: {H: 10}, wrong: {H - 5: 20, H: 4}}, now=NOON)
    good = Standing.objects.get(article_id=wrong)
    Standing.objects.filter(article_id=wrong).update(views=7, l6=None, imported_views=100)
    Standing.objects.create(article_id=10**9, views=3)
    rebuilt = rebuilding.rebuild(NOON)
    assert rebuilt.differences == [(wrong, 7, 24), (10**9, 3, 0)]
    assert rebuilt.largest_change == pytest.approx(decay.read(good.l6, NOON, 6.0))
    mended = Standing.objects.get(article_id=wrong)
    assert (mended.views, mended.imported_views) == (24, 100)
    assert (mended.l24, mended.l6, mended.l1) == (good.l24, good.l6, good.l1)
    assert rebuilding.rebuild(NOON).differences == []


def test_the_running_hour_is_spread_up_to_now() -> None:
    article = live_article(NOON - DAY)
    history.invent(article, {H + 1: 6}, now=NOON + 6 * MINUTE)
    kept = Standing.objects.get(article_id=article)
    assert decay.read(kept.l1, NOON + 6 * MINUTE, 1.0) == pytest.approx(6 * 0.966, rel=0.001)
    assert kept.last_view_at == NOON + 6 * MINUTE


def test_the_command_rebuilds_and_ranks() -> None:
    article = live_article(NOON - 3650 * DAY)
    history.invent(article, {H: 10}, now=NOON)
    Standing.objects.update(views=3)
    out = StringIO()
    call_command("rank", full=True, stdout=out)
    assert f"Article {article}: 3 views were noted, its hours hold 10." in out.getvalue()
    assert "1 places from 1 candidates, proven" in out.getvalue()


def test_hours_of_a_day_and_what_was_left_out(django_assert_num_queries: Any) -> None:
    article, other = live_article(NOON - DAY), live_article(NOON - DAY)
    state(article, H, 3)
    state(article, H, 4, epoch="b" * 32)
    state(article, H - 23, 9)
    state(article, H, 41, kind="repeat")
    state(article, H - 5, 12, kind="robot")
    with django_assert_num_queries(1):
        hours = standing.hourly([article, other], now=NOON)
    assert hours == {article: [*[0] * 22, 7, 0], other: [0] * 24}
    assert standing.left_out(article, now=NOON) == {"doubt": 0, "repeat": 41, "robot": 12}
    assert ViewHour.objects.count() == 5


def test_totals_take_one_query(django_assert_num_queries: Any) -> None:
    articles = [live_article() for _article in range(5)]
    for article in articles:
        history.invent(article, {H: article}, now=NOON)
    with django_assert_num_queries(1):
        assert standing.totals(articles) == {article: article for article in articles}
