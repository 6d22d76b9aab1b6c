"""Boosts lift, bury and exclude, for a time, with a reason and a name."""

import pytest

from articles.drafting.models import Article
from articles.popularity import boosting, explaining, listing
from articles.popularity.models import Boost, Standing
from articles.publishing.models import Edition
from tests import builders
from tests.builders import DAY, HOUR, MINUTE, NOON
from tests.popularity.listed import many, shown
from tests.popularity.making import live_article

pytestmark = pytest.mark.django_db


def test_a_boost_needs_a_right_a_reason_and_a_sane_number() -> None:
    article = Article.objects.get(pk=live_article())
    by = builders.publisher()
    with pytest.raises(boosting.MayNotBoost):
        boosting.boost(article, 2, reason="scoop", by=builders.writer(), now=NOON)
    for factor, reason, until in (
        (5, "scoop", ...),
        (0.1, "scoop", ...),
        (2, " ", ...),
        (2, "x" * 301, ...),
        (2, "scoop", NOON),
    ):
        with pytest.raises(boosting.WrongBoost):
            boosting.boost(article, factor, reason=reason, by=by, now=NOON, live_until=until)
    assert not article.boosts.exists()


def test_a_boost_lifts_ends_on_time_and_is_told() -> None:
    articles = many(4)
    third = Article.objects.get(pk=articles[2])
    by = builders.publisher()
    made = boosting.boost(third, 2, reason="verified scoop", by=by, now=NOON)
    assert (made.live_until, boosting.next_change(NOON)) == (NOON + 6 * HOUR, NOON + 6 * HOUR)
    lifted = listing.rank(NOON + MINUTE)
    assert shown(lifted)[0] == articles[2]
    told = explaining.explain(lifted.entries[0], lifted.entries)
    assert (told.place, told.rank_without_boost, told.boost) == (1, 3, told.rate)
    assert third.moves.filter(verb="boost", by=by, reason="verified scoop").exists()
    assert shown(listing.rank(NOON + 6 * HOUR)) == articles


def test_a_new_boost_ends_the_old_one_and_nothing_is_deleted() -> None:
    article = Article.objects.get(pk=many(1)[0])
    by = builders.publisher()
    boosting.boost(article, 2, reason="one", by=by, now=NOON, live_until=NOON + HOUR)
    boosting.boost(article, 3, reason="two", by=by, now=NOON + 2 * HOUR, live_until=None)
    last = boosting.boost(article, 0.5, reason="three", by=by, now=NOON + 3 * HOUR)
    assert list(article.boosts.order_by("pk").values_list("ended_at", "ended_by")) == [
        (NOON + HOUR, None),
        (NOON + 3 * HOUR, by.pk),
        (None, None),
    ]
    boosting.end_boost(last, by=by, now=NOON + 4 * HOUR)
    assert list(article.boosts.in_force(NOON + 4 * HOUR)) == []
    assert boosting.next_change(NOON) is None


def test_factor_zero_excludes() -> None:
    articles = many(3)
    boosting.boost(
        Article.objects.get(pk=articles[0]), 0, reason="a mistake", by=builders.publisher(), now=NOON
    )
    assert shown(listing.rank(NOON)) == articles[1:]
    assert listing.entry_of(articles[0], NOON) is None


def test_hot_before_the_import_is_a_visible_boost_once() -> None:
    article = Article.objects.get(pk=live_article())
    made = boosting.boost_imported(article, by=None, now=NOON)
    assert made is not None
    assert (made.factor, made.live_until, made.reason) == (2.0, NOON + DAY, "hot before import")
    assert boosting.boost_imported(article, by=None, now=NOON + 2 * DAY) is None


def test_a_boost_of_a_withdrawn_article_lifts_nothing_until_it_returns() -> None:
    articles = many(3)
    Edition.objects.filter(article_id=articles[2]).update(live_until=NOON + MINUTE)
    boosting.boost(Article.objects.get(pk=articles[2]), 4, reason="scoop", by=builders.publisher(), now=NOON)
    assert shown(listing.rank(NOON)) == [articles[2], *articles[:2]]
    made = listing.rank(NOON + MINUTE)
    assert (shown(made), made.candidates) == (articles[:2], 2)
    assert listing.entry_of(articles[2], NOON + MINUTE) is None
    Edition.objects.filter(article_id=articles[2]).update(live_until=None)
    assert shown(listing.rank(NOON + 2 * MINUTE))[0] == articles[2]


def test_exclusion_ends_the_mark_hot_at_once() -> None:
    articles = many(40, views=lambda place: 200 if place < 5 else 2)
    listing.rank(NOON)
    boosting.boost(
        Article.objects.get(pk=articles[0]), 0, reason="a mistake", by=builders.publisher(), now=NOON
    )
    listing.rank(NOON + MINUTE)
    assert set(Standing.objects.filter(is_hot=True).values_list("article_id", flat=True)) == set(
        articles[1:5]
    )


def test_boosts_without_an_end_are_named_after_a_week() -> None:
    article = Article.objects.get(pk=many(1)[0])
    made = boosting.boost(article, 2, reason="always", by=builders.publisher(), now=NOON, live_until=None)
    assert list(Boost.objects.endless(NOON + 7 * DAY - MINUTE)) == []
    assert list(Boost.objects.endless(NOON + 7 * DAY)) == [made]
    boosting.end_boost(made, by=builders.publisher(), now=NOON + 8 * DAY)
    assert list(Boost.objects.endless(NOON + 9 * DAY)) == []
    assert list(Boost.objects.held(NOON + 7 * DAY)) == [made]
    assert list(Boost.objects.held(NOON + 8 * DAY)) == []
