"""The hot list end to end in the database: who competes, pins, the lent place, the mark hot, the past."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from articles.drafting.models import Article
from articles.popularity import candidates, decay, explaining, listing
from articles.popularity.models import HotList, Standing
from articles.publishing import pinning
from articles.publishing.models import Edition, Pin
from tests import builders
from tests.builders import DAY, HOUR, MINUTE, NOON
from tests.popularity.listed import many, shown, viewed
from tests.popularity.making import live_article

pytestmark = pytest.mark.django_db


def test_an_empty_house_has_an_empty_list() -> None:
    made = listing.rank(NOON)
    assert (made.entries, made.candidates, made.certified) == ([], 0, True)


def test_the_order_is_that_of_heat_and_what_is_not_live_is_left_out() -> None:
    old = viewed(live_article(NOON - 30 * DAY), h0=9, h50=900)
    young = viewed(live_article(NOON - 2 * HOUR), h0=30)
    viewed(live_article(NOON - DAY, until=NOON - HOUR), h0=500)
    viewed(live_article(NOON + HOUR), h0=500)
    made = listing.rank(NOON)
    assert shown(made) == [young, old]
    assert made.candidates == 2


def test_entries_hold_every_reason() -> None:
    article = viewed(live_article(NOON - 2 * HOUR), h0=30, h1=10)
    (entry,) = listing.rank(NOON).entries
    assert set(entry) == {
        "article", "place", "rank", "slot", "heat", "score", "parts", "low", "high", "factor", "hot",
        "published_at", "sums", "expected", "was",
    }  # fmt: skip
    told = explaining.explain(entry)
    assert sum(told.parts) == told.rate
    standing = Standing.objects.get(article_id=article)
    assert entry["sums"]["1"] == pytest.approx(decay.read(standing.l1, NOON, 1.0))
    assert (standing.place, standing.heat, standing.published_at) == (1, entry["heat"], NOON - 2 * HOUR)


def test_who_falls_out_of_the_list_has_no_place() -> None:
    articles = many(3)
    listing.rank(NOON)
    Edition.objects.filter(article_id=articles[0]).update(live_until=NOON)
    listing.rank(NOON + MINUTE)
    places = dict(Standing.objects.order_by("article_id").values_list("article_id", "place"))
    assert places == {articles[0]: None, articles[1]: 1, articles[2]: 2}


def test_a_list_stands_until_something_telling_changes(django_assert_max_num_queries: Any) -> None:
    articles = many(20)
    first = listing.rank(NOON)
    again = listing.rank(NOON + MINUTE)
    assert (again.pk, again.ranked_at, again.confirmed_at) == (first.pk, NOON, NOON + MINUTE)
    viewed(articles[4], h0=500)
    changed = listing.rank(NOON + 2 * MINUTE)
    assert (changed.ranked_at, shown(changed)[0]) == (NOON + 2 * MINUTE, articles[4])
    assert listing.at("site", NOON + MINUTE) == first
    assert listing.at("site", NOON - MINUTE) is None
    assert listing.current() == changed
    with django_assert_max_num_queries(30):
        listing.rank(NOON + 3 * MINUTE)


def test_what_is_withdrawn_at_ten_is_gone_at_ten_with_all_clocks_stopped() -> None:
    articles = many(3)
    made = listing.rank(NOON)
    Edition.objects.filter(article_id=articles[0]).update(live_until=NOON + MINUTE)
    before, after = (
        listing.live_entries(made, NOON + MINUTE + step) for step in (-timedelta(microseconds=1), timedelta())
    )
    assert [entry["article"] for entry in before] == articles
    assert [entry["article"] for entry in after] == articles[1:]


def test_pins_of_the_hot_list_take_their_positions_and_others_do_not() -> None:
    articles = many(5)
    by = builders.publisher()
    for place, position, article in (
        ("hot", 1, articles[4]),
        ("home", 1, articles[3]),
        ("hot", 2, articles[3]),
    ):
        pinning.pin(
            Article.objects.get(pk=article), place=place, position=position, live_from=NOON, live_until=NOON + HOUR,
            by=by, now=NOON - HOUR, reason="大家要看",
        )  # fmt: skip
    assert shown(listing.rank(NOON)) == [articles[4], articles[3], articles[0], articles[1], articles[2]]
    assert [entry["slot"] for entry in listing.rank(NOON).entries] == ["pin", "pin", "rank", "rank", "rank"]
    assert shown(listing.rank(NOON + HOUR)) == articles
    assert Pin.objects.count() == 3


def test_something_new_is_lent_place_ten_for_ten_minutes() -> None:
    many(20)
    newer, older = (live_article(NOON - hours * HOUR) for hours in (1, 5))
    made = listing.rank(NOON)
    assert (shown(made)[9], made.entries[9]["slot"]) == (newer, "new")
    assert shown(listing.rank(NOON + 9 * MINUTE))[9] == newer
    assert shown(listing.rank(NOON + 10 * MINUTE))[9] == older
    assert dict(Standing.objects.filter(slot_minutes__gt=0).values_list("article_id", "slot_minutes")) == {
        newer: 10,
        older: 10,
    }
    assert (
        listing.rank(NOON + 2 * HOUR).entries[9]["article"] == newer
    )  # the older one is older than six hours


def test_the_lent_place_can_be_switched_off(settings: Any) -> None:
    settings.HOT_EXPLORE = False
    articles = many(20)
    live_article(NOON - HOUR)
    assert shown(listing.rank(NOON))[:20] == articles


def test_hot_is_decided_every_ten_minutes_but_ends_at_once() -> None:
    articles = many(40, views=lambda place: 200 if place < 5 else 2)
    made = listing.rank(NOON)
    hot = set(articles[:5])
    assert {entry["article"] for entry in made.entries if entry["hot"]} == hot
    assert (
        set(Standing.objects.filter(is_hot=True, hot_since=NOON).values_list("article_id", flat=True)) == hot
    )
    Edition.objects.filter(article_id=articles[0]).update(live_until=NOON)
    viewed(articles[20], h0=900)
    listing.rank(NOON + MINUTE)
    assert set(Standing.objects.filter(is_hot=True).values_list("article_id", flat=True)) == hot - {
        articles[0]
    }
    listing.rank(NOON + 10 * MINUTE)
    assert Standing.objects.get(article_id=articles[20]).hot_since == NOON + 10 * MINUTE


def test_movement_compares_with_an_hour_ago() -> None:
    articles = many(3)
    listing.rank(NOON - 90 * MINUTE)
    viewed(articles[2], h0=900)
    made = listing.rank(NOON)
    assert [(entry["article"], entry["was"]) for entry in made.entries] == [
        (articles[2], 3),
        (articles[0], 1),
        (articles[1], 2),
    ]


def test_hot_is_decided_by_score_before_pins_and_the_lent_place() -> None:
    articles = many(40, views=lambda place: 200 if place < 5 else 2)
    newcomer = live_article(NOON - HOUR)
    pinning.pin(
        Article.objects.get(pk=articles[30]), place="hot", position=1, live_from=NOON, live_until=None,
        by=builders.publisher(), now=NOON - HOUR, reason="大家要看",
    )  # fmt: skip
    made = listing.rank(NOON)
    assert (shown(made)[0], shown(made)[9]) == (articles[30], newcomer)
    assert {entry["article"] for entry in made.entries if entry["hot"]} == set(articles[:5])


def test_an_article_off_the_list_is_explained_by_the_same_numbers() -> None:
    articles = many(53)
    made = listing.rank(NOON)
    assert len(made.entries) == 50
    entry = listing.entry_of(articles[52], NOON)
    assert entry is not None
    assert (entry["place"], entry["rank"], entry["hot"]) == (None, None, False)
    assert sum(explaining.explain(entry).parts) == explaining.explain(entry).rate
    assert listing.entry_of(articles[0], NOON) == made.entries[0]


def test_half_lives_that_are_not_kept_are_refused_by_name(settings: Any) -> None:
    settings.HOT_HALF_LIVES = (3.0, 0.5)
    with pytest.raises(ImproperlyConfigured, match="HOT_HALF_LIVES"):
        listing.rank(NOON)


def test_a_third_level_can_be_switched_on(settings: Any) -> None:
    settings.HOT_HALF_LIVES = (24.0, 6.0, 1.0)
    viewed(live_article(NOON - 2 * DAY), h0=3, h20=200)
    (entry,) = listing.rank(NOON).entries
    assert (len(entry["parts"]), list(entry["sums"])) == (4, ["24", "6", "1"])


def test_whoever_ranked_meanwhile_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    many(3)
    gather = candidates.gather

    def slowly(now: datetime, *, breadth: int) -> candidates.Field:
        monkeypatch.setattr(listing, "gather", gather)
        listing.rank(NOON + MINUTE)
        return gather(now, breadth=breadth)

    monkeypatch.setattr(listing, "gather", slowly)
    listing.rank(NOON)
    assert list(HotList.objects.filter(list="site").values_list("ranked_at", flat=True)) == [NOON + MINUTE]
