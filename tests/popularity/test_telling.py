"""Every place tells why: numbers that add up as printed, in words, for any minute that was."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import translation

from articles.drafting.models import Article
from articles.popularity import boosting, history, keeping, listing, rates, telling
from articles.popularity.models import HotList
from articles.popularity.ranking import cascade
from articles.publishing import pinning
from articles.publishing.models import Edition
from tests import builders
from tests.builders import DAY, HOUR, MINUTE, NOON
from tests.popularity.making import live_article, state
from tests.popularity.test_ranking import candidate

pytestmark = pytest.mark.django_db
H = int(NOON.timestamp()) // 3600


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def house() -> list[int]:
    """Twenty articles, best first."""
    articles = [live_article(NOON - 5 * HOUR - place * MINUTE) for place in range(20)]
    history.invent_many(
        {article: {H - 1: 40 - 2 * place, H - 3: 12} for place, article in enumerate(articles)}, now=NOON
    )
    return articles


def told(article: int, now: datetime = NOON, **options: Any) -> telling.Why:
    found = telling.why(article, now, **options)
    assert found is not None
    return found


def test_the_sum_in_words_is_the_sum_in_numbers(house: list[int]) -> None:
    listing.rank(NOON)
    found = told(house[2])
    assert found.explanation is not None
    rate, parts = found.explanation.rate, found.explanation.parts
    assert sum(parts) == rate
    assert found.sentences[1] == (
        f"{rate} views an hour (in nine of ten cases {found.explanation.low} to {found.explanation.high}) = "
        f"{parts[0]} from the last 1 h + {parts[1]} from the last 6 h + {parts[2]} usual for its age."
    )
    assert found.sentences[0].startswith("Published 5 hours ago. It had about ")
    assert found.sentences[2] == (f"Score {rate}, place 3 by score; place 2 has {found.explanation.ahead}.")
    assert found.sentences[-1] == "Not counted in the last 24 hours: 0 repeats, 0 robots, 0 doubtful looks."


def test_the_first_is_compared_with_the_second(house: list[int]) -> None:
    listing.rank(NOON)
    found = told(house[0])
    assert found.explanation is not None
    assert found.sentences[2].endswith(f"place 1 by score; place 2 has {found.explanation.behind}.")


def test_a_boost_names_who_how_long_and_why_and_the_place_without_it(house: list[int]) -> None:
    by = builders.publisher(first_name="Wang", last_name="Wei")
    boosting.boost(
        Article.objects.get(pk=house[5]),
        4,
        reason="verified scoop",
        by=by,
        now=NOON,
        live_until=NOON + 6 * HOUR,
    )
    listing.rank(NOON)
    found = told(house[5])
    assert found.explanation is not None
    boost = found.explanation.boost
    assert found.sentences[2] == f"Boost × 4 by Wang Wei until 11-22 18:00 (“verified scoop”): + {boost}."
    assert found.sentences[4] == "Without the boost: place 6."
    assert found.explanation.rate + boost == found.explanation.score
    assert found.boost is not None
    later = told(house[5], NOON + 7 * HOUR, at=NOON)
    assert later.sentences == found.sentences


def test_an_endless_burial_is_a_loss_without_an_end(house: list[int]) -> None:
    boosting.boost(
        Article.objects.get(pk=house[0]), 0.25, reason="an old photo", by=builders.publisher(name="oskar"),
        now=NOON, live_until=None,
    )  # fmt: skip
    listing.rank(NOON)
    found = told(house[0])
    assert found.explanation is not None
    assert found.sentences[2] == (
        f"Boost × 0.25 by oskar without an end (“an old photo”): − {abs(found.explanation.boost)}."
    )
    assert found.sentences[4] == "Without the boost: place 1."


def test_pins_the_lent_place_and_waiting_are_told(house: list[int]) -> None:
    pinning.pin(
        Article.objects.get(pk=house[19]), place="hot", position=2, live_from=NOON, live_until=NOON + DAY,
        by=builders.publisher(name="oskar"), now=NOON, reason="service",
    )  # fmt: skip
    newcomer = live_article(NOON - MINUTE)
    listing.rank(NOON)
    assert "Pinned to place 2 by oskar until 11-23 12:00 (“service”)." in told(house[19]).sentences
    assert (
        "Place 10 is lent for ten minutes to something new that was shown least." in told(newcomer).sentences
    )


def test_movement_is_told_and_counted(house: list[int]) -> None:
    listing.rank(NOON - HOUR)
    history.invent(house[9], {H: 500}, now=NOON + 30 * MINUTE)
    listing.rank(NOON + 30 * MINUTE)
    found = told(house[9], NOON + 30 * MINUTE)
    was = found.entry["was"]
    assert found.moved == was - 1
    assert f"An hour earlier it stood at place {was}." in found.sentences


def test_a_surge_is_far_above_the_pace_of_the_hours_before(house: list[int]) -> None:
    rates.learn(H - 1)
    listing.rank(NOON)
    assert not told(house[15]).surge
    history.invent(house[9], {H: 500}, now=NOON + 30 * MINUTE)
    listing.rank(NOON + 30 * MINUTE)
    assert told(house[9], NOON + 30 * MINUTE).surge
    assert not told(house[10], NOON + 30 * MINUTE).surge


def test_the_pace_before_is_the_rate_of_the_line_above(house: list[int]) -> None:
    listing.rank(NOON)
    entry = told(house[3]).entry
    made = candidate(entry["sums"]["1"], entry["sums"]["6"], age=5 + 3 / 60, m=entry["expected"])
    assert telling.pace_before(entry, 5 + 3 / 60) == pytest.approx(cascade(made, NOON)[0].rate, rel=1e-6)


def test_what_was_not_counted_is_told(house: list[int]) -> None:
    for kind, count in (("repeat", 41), ("robot", 12), ("doubt", 1)):
        state(house[0], H, count, kind=kind)
    listing.rank(NOON)
    found = told(house[0])
    assert found.not_counted == {"repeat": 41, "robot": 12, "doubt": 1}
    assert found.sentences[-1] == "Not counted in the last 24 hours: 41 repeats, 12 robots, 1 doubtful look."


def test_any_past_list_tells_by_its_minute(house: list[int]) -> None:
    listing.rank(NOON)
    before = told(house[4])
    history.invent(house[4], {H: 900}, now=NOON + 5 * MINUTE)
    listing.rank(NOON + 5 * MINUTE)
    assert told(house[4], NOON + 5 * MINUTE).entry["place"] == 1
    past = told(house[4], NOON + 5 * MINUTE, at=NOON + 4 * MINUTE)
    assert (past.entry, past.explanation) == (before.entry, before.explanation)
    assert telling.why(house[4], NOON + 5 * MINUTE, at=NOON - MINUTE) is None


def test_of_a_thinned_list_only_order_and_heat_are_told(house: list[int]) -> None:
    listing.rank(NOON)
    HotList.objects.create(ranked_at=NOON + 10 * DAY, confirmed_at=NOON + 10 * DAY)
    keeping.thin(NOON + 10 * DAY)
    found = told(house[0], NOON + 10 * DAY, at=NOON)
    assert (found.explanation, found.entry["place"]) == (None, 1)
    (sentence,) = found.sentences
    assert sentence.startswith("Of a list this old only order and heat are kept: place 1 with ")


def test_off_the_list_the_numbers_are_those_of_now_and_of_the_gone_there_are_none(house: list[int]) -> None:
    listing.rank(NOON)
    later = live_article(NOON)
    assert told(later, NOON + MINUTE).sentences[2].endswith("not among the places of the list.")
    Edition.objects.filter(article_id=later).update(live_until=NOON + 2 * MINUTE)
    assert telling.why(later, NOON + 2 * MINUTE) is None


def test_a_category_tells_of_its_own_list() -> None:
    sea = [live_article(NOON - DAY, category="sea") for _article in range(3)]
    history.invent_many({article: {H - 1: 9 - place} for place, article in enumerate(sea)}, now=NOON)
    listing.rank(NOON)
    assert told(sea[1], name="category:sea").entry["place"] == 2
