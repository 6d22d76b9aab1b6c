"""Which lists and pins an article stood on, for how long, and how much it was read meanwhile.

Nobody is followed from page to page, so no view is said to come from a place: time and views stand side by side.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from articles.popularity import keeping
from articles.popularity.merging import moment
from articles.popularity.models import HotList
from articles.popularity.standing import DAY, hour_of, hourly
from articles.publishing.models import Edition, Pin

HOUR = timedelta(hours=1)
HOME = "home"  # the pins of the home page


class Stand(NamedTuple):
    """A place on a list ("site", "category:…", "home"), how it was got ("rank", "pin", "new"), minutes, views.

    Views of an hour are shared out by minutes. ``name`` is empty for the time on none of the lists.
    """

    name: str
    slot: str
    place: int | None
    minutes: float
    views: float

    @property
    def views_an_hour(self) -> float:
        return self.views / self.minutes * 60 if self.minutes else 0.0


Span = tuple[datetime, datetime]
Key = tuple[str, str, int | None]


def stands(article_id: int, now: datetime, *, hours: int = DAY) -> list[Stand]:
    """Where it stood in the last ``hours`` hours, the longest first; at one time it may stand on several lists."""
    start = moment(hour_of(now) - hours + 1)
    spans: dict[Key, list[Span]] = defaultdict(list)
    for key, span in [*_listed(article_id, start, now), *_pinned(article_id, start, now)]:
        spans[key].append(span)
    spans[("", "", None)] = _rest([span for held in spans.values() for span in held], start, now)
    views = hourly([article_id], now=now, hours=hours)[article_id]
    found = [
        Stand(
            *key,
            sum((end - since) / timedelta(minutes=1) for since, end in held),
            _shared(held, views, start, now),
        )
        for key, held in spans.items()
        if held
    ]
    return sorted(found, key=lambda stand: (-stand.minutes, stand.name, stand.place or 0))


def _listed(article_id: int, start: datetime, now: datetime) -> Iterator[tuple[Key, Span]]:
    """Each stretch on the list of the site and on those of its categories."""
    slugs = Edition.objects.filter(article_id=article_id, category__isnull=False).values_list(
        "category__slug", flat=True
    )
    for name in [keeping.SITE, *sorted(keeping.section(slug) for slug in set(slugs))]:
        for entries, since, end in _rows(name, start, now):
            entry = next((each for each in entries if each["article"] == article_id), None)
            if entry is not None:
                yield (name, entry.get("slot", "rank"), entry["place"]), (max(since, start), end)


def _rows(
    name: str, start: datetime, now: datetime
) -> Iterator[tuple[list[keeping.Entry], datetime, datetime]]:
    """The entries of each list in force between ``start`` and ``now``, and when it was."""
    before = keeping.at(name, start)
    rows = HotList.objects.filter(list=name, ranked_at__gt=start, ranked_at__lt=now).order_by("ranked_at")
    known = [(before.ranked_at, before.entries)] if before is not None else []
    known += rows.values_list("ranked_at", "entries")
    for (since, entries), (end, _next) in pairwise([*known, (now, [])]):
        yield entries, since, end


def _pinned(article_id: int, start: datetime, now: datetime) -> Iterator[tuple[Key, Span]]:
    pins = Pin.objects.filter(article_id=article_id, place=HOME, live_from__lt=now).exclude(
        live_until__lte=start
    )
    for pin in pins.order_by("live_from"):
        span = (max(pin.live_from, start), min(pin.live_until or now, now))
        if span[0] < span[1]:
            yield (HOME, "pin", pin.position), span


def _rest(held: list[Span], start: datetime, now: datetime) -> list[Span]:
    """The time that none of the spans covers."""
    free, since = [], start
    for begin, end in sorted(held):
        if begin > since:
            free.append((since, begin))
        since = max(since, end)
    return [*free, (since, now)] if since < now else free


def _shared(held: list[Span], views: list[int], start: datetime, now: datetime) -> float:
    """The part of each hour's views that falls into the spans, by time."""
    found = 0.0
    for place, count in enumerate(views):
        begin, end = start + place * HOUR, min(start + (place + 1) * HOUR, now)
        if count and end > begin:
            inside = sum(
                (max(min(until, end) - max(since, begin), timedelta()) for since, until in held), timedelta()
            )
            found += count * (inside / (end - begin))
    return found
