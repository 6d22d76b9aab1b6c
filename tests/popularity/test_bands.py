"""The usual band of an hour is that of articles of the same age, at that hour of the day."""

from datetime import timedelta

import pytest

from articles.popularity import bands, history, rates
from articles.popularity.bands import Band
from articles.popularity.models import AgeSpread
from articles.publishing.models import Edition
from tests.builders import DAY, HOUR, NOON
from tests.popularity.making import live_article, state

pytestmark = pytest.mark.django_db
H = int(NOON.timestamp()) // 3600


def spread(hour: int, box: int, **counts: int) -> None:
    """``spread(H, 0, v0=5, v3=2)``: five articles without views, two with three."""
    AgeSpread.objects.create(hour=hour, box=box, counts={name[1:]: number for name, number in counts.items()})


def test_a_finished_hour_leaves_how_its_views_were_spread() -> None:
    old = [live_article(NOON - 100 * HOUR) for _article in range(5)]
    young = live_article(NOON - 80 * timedelta(minutes=1))
    live_article(NOON - 100 * HOUR, until=NOON - 2 * HOUR)
    for article, views in ((old[0], 3), (old[1], 3), (old[2], 4567), (young, 7)):
        state(article, H - 1, views)
    rates.learn(H - 1)
    kept = dict(AgeSpread.objects.filter(hour=H - 1).values_list("box", "counts"))
    assert kept == {0: {"7": 1}, 6: {"3": 2, "4500": 1, "0": 2}}
    rates.relearn(H - 1)
    assert dict(AgeSpread.objects.filter(hour=H - 1).values_list("box", "counts")) == kept


def test_the_band_lies_between_a_fifth_and_four_fifths() -> None:
    spread(H - 1, 0, v0=2, v1=3, v10=3, v50=2)
    found = bands.usual(NOON - timedelta(minutes=20), NOON)
    assert found[:-2] == [None] * 22
    assert found[-2:] == [None, Band(0, 10)]


def test_each_hour_is_compared_with_its_own_age() -> None:
    spread(H - 1, 0, v20=10)
    spread(H - 1, 1, v8=10)
    found = bands.usual(NOON - 2 * HOUR, NOON, hours=4)
    assert found == [None, Band(20, 20), Band(8, 8), Band(8, 8)]


def test_the_band_follows_the_hour_of_the_day() -> None:
    for hour in range(H - 48, H):
        spread(hour, 6, **{"v30" if hour % 24 == H % 24 else "v6": 10})
    now, before = (band for band in reversed(bands.usual(NOON - 4 * DAY, NOON, hours=2)))
    assert now is not None
    assert before is not None
    assert now.high == pytest.approx(before.high * 5)
    assert bands.usual(NOON - DAY / 24, NOON) != []


def test_what_is_older_than_two_weeks_is_forgotten() -> None:
    spread(H - 1 - bands.MEMORY, 6, v1=1)
    spread(H - bands.MEMORY, 6, v1=1)
    history.invent(live_article(NOON - DAY), {H - 1: 5}, now=NOON)
    rates.learn(H - 1)
    assert AgeSpread.objects.filter(hour__lte=H - 1 - bands.MEMORY).count() == 0
    assert AgeSpread.objects.filter(hour=H - bands.MEMORY).count() == 1


def test_a_corrected_article_counts_once() -> None:
    article = live_article(NOON - 100 * HOUR, until=NOON - 30 * timedelta(minutes=1))
    first = Edition.objects.get(article_id=article)
    Edition.objects.create(
        article_id=article, number=2, title="标题", language="zh-hans", content_hash="d" * 64, proof="p" * 64,
        break_glass_reason="made for a test", live_from=NOON - 30 * timedelta(minutes=1),
        published_at=first.published_at, printed_at=NOON,
    )  # fmt: skip
    state(article, H - 1, 5)
    rates.learn(H - 1)
    assert list(AgeSpread.objects.values_list("box", "counts")) == [(6, {"5": 1})]
