"""Pins hold their positions, one place is lent to something new, everybody else stands by score."""

from articles.popularity import arranging
from articles.popularity.ranking import Candidate, Heat, rank
from tests.builders import NOON
from tests.popularity.test_ranking import candidate


def order(*articles: int) -> list[Heat]:
    return [
        Heat(article, 100.0 - place, 100.0 - place, (1.0,), 0, 0) for place, article in enumerate(articles)
    ]


def places(found: list[arranging.Placed]) -> list[int]:
    return [placed.heat.article_id for placed in found]


def test_pins_take_their_positions() -> None:
    found = arranging.arrange(order(1, 2, 3, 4, 5), {2: 5, 4: 1}, None, 50)
    assert places(found) == [2, 5, 3, 1, 4]
    assert [(placed.slot, placed.rank) for placed in found][:2] == [("rank", 2), ("pin", 5)]


def test_a_pin_beyond_the_end_stands_last_and_a_pin_of_nobody_is_no_gap() -> None:
    assert places(arranging.arrange(order(1, 2, 3), {30: 1, 2: 99}, None, 50)) == [2, 3, 1]


def test_two_pins_of_one_position_stand_below_each_other() -> None:
    assert arranging.positions([(1, 7), (1, 8), (2, 9)]) == {1: 7, 2: 8, 3: 9}


def test_place_ten_is_lent_unless_it_is_pinned() -> None:
    articles = order(*range(1, 21))
    found = arranging.arrange(articles, {}, 17, 50)
    assert (places(found)[9], found[9].slot, found[9].rank) == (17, "new", 17)
    assert places(arranging.arrange(articles, {10: 5}, 17, 50))[9] == 5


def test_no_more_places_than_asked_for() -> None:
    assert len(arranging.arrange(order(*range(1, 80)), {3: 70}, 60, 50)) == 50


def windows(found: list[arranging.Placed], authors: dict[int, set[int]], author: int) -> int:
    """The most of one author in any ten places in a row."""
    by = [author in authors.get(article, ()) for article in places(found)]
    return max(sum(by[start : start + 10]) for start in range(max(len(by) - 9, 1)))


def test_at_most_three_of_one_author_in_any_ten_places() -> None:
    authors = {article: {7} for article in range(1, 7)}
    found = arranging.arrange(order(*range(1, 41)), {}, None, 40, authors)
    assert places(found)[:14] == [1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 4, 5, 6, 14]
    assert [each.heat.article_id for each in found if each.waited] == [4, 5, 6]
    assert windows(found, authors, 7) == 3
    alone = arranging.arrange(order(*range(1, 41)), {}, None, 40)
    assert places(alone) == list(range(1, 41))


def test_pins_further_down_count_among_the_ten() -> None:
    authors = {article: {7} for article in (1, 2, 3, 30)}
    found = arranging.arrange(order(*range(1, 41)), {8: 30}, None, 40, authors)
    assert (places(found)[:3], places(found)[7]) == ([1, 2, 4], 30)
    assert windows(found, authors, 7) == 3


def test_each_of_several_authors_counts() -> None:
    authors = {1: {7}, 2: {7, 8}, 3: {7}, 4: {8}, 5: {8}, 6: {7, 8}}
    found = arranging.arrange(order(*range(1, 31)), {}, None, 30, authors)
    assert places(found)[:6] == [1, 2, 3, 4, 5, 7]
    assert (windows(found, authors, 7), windows(found, authors, 8)) == (3, 3)


def test_where_all_are_of_one_author_the_score_alone_counts() -> None:
    authors = {article: {7} for article in range(1, 21)}
    assert places(arranging.arrange(order(*range(1, 21)), {}, None, 20, authors)) == list(range(1, 21))


def young(article: int, hours: float) -> Candidate:
    return candidate(0, age=hours, article=article)


def test_the_least_shown_is_lent_the_place_and_of_equals_the_newest() -> None:
    several = [young(1, 3), young(2, 2), young(3, 1)]
    assert arranging.choose_new(several, {}, {1: 10, 2: 0, 3: 10}, None) == 2
    assert arranging.choose_new(several, {}, {}, None) == 3
    assert arranging.choose_new(several, {3}, {}, None) == 2
    assert arranging.choose_new([], {}, {}, None) is None


def test_who_holds_the_place_keeps_it_until_the_next_decision() -> None:
    several = [young(1, 3), young(2, 2)]
    assert arranging.choose_new(several, {}, {1: 50, 2: 0}, 1) == 1
    assert arranging.choose_new(several, {1}, {1: 50, 2: 0}, 1) == 2


def test_rising_is_faster_now_than_in_the_hours_before() -> None:
    calm = [candidate(50, 300, article=number, age=30) for number in range(1, 11)]
    waking = [candidate(6 + number, 7 + number, article=20 + number, age=100) for number in range(7)]
    fading = candidate(6, 300, article=50, age=30)
    few = candidate(4.9, 4.9, article=51, age=100)
    everybody = [*calm, *waking, fading, few]

    ranked = [m for m in rank(everybody, NOON) if m.article_id <= 10]
    ranked += [m for m in rank(everybody, NOON) if m.article_id > 10]
    known = {each.article_id: each for each in everybody}
    assert arranging.rising(ranked, known, {26}, NOON) == [25, 24, 23, 22, 21]
