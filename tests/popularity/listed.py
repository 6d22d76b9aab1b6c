"""What the tests of lists make: many articles with views, and whom a list shows."""

from collections.abc import Callable
from datetime import timedelta

from articles.popularity import history
from articles.popularity.models import HotList
from tests.builders import DAY, MINUTE, NOON
from tests.popularity.making import live_article

HOUR_OF_NOON = int(NOON.timestamp()) // 3600


def viewed(article_id: int, **by_age: int) -> int:
    """``viewed(7, h0=3, h2=10)``: 3 views in the hour before noon, 10 two hours earlier."""
    history.invent(
        article_id, {HOUR_OF_NOON - 1 - int(name[1:]): views for name, views in by_age.items()}, now=NOON
    )
    return article_id


def many(
    number: int, *, views: Callable[[int], int] = lambda place: 100 - place, age: timedelta = DAY
) -> list[int]:
    """So many articles, best first."""
    made = [live_article(NOON - age - place * MINUTE) for place in range(number)]
    history.invent_many(
        {article: {HOUR_OF_NOON - 1: views(place)} for place, article in enumerate(made)}, now=NOON
    )
    return made


def shown(made: HotList | None) -> list[int]:
    assert made is not None
    return [entry["article"] for entry in made.entries]
