"""The hot list end to end in the database: who competes, who is proven to, pins, boosts, the lent place, the past."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from articles.drafting.models import Article, Author
from articles.popularity import boosting, candidates, decay, explaining, history, keeping, listing, rates
from articles.popularity.models import AgeRate, Boost, HotList, Standing
from articles.popularity.ranking import Candidate, rank
from articles.publishing import pinning
from articles.publishing.models import Edition, Pin
from tests import builders
from tests.builders import DAY, HOUR, MINUTE, NOON
from tests.popularity.making import live_article

pytestmark = pytest.mark.django_db
HOUR_OF_NOON = int(NOON.timestamp()) // 3600


def viewed(article_id: int, **by_age: int) -> int:
    """``viewed(7, h0=3, h2=10)``: 3 views in the hour before noon, 10 two hours earlier."""
    history.invent(
        article_id, {HOUR_OF_NOON - 1 - int(name[1:]): views for name, views in by_age.items()}, now=NOON
    )
    return article_id


def many(
    number: int, *, views: Callable[[int], int] = lambda place: 100 - place, age: timedelta = DAY
) -> list[int]:
    """So many articles, best first."""
    made = [live_article(NOON - age - place * MINUTE) for place in range(number)]
    history.invent_many(
        {article: {HOUR_OF_NOON - 1: views(place)} for place, article in enumerate(made)}, now=NOON
    )
    return made


def shown(made: HotList | None) -> list[int]:
    assert made is not None
    return [entry["article"] for entry in made.entries]


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
            by=by, now=NOON - HOUR,
        )  # fmt: skip
    assert shown(listing.rank(NOON)) == [articles[4], articles[3], articles[0], articles[1], articles[2]]
    assert [entry["slot"] for entry in listing.rank(NOON).entries] == ["pin", "pin", "rank", "rank", "rank"]
    assert shown(listing.rank(NOON + HOUR)) == articles
    assert Pin.objects.count() == 3


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


def test_hot_is_decided_by_score_before_pins_and_the_lent_place() -> None:
    articles = many(40, views=lambda place: 200 if place < 5 else 2)
    newcomer = live_article(NOON - HOUR)
    pinning.pin(
        Article.objects.get(pk=articles[30]), place="hot", position=1, live_from=NOON, live_until=None,
        by=builders.publisher(), now=NOON - HOUR,
    )  # fmt: skip
    made = listing.rank(NOON)
    assert (shown(made)[0], shown(made)[9]) == (articles[30], newcomer)
    assert {entry["article"] for entry in made.entries if entry["hot"]} == set(articles[:5])


def test_boosts_without_an_end_are_named_after_a_week() -> None:
    article = Article.objects.get(pk=many(1)[0])
    made = boosting.boost(article, 2, reason="always", by=builders.publisher(), now=NOON, live_until=None)
    assert list(Boost.objects.endless(NOON + 7 * DAY - MINUTE)) == []
    assert list(Boost.objects.endless(NOON + 7 * DAY)) == [made]
    boosting.end_boost(made, by=builders.publisher(), now=NOON + 8 * DAY)
    assert list(Boost.objects.endless(NOON + 9 * DAY)) == []
    assert list(Boost.objects.held(NOON + 7 * DAY)) == [made]
    assert list(Boost.objects.held(NOON + 8 * DAY)) == []


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


def random_house(dice: random.Random, articles: list[int]) -> None:
    """Any views, any ages, any usual rates; ``Standing`` and ages are written directly, for speed."""
    Standing.objects.all().delete()
    AgeRate.objects.all().delete()
    AgeRate.objects.bulk_create([
        AgeRate(box=box, views=dice.random() * 10 ** dice.randint(-1, 4), hours=dice.random() * 1000)
        for box in range(9)
    ])  # fmt: skip
    rows, editions = [], []
    for article in articles:
        at = NOON - timedelta(hours=dice.choice([dice.random() * 48, dice.random() * 2000]))
        editions.append(Edition(pk=PKS[article], published_at=at))
        l24, l6, l1 = (
            decay.fold(None, dice.random() * 10 ** dice.randint(-3, 3), NOON, half_life)
            if dice.random() < 0.8
            else None
            for half_life in decay.HALF_LIVES
        )
        rows.append(Standing(article_id=article, l24=l24, l6=l6, l1=l1))
    Edition.objects.bulk_update(editions, ["published_at"], batch_size=100)
    Standing.objects.bulk_create(rows)


PKS: dict[int, int] = {}


def everything() -> list[int]:
    usual = rates.current()
    rows = {row.article_id: row for row in Standing.objects.all()}
    everybody = [
        Candidate(
            article, at, rows[article].l24, rows[article].l6, rows[article].l1,
            usual.at((NOON - at).total_seconds() / 3600),
        )
        for article, at in Edition.objects.live(NOON).values_list("article_id", "published_at")
    ]  # fmt: skip
    return [measured.article_id for measured in rank(everybody, NOON)][:50]


def test_the_proof_holds_against_ranking_everything() -> None:
    dice = random.Random(20261122)
    articles = [live_article(NOON - 100 * DAY) for _article in range(300)]
    PKS.update(Edition.objects.values_list("article_id", "pk"))
    widened = 0
    for _state in range(12):
        random_house(dice, articles)
        field = candidates.gather(NOON, breadth=40)
        assert field.certified
        assert [measured.article_id for measured in field.order][:50] == everything()
        widened += len(field.order) > 3 * 40
    assert widened > 0


def test_too_few_candidates_are_doubled_until_proven(caplog: pytest.LogCaptureFixture) -> None:
    many(120, age=10 * DAY)
    field = candidates.gather(NOON, breadth=10)
    assert "not proven with 10 candidates" in caplog.text
    assert field.certified
    assert len(field.order) >= 50


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


def stored(at: datetime, *articles: int) -> HotList:
    entries = [
        {"article": article, "place": place, "heat": 1.0, "parts": [1.0], "hot": False}
        for place, article in enumerate(articles, 1)
    ]
    return HotList.objects.create(ranked_at=at, confirmed_at=at, entries=entries)


def test_old_lists_get_shorter_and_keep_their_order() -> None:
    week = stored(NOON - 8 * DAY, *range(1, 31))
    young = stored(NOON - DAY, *range(1, 31))
    assert keeping.thin(NOON) == (1, 0)
    week.refresh_from_db()
    young.refresh_from_db()
    assert [entry["article"] for entry in week.entries] == list(range(1, 16))
    assert set(week.entries[0]) == {"article", "place", "heat"}
    assert len(young.entries) == 30
    assert keeping.thin(NOON) == (0, 0)


def test_the_newest_list_is_never_thinned() -> None:
    only = stored(NOON - 500 * DAY, *range(1, 31))
    assert keeping.thin(NOON) == (0, 0)
    only.refresh_from_db()
    assert len(only.entries) == 30


def test_after_a_year_the_list_of_every_full_hour_stays_the_same() -> None:
    start = (NOON - 410 * DAY).replace(minute=0)
    for minutes in (0, 10, 59, 61, 119, 120, 200, 230):
        stored(start + minutes * MINUTE, minutes)
    stored(NOON, 1)
    hours = [start + hour * HOUR for hour in range(8)]
    before = [shown(listing.at("site", hour)) for hour in hours]
    assert keeping.thin(NOON) == (4, 4)
    assert [shown(listing.at("site", hour)) for hour in hours] == before
