"""Stillness: whether anything at all has been written into the database since a page was read from it.

The first question of a page brings the answer along. If nothing was written, and no copy has begun or ended in between,
every further question would be answered as it was then, so it need not be asked.
"""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Func, Subquery, TextField

from articles.publishing.models import Edition

COLUMNS = ("begins", "ends", "written")
MOST_WITNESSES = 64


class Written(Func):
    """Changes whenever something was written: for SQLite by another connection, for PostgreSQL by anybody.

    Equal snapshots of PostgreSQL see equal rows. A standby tells too little of its own, and so tells nothing here.
    """

    output_field = TextField()
    template = "CASE WHEN NOT pg_is_in_recovery() THEN pg_current_snapshot()::text END"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="(SELECT data_version FROM pragma_data_version)", **extra
        )


class Stillness(NamedTuple):
    """What one question told: when the next copy begins and ends, and who says that nothing else has happened."""

    turns: tuple[Any, Any]
    witness: Any  # a connection of SQLite, which speaks for itself alone; None for all of PostgreSQL
    version: Any


def columns(now: datetime) -> dict[str, Any]:
    """What a question must bring along, in the order of COLUMNS.

    As long as the next beginning and the next end are the same, none has passed.
    """
    begins = Edition.objects.filter(live_from__gt=now).order_by("live_from").values("live_from")[:1]
    ends = Edition.objects.filter(live_until__gt=now).order_by("live_until").values("live_until")[:1]
    return {"begins": Subquery(begins), "ends": Subquery(ends), "written": Written()}


def told(row: tuple[Any, ...]) -> Stillness | None:
    """What a row tells that ends with these columns; None in a transaction, which sees what others do not."""
    *_others, begins, ends, written = row
    if written is None or connection.in_atomic_block:
        return None
    if connection.vendor == "sqlite":
        own = connection.connection
        return Stillness((begins, ends), own, (written, own.total_changes))
    return Stillness((begins, ends), None, written)


class Witnesses:
    """Who saw a page agree with the database, and in which version of it."""

    def __init__(self) -> None:
        self._seen: dict[Any, tuple[Any, Any]] = {}

    def still(self, now: Stillness | None) -> bool:
        """Whether nothing can have changed since somebody saw the page agree."""
        return now is not None and self._seen.get(now.witness) == (now.version, now.turns)

    def saw(self, then: Stillness | None) -> None:
        """The page agrees with all that was read after ``then`` was told."""
        if then is not None:
            if len(self._seen) >= MOST_WITNESSES:
                self._seen.clear()
            self._seen[then.witness] = then.version, then.turns
