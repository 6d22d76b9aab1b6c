"""Every category has its list with candidates of its own, and no author crowds any list."""

import pytest

from articles.drafting.models import Author
from articles.popularity import candidates, listing
from articles.publishing.models import Edition
from tests.builders import DAY, HOUR, MINUTE, NOON
from tests.popularity.listed import many, shown, viewed
from tests.popularity.making import live_article

pytestmark = pytest.mark.django_db


def test_an_embargo_beats_the_list_of_a_category_and_the_rising_too() -> None:
    many(12, views=lambda place: 3000, age=3 * DAY)
    waking = viewed(live_article(NOON - 4 * DAY, category="sea"), h0=60)
    made = listing.rank(NOON)
    of_sea = listing.current("category:sea")
    assert of_sea is not None
    assert (made.rising[-1], shown(of_sea)) == (waking, [waking])
    Edition.objects.filter(article_id=waking).update(live_from=NOON + DAY, live_until=None)
    for kept in (made, of_sea):
        assert waking not in {entry["article"] for entry in listing.live_entries(kept, NOON + MINUTE)}
    assert listing.live_rising(made, NOON + MINUTE) == made.rising[:-1]
    assert listing.live_rising(made, NOON + DAY) == made.rising


def test_every_category_has_its_list_of_the_same_scores() -> None:
    sea = [viewed(live_article(NOON - DAY, category="sea"), h0=views) for views in (5, 50)]
    city = viewed(live_article(NOON - DAY, category="city"), h0=20)
    made = listing.rank(NOON)
    assert shown(made) == [sea[1], city, sea[0]]
    assert shown(listing.current("category:sea")) == [sea[1], sea[0]]
    assert shown(listing.current("category:city")) == [city]


def test_a_category_finds_candidates_of_its_own_where_those_of_the_site_prove_nothing() -> None:
    loud = many(130, views=lambda place: 1000 - place, age=10 * DAY)
    quiet = [viewed(live_article(NOON - 10 * DAY, category="sea"), h0=1 + number) for number in range(130)]
    field = candidates.gather(NOON, breadth=60)
    assert set(quiet) - set(field.candidates)
    listing.rank(NOON, breadth=60)
    kept = listing.current("category:sea")
    assert kept is not None
    assert (shown(kept), kept.certified) == (quiet[:-16:-1], True)
    assert set(shown(listing.current())) <= set(loud)


def test_a_category_that_empties_has_an_empty_list() -> None:
    article = viewed(live_article(NOON - DAY, category="sea"), h0=5)
    listing.rank(NOON)
    Edition.objects.filter(article_id=article).update(live_until=NOON + MINUTE)
    listing.rank(NOON + MINUTE)
    assert shown(listing.current("category:sea")) == []
    assert shown(listing.at("category:sea", NOON)) == [article]


def test_movement_within_a_category_compares_with_an_hour_ago() -> None:
    sea = [viewed(live_article(NOON - DAY, category="sea"), h0=views) for views in (50, 5)]
    listing.rank(NOON - 90 * MINUTE)
    viewed(sea[1], h0=900)
    listing.rank(NOON)
    kept = listing.current("category:sea")
    assert kept is not None
    assert [(entry["article"], entry["was"]) for entry in kept.entries] == [(sea[1], 2), (sea[0], 1)]


def test_of_one_author_at_most_three_stand_among_ten() -> None:
    articles = many(30)
    author = Author.objects.create(name="王伟", slug="wang-wei")
    for edition in Edition.objects.filter(article_id__in=articles[:6]):
        edition.author_items.create(author=author)
    made = listing.rank(NOON)
    assert shown(made)[:14] == [*articles[:3], *articles[6:13], *articles[3:6], articles[13]]
    assert [entry["article"] for entry in made.entries if entry.get("waited")] == articles[3:6]


def test_the_lent_place_is_not_the_fourth_of_an_author() -> None:
    articles = many(20)
    crowded, free = (live_article(NOON - hours * HOUR) for hours in (1, 5))
    author = Author.objects.create(name="王伟", slug="wang-wei")
    for edition in Edition.objects.filter(article_id__in=[*articles[4:7], crowded]):
        edition.author_items.create(author=author)
    assert shown(listing.rank(NOON))[9] == free
