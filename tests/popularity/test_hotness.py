"""The mark "hot" enters with evidence, leaves slowly, and every edge is where the rules put it."""

from datetime import datetime, timedelta

from articles.popularity import hotness
from articles.popularity.ranking import Heat
from tests.builders import HOUR, MINUTE, NOON


def measured(article: int, rate: float, evidence: float = 100.0) -> Heat:
    """A heat that rests on so many views, so that its 10 % quantile lies near it or far below."""
    views = rate * evidence / (evidence + 1)
    return Heat(article, rate, rate, (views, (rate - views) / 2, (rate - views) / 2), rate, rate)


def field(*rates: float) -> list[Heat]:
    """Articles 1, 2, … with these rates, all of them well measured."""
    return [measured(article, rate) for article, rate in enumerate(rates, 1)]


FLAT = [1.0] * 30


def test_the_first_ten_above_a_flat_field_are_hot() -> None:
    order = field(*[10.0] * 10, *FLAT)
    assert hotness.decide(order, {}, NOON) == dict.fromkeys(range(1, 11), NOON)


def test_who_hardly_leads_the_eleventh_stays_out() -> None:
    ten = [*[10.0] * 8, 5.5, 5.4999, 5.0]
    assert list(hotness.decide(field(*ten, *FLAT), {}, NOON)) == list(range(1, 10))


def test_place_eleven_never_enters() -> None:
    order = field(*[10.0] * 10, 9.0, *FLAT)
    assert 11 not in hotness.decide(order, {}, NOON)


def test_without_evidence_nobody_is_hot() -> None:
    lucky = [measured(1, 10.0, evidence=2.0), *field(*[0.0] * 1, *FLAT)[1:]]
    assert hotness.decide(lucky, {}, NOON) == {1: NOON}
    unsure = [measured(1, 1.5, evidence=2.0), *field(*[0.0] * 1, *FLAT)[1:]]
    assert hotness.decide(unsure, {}, NOON) == {}


def test_on_a_silent_site_nothing_is_hot() -> None:
    assert hotness.decide(field(*[0.1] * 30), {}, NOON) == {}
    assert hotness.decide([], {}, NOON) == {}
    assert hotness.decide(field(5.0), {}, NOON) == {}


def place_of_veteran(place: int, rate: float, since: datetime) -> bool:
    """Whether article 99 stays hot at ``place``; place 10 has the rate 10."""
    rates = [20.0] * 9 + [10.0] + [9.9] * (place - 11)
    order = [*field(*rates), measured(99, rate), *[measured(200 + number, 0.1) for number in range(20)]]
    return 99 in hotness.decide(order, {99: since}, NOON)


def test_leaving_needs_a_low_place_and_a_low_rate_and_half_an_hour() -> None:
    assert place_of_veteran(15, 1.0, NOON - HOUR)
    assert not place_of_veteran(16, 6.99, NOON - HOUR)
    assert place_of_veteran(16, 7.0, NOON - HOUR)
    assert place_of_veteran(16, 6.99, NOON - 29 * MINUTE)
    assert not place_of_veteran(16, 6.99, NOON - 30 * MINUTE)


def test_who_is_taken_down_leaves_at_once() -> None:
    order = field(*[10.0] * 5, *FLAT)
    since = NOON - timedelta(minutes=1)
    assert 99 not in hotness.decide(order, {99: since, 1: since}, NOON)
    assert hotness.keep(order, {99: since, 1: since}) == {1: since}


def test_no_more_than_fifteen_and_the_best_of_them() -> None:
    order = field(*[30.0 - place for place in range(20)], *FLAT)
    veterans = dict.fromkeys(range(5, 21), NOON - HOUR)
    assert list(hotness.decide(order, veterans, NOON)) == list(range(1, 16))


def test_since_when_is_kept() -> None:
    order = field(*[10.0] * 10, *FLAT)
    assert hotness.decide(order, {3: NOON - HOUR}, NOON)[3] == NOON - HOUR
