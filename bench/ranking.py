"""Replays a year of a real front page through the newsroom's ranking, beside the classical formulas.

    .venv/bin/python bench/ranking.py [--days N] [--thin]

The data are in the folder NEWSROOM_DATA (else a folder ``data`` beside the checkout): rows of snapshots with
cumulative votes, which stand for views. Each ranker orders a snapshot with what was known then; the gain of a story
is what it collected in the following hour. Reported are NDCG@10 and P@10, means over the scored snapshots.
"""

import argparse
import csv
import gzip
import os
import random
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from math import log2, log10, sqrt
from pathlib import Path
from statistics import mean, stdev
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from articles.popularity import ages, decay
from articles.popularity.ranking import Candidate, rank

FILE = "hn_frontpage_year1.csv.gz"
HOUR, DAY = 3600, 86_400
LONGEST_GAP = 5400  # s between the two rows around a moment whose votes are interpolated
FEWEST_CANDIDATES = 15
PLACES = 10
SHARES = (1.0, 0.3, 0.1, 0.03, 0.01)
SEED = 7


class Row(NamedTuple):
    """A story in a snapshot."""

    at: int
    story: int
    published_at: int
    votes: int
    place: int


class Course:
    """The votes of one story over time, straight lines between its rows."""

    def __init__(self, published_at: int) -> None:
        self.published_at = published_at
        self.published = datetime.fromtimestamp(published_at, UTC)
        self.times: list[int] = [published_at]
        self.votes: list[float] = [0]
        self.sums: dict[float, float | None] = dict.fromkeys(decay.HALF_LIVES)

    def add(self, at: int, votes: float) -> None:
        self.times.append(at)
        self.votes.append(max(votes, self.votes[-1]))

    def by(self, at: int) -> float:
        """Votes up to ``at``."""
        after = bisect_right(self.times, at)
        if after == 0 or after == len(self.times):
            return self.votes[-1] if after else 0
        start, end = self.times[after - 1], self.times[after]
        share = (at - start) / (end - start)
        return self.votes[after - 1] + share * (self.votes[after] - self.votes[after - 1])

    def gain(self, at: int) -> float | None:
        """Votes in the hour after ``at``; None when the rows do not tell."""
        after = bisect_left(self.times, at + HOUR)
        if after == len(self.times):
            return None
        told = self.times[after] == at + HOUR or self.times[after] - self.times[after - 1] <= LONGEST_GAP
        return self.by(at + HOUR) - self.by(at) if told else None


class Shown(NamedTuple):
    """A candidate of a snapshot as the rankers see it: the course up to now, its age in hours and its place."""

    row: Row
    course: Course
    gain: float

    @property
    def age(self) -> float:
        return max(self.row.at - self.row.published_at, 0) / HOUR

    @property
    def votes(self) -> float:
        return self.course.votes[-1]

    def last(self, seconds: int) -> float:
        return self.votes - self.course.by(self.row.at - seconds)


FORMULAS: dict[str, Callable[[Shown], float]] = {
    "all-time": lambda shown: shown.votes,
    "last 24 h": lambda shown: shown.last(DAY),
    "newest first": lambda shown: -shown.age,
    "Reddit formula": lambda shown: log10(max(shown.votes, 1)) - shown.age * HOUR / 45_000,
    "the site's own order": lambda shown: -shown.row.place,
    "HN formula": lambda shown: max(shown.votes - 1, 0.001) ** 0.8 / (shown.age + 2) ** 1.8,
    "last hour": lambda shown: shown.last(HOUR),
}
CASCADE = "cascade"


class Usual:
    """The typical rate of each age, learned on the way."""

    def __init__(self) -> None:
        self.views = [0.0] * ages.BOXES
        self.hours = [0.0] * ages.BOXES
        self.at = 0

    def fade(self, at: int) -> None:
        fading = ages.FADING ** ((at - self.at) / HOUR) if self.at else 1.0
        self.views = [views * fading for views in self.views]
        self.hours = [hours * fading for hours in self.hours]
        self.at = at

    def learn(self, course: Course) -> None:
        (start, end), (before, votes) = course.times[-2:], course.votes[-2:]
        box = ages.box(((start + end) / 2 - course.published_at) / HOUR)
        self.views[box] += votes - before
        self.hours[box] += (end - start) / HOUR

    def rate(self, age: float) -> float:
        box = ages.box(age)
        return ages.typical(self.views[box], self.hours[box])


class Score:
    """NDCG@10 and P@10 of one ranker, by day."""

    def __init__(self) -> None:
        self.ndcg: list[float] = []
        self.precision: list[float] = []
        self.days: dict[int, list[float]] = {}

    def add(self, at: int, order: Sequence[float], best: Sequence[float], hits: float) -> None:
        ndcg = _gained(order) / _gained(best)
        self.ndcg.append(ndcg)
        self.precision.append(hits)
        self.days.setdefault(at // DAY, []).append(ndcg)

    @property
    def error(self) -> float:
        days = [mean(scores) for scores in self.days.values()]
        return stdev(days) / sqrt(len(days)) if len(days) > 1 else 0.0


def data_file() -> Path | None:
    """The file of the replay, where it is present."""
    folder = os.environ.get("NEWSROOM_DATA")
    places = [Path(folder)] if folder else sorted(Path(__file__).resolve().parents[2].glob("*/data"))
    return next((place / FILE for place in places if (place / FILE).exists()), None)


def read(path: Path, days: float = float("inf")) -> list[Row]:
    """The rows of the first ``days``."""
    with gzip.open(path, "rt", newline="") as file:
        rows = (Row(*map(int, line)) for line in list(csv.reader(file))[1:])
        first = next(rows)
        return [first, *(row for row in rows if row.at < first.at + days * DAY)]


def replay(rows: Sequence[Row], share: float = 1.0, seed: int = SEED) -> dict[str, Score]:
    """Every ranker's score when it sees each vote with probability ``share``."""
    whole, thin = _courses(rows, 1.0, seed), _courses(rows, share, seed)
    seen: dict[int, Course] = {}
    usual = Usual()
    scores = {name: Score() for name in [*FORMULAS, CASCADE]}
    for at, group in groupby(rows, key=lambda row: row.at):
        snapshot = list(group)
        usual.fade(at)
        for row in snapshot:
            _see(seen.setdefault(row.story, Course(row.published_at)), thin[row.story], at, usual)
        candidates = [
            Shown(row, seen[row.story], gain)
            for row in snapshot
            if (gain := whole[row.story].gain(at)) is not None
        ]
        if (
            at >= rows[0].at + DAY
            and len(candidates) >= FEWEST_CANDIDATES
            and any(shown.gain for shown in candidates)
        ):
            _score(scores, at, candidates, usual)
    return scores


def _courses(rows: Sequence[Row], share: float, seed: int) -> dict[int, Course]:
    """All rows of each story; of every new vote only a ``share`` is kept."""
    dice = random.Random(seed)
    courses: dict[int, Course] = {}
    greatest: dict[int, int] = {}
    for row in rows:
        course = courses.setdefault(row.story, Course(row.published_at))
        new = max(row.votes - greatest.get(row.story, 0), 0)
        greatest[row.story] = max(row.votes, greatest.get(row.story, 0))
        kept = new if share == 1 else sum(dice.random() < share for _vote in range(new))
        course.add(row.at, course.votes[-1] + kept)
    return courses


def _see(course: Course, whole: Course, at: int, usual: Usual) -> None:
    """Let the rankers know the next row of a story."""
    course.add(at, whole.by(at))
    start, end = (datetime.fromtimestamp(moment, UTC) for moment in course.times[-2:])
    new = course.votes[-1] - course.votes[-2]
    for half_life in decay.HALF_LIVES:
        course.sums[half_life] = decay.spread(course.sums[half_life], new, start, end, half_life)
    usual.learn(course)


def _score(scores: dict[str, Score], at: int, candidates: Sequence[Shown], usual: Usual) -> None:
    gains = {shown.row.story: shown.gain for shown in candidates}
    best = sorted(gains.values(), reverse=True)
    top = set(sorted(gains, key=lambda story: gains[story], reverse=True)[:PLACES])
    for name, order in _orders(at, candidates, usual):
        hits = len(top & set(order[:PLACES])) / PLACES
        scores[name].add(at, [gains[story] for story in order], best, hits)


def _orders(at: int, candidates: Sequence[Shown], usual: Usual) -> Iterator[tuple[str, list[int]]]:
    for name, formula in FORMULAS.items():
        scored = [(formula(shown), shown.row.published_at, shown.row.story) for shown in candidates]
        yield name, [story for _score, _published_at, story in sorted(scored, reverse=True)]
    now = datetime.fromtimestamp(at, UTC)
    known = [
        Candidate(shown.row.story, shown.course.published, *shown.course.sums.values(), usual.rate(shown.age))
        for shown in candidates
    ]
    yield CASCADE, [measured.article_id for measured in rank(known, now)]


def _gained(gains: Sequence[float]) -> float:
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains[:PLACES], 1))


def main() -> int:
    """Print the tables; 1 when the cascade is not the best."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--days", type=float, default=float("inf"), help="only the first so many days")
    parser.add_argument(
        "--thin", action="store_true", help="also with a part of the votes, as at a smaller site"
    )
    options = parser.parse_args()
    path = data_file()
    if path is None:
        print(f"{FILE} is not here; name its folder in NEWSROOM_DATA.", file=sys.stderr)
        return 1
    rows = read(path, options.days)
    found = {share: replay(rows, share) for share in (SHARES if options.thin else SHARES[:1])}
    _print(found)
    return int(max(found[1.0], key=lambda name: mean(found[1.0][name].ndcg)) != CASCADE)


def _print(found: dict[float, dict[str, Score]]) -> None:
    whole = found[1.0]
    print(f"{len(whole[CASCADE].ndcg)} snapshots\n")
    print(f"{'ranker':22} NDCG@10      ±   P@10")
    for name, score in whole.items():
        print(f"{name:22} {mean(score.ndcg):7.4f}  {score.error:.3f}   {mean(score.precision):.3f}")
    if len(found) > 1:
        print("\n" + f"{'NDCG@10 thinned to':22}" + "".join(f"{share:>8g}" for share in found))
        for name in whole:
            print(f"{name:22}" + "".join(f"{mean(scores[name].ndcg):8.3f}" for scores in found.values()))


if __name__ == "__main__":
    sys.exit(main())
