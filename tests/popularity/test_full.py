"""``rank --full`` finds what was kept on the way, to the last digits, and says what it had to correct."""

import random
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from articles.popularity import decay, history, listing, rates, rebuilding
from articles.popularity.models import AgeRate, Standing
from tests.builders import DAY, HOUR, NOON
from tests.popularity.making import live_article, state

pytestmark = pytest.mark.django_db
H = int(NOON.timestamp()) // 3600
HOURS = 30


def house(dice: random.Random) -> dict[int, dict[int, int]]:
    """Views of twenty articles of any ages in some of the last hours."""
    articles = [live_article(NOON - timedelta(hours=dice.uniform(1, 300))) for _article in range(20)]
    return {
        article: {hour: dice.randint(1, 60) for hour in range(H - HOURS, H) if dice.random() < 0.4}
        for article in articles
    }


def test_sums_kept_hour_by_hour_are_those_rebuilt_at_once() -> None:
    views = house(random.Random(1))
    kept: dict[int, list[float | None]] = {article: [None] * 3 for article in views}
    for hour in range(H - HOURS, H):
        start = NOON - (H - hour) * HOUR
        for article, counted in views.items():
            kept[article] = [
                decay.spread(sum_, counted.get(hour, 0), start, start + HOUR, half_life)
                for sum_, half_life in zip(kept[article], decay.HALF_LIVES, strict=True)
            ]
    history.invent_many(views, now=NOON)
    Standing.objects.update(l24=None, l6=None, l1=None)
    assert rebuilding.rebuild(NOON).differences == []
    for standing in Standing.objects.all():
        assert [standing.l24, standing.l6, standing.l1] == pytest.approx(kept[standing.article_id], abs=1e-9)


def test_rates_learned_hour_by_hour_are_those_learned_at_once() -> None:
    history.invent_many(house(random.Random(2)), now=NOON)
    for hour in range(H - HOURS, H):
        assert rates.learn(hour) == 1
    learned = list(AgeRate.objects.order_by("box").values_list("views", "hours"))
    rebuilding.rebuild(NOON)
    again = list(AgeRate.objects.order_by("box").values_list("views", "hours"))
    assert [pytest.approx(row, abs=1e-9) for row in again] == learned


def test_the_list_is_the_same_before_and_after() -> None:
    history.invent_many(house(random.Random(3)), now=NOON)
    for hour in range(H - HOURS, H):
        rates.learn(hour)
    before = listing.rank(NOON).entries
    rebuilding.rebuild(NOON)
    after = listing.rank(NOON).entries
    assert [entry["article"] for entry in after] == [entry["article"] for entry in before]
    assert [entry["heat"] for entry in after] == pytest.approx([entry["heat"] for entry in before], rel=1e-9)


def test_the_command_names_the_totals_that_were_wrong() -> None:
    article = live_article(NOON - DAY)
    state(article, H - 2, 7)
    Standing.objects.create(article_id=article, views=5)
    out = StringIO()
    call_command("rank", full=True, stdout=out)
    assert f"Article {article}: 5 views were noted, its hours hold 7." in out.getvalue()
    assert "1 articles rebuilt, 1 totals differed" in out.getvalue()
    assert Standing.objects.get(article_id=article).views == 7
