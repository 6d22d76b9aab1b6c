"""Whatever the numbers are, a certified list is that of ranking everything; and too few candidates are doubled."""

import random
from collections.abc import Sequence
from datetime import timedelta

import pytest

from articles.popularity import decay
from articles.popularity.certificate import Left, bound, is_proven
from articles.popularity.decay import column
from articles.popularity.ranking import USUAL, Candidate, Heat, Model, rank
from tests.builders import DAY, HOUR, NOON

PLACES = 5
NEWS = 48 * HOUR


def random_state(dice: random.Random) -> tuple[list[Candidate], float]:
    """Up to thirty articles of any ages, sums and usual rates; and the most that is usual for an old one."""
    young_rate, old_rate = (10 ** dice.uniform(-4, 2) for _box in range(2))
    spread = dice.uniform(0, 4)

    def sum_of(half_life: float) -> float | None:
        if dice.random() < 0.2:
            return None
        return decay.fold(None, 10 ** dice.uniform(-spread, spread), NOON, half_life)

    made = []
    for article in range(dice.randint(8, 30)):
        age = timedelta(hours=dice.choice([dice.uniform(0, 48), dice.uniform(48, 2000)]))
        usual = young_rate if age < NEWS else old_rate
        l24, l6, l1 = (sum_of(half_life) for half_life in decay.HALF_LIVES)
        made.append(Candidate(article, NOON - age, l24, l6, l1, usual))
    return made, old_rate


def chosen(
    everybody: Sequence[Candidate], breadth: int, model: Model = USUAL
) -> tuple[set[int], Left | None]:
    """The candidates as the room chooses them: the newest, the greatest of each sum, the news."""
    newest = sorted(everybody, key=lambda each: each.published_at, reverse=True)[:breadth]
    if len(newest) < breadth or len(everybody) == breadth:
        return {each.article_id for each in everybody}, None
    found = {each.article_id for each in newest}
    found |= {each.article_id for each in everybody if NOON - each.published_at <= NEWS}
    sums = {}
    for name in map(column, model.half_lives):
        counted = [each for each in everybody if getattr(each, name) is not None]
        best = sorted(counted, key=lambda each: getattr(each, name), reverse=True)[:breadth]
        found |= {each.article_id for each in best}
        sums[name] = getattr(best[-1], name) if len(best) == breadth else None
    return found, Left(sums, max(NEWS, NOON - newest[-1].published_at))


def widened(
    everybody: Sequence[Candidate], usual: float, breadth: int, model: Model = USUAL
) -> tuple[list[Heat], int]:
    """The proven order, and how often the breadth was doubled on the way."""
    for doubled in range(10):
        found, left = chosen(everybody, breadth * 2**doubled, model)
        order = rank([each for each in everybody if each.article_id in found], NOON, model)
        if left is None or is_proven(order, bound(left, usual, NOON, model), PLACES):
            return order, doubled
    raise AssertionError("never proven")


def check(states: int, seed: int) -> tuple[int, int]:
    """How many of so many random states were proven with fewer than all, and how many needed a doubling."""
    dice = random.Random(seed)
    narrow = doubled = 0
    for _state in range(states):
        everybody, usual = random_state(dice)
        order, times = widened(everybody, usual, 6)
        brute = rank(everybody, NOON)[:PLACES]
        assert [measured.article_id for measured in order[:PLACES]] == [m.article_id for m in brute]
        narrow += len(order) < len(everybody)
        doubled += times > 0
    return narrow, doubled


def test_a_proven_list_is_that_of_ranking_everything() -> None:
    narrow, doubled = check(3000, 20261123)
    assert (narrow > 300, doubled > 300) == (True, True)


@pytest.mark.slow
def test_a_hundred_thousand_random_states_are_proven_right() -> None:
    narrow, doubled = check(100_000, 1)
    assert (narrow > 10_000, doubled > 10_000) == (True, True)


def test_the_check_can_fail() -> None:
    """With a bound that forgets the sum of six hours, some states are taken for proven that are not."""
    dice = random.Random(3)
    wrong = 0
    for _state in range(3000):
        everybody, usual = random_state(dice)
        found, left = chosen(everybody, 6)
        if left is None:
            continue
        forgetful = Left(dict.fromkeys(left.sums), left.age)
        order = rank([each for each in everybody if each.article_id in found], NOON)
        if is_proven(order, bound(forgetful, usual, NOON, USUAL), PLACES):
            brute = [measured.article_id for measured in rank(everybody, NOON)[:PLACES]]
            wrong += [measured.article_id for measured in order[:PLACES]] != brute
    assert wrong > 0


def test_the_bound_rises_with_what_is_left_out_and_falls_with_its_age() -> None:
    def limit(views: float, age: timedelta) -> float:
        sums = {"l6": decay.fold(None, views, NOON, 6.0), "l1": decay.fold(None, views, NOON, 1.0)}
        return bound(Left(sums, age), 1.0, NOON, USUAL)

    assert limit(5, 3 * DAY) > limit(2, 3 * DAY)
    assert limit(5, 2 * DAY) >= limit(5, 30 * DAY)


def test_a_list_shorter_than_the_places_proves_nothing() -> None:
    order = [Heat(1, 5.0, 5.0, (5.0,), 5.0, 5.0)]
    assert not is_proven(order, 0.1, 2)
    assert is_proven(order, 5.0, 1)
    assert not is_proven(order, 5.1, 1)
