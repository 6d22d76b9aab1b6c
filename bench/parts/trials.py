"""Trials of the ranking in the simulated newsroom: quality, calm and exploration."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from statistics import mean
from typing import NamedTuple

from articles.popularity import arranging, hotness
from articles.popularity.measuring import CLASSICAL, ndcg, ordered
from bench.parts.desk import STEPS_AN_HOUR, Desk, moment
from bench.parts.town import DAY, STEP, Story, Town, poisson

WARM_UP = 2 * DAY  # hours before anything is measured
CASCADE = "cascade"
TEN = 10


class Quality(NamedTuple):
    """Mean NDCG@10 of the hour that followed, by ranker."""

    ndcg: dict[str, float]

    @property
    def over_hn(self) -> float:
        return self.ndcg[CASCADE] / self.ndcg["Hacker News"]


class Calm(NamedTuple):
    """Changes a day: of the mark hot, and of the bare first ten."""

    hot: float
    ten: float


class Exploration(NamedTuple):
    """Clicks on the list against an oracle's list, with the lent place and without."""

    lent: float
    bare: float

    @property
    def gain(self) -> float:
        return self.lent / self.bare - 1


def steps(town: Town) -> list[float]:
    """The beginnings of all steps."""
    return [step * STEP for step in range(int(town.days * DAY / STEP))]


class Hour:
    """An order, and what people read in the hour after it of the stories it could name."""

    def __init__(self, order: list[int], stories: int) -> None:
        self.order = order
        self.stories = stories
        self.gains: Counter[int] = Counter()

    def read(self, people: Mapping[int, int]) -> None:
        """Note what was read; stories are numbered in the order of their publication."""
        self.gains.update({number: looks for number, looks in people.items() if number <= self.stories})


def quality(seed: int, days: float, views: float) -> Quality:
    """Every hour all rankers order what is live; the truth is what people read in the next hour."""
    town, desk = Town(seed, days, views), Desk()
    found: dict[str, list[float]] = {name: [] for name in [*CLASSICAL, CASCADE]}
    orders: dict[str, list[int]] = {}
    hour = Hour([], 0)
    for step, at in enumerate(steps(town)):
        live = town.live(at)
        if step % STEPS_AN_HOUR == 0:
            if at > WARM_UP and hour.gains:
                for name, order in orders.items():
                    found[name].append(ndcg(order, hour.gains))
            seen = desk.seen(live, at)
            orders = {name: ordered(seen, formula) for name, formula in CLASSICAL.items()}
            orders[CASCADE] = [heat.article_id for heat in desk.rank(live, at)]
            hour = Hour(orders[CASCADE], len(live))
        people, robots = town.views(at)
        hour.read(people)
        desk.count(people + robots, live, at)
    return Quality({name: mean(values) for name, values in found.items()})


def calm(seed: int, days: float, views: float) -> Calm:
    """How often the mark changes, decided every ten minutes, beside the bare first ten."""
    town, desk = Town(seed, days, views), Desk()
    hot: dict[int, datetime] = {}
    ten: set[int] = set()
    changes: Counter[str] = Counter()
    for at in steps(town):
        live = town.live(at)
        order = desk.rank(live, at)
        decided = hotness.decide(order, hot, moment(at))
        first = {heat.article_id for heat in order[:TEN]}
        if at >= WARM_UP:
            changes["hot"] += len(decided.keys() ^ hot.keys())
            changes["ten"] += len(first ^ ten)
        hot, ten = decided, first
        people, robots = town.views(at)
        desk.count(people + robots, live, at)
    measured = days - WARM_UP / DAY
    return Calm(changes["hot"] / measured, changes["ten"] / measured)


# Readers of the closed loop: most look at the list, some come for a story from outside.
FROM_OUTSIDE = 0.1
EXAMINED = [1 / (1 + 0.25 * place) for place in range(TEN)]  # the share of visitors who see a place
LIKED_BY_HALF = 1.0  # the interest at which every second who sees a headline clicks


def exploration(seed: int, days: float, visits: float) -> Exploration:
    """Clicks come from the list itself, so who is never shown is never found; with and without the lent place."""
    return Exploration(_clicked(seed, days, visits, lends=True), _clicked(seed, days, visits, lends=False))


def _clicked(seed: int, days: float, visits: float, *, lends: bool) -> float:
    """Expected clicks on the list over those on the best list there is."""
    town, desk, dice = Town(seed, days, visits * FROM_OUTSIDE), Desk(), random.Random(f"list {seed}")
    minutes: Counter[int] = Counter()
    clicks = best = 0.0
    for at in steps(town):
        live = town.live(at)
        shown = _shown(desk, live, at, minutes if lends else None)
        likes = {story.number: _liked(story, at) for story in live}
        seen = [(number, share * likes[number]) for number, share in zip(shown, EXAMINED, strict=False)]
        if at >= WARM_UP:
            clicks += sum(share for _number, share in seen)
            top = sorted(likes.values(), reverse=True)
            best += sum(share * like for share, like in zip(EXAMINED, top, strict=False))
        people, robots = town.views(at)
        counted = people + robots
        counted.update({number: poisson(dice, visits * STEP * share) for number, share in seen})
        desk.count(+counted, live, at)
    return clicks / best


def _shown(desk: Desk, live: Sequence[Story], at: float, minutes: Counter[int] | None) -> list[int]:
    """The ten places readers see; ``minutes`` counts how long each was lent the place for something new."""
    order = desk.rank(live, at)
    new = None
    if minutes is not None:
        above: Mapping[int, bool] = {heat.article_id: True for heat in order[: arranging.NEW_PLACE - 1]}
        since = at - arranging.NEW_FOR.total_seconds() / 3600
        young = [desk.candidate(story, at) for story in live if story.published > since]
        new = arranging.choose_new(young, above, minutes, None)
        if new is not None:
            minutes[new] += round(STEP * 60)
    return [placed.heat.article_id for placed in arranging.arrange(order, {}, new, TEN)]


def _liked(story: Story, at: float) -> float:
    """The share of those who see its headline that click."""
    interest = story.interest(at)
    return interest / (interest + LIKED_BY_HALF)
