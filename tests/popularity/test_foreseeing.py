"""What is foreseen of a pin or a boost is what the next ranking makes of it."""

import pytest

from articles.drafting.models import Article
from articles.popularity import boosting, foreseeing, listing
from articles.publishing import pinning
from tests import builders
from tests.builders import HOUR, MINUTE, NOON
from tests.popularity.listed import many, shown
from tests.popularity.making import live_article

pytestmark = pytest.mark.django_db


def stands(found: list[foreseeing.Stand]) -> list[int]:
    return [stand.article_id for stand in found]


def pin(article_id: int, position: int) -> None:
    pinning.pin(
        Article.objects.get(pk=article_id), place="hot", position=position, live_from=NOON, live_until=None,
        by=builders.publisher(), now=NOON, reason="大家要看",
    )  # fmt: skip


def test_a_pin_takes_its_place_before_an_older_pin_of_the_same_place() -> None:
    articles = many(20)
    pin(articles[9], 2)
    before = shown(listing.rank(NOON))
    found = foreseeing.pin(articles[15], 2, NOON)
    assert (stands(found.before), stands(found.after)[1:3]) == (before, [articles[15], articles[9]])
    pin(articles[15], 2)
    assert stands(found.after) == shown(listing.rank(NOON))
    assert found.after[1].slot == "pin"


def test_a_pin_that_moves_ends_the_one_that_holds() -> None:
    articles = many(20)
    pin(articles[9], 1)
    listing.rank(NOON)
    found = foreseeing.pin(articles[9], 5, NOON)
    pin(articles[9], 5)
    assert stands(found.after) == shown(listing.rank(NOON))
    assert found.place(articles[9], found.after) == 5


@pytest.mark.parametrize("factor", [4.0, 0.25, 0.0])
def test_a_boost_moves_as_foreseen(factor: float) -> None:
    articles = many(20)
    newcomer = live_article(NOON - HOUR)
    listing.rank(NOON)
    found = foreseeing.boost(articles[6], factor, NOON + MINUTE)
    boosting.boost(
        Article.objects.get(pk=articles[6]), factor, reason="x", by=builders.publisher(), now=NOON + MINUTE
    )
    after = shown(listing.rank(NOON + MINUTE))
    assert stands(found.after) == after
    assert after[9] == newcomer
    assert (found.place(articles[6], found.after) is None) == (factor == 0)


def test_what_was_kept_off_comes_back_and_what_is_not_live_changes_nothing() -> None:
    articles = many(20)
    boosting.boost(Article.objects.get(pk=articles[0]), 0, reason="x", by=builders.publisher(), now=NOON)
    listing.rank(NOON)
    back = foreseeing.boost(articles[0], 1, NOON)
    assert (back.place(articles[0], back.before), back.place(articles[0], back.after)) == (None, 1)
    gone = live_article(NOON - 5 * HOUR, until=NOON - HOUR)
    assert len({tuple(side) for side in foreseeing.boost(gone, 4, NOON)}) == 1
    assert len({tuple(side) for side in foreseeing.pin(gone, 1, NOON)}) == 1
