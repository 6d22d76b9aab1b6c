"""The newsroom's side of the simulation: what it counts, and how it ranks with the real ranking."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from articles.popularity import decay
from articles.popularity.measuring import Seen
from articles.popularity.ranking import Candidate, Heat, rank
from bench.parts.town import STEP, Story
from bench.parts.usual import Usual

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
BREADTH = 200  # of each kind of candidate
NEWS = 48.0  # hours
HOURS = (6.0, 1.0)
STEPS_A_DAY = round(24 / STEP)
STEPS_AN_HOUR = round(1 / STEP)
EVENLY: Mapping[int, Sequence[int]] = MappingProxyType({})


def moment(at: float) -> datetime:
    """Hours of the town as a time."""
    return MONDAY + timedelta(hours=at)


class Desk:
    """Counts looks step by step; keeps what the classical formulas want as well."""

    def __init__(self) -> None:
        self.sums: dict[int, list[float | None]] = {}
        self.totals: Counter[int] = Counter()
        self.steps: list[Mapping[int, int]] = []
        self.day: Counter[int] = Counter()
        self.usual = Usual()

    def count(
        self,
        views: Mapping[int, int],
        live: Iterable[Story],
        at: float,
        bursts: Mapping[int, Sequence[int]] = EVENLY,
    ) -> None:
        """What was counted in the step that began at ``at``.

        Views come evenly over the step, those in ``bursts`` as they stand there: so many in each equal part of it.
        """
        middle = at + STEP / 2
        for number, looks in views.items():
            parts = bursts.get(number, (looks,))
            for place, some in enumerate(parts):
                self._fold(number, some, at + STEP * place / len(parts), STEP / len(parts))
        self.totals.update(views)
        self.day.update(views)
        self.steps.append(views)
        if len(self.steps) > STEPS_A_DAY:
            self.day.subtract(self.steps[-STEPS_A_DAY - 1])
        self.usual.fade(at + STEP)
        for story in live:
            self.usual.learn(middle - story.published, views.get(story.number, 0), STEP)

    def _fold(self, number: int, looks: int, at: float, span: float) -> None:
        sums, start, end = self.sums.get(number, (None, None)), moment(at), moment(at + span)
        self.sums[number] = [
            decay.spread(sum_, looks, start, end, half_life)
            for sum_, half_life in zip(sums, HOURS, strict=True)
        ]

    def rank(self, live: Iterable[Story], at: float) -> list[Heat]:
        """The order of those who may come first, as the newsroom chooses its candidates."""
        stories = {story.number: story for story in live}
        chosen = {number for number, story in stories.items() if at - story.published <= NEWS}
        for place in range(len(HOURS)):
            known = [number for number, sums in self.sums.items() if sums[place] is not None]
            chosen.update(sorted(known, key=lambda number: self.sums[number][place] or 0.0)[-BREADTH:])
        return rank((self.candidate(stories[number], at) for number in chosen), moment(at))

    def candidate(self, story: Story, at: float) -> Candidate:
        """What the ranking knows of a story."""
        l6, l1 = self.sums.get(story.number, (None, None))
        expected = self.usual.rate(at - story.published)
        return Candidate(story.number, moment(story.published), None, l6, l1, expected)

    def seen(self, live: Iterable[Story], at: float) -> list[Seen]:
        """What the classical formulas know of every story."""
        last: Counter[int] = Counter()
        for views in self.steps[-STEPS_AN_HOUR:]:
            last.update(views)
        return [
            Seen(
                story.number,
                moment(story.published),
                self.totals[story.number],
                self.day[story.number],
                last[story.number],
                at - story.published,
            )
            for story in live
        ]
