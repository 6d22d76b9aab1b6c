"""A simulated newsroom: what its readers want is known, so that a ranking can be held against the truth.

60 articles a day and 800 old ones; popularity log-normal (sigma 1.5), half-lives log-normal (6 h, sigma 1); a day and
a week in what is read and written; some stories get a second life; 5 % of the views are robots nobody knows.
Times are hours since a Monday, 0:00.
"""

import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from math import cos, exp, log, pi, sqrt
from typing import NamedTuple

ARTICLES_A_DAY = 60
OLD = 800
SIGMA, HALF_LIFE, HALF_LIFE_SIGMA = 1.5, 6.0, 1.0
SECOND_LIVES = 0.1  # of all stories
SECOND_AFTER = 120.0  # hours, the mean
FOREVER = 0.003  # of a story's popularity that never fades: search engines, links
ROBOTS = 0.05  # of all views, the same for every story
STEP = 1 / 6  # h
DAY = 24.0


class Story(NamedTuple):
    """What readers would make of a story; ``second_at`` is infinite for most."""

    number: int
    published: float
    popularity: float
    half_life: float
    second_at: float
    second_popularity: float

    def interest(self, at: float) -> float:
        """How much it is wanted at ``at``, in units of popularity."""
        wanted = FOREVER + 2.0 ** (-max(at - self.published, 0.0) / self.half_life)
        again = 2.0 ** ((self.second_at - at) / self.half_life) if at >= self.second_at else 0.0
        return self.popularity * wanted + self.second_popularity * again


class Town:
    """The stories of so many days and the readers who come for them; the same seed gives the same town."""

    def __init__(self, seed: int, days: float, views: float) -> None:
        dice = random.Random(seed)
        self.days = days
        self.stories = _stories(dice, days)
        self.dice = random.Random(f"readers {seed} {views}")
        steps = [step / 2 for step in range(int(days * 48))]
        wanted = sum(cycle(at) * sum(self.wants(at)) for at in steps[::6])
        self.scale = views * (1 - ROBOTS) / (wanted / len(steps[::6]))
        self.robots = views * ROBOTS

    def live(self, at: float) -> Sequence[Story]:
        """The stories published by ``at``."""
        return self.stories[: bisect_right(self.stories, at, key=lambda story: story.published)]

    def wants(self, at: float) -> list[float]:
        """The interest in each live story."""
        return [story.interest(at) for story in self.live(at)]

    def views(self, at: float) -> tuple[Counter[int], Counter[int]]:
        """What people and robots look at within the step that begins at ``at``, by story."""
        live, middle = self.live(at), at + STEP / 2
        weights = list(accumulate(story.interest(middle) for story in live))
        rate = self.scale * cycle(middle) * STEP
        people = self.dice.choices(live, cum_weights=weights, k=poisson(self.dice, rate * weights[-1]))
        robots = self.dice.choices(live, k=poisson(self.dice, self.robots * STEP))
        return Counter(story.number for story in people), Counter(story.number for story in robots)


def cycle(at: float) -> float:
    """How busy the hour is, 1 on average: little at four in the night, less at the week's end."""
    day = 1 + 0.8 * cos(2 * pi * (at % DAY - 16) / DAY)
    return day * (0.75 if at % (7 * DAY) >= 5 * DAY else 1.1)


def poisson(dice: random.Random, mean: float) -> int:
    """A Poisson number; beyond 50 by the normal distribution."""
    if mean > 50:
        return max(round(dice.gauss(mean, sqrt(mean))), 0)
    number, left = 0, dice.random()
    limit = exp(-mean)
    while left > limit:
        left *= dice.random()
        number += 1
    return number


def _stories(dice: random.Random, days: float) -> list[Story]:
    old = [-dice.uniform(0, OLD / ARTICLES_A_DAY * DAY) for _story in range(OLD)]
    new: list[float] = []
    at = 0.0
    while at < days * DAY:
        at += dice.expovariate(ARTICLES_A_DAY / DAY * max(cycle(at), 0.05))
        new.append(at)
    return [_story(dice, number, published) for number, published in enumerate(sorted(old) + new, 1)]


def _story(dice: random.Random, number: int, published: float) -> Story:
    lives_twice = dice.random() < SECOND_LIVES
    second_at = published + dice.expovariate(1 / SECOND_AFTER)
    popularity, again = (dice.lognormvariate(0, SIGMA) for _life in range(2))
    half_life = dice.lognormvariate(log(HALF_LIFE), HALF_LIFE_SIGMA)
    return Story(number, published, popularity, half_life, second_at if lives_twice else float("inf"), again)
