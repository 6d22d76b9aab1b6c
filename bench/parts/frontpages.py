"""An invented front page, recorded every half hour, in the form of the real ones: for where there is no real one."""

from collections import Counter

from articles.popularity.measuring import CLASSICAL, Seen, ordered
from bench.parts.desk import MONDAY, moment
from bench.parts.replaying import Row
from bench.parts.town import DAY, STEP, Town

PLACES = 30
STEPS_A_SNAPSHOT = 3
NEWS = 48.0  # hours; older stories have left the page


def invent(seed: int, days: float, views: float) -> list[Row]:
    """The thirty first of a simulated newsroom by the Hacker News formula, with their views as votes."""
    town, votes = Town(seed, days, views), Counter[int]()
    start = int(MONDAY.timestamp())
    rows = []
    for step in range(int(days * DAY / STEP)):
        at = step * STEP
        if step % STEPS_A_SNAPSHOT == 0:
            stories = {story.number: story for story in town.live(at) if at - story.published < NEWS}
            seen = [
                Seen(number, moment(story.published), votes[number], 0, 0, at - story.published)
                for number, story in stories.items()
            ]
            for place, number in enumerate(ordered(seen, CLASSICAL["Hacker News"])[:PLACES], 1):
                published = start + int(stories[number].published * 3600) - 900
                rows.append(Row(start + round(at * 3600), number, published, votes[number], place))
        people, robots = town.views(at)
        votes.update(people + robots)
    return rows
