"""Over random schedules: no copy of a page, wherever it lies, is shown past the next change it knows of."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.popularity.models import Boost
from articles.publishing.models import Edition, Pin
from articles.reading import caching, seasons
from articles.reading.seasons import Season
from tests.builders import NOON
from tests.reading import printing

SECOND = timedelta(seconds=1)
moments = st.one_of(
    st.none(),
    st.floats(min_value=0.001, max_value=200).map(lambda seconds: NOON + timedelta(seconds=seconds)),
    st.floats(min_value=200, max_value=10**6).map(lambda seconds: NOON + timedelta(seconds=seconds)),
)


def seconds_of(headers: list[tuple[str, str]], header: str, word: str) -> int:
    """The number that stands behind ``word=`` in ``header``."""
    found = re.search(rf"(?:^|[ ,]){word}=([0-9]+)", dict(headers)[header])
    assert found is not None, (headers, word)
    return int(found[1])


def a_season(change: datetime | None, end: datetime | None) -> Season:
    known = [each for each in (change, end) if each is not None]
    return Season(generation=1, next_change=min(known, default=None), next_end=end, hot_list="")


@given(change=moments, end=moments)
def test_caches_outside_keep_no_page_past_the_next_change(
    change: datetime | None, end: datetime | None
) -> None:
    season = a_season(change, end)
    told = caching.lifetimes(season, NOON)
    fresh = seconds_of(told, "Cache-Control", "s-maxage")
    assert fresh == seconds_of(told, "CDN-Cache-Control", "max-age") <= 60
    stale = seconds_of(told, "CDN-Cache-Control", "stale-while-revalidate")
    error = seconds_of(told, "CDN-Cache-Control", "stale-if-error")
    if season.next_change is not None:
        assert NOON + (fresh + stale) * SECOND <= season.next_change
    if end is not None:
        assert NOON + error * SECOND <= end


@given(change=moments, end=moments, within=st.floats(min_value=0, max_value=0.999))
def test_nginx_keeps_none_either_although_it_counts_whole_seconds(
    change: datetime | None, end: datetime | None, within: float
) -> None:
    """nginx forgets the part of a second that has gone when it fetches, and shows a page through the last second."""
    season = a_season(change, end)
    told = caching.front_lifetimes(season, NOON)
    keeps = seconds_of([("k", f"keeps={dict(told)['X-Accel-Expires']}")], "k", "keeps")
    stale = seconds_of(told, "Cache-Control", "stale-while-revalidate")
    error = seconds_of(told, "Cache-Control", "stale-if-error")
    outside = seconds_of(told, "Cache-Control", "s-maxage")
    outside_stale = seconds_of(told, "CDN-Cache-Control", "stale-while-revalidate")
    shown = keeps + stale + 1 - within if keeps else 0.0
    if season.next_change is not None:
        assert NOON + timedelta(seconds=shown) <= season.next_change
        if keeps:
            assert NOON + timedelta(seconds=shown + outside + outside_stale) <= season.next_change
    if end is not None and keeps:
        assert NOON + timedelta(seconds=keeps + error + 1 - within) <= end
    assert keeps + stale <= 2


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(
    plans=st.lists(
        st.tuples(
            st.sampled_from(("edition", "end", "pin", "boost")),
            st.floats(min_value=0.1, max_value=120),
            st.floats(min_value=0.1, max_value=120),
        ),
        max_size=6,
    )
)
def test_the_season_knows_every_change_that_is_planned(plans: list[tuple[str, float, float]]) -> None:
    editions = list(Edition.objects.order_by("pk")) or printing.many(6)
    with transaction.atomic():
        known, ends = planned(plans, editions)
        seasons.forget()
        season = seasons.season(NOON)
        transaction.set_rollback(True)
    assert season.next_change == min(known, default=None)
    assert season.next_end == min(ends, default=None)


def planned(
    plans: list[tuple[str, float, float]], editions: list[Edition]
) -> tuple[list[datetime], list[datetime]]:
    """Plan all that; the moments of change, and those at which something that is live now ends."""
    known: list[datetime] = []
    ends: list[datetime] = []
    for (kind, first, length), edition in zip(plans, editions, strict=False):
        begins, until = NOON + timedelta(seconds=first), NOON + timedelta(seconds=first + length)
        if kind == "edition":
            Edition.objects.filter(pk=edition.pk).update(live_from=begins, live_until=until)
            known += [begins, until]
        elif kind == "end":
            Edition.objects.filter(pk=edition.pk).update(live_until=until)
            known.append(until)
            ends.append(until)
        elif kind == "pin":
            Pin.objects.create(
                made_at=NOON,
                article=edition.article,
                place="home",
                position=1,
                live_from=begins,
                live_until=until,
            )
            known += [begins, until]
        else:
            Boost.objects.create(
                article=edition.article,
                factor=2,
                reason="r",
                live_from=begins,
                live_until=until,
            )
            known += [begins, until]
    return known, ends
