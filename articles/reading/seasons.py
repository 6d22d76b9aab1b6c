"""A season: a stretch of time in which the public site does not change; it names the pages cached meanwhile."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from math import floor
from threading import Lock

from articles.popularity.models import HotList
from articles.publishing import generations
from articles.publishing.models import Edition

KEPT_SECONDS = 1.0
LONGEST = 60  # s; no page is kept longer
LONGEST_STALE = 30  # s; how long a cache outside may answer while it fetches anew
LONGEST_ERROR = 86_400  # s; how long it may answer while the newsroom is down


@dataclass(frozen=True)
class Season:
    """What the site looks like depends on nothing else than these, the address and the views counted meanwhile."""

    generation: int
    next_change: datetime | None
    next_end: datetime | None
    hot_list: str

    def name(self, now: datetime) -> str:
        """Names the season; the UTC date is in it because the token of the view beacon changes with it."""
        return f"{self.generation}/{self.next_change or ''}/{self.hot_list}/{now.astimezone(UTC):%Y%m%d}"

    def lifetime(self, now: datetime) -> int:
        """For how many seconds a page made at ``now`` is surely true: at most LONGEST, never past the next change."""
        return _seconds(now, self.next_change, LONGEST)

    def stale_lifetime(self, now: datetime) -> int:
        """For how many seconds after its lifetime a page may be shown while a new one is fetched."""
        return _seconds(now, self.next_change, LONGEST + LONGEST_STALE) - self.lifetime(now)

    def error_lifetime(self, now: datetime) -> int:
        """For how many seconds a page may stand in for a broken newsroom: never past the next take-down."""
        return _seconds(now, self.next_end, LONGEST_ERROR)


def _seconds(now: datetime, until: datetime | None, most: int) -> int:
    return most if until is None else max(0, min(most, floor((until - now).total_seconds())))


_lock = Lock()
_kept: tuple[float, Season] | None = None


def season(now: datetime) -> Season:
    """The season at ``now``, asked of the database at most once a second and process."""
    global _kept
    with _lock:
        if _kept is not None and _is_fresh(_kept, now):
            return _kept[1]
    found = _asked(now)
    with _lock:
        _kept = (time.monotonic(), found)
    return found


def forget() -> None:
    """Ask the database the next time."""
    global _kept
    with _lock:
        _kept = None


def _is_fresh(kept: tuple[float, Season], now: datetime) -> bool:
    change = kept[1].next_change
    return time.monotonic() - kept[0] < KEPT_SECONDS and (change is None or now < change)


def _asked(now: datetime) -> Season:
    ends = Edition.objects.live(now).filter(live_until__isnull=False).order_by("live_until")
    return Season(
        generation=generations.current(),
        next_change=generations.next_change(now),
        next_end=ends.values_list("live_until", flat=True).first(),
        hot_list=_hot_list(now),
    )


def _hot_list(now: datetime) -> str:
    """The list in force and how it ages: after 5 minutes it shows its time, after 60 its movement marks go."""
    lists = HotList.objects.filter(list="site", ranked_at__lte=now).order_by("-ranked_at")
    newest = lists.values_list("id", "confirmed_at").first()
    if newest is None:
        return ""
    age = (now - newest[1]).total_seconds()
    return f"{newest[0]}{'' if age <= 300 else 'a' if age <= 3600 else 'b'}"
