"""A script against the ranking in the simulated newsroom: what the caps of counting leave of it."""

import random
from collections import Counter
from functools import lru_cache
from statistics import mean
from typing import NamedTuple

from articles.popularity.measuring import ndcg
from bench.parts.desk import STEPS_AN_HOUR, Desk
from bench.parts.town import DAY, STEP, Town, poisson
from bench.parts.trials import TEN, WARM_UP, Hour, steps

# A script worth so much of the traffic on one article, from nine o'clock on; another article every day.
ATTACK_SHARE, ATTACK_FROM, ATTACK_HOURS = 0.3, 9.0, 6.0
NETWORK_FLOOR, NETWORK_SHARE = 5, 0.3  # the caps of counting, as they are by default
OUTSIDE = 50  # places: whom the script helps stands nowhere near the first
MINUTES = 10  # in a step: looks are counted in the order in which they come


class Attack(NamedTuple):
    """NDCG@10 lost; the share of all the time, and of the attacked time, with the target among the first ten."""

    lost: float
    listed: float
    listed_meanwhile: float


class Course(NamedTuple):
    """NDCG@10 of all hours, and the shares of all the time and of the attacked time with the target listed."""

    ndcg: float
    listed: float
    listed_meanwhile: float


class Caps:
    """The caps of one clock hour on views of one article from one network."""

    def __init__(self, networks: int) -> None:
        self.networks = networks
        self.counted = 0
        self.tries = [0] * networks

    def look(self, network: int | None) -> bool:
        """Whether a look counts as a view; None is a network that nobody else uses."""
        if network is not None:
            self.tries[network] += 1
            if self.tries[network] > max(NETWORK_FLOOR, NETWORK_SHARE * (self.counted + 1)):
                return False
        self.counted += 1
        return True

    def look_all(self, dice: random.Random, readers: int, tries: int) -> list[int]:
        """How many views readers and the script, in any order, make together in each minute of a step."""
        looks: list[int | None] = [None] * readers
        looks += [dice.randrange(self.networks) for _try in range(tries)]
        dice.shuffle(looks)
        views = [0] * MINUTES
        for place, network in enumerate(looks):
            views[place * MINUTES // len(looks)] += self.look(network)
        return views


def attack(seed: int, days: float, views: float, networks: int) -> Attack:
    """The same town with and without a script; everybody else comes from a network of their own."""
    plain, hurt = course(seed, days, views, 0), course(seed, days, views, networks)
    return Attack(plain.ndcg - hurt.ndcg, hurt.listed, hurt.listed_meanwhile)


def is_attacked(at: float) -> bool:
    """Whether the script runs in the step that begins at ``at``."""
    return ATTACK_FROM <= round(at % DAY, 3) < ATTACK_FROM + ATTACK_HOURS


@lru_cache(maxsize=32)
def course(seed: int, days: float, views: float, networks: int) -> Course:
    """The days of a town whose script has so many networks; with none, the same town in peace."""
    town, desk, dice = Town(seed, days, views), Desk(), random.Random(f"attack {seed}")
    found: list[float] = []
    listed: dict[bool, list[bool]] = {True: [], False: []}
    hour = Hour([], 0)
    target, caps = 0, Caps(networks)
    for step, at in enumerate(steps(town)):
        live = town.live(at)
        order = [heat.article_id for heat in desk.rank(live, at)]
        if step % STEPS_AN_HOUR == 0:
            if at > WARM_UP and hour.gains:
                found.append(ndcg(hour.order, hour.gains))
            hour, caps = Hour(order, len(live)), Caps(networks)
        if round(at % DAY, 3) == ATTACK_FROM:
            target = dice.choice([story.number for story in live if story.number not in order[:OUTSIDE]])
        if at >= WARM_UP:
            listed[is_attacked(at)].append(target in order[:TEN])
        people, robots = town.views(at)
        hour.read(people)
        counted: Counter[int] = people + robots
        tries = poisson(dice, views * ATTACK_SHARE * STEP) if networks and is_attacked(at) else 0
        bursts = {target: caps.look_all(dice, counted[target], tries)}
        counted[target] = sum(bursts[target])
        desk.count(+counted, live, at, bursts)
    return Course(mean(found), mean(listed[True] + listed[False]), mean(listed[True]))
