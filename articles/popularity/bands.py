"""The usual band: between which counts the hours of articles of the same age lie, at that hour of the day.

Every finished hour leaves, for each box of age, how many articles had how many views. The band of an hour is the 20th
to the 80th percentile of 14 days of its box, times the site's share of that hour of the day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Sum

from articles.popularity.ages import BOXES, box
from articles.popularity.counter_keys import VIEW
from articles.popularity.merging import moment
from articles.popularity.models import AgeSpread, ViewHour
from articles.popularity.past import chunks
from articles.popularity.standing import DAY, hour_of
from articles.publishing.models import Edition

MEMORY = 14 * DAY  # hours
LOW, HIGH = 0.2, 0.8
EXACT_BELOW = 100  # views; above, two digits are told apart


class Band(NamedTuple):
    """Views an hour: a fifth of the articles of that age had fewer than ``low``, a fifth more than ``high``."""

    low: float
    high: float


def note(hour: int, exposure: Mapping[int, tuple[float, float]]) -> None:
    """Keep how the views of a finished hour were spread; ``exposure`` gives (views, live hours) of each box."""
    counts = _counted(hour)
    rows = []
    for place in range(BOXES):
        spread = counts[place]
        silent = round(exposure.get(place, (0.0, 0.0))[1]) - sum(spread.values())
        if silent > 0:
            spread[0] += silent
        if spread:
            rows.append(
                AgeSpread(hour=hour, box=place, counts={str(views): n for views, n in spread.items()})
            )
    AgeSpread.objects.filter(hour__lte=hour - MEMORY).delete()
    AgeSpread.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["hour", "box"], update_fields=["counts"]
    )


def usual(published_at: datetime, now: datetime, *, hours: int = DAY) -> list[Band | None]:
    """The band of each of the last ``hours`` hours, oldest first, for an article published then.

    None before its publication, and where nothing is known of its age.
    """
    return usual_of({0: published_at}, now, hours=hours)[0]


def usual_of(
    published: Mapping[int, datetime], now: datetime, *, hours: int = DAY
) -> dict[int, list[Band | None]]:
    """The bands of many articles, given with their publication, in one query."""
    last = hour_of(now)
    rows = AgeSpread.objects.filter(hour__gt=last - hours - MEMORY, hour__lt=last)
    spreads, sites = _merged(rows.values_list("hour", "box", "counts"))
    shares = _shares(sites)
    return {
        article_id: [_band(spreads, shares, hour, at) for hour in range(last - hours + 1, last + 1)]
        for article_id, at in published.items()
    }


def _counted(hour: int) -> dict[int, Counter[int]]:
    """How many articles of each box had how many views in ``hour``; their age is that at its middle."""
    views = dict(
        ViewHour.objects.filter(hour=hour, kind=VIEW).values_list("article_id").annotate(views=Sum("count"))
    )
    middle = moment(hour) + timedelta(minutes=30)
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for part in chunks(sorted(views)):
        known = Edition.objects.ever_public(moment(hour + 1)).filter(article_id__in=part)
        published = dict(
            known.exclude(live_until__lte=moment(hour)).values_list("article_id", "published_at")
        )
        for article_id, published_at in published.items():
            found[box((middle - published_at) / timedelta(hours=1))][_grain(views[article_id])] += 1
    return found


def _grain(views: int) -> int:
    """``views`` with two telling digits, so that busy hours stay small rows."""
    if views < EXACT_BELOW:
        return views
    unit: int = 10 ** (len(str(views)) - 2)
    return views // unit * unit


def _merged(
    rows: Iterable[tuple[int, int, dict[str, int]]],
) -> tuple[dict[int, Counter[int]], dict[int, int]]:
    """The spread of each box over all rows, and the views of the site in each hour."""
    spreads: dict[int, Counter[int]] = defaultdict(Counter)
    sites: dict[int, int] = defaultdict(int)
    for hour, place, counts in rows:
        for views, number in counts.items():
            spreads[place][int(views)] += number
            sites[hour] += int(views) * number
    return spreads, sites


def _shares(sites: Mapping[int, int]) -> dict[int, float]:
    """What each hour of the day (UTC) brings, 1 on average; 1 while less than a day is known."""
    if len(sites) < DAY or not any(sites.values()):
        return dict.fromkeys(range(DAY), 1.0)
    whole = sum(sites.values()) / len(sites)
    shares = {}
    for of_day in range(DAY):
        known = [views for hour, views in sites.items() if hour % DAY == of_day]
        shares[of_day] = sum(known) / len(known) / whole if known else 1.0
    return shares


def _band(
    spreads: Mapping[int, Counter[int]], shares: Mapping[int, float], hour: int, published_at: datetime
) -> Band | None:
    age = (moment(hour) + timedelta(minutes=30) - published_at) / timedelta(hours=1)
    spread = spreads.get(box(age))
    if age < 0 or not spread:
        return None
    share = shares[hour % DAY]
    return Band(_percentile(spread, LOW) * share, _percentile(spread, HIGH) * share)


def _percentile(spread: Counter[int], share: float) -> int:
    """The smallest count that at least ``share`` of the articles do not exceed."""
    wanted, seen = share * sum(spread.values()), 0
    for views in sorted(spread):
        seen += spread[views]
        if seen >= wanted:
            return views
    return 0
