"""Questions about many editions, pins and effects; every one of them takes the moment it asks about."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import GreaterThan, IsNull, LessThanOrEqual

if TYPE_CHECKING:
    from articles.publishing.models import Edition, Effect, Pin  # noqa: F401  (named in strings below)

LONG_COLUMNS = ("body", "html", "plain", "toc", "extra", "approvals")


class Plain(Func):
    """A column by which SQLite must not search.

    Almost every copy has begun and has no end, so the indexes of both lead through the whole archive. PostgreSQL
    knows that.
    """

    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)


def standing(now: datetime, prefix: str = "") -> Q:
    """What readers see at ``now``, of rows that have ``live_from`` and ``live_until`` behind ``prefix``."""
    begins, ends = Plain(F(f"{prefix}live_from")), Plain(F(f"{prefix}live_until"))
    return Q(Q(IsNull(ends, True)) | Q(GreaterThan(ends, now)), LessThanOrEqual(begins, now))


class EditionQuerySet(models.QuerySet["Edition"]):
    """Questions about many printed copies; every one of them takes the moment it asks about."""

    def uncancelled(self) -> EditionQuerySet:
        """The copies that readers see at some moment, past or to come: their interval is not empty."""
        return self.filter(Q(live_until=None) | Q(live_until__gt=F("live_from")))

    def live(self, now: datetime) -> EditionQuerySet:
        """The copies readers see at ``now``."""
        return self.filter(standing(now))

    def scheduled(self, now: datetime) -> EditionQuerySet:
        """The copies whose moment is still to come at ``now``."""
        return self.uncancelled().filter(live_from__gt=now)

    def ever_public(self, now: datetime) -> EditionQuerySet:
        """The copies that readers could see at some moment up to ``now``."""
        return self.uncancelled().filter(live_from__lte=now)

    def seen_to_appear(self, since: datetime, now: datetime) -> EditionQuerySet:
        """The copies that appeared between the two and were found there; an import for a second long past is none."""
        begun = self.filter(live_from__gt=since, live_from__lte=now, live_from__gte=F("printed_at"))
        return begun.exclude(seen_at=None)

    def newest_first(self) -> EditionQuerySet:
        """By first publication, then by number, both falling."""
        return self.order_by("-published_at", "-article_id", "-live_from")

    def without_long_columns(self) -> EditionQuerySet:
        """For lists: everything but the words of the body."""
        return self.defer(*LONG_COLUMNS)


class PinQuerySet(models.QuerySet["Pin"]):
    """Questions about many pins."""

    def in_force(self, now: datetime) -> PinQuerySet:
        """The pins that hold at ``now``."""
        return self.filter(Q(live_until=None) | Q(live_until__gt=now), live_from__lte=now)

    def standing(self, now: datetime) -> PinQuerySet:
        """The pins that hold at ``now`` or will; one that was ended before it began never does."""
        coming = Q(live_from__gt=now) & ~Q(live_until=F("live_from"))
        holding = Q(live_until=None) | Q(live_until__gt=now)
        return self.filter(holding & (Q(live_from__lte=now) | coming))


class EffectQuerySet(models.QuerySet["Effect"]):
    """Questions about many effects."""

    def due(self, now: datetime) -> EffectQuerySet:
        """What should be done by ``now`` and is neither done, parked, nor being done by somebody."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=now)
        return self.filter(free, done_at=None, parked_at=None, due_at__lte=now)

    def overdue(self, now: datetime) -> EffectQuerySet:
        """What should be done by ``now`` and is not, parked ones included."""
        return self.filter(done_at=None, due_at__lte=now)
