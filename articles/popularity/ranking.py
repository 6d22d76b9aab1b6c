"""Heat, in views per hour, and the order it gives; importable without Django, and without a clock of its own.

Each line of the cascade is the mean of a Gamma posterior for a Poisson rate whose prior is the line above (Agarwal
et al., NIPS 2008 and WWW 2009): the last hour leans on the last six, and these on what is typical of the age.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import sqrt
from typing import NamedTuple

from articles.popularity.decay import column, exposure, read

NINETY_PERCENT = 1.645  # z of the 5 and 95 % quantiles
TEN_PERCENT = -1.282  # z of the 10 % quantile
LEAST_RATE = 0.0001  # views/h; below it nothing can be told apart


class Model(NamedTuple):
    """The two knobs: half-lives in hours, falling, each of them a kept sum; and how many views a prior weighs."""

    half_lives: tuple[float, ...] = (6.0, 1.0)
    kappa: float = 1.0


USUAL = Model()


class Candidate(NamedTuple):
    """What the heat of an article is made of; ``l…`` are decayed sums, ``expected`` is views/h typical of its age."""

    article_id: int
    published_at: datetime
    l24: float | None
    l6: float | None
    l1: float | None
    expected: float
    factor: float = 1.0


class Heat(NamedTuple):
    """Views per hour, now. ``parts`` add up to ``rate``: last hour, last six, usual for the age."""

    article_id: int
    rate: float
    score: float
    parts: tuple[float, ...]
    low: float
    high: float

    @property
    def boost(self) -> float:
        """What a boost adds to the rate, in views/h; below 0 when it buries."""
        return self.score - self.rate


class Line(NamedTuple):
    """One line of the cascade: decayed views, decayed hours with those of the prior, views per hour."""

    views: float
    hours: float
    rate: float


def cascade(candidate: Candidate, now: datetime, model: Model = USUAL) -> list[Line]:
    """The lines from the longest half-life to the shortest; the last one's rate is the heat."""
    age = max((now - candidate.published_at).total_seconds() / 3600, 0.0)
    rate = max(candidate.expected, LEAST_RATE)
    lines = []
    for half_life in model.half_lives:
        views = read(getattr(candidate, column(half_life)), now, half_life)
        hours = exposure(age, half_life) + model.kappa / rate
        rate = (views + model.kappa) / hours
        lines.append(Line(views, hours, rate))
    return lines


def heat(candidate: Candidate, now: datetime, model: Model = USUAL) -> Heat:
    """The heat of one article at ``now``, with its parts and its 90 % range."""
    lines = cascade(candidate, now, model)
    views, hours, rate = lines[-1]
    low, high = (quantile(views + model.kappa, hours, z) for z in (-NINETY_PERCENT, NINETY_PERCENT))
    return Heat(candidate.article_id, rate, rate * candidate.factor, _parts(lines, model.kappa), low, high)


def rank(candidates: Iterable[Candidate], now: datetime, model: Model = USUAL) -> list[Heat]:
    """Best first: score, then publication, then number, all falling."""
    scored = [(heat(candidate, now, model), candidate) for candidate in candidates]
    scored.sort(key=lambda pair: (pair[0].score, pair[1].published_at, pair[1].article_id), reverse=True)
    return [measured for measured, _candidate in scored]


def quantile(views: float, hours: float, z: float) -> float:
    """The quantile of Gamma(``views``, ``hours``) at ``z`` standard deviations (Wilson and Hilferty 1931)."""
    return views * max(1 - 1 / (9 * views) + z / (3 * sqrt(views)), 0.0) ** 3 / hours


def sure_rate(measured: Heat, model: Model = USUAL) -> float:
    """The rate that ``measured`` exceeds with 90 % certainty."""
    hours = model.kappa / sum(measured.parts[1:])
    return quantile(measured.rate * hours, hours, TEN_PERCENT)


def _parts(lines: Sequence[Line], kappa: float) -> tuple[float, ...]:
    """Splits the heat exactly: what the last line measured, then what its prior measured, then the usual rate."""
    shown = lines[-1]
    parts = [shown.views / shown.hours]
    rest = kappa / shown.hours
    for line in reversed(lines[:-1]):
        parts.append(rest * line.views / (line.views + kappa))
        rest *= kappa / (line.views + kappa)
    return (*parts, rest)
