"""What lies where: the database, pictures and what is left on the disks; and how far the search index is."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min, Sum
from django.db.models.functions import Length

from articles.covers.models import Cover, Rendition
from articles.publishing.models import Effect

LOOKED_AT = 10_000  # files whose sizes are added up; what there is beyond is reckoned from these
LITTLE = 2**30  # bytes; a disk with less is all but full
INDEXING = ("index", "unindex")


class Search(NamedTuple):
    """When a text was last taken into the index, how many wait, and since when the oldest does."""

    last: datetime | None
    waiting: int
    oldest: datetime | None


class Storage(NamedTuple):
    """Bytes, each None where it cannot be told; ``is_reckoned`` says that the pictures were not all added up."""

    database: int | None
    renditions: int
    free: int | None
    media_free: int | None
    covers_waiting: int
    covers_parked: int
    is_reckoned: bool

    @property
    def is_well(self) -> bool:
        """Whether there is room, and no picture whose sizes were given up."""
        return not (self.covers_parked or is_little(self.free) or is_little(self.media_free))


def is_little(free: int | None) -> bool:
    """Whether a disk with so many bytes left will soon take no more."""
    return free is not None and free < LITTLE


def search(now: datetime) -> Search:
    """How far the search index is."""
    done = (
        Effect.objects.filter(kind=kind, done_at__isnull=False).aggregate(last=Max("done_at"))["last"]
        for kind in INDEXING
    )
    last = max((moment for moment in done if moment), default=None)
    wanted = Effect.objects.filter(kind__in=INDEXING, done_at=None, wanted_at__lte=now)
    waits = wanted.aggregate(waiting=Count("pk"), oldest=Min("wanted_at"))
    return Search(last, waits["waiting"], waits["oldest"])


def storage() -> Storage:
    """What is there and what is left."""
    size, is_reckoned = _pictures()
    # Asked as its index has it, and of nothing else: few covers have a fault, nearly all wait for nothing.
    faulty = Cover.objects.alias(letters=Length("render_error")).filter(letters__gt=0)
    counts = faulty.aggregate(all=Count("pk"), waiting=Count("render_due_at"))
    return Storage(
        _known(_database_size), size, _known(lambda: _free(settings.VAR_DIR)),
        _known(lambda: _free(settings.MEDIA_ROOT)), Cover.objects.filter(render_due_at__isnull=False).count(),
        counts["all"] - counts["waiting"], is_reckoned,
    )  # fmt: skip


def _pictures() -> tuple[int, bool]:
    """Bytes of every file; of very many, as many times the mean of the newest as there have been files."""
    newest = Rendition.objects.order_by("-pk")[:LOOKED_AT]
    found = newest.aggregate(sum=Sum("size"), count=Count("pk"), last=Max("pk"))
    if found["count"] < LOOKED_AT:
        return found["sum"] or 0, False
    first = Rendition.objects.order_by("pk").values_list("pk", flat=True)[0]
    return found["sum"] * (found["last"] - first + 1) // LOOKED_AT, True


def _known(ask: Callable[[], int]) -> int | None:
    try:
        return ask()
    except OSError:
        return None


def _free(folder: Path) -> int:
    """Bytes left on the disk of ``folder``, or of the nearest folder above that exists."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    return shutil.disk_usage(there).free


def _database_size() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])
