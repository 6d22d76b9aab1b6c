"""Heat: what it is made of, how it moves, and that the printed sum is the whole."""

import subprocess
import sys
from datetime import datetime, timedelta
from decimal import Decimal
from math import isclose
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.popularity import ages, decay, explaining
from articles.popularity.ranking import Candidate, Heat, Model, heat, quantile, rank, sure_rate
from tests.builders import HOUR, NOON

sums = st.floats(0.01, 1e6)
rates = st.floats(0.0001, 1e4)
hours = st.floats(0, 5000)
models = st.sampled_from([Model(), Model((24.0, 6.0, 1.0)), Model((1.0,)), Model((6.0, 1.0), 0.3)])


def candidate(
    s1: float | None = 0,
    s6: float = 0,
    *,
    age: float = 5,
    m: float = 1.4,
    article: int = 1,
    factor: float = 1.0,
) -> Candidate:
    """A candidate whose sums read so many views at noon."""
    l24, l6, l1 = (
        decay.fold(None, views, NOON, half_life)
        for views, half_life in ((s6, 24.0), (s6, 6.0), (s1 or 0, 1.0))
    )
    return Candidate(article, NOON - timedelta(hours=age), l24, l6, l1, m, factor)


def test_the_example_of_the_desk() -> None:
    measured = heat(candidate(3.22, 9.54), NOON)
    whole = Decimal(measured.rate).quantize(Decimal("0.1"))
    assert [str(part) for part in explaining.largest_remainder(measured.parts, whole)] == [
        "1.8",
        "0.5",
        "0.0",
    ]
    assert (round(measured.rate, 1), round(measured.low, 1), round(measured.high, 1)) == (2.3, 0.8, 4.4)
    assert round(heat(candidate(3.22, 9.54, factor=2), NOON).score, 1) == 4.6


def test_ranking_needs_no_django() -> None:
    program = (
        "import sys, articles.popularity.ranking, articles.popularity.hotness; print('django' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"


def test_the_face_that_others_call() -> None:
    assert Candidate._fields == ("article_id", "published_at", "l24", "l6", "l1", "expected", "factor")
    assert Heat._fields == ("article_id", "rate", "score", "parts", "low", "high")


@given(sums, sums, hours, rates, models)
def test_the_parts_are_the_heat(s1: float, s6: float, age: float, m: float, model: Model) -> None:
    measured = heat(candidate(s1, s6, age=age, m=m), NOON, model)
    assert isclose(sum(measured.parts), measured.rate, rel_tol=1e-9)
    assert len(measured.parts) == len(model.half_lives) + 1
    assert measured.low <= measured.rate * 1.0001
    assert measured.rate <= measured.high * 1.0001


@given(sums, sums, hours, rates, st.floats(1, 10), models)
def test_heat_rises_with_every_evidence_and_falls_with_age(
    s1: float, s6: float, age: float, m: float, more: float, model: Model
) -> None:
    rate = heat(candidate(s1, s6, age=age, m=m), NOON, model).rate
    slack = 1 + 1e-9
    assert heat(candidate(s1 * more, s6, age=age, m=m), NOON, model).rate * slack >= rate
    assert heat(candidate(s1, s6 * more, age=age, m=m), NOON, model).rate * slack >= rate
    assert heat(candidate(s1, s6, age=age, m=m * more), NOON, model).rate * slack >= rate
    assert heat(candidate(s1, s6, age=age * more + 0.1, m=m), NOON, model).rate <= rate * slack


def test_a_negative_age_is_none() -> None:
    assert heat(candidate(2, 2, age=-3), NOON) == heat(candidate(2, 2, age=0), NOON)


def test_ties_go_to_the_later_publication_then_to_the_greater_number() -> None:
    same = [candidate(None, age=5000.0, article=number) for number in (1, 3, 2)]
    younger = candidate(None, age=0, article=4, m=heat(same[0], NOON).rate)
    order = [measured.article_id for measured in rank([*same, younger], NOON)]
    assert order[1:] == [3, 2, 1] or order[:3] == [3, 2, 1]
    assert [m.article_id for m in rank(same, NOON)] == [3, 2, 1]


def test_a_boost_moves_the_score_and_not_the_heat() -> None:
    plain, lifted = candidate(5, 5, article=1), candidate(3, 3, article=2, factor=4)
    order = rank([plain, lifted], NOON)
    assert [m.article_id for m in order] == [2, 1]
    assert order[0].rate < order[1].rate
    assert isclose(order[0].boost, 3 * order[0].rate)


def test_quantiles_follow_the_gamma_distribution() -> None:
    # Values of Gamma(k, 1) from printed tables.
    assert isclose(quantile(10, 1, 1.645), 15.705, rel_tol=0.002)
    assert isclose(quantile(10, 1, -1.645), 5.425, rel_tol=0.002)
    assert quantile(0.01, 1, -1.645) == 0


@given(sums, sums, hours, rates)
def test_the_sure_rate_lies_between_the_lower_bound_and_the_heat(
    s1: float, s6: float, age: float, m: float
) -> None:
    measured = heat(candidate(s1, s6, age=age, m=m), NOON)
    assert measured.low <= sure_rate(measured) <= measured.rate


moments = st.integers(0, 3 * 10**7).map(lambda seconds: NOON + timedelta(seconds=seconds))
looks = st.lists(st.tuples(st.integers(1, 1000), moments), min_size=1, max_size=12)


@given(looks, st.randoms(use_true_random=False), st.sampled_from(decay.HALF_LIVES))
def test_folding_in_any_order_gives_the_same_sum(
    given_looks: list[Any], random: Any, half_life: float
) -> None:
    def folded(order: list[tuple[int, datetime]]) -> float:
        kept: float | None = None
        for views, at in order:
            kept = decay.fold(kept, views, at, half_life)
        assert kept is not None
        return kept

    shuffled = list(given_looks)
    random.shuffle(shuffled)
    split = [(1, at) for views, at in given_looks for _one in range(min(views, 20))]
    whole = [(min(views, 20), at) for views, at in given_looks]
    assert isclose(folded(given_looks), folded(shuffled), abs_tol=1e-9)
    assert isclose(folded(split), folded(whole), abs_tol=1e-9)


@given(sums, sums, moments)
def test_without_views_no_order_changes(one: float, other: float, later: datetime) -> None:
    first, second = (decay.fold(None, views, NOON, 1.0) for views in (one, other))
    assert first is not None
    assert second is not None
    later = NOON + (later - NOON) / 20  # beyond, both have faded to nothing
    assert (decay.read(first, later, 1.0) >= decay.read(second, later, 1.0)) == (first >= second)


def test_a_sum_halves_with_its_half_life() -> None:
    kept = decay.fold(decay.fold(None, 8, NOON, 6.0), 8, NOON, 6.0)
    assert isclose(decay.read(kept, NOON + 6 * HOUR, 6.0), 8)
    assert decay.read(None, NOON, 6.0) == 0
    assert decay.fold(None, 0, NOON, 6.0) is None


def test_views_spread_over_an_hour_weigh_what_many_small_folds_weigh() -> None:
    small: float | None = None
    for minute in range(60):
        small = decay.fold(small, 1, NOON + timedelta(minutes=minute, seconds=30), 1.0)
    even = decay.spread(None, 60, NOON, NOON + HOUR, 1.0)
    assert isclose(decay.read(even, NOON + HOUR, 1.0), decay.read(small, NOON + HOUR, 1.0), rel_tol=1e-4)


def test_a_sum_read_long_before_its_views_is_large_and_no_error() -> None:
    assert decay.read(decay.fold(None, 1, NOON, 1.0), NOON - timedelta(days=3650), 1.0) > 1e300


def test_ages_fall_into_boxes() -> None:
    assert [ages.box(age) for age in (-1, 0, 0.99, 1, 5.9, 47, 48, 479, 480, 10**6)] == [
        0,
        0,
        0,
        1,
        2,
        5,
        6,
        7,
        8,
        8,
    ]
    assert ages.typical(0, 0) == 0.1
    assert ages.typical(0, 10**9) == 0.0001


def test_live_hours_are_split_at_the_edges_of_boxes() -> None:
    published = NOON - timedelta(minutes=50)
    assert [(box, round(span, 3)) for box, span in ages.split(published, NOON, NOON + HOUR)] == [
        (0, 0.167),
        (1, 0.833),
    ]


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=4), st.integers(0, 4))
def test_printed_parts_add_up_to_the_printed_whole(parts: list[float], decimals: int) -> None:
    whole = Decimal(sum(map(Decimal, parts))).quantize(Decimal(1).scaleb(-decimals))
    printed = explaining.largest_remainder(parts, whole)
    assert sum(printed) == whole
    assert all(
        abs(Decimal(part) - shown) < Decimal(1).scaleb(-decimals)
        for part, shown in zip(parts, printed, strict=True)
    )


def entry(
    article: int, rank_: int, rate: float, factor: float = 1.0, parts: tuple[float, ...] = ()
) -> dict[str, Any]:
    return {
        "article": article, "place": rank_, "rank": rank_, "slot": "rank", "heat": rate, "score": rate * factor,
        "parts": list(parts or (rate, 0.0, 0.0)), "low": rate / 2, "high": rate * 2, "factor": factor, "hot": False,
    }  # fmt: skip


def test_the_explanation_of_a_boosted_article() -> None:
    third = entry(3, 3, 2.32, factor=2.0, parts=(1.82, 0.46, 0.04))
    entries = [
        entry(1, 1, 9.0),
        entry(2, 2, 6.1),
        third,
        *(entry(number, number, 4.6 - number / 5) for number in range(4, 9)),
    ]
    told = explaining.explain(third, entries)
    assert told.parts == (Decimal("1.8"), Decimal("0.5"), Decimal("0.0"))
    assert (told.rate, told.boost, told.score) == (Decimal("2.3"), Decimal("2.3"), Decimal("4.6"))
    assert (told.ahead, told.behind) == (Decimal("6.1"), Decimal("3.8"))
    assert (told.place, told.rank_without_boost) == (3, 8)


@given(sums, sums, hours, rates, st.sampled_from([0.25, 0.5, 1.0, 2.0, 4.0]))
@example(552730.0, 1000000.0, 0.0, 3928.0625, 0.25)
def test_every_printed_sum_is_exact(s1: float, s6: float, age: float, m: float, factor: float) -> None:
    measured = heat(candidate(s1, s6, age=age, m=m, factor=factor), NOON)
    told = explaining.explain(entry(1, 1, measured.rate, factor, measured.parts))
    assert sum(told.parts) == told.rate
    assert told.rate + told.boost == told.score


@pytest.mark.parametrize(
    "rate, printed",
    [(2.345, "2.3"), (0.0234, "0.023"), (0.5, "0.50"), (1234.56, "1234.6"), (0.00001, "0.0000")],
)
def test_small_numbers_keep_telling_digits(rate: float, printed: str) -> None:
    assert str(explaining.explain(entry(1, 1, rate)).rate) == printed
