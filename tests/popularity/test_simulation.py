"""The simulated newsroom: what the ranking promises holds where the truth is known, and each trial can fail."""

import random
from statistics import mean

import pytest

from articles.popularity import hotness
from bench.parts import attacks, trials
from bench.parts.town import DAY, Town, cycle

DAYS = 4


def test_the_same_seed_gives_the_same_town_and_the_wanted_traffic() -> None:
    one, other = Town(5, 7, 600), Town(5, 7, 600)
    assert one.stories == other.stories
    assert len(one.live(0)) == 800
    assert 300 <= len(one.stories) - 800 <= 540
    steps = [step / 6 for step in range(7 * 144)]
    looks = [tuple(sum(kind.values()) for kind in one.views(at)) for at in steps]
    people, robots = (sum(column) for column in zip(*looks, strict=True))
    assert (people + robots) / (7 * DAY) == pytest.approx(600, rel=0.05)
    assert robots / people == pytest.approx(0.05 / 0.95, rel=0.1)
    assert mean(cycle(step / 10) for step in range(1680)) == pytest.approx(1, abs=0.01)


def test_quality_at_a_small_site_beats_the_formulas() -> None:
    found = trials.quality(1, DAYS, 100)
    assert found.ndcg["cascade"] >= 0.65
    assert found.over_hn >= 1.2
    assert found.ndcg["cascade"] > found.ndcg["last hour"]


def test_the_mark_is_calmer_than_the_bare_ten() -> None:
    found = trials.calm(1, DAYS, 100)
    assert 0 < found.hot <= 95
    assert found.hot < 0.6 * found.ten


def test_without_slowness_the_mark_flickers(monkeypatch: pytest.MonkeyPatch) -> None:
    calm = trials.calm(1, 3, 100).hot
    monkeypatch.setattr(hotness, "EXIT_PLACE", hotness.ENTRY_PLACE)
    monkeypatch.setattr(hotness, "EXIT_SHARE", 10.0)
    monkeypatch.setattr(hotness, "LEAST_STAY", trials.moment(0) - trials.moment(0))
    assert trials.calm(1, 3, 100).hot > 1.5 * calm


def test_a_script_in_one_network_moves_nothing_and_without_caps_it_would(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    capped = attacks.attack(1, 3, 1000, 1)
    assert capped.lost <= 0.005
    assert capped.listed <= 0.05
    monkeypatch.setattr(attacks, "NETWORK_SHARE", 1000.0)
    attacks.course.cache_clear()
    free = attacks.attack(1, 3, 1000, 1)
    assert free.listed_meanwhile > 0.8
    assert free.lost > 0.005


def test_caps_count_tries_and_not_only_views() -> None:
    caps = attacks.Caps(1)
    assert [caps.look(0) for _try in range(7)] == [True] * 5 + [False] * 2
    assert all(caps.look(None) for _reader in range(100))
    assert caps.look(0)
    assert attacks.Caps(2).look_all(random.Random(1), 3, 0) == [1, 0, 0, 1, 0, 0, 1, 0, 0, 0]


def test_the_lent_place_brings_clicks() -> None:
    assert trials.exploration(1, DAYS, 100).gain >= 0.02
