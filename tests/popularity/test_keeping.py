"""Old lists get shorter, and what stood at a full hour stays known."""

from datetime import datetime

import pytest

from articles.popularity import keeping, listing
from articles.popularity.models import HotList
from tests.builders import DAY, HOUR, MINUTE, NOON
from tests.popularity.listed import shown

pytestmark = pytest.mark.django_db


def stored(at: datetime, *articles: int) -> HotList:
    entries = [
        {"article": article, "place": place, "heat": 1.0, "parts": [1.0], "hot": False}
        for place, article in enumerate(articles, 1)
    ]
    return HotList.objects.create(ranked_at=at, confirmed_at=at, entries=entries)


def test_old_lists_get_shorter_and_keep_their_order() -> None:
    week = stored(NOON - 8 * DAY, *range(1, 31))
    young = stored(NOON - DAY, *range(1, 31))
    assert keeping.thin(NOON) == (1, 0)
    week.refresh_from_db()
    young.refresh_from_db()
    assert [entry["article"] for entry in week.entries] == list(range(1, 16))
    assert set(week.entries[0]) == {"article", "place", "heat"}
    assert len(young.entries) == 30
    assert keeping.thin(NOON) == (0, 0)


def test_the_newest_list_is_never_thinned() -> None:
    only = stored(NOON - 500 * DAY, *range(1, 31))
    assert keeping.thin(NOON) == (0, 0)
    only.refresh_from_db()
    assert len(only.entries) == 30


def test_after_a_year_the_list_of_every_full_hour_stays_the_same() -> None:
    start = (NOON - 410 * DAY).replace(minute=0)
    for minutes in (0, 10, 59, 61, 119, 120, 200, 230):
        stored(start + minutes * MINUTE, minutes)
    stored(NOON, 1)
    hours = [start + hour * HOUR for hour in range(8)]
    before = [shown(listing.at("site", hour)) for hour in hours]
    assert keeping.thin(NOON) == (4, 4)
    assert [shown(listing.at("site", hour)) for hour in hours] == before
