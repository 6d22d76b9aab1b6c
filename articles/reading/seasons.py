"""A season: a stretch of time in which the public site does not change; it names the pages cached meanwhile."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from math import floor
from threading import Lock
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from articles.popularity import changes
from articles.popularity.models import HotList
from articles.publishing import generations
from articles.publishing.models import Edition

KEPT_SECONDS = 1.0
OLDEST_SECONDS = 2.0  # while one thread asks anew, the others go on with what is no older
REST_SECONDS = 1.0  # for so long a database that did not answer is not asked again
LONGEST = 60  # s; no page is kept longer
LONGEST_STALE = 30  # s; how long a cache outside may answer while it fetches anew
LONGEST_ERROR = 86_400  # s; how long it may answer while the newsroom is down


class Unknown(OperationalError):
    """The database did not say what the site looks like, now or a moment ago."""


@dataclass(frozen=True)
class Season:
    """What the site looks like depends on nothing else than these, the address and the views counted meanwhile."""

    generation: int
    next_change: datetime | None
    next_end: datetime | None
    hot_list: str

    def name(self, now: datetime) -> str:
        """Names the season: what the site looks like, and the hot list beside it."""
        return f"{self.site(now)}/{self.hot_list}"

    def site(self, now: datetime) -> str:
        """Names the site without its hot list, which refreshes without making pages untrue.

        The UTC date is in it because the token of the view beacon changes with it, the newsroom's own because
        pages print it.
        """
        days = _days(int(now.timestamp()), settings.NEWSROOM_TIME_ZONE)
        return f"{self.generation}/{self.next_change or ''}/{days}"

    def lifetime(self, now: datetime) -> int:
        """For how many seconds a page made at ``now`` is surely true: at most LONGEST, never past the next change."""
        return _seconds(now, self.next_change, LONGEST)

    def stale_lifetime(self, now: datetime) -> int:
        """For how many seconds after its lifetime a page may be shown while a new one is fetched."""
        return _seconds(now, self.next_change, LONGEST + LONGEST_STALE) - self.lifetime(now)

    def error_lifetime(self, now: datetime) -> int:
        """For how many seconds a page may stand in for a broken newsroom: never past the next take-down."""
        return _seconds(now, self.next_end, LONGEST_ERROR)


@lru_cache(maxsize=64)
def _days(second: int, zone: str) -> str:
    at = datetime.fromtimestamp(second, UTC)
    return f"{at:%Y%m%d}/{at.astimezone(ZoneInfo(zone)):%d}"


def _seconds(now: datetime, until: datetime | None, most: int) -> int:
    return most if until is None else max(0, min(most, floor((until - now).total_seconds())))


@dataclass(frozen=True)
class _Asked:
    season: Season
    at: float  # of the monotonic clock

    def serves(self, now: datetime, oldest: float) -> bool:
        """Whether it is no older than ``oldest`` seconds and its next change is still to come."""
        change = self.season.next_change
        return time.monotonic() - self.at < oldest and (change is None or now < change)


_asking = Lock()
_kept: _Asked | None = None
_silent_until = 0.0
_forgotten = 0


def season(now: datetime) -> Season:
    """The season at ``now``, asked of the database at most once a second and process, by one thread.

    Raises Unknown while the database does not answer.
    """
    kept = _kept
    if kept is not None and kept.serves(now, KEPT_SECONDS):
        return kept.season
    if time.monotonic() < _silent_until:
        raise Unknown("The database did not answer a moment ago.")
    must_wait = kept is None or not kept.serves(now, OLDEST_SECONDS)
    if not _asking.acquire(blocking=must_wait):
        assert kept is not None
        return kept.season
    try:
        return _asked_anew(now)
    finally:
        _asking.release()


def _asked_anew(now: datetime) -> Season:
    """Ask, unless another thread has while this one waited."""
    global _kept, _silent_until
    if _kept is not None and _kept.serves(now, KEPT_SECONDS):
        return _kept.season
    if time.monotonic() < _silent_until:
        raise Unknown("The database did not answer a moment ago.")
    # Kept pages are answered in front of Django, which otherwise would notice that a connection has died.
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    try:
        found = _asked(now)
    except (DatabaseError, InterfaceError) as error:
        _silent_until = time.monotonic() + REST_SECONDS
        raise Unknown(str(error)) from error
    _kept = _Asked(found, time.monotonic())
    return found


def last_known() -> Season | None:
    """The season as it was known last, for a newsroom whose database does not answer."""
    return _kept.season if _kept is not None else None


def forget() -> None:
    """Know nothing, and ask the database the next time."""
    global _kept, _silent_until, _forgotten
    with _asking:
        _kept, _silent_until, _forgotten = None, 0.0, _forgotten + 1


def times_forgotten() -> int:
    """How often everything was forgotten; what was kept before is of no more use."""
    return _forgotten


def _asked(now: datetime) -> Season:
    ends = Edition.objects.filter(live_until__gt=now, live_from__lte=now).order_by("live_until")
    return Season(
        generation=generations.current(),
        next_change=changes.next_change(now),
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
