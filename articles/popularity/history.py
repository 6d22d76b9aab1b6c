"""Views of the past, for demos and load tests: facts like any others, in a life of their own.

Hours of days that were rolled up already take no facts, so they are left out.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from articles.popularity import days, merging
from articles.popularity.counter_keys import VIEW, Counter
from articles.popularity.rebuilding import rebuild_some

EPOCH = "invented" * 4
PART = 200  # articles a transaction


def invent(article_id: int, hourly: Mapping[int, int], *, now: datetime) -> None:
    """State that an article had so many views in these hours (whole hours since 1970); twice changes nothing."""
    invent_many({article_id: hourly}, now=now)


def invent_many(views: Mapping[int, Mapping[int, int]], *, now: datetime) -> None:
    """The same for many articles: ``{article: {hour: views}}``."""
    article_ids = sorted(views)
    for start in range(0, len(article_ids), PART):
        part = article_ids[start : start + PART]
        with transaction.atomic():
            merging.lock_marks()
            _state({article_id: views[article_id] for article_id in part})
            rebuild_some(part, now)


def _state(views: Mapping[int, Mapping[int, int]]) -> None:
    until = days.rolled_until()
    every = {hour for hourly in views.values() for hour in hourly}
    hours = sorted(hour for hour in every if not days.is_rolled(hour, until))
    for hour in hours:
        facts = [
            (article_id, hourly[hour])
            for article_id, hourly in sorted(views.items())
            if hourly.get(hour, 0) > 0
        ]
        merging.state(Counter(EPOCH, hour, VIEW), facts)
