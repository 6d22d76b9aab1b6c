"""Replays snapshots of a front page with cumulative votes, which stand for views, through the real ranking.

Each ranker orders a snapshot with what was known then; the gain of a story is what it collected in the following hour.
"""

import csv
import gzip
import os
import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from math import sqrt
from pathlib import Path
from statistics import mean, stdev
from typing import NamedTuple

from articles.popularity import decay
from articles.popularity.measuring import CLASSICAL, Seen, can_be_told, ndcg, ordered, precision
from articles.popularity.ranking import Candidate, rank
from bench.parts.usual import Usual

HOUR, DAY = 3600, 86_400
LONGEST_GAP = 5400  # s between the two rows around a moment whose votes are interpolated
SEED = 7
CASCADE, NEWEST, OWN = "cascade", "newest first", "the site's own order"
RANKERS = [*CLASSICAL, NEWEST, OWN, CASCADE]


class Row(NamedTuple):
    """A story in a snapshot; times in seconds since 1970."""

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


class Score:
    """NDCG@10 and P@10 of one ranker, by day."""

    def __init__(self) -> None:
        self.ndcg: list[float] = []
        self.precision: list[float] = []
        self.days: dict[int, list[float]] = {}

    def add(self, day: int, found: float, hits: float) -> None:
        self.ndcg.append(found)
        self.precision.append(hits)
        self.days.setdefault(day, []).append(found)

    @property
    def error(self) -> float:
        """Of the mean, from the means of days."""
        days = [mean(scores) for scores in self.days.values()]
        return stdev(days) / sqrt(len(days)) if len(days) > 1 else 0.0


def files(given: str = "") -> list[Path]:
    """The replays in the folder or file ``given``, else in NEWSROOM_DATA, else in a folder ``data`` nearby."""
    named = given or os.environ.get("NEWSROOM_DATA", "")
    places = [Path(named)] if named else sorted(Path(__file__).resolve().parents[3].glob("*/data"))
    return [
        file for place in places for file in (sorted(place.glob("*.csv.gz")) if place.is_dir() else [place])
    ]


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
    scores = {name: Score() for name in RANKERS}
    for at, group in groupby(rows, key=lambda row: row.at):
        snapshot = list(group)
        usual.fade(at / HOUR)
        for row in snapshot:
            _see(seen.setdefault(row.story, Course(row.published_at)), thin[row.story], at, usual)
        gains = {row.story: gain for row in snapshot if (gain := whole[row.story].gain(at)) is not None}
        if at >= rows[0].at + DAY and can_be_told(gains):
            known = [row for row in snapshot if row.story in gains]
            for name, order in _orders(at, known, seen, usual):
                scores[name].add(at // DAY, ndcg(order, gains), precision(order, gains))
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
    since, until = course.times[-2:]
    usual.learn(((since + until) / 2 - course.published_at) / HOUR, new, (until - since) / HOUR)


def _orders(
    at: int, known: Sequence[Row], courses: dict[int, Course], usual: Usual
) -> Iterator[tuple[str, list[int]]]:
    seen = [_seen(row, courses[row.story]) for row in known]
    for name, formula in CLASSICAL.items():
        yield name, ordered(seen, formula)
    yield NEWEST, ordered(seen, lambda each: -each.age)
    yield OWN, [row.story for row in sorted(known, key=lambda row: row.place)]
    candidates = [_candidate(each, courses[each.article_id], usual) for each in seen]
    yield CASCADE, [found.article_id for found in rank(candidates, datetime.fromtimestamp(at, UTC))]


def _candidate(seen: Seen, course: Course, usual: Usual) -> Candidate:
    l24, l6, l1 = (course.sums[half_life] for half_life in decay.HALF_LIVES)
    return Candidate(seen.article_id, seen.published_at, l24, l6, l1, usual.rate(seen.age))


def _seen(row: Row, course: Course) -> Seen:
    votes = course.votes[-1]
    day, hour = (votes - course.by(row.at - seconds) for seconds in (DAY, HOUR))
    return Seen(row.story, course.published, votes, day, hour, max(row.at - row.published_at, 0) / HOUR)
