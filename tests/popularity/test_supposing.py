"""A past day can be ranked with other half-lives, and stands beside what was really read next."""

from datetime import timedelta
from typing import Any

import pytest

from articles.popularity import decay, history, listing, supposing
from articles.popularity.decay import column
from articles.popularity.models import Standing
from articles.popularity.past import Stretch
from articles.publishing.models import Edition
from tests.builders import DAY, HOUR, MINUTE, NOON
from tests.popularity.making import live_article

pytestmark = pytest.mark.django_db
H = int(NOON.timestamp()) // 3600
TODAY = (
    NOON + 8 * HOUR
).date()  # noon in Shanghai; the day began sixteen hours before noon UTC of the day before


@pytest.fixture
def house() -> list[int]:
    """Twenty articles: the first ten were read much in a day, the others in the hour before eleven only."""
    articles = [live_article(NOON - 3 * DAY - place * MINUTE) for place in range(20)]
    views = {article: {H - back: 30 for back in range(3, 27)} for article in articles[:10]}
    views |= {article: {H - 2: 60, H - 1: 40} for article in articles[10:]}
    history.invent_many(views, now=NOON)
    return articles


def test_other_half_lives_give_another_order_of_the_past(house: list[int]) -> None:
    quick = supposing.suppose(TODAY, half_lives=(1.0,), kappa=1, now=NOON)
    slow = supposing.suppose(TODAY, half_lives=(24.0,), kappa=1, now=NOON)
    assert [len(each.hours) for each in (quick, slow)] == [12, 12]
    last = [each.hours[-1] for each in (quick, slow)]
    assert last[0].start == NOON - HOUR
    assert {*last[0].supposed} == {*house[10:]}
    assert {*last[1].supposed} == {*house[:10]}
    assert (last[0].ndcg["supposed"], last[1].ndcg["supposed"]) == (1, 0)
    assert [views for _article, views in last[0].read] == [40] * 10
    assert quick.means["supposed"] > slow.means["supposed"]
    assert quick.means["usual"] == slow.means["usual"]


def test_what_the_settings_give_is_what_the_ranking_gave(house: list[int]) -> None:
    listing.rank(NOON - HOUR)
    found = supposing.suppose(TODAY, half_lives=(6.0, 1.0), kappa=1, now=NOON).hours[-1]
    assert found.supposed == found.usual
    assert found.listed != []
    assert "list" in found.ndcg


def test_an_hour_without_a_list_has_none(house: list[int]) -> None:
    assert all(
        each.listed == [] for each in supposing.suppose(TODAY, half_lives=(6, 1), kappa=1, now=NOON).hours
    )


def test_who_was_not_live_in_an_hour_is_not_supposed_in_it(house: list[int]) -> None:
    Edition.objects.filter(article_id=house[19]).update(live_until=NOON - 90 * MINUTE)
    hours = supposing.suppose(TODAY, half_lives=(1.0,), kappa=1, now=NOON).hours
    assert house[19] not in hours[-1].supposed
    assert house[19] not in {article for article, _views in hours[-1].read}


@pytest.mark.parametrize(
    "half_lives, kappa, back",
    [
        ((1, 6), 1, 0),
        ((), 1, 0),
        ((48,), 1, 0),
        ((0.1,), 1, 0),
        ((6, 1), 0, 0),
        ((6, 1), 1, -1),
        ((6, 1), 1, 33),
    ],
)
def test_nonsense_is_refused_in_words(half_lives: Any, kappa: float, back: int) -> None:
    with pytest.raises(supposing.WrongSupposition):
        supposing.suppose(TODAY - timedelta(days=back), half_lives=half_lives, kappa=kappa, now=NOON)


@pytest.mark.parametrize("half_life", decay.HALF_LIVES)
def test_sums_made_of_hours_are_the_sums_that_were_kept(house: list[int], half_life: float) -> None:
    stretch = Stretch(H, H, memory=72)
    for article in (house[0], house[10]):
        kept = getattr(Standing.objects.get(article_id=article), column(half_life))
        assert stretch.sum_of(article, H, half_life) == pytest.approx(kept, abs=1e-9)
    assert stretch.sum_of(10**9, H, half_life) is None
