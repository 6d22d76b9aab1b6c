"""A page made now stays true until the next edition, pin or boost begins or ends."""

from datetime import datetime

import pytest

from articles.popularity.changes import next_change
from articles.popularity.models import Boost
from tests.builders import HOUR, MINUTE, NOON
from tests.popularity.making import live_article

pytestmark = pytest.mark.django_db


def boost(live_from: datetime, live_until: datetime | None, *, ended_at: datetime | None = None) -> Boost:
    return Boost.objects.create(
        article_id=live_article(NOON - HOUR), factor=2, reason="scoop", live_from=live_from, live_until=live_until,
        ended_at=ended_at,
    )  # fmt: skip


def test_nothing_planned_is_no_change() -> None:
    boost(NOON - HOUR, None)
    assert next_change(NOON) is None


def test_boosts_change_the_site_when_they_begin_and_when_they_end() -> None:
    boost(NOON + MINUTE, NOON + HOUR)
    assert next_change(NOON) == NOON + MINUTE
    assert next_change(NOON + MINUTE) == NOON + HOUR
    assert next_change(NOON + HOUR) is None


def test_a_boost_that_was_ended_changes_nothing_more() -> None:
    boost(NOON - HOUR, NOON + HOUR, ended_at=NOON - MINUTE)
    assert next_change(NOON) is None


def test_the_earliest_of_editions_and_boosts_counts() -> None:
    boost(NOON - HOUR, NOON + HOUR)
    live_article(NOON + 2 * HOUR)
    assert next_change(NOON) == NOON + HOUR
    live_article(NOON - HOUR, until=NOON + 5 * MINUTE)
    assert next_change(NOON) == NOON + 5 * MINUTE
