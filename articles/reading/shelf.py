"""The shelf of kept pages: copies in this process before copies in Redis; without Redis only the former."""

import hashlib
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import NamedTuple

from django.core.cache import cache

from articles.reading import pressing
from articles.reading.places import Place
from articles.reading.seasons import LONGEST_ERROR, LONGEST_STALE, Season

CHECKED_SECONDS = 1.0  # after which Redis is asked whether another process has made a newer copy
CLAIM_SECONDS = 5  # after which a process that died while it made a page is no longer waited for
MOST_PAGES = 1000
MOST_BYTES = 32 * 1024 * 1024


class Kept(NamedTuple):
    """A page with the headers everybody gets, and the site it was made of."""

    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    generation: int
    site: str
    made_at: float  # s since 1970
    fresh_until: float

    def is_fresh(self, site: str, now: float, stale: int = 0) -> bool:
        """Whether it shows ``site`` and its time, or ``stale`` seconds more, has not run out."""
        return self.site == site and now < self.fresh_until + stale


@dataclass
class Copy:
    """A page in this process; ``pressed`` by encoding, each made when first asked for."""

    kept: Kept
    checked: float  # of the monotonic clock
    pressed: dict[str, bytes] = field(default_factory=dict)

    def body(self, encoding: str) -> bytes:
        """The body in ``encoding``; as it is for an empty one."""
        if not encoding:
            return self.kept.body
        if encoding not in self.pressed:
            self.pressed[encoding] = pressing.pressed(self.kept.body, encoding)
        return self.pressed[encoding]


class Shelf:
    """Kept pages by their place. Never more than MOST_PAGES and MOST_BYTES in the process; the oldest used go."""

    def __init__(self) -> None:
        self._copies: OrderedDict[str, Copy] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def fresh(self, place: Place, season: Season, now: datetime) -> Copy | None:
        """The copy that shows the site as it is at ``now``."""
        site, at = season.site(now), now.timestamp()
        copy = self._copies.get(place.key)
        if copy is not None and copy.kept.is_fresh(site, at):
            if place.is_sought or time.monotonic() - copy.checked < CHECKED_SECONDS:
                return copy
        else:
            copy = None
        return self._newer(place, copy, site, at)

    def _newer(self, place: Place, copy: Copy | None, site: str, at: float) -> Copy | None:
        """What Redis has if that is newer than ``copy``, else ``copy``."""
        found: Kept | None = None if place.is_sought else cache.get(_name(place.key))
        newer = found is not None and (copy is None or found.made_at > copy.kept.made_at)
        if found is not None and newer and found.is_fresh(site, at):
            return self._remember(place, found)
        if copy is not None:
            copy.checked = time.monotonic()
            with suppress(KeyError):
                self._copies.move_to_end(place.key)
        return copy

    def here(self, place: Place, season: Season, now: datetime) -> Copy | None:
        """The fresh copy of this process, without asking Redis."""
        copy = self._copies.get(place.key)
        return copy if copy is not None and copy.kept.is_fresh(season.site(now), now.timestamp()) else None

    def stale(self, place: Place, season: Season, now: datetime) -> Copy | None:
        """The copy that may be shown while another request makes a new one: still true, only its counts are old."""
        copy = self._copies.get(place.key)
        if copy is None or not copy.kept.is_fresh(season.site(now), now.timestamp(), LONGEST_STALE):
            return None
        return copy

    def standing_in(self, place: Place, season: Season | None, now: datetime) -> Copy | None:
        """The copy that may stand in for a newsroom that cannot answer; never past a take-down known by ``season``."""
        copy = self._copies.get(place.key)
        if copy is None or season is None or copy.kept.generation != season.generation:
            return None
        made = datetime.fromtimestamp(copy.kept.made_at, UTC)
        end = min(
            made + timedelta(seconds=LONGEST_ERROR), season.next_end or datetime.max.replace(tzinfo=UTC)
        )
        return copy if now < end else None

    def put(self, place: Place, kept: Kept) -> Copy:
        """Keep a page here, and in Redis for as long as it is fresh."""
        if not place.is_sought:
            cache.set(_name(place.key), kept, max(1, int(kept.fresh_until - kept.made_at)))
        return self._remember(place, kept)

    def claim(self, place: Place, season: Season, now: datetime) -> bool:
        """Whether no other process makes the page of this season at the moment; true while Redis is away."""
        return place.is_sought or cache.add(_name(f"{place.key}\n{season.site(now)}"), 1, CLAIM_SECONDS)

    def release(self, place: Place, season: Season, now: datetime) -> None:
        """Give back a claim on a page that could not be kept."""
        if not place.is_sought:
            cache.delete(_name(f"{place.key}\n{season.site(now)}"))

    def is_claimed(self, place: Place, season: Season, now: datetime) -> bool:
        """Whether another process still makes the page."""
        return bool(cache.get(_name(f"{place.key}\n{season.site(now)}")))

    def _remember(self, place: Place, kept: Kept) -> Copy:
        copy = Copy(kept, time.monotonic())
        with self._lock:
            before = self._copies.pop(place.key, None)
            self._bytes += len(kept.body) - (len(before.kept.body) if before else 0)
            self._copies[place.key] = copy
            while len(self._copies) > MOST_PAGES or self._bytes > MOST_BYTES:
                _key, old = self._copies.popitem(last=False)
                self._bytes -= len(old.kept.body)
        return copy


def _name(key: str) -> str:
    return f"page:{hashlib.sha256(key.encode(errors='replace')).hexdigest()}"
