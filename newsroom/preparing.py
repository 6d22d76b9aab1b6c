"""What must stand before the first page: tables, static files, and the demo where it is wanted."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections

from newsroom.output import table


def migrate() -> None:
    """Bring the tables to this version. Running it again changes nothing."""
    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()


def collect() -> bool:
    """Collect the static files if any of them is newer than the collection; whether that was needed."""
    if settings.DEBUG or not _is_stale(Path(settings.STATIC_ROOT) / "staticfiles.json"):
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    return True


def _is_stale(manifest: Path) -> bool:
    if not manifest.exists():
        return True
    collected = manifest.stat().st_mtime
    return any(path.stat().st_mtime > collected for path in _sources())


def _sources() -> Iterator[Path]:
    """Every static file of the house and its packages. A package's own dates are those of its installation."""
    for finder in get_finders():
        for name, storage in finder.list(None):
            yield Path(storage.path(name))


def demo(now: datetime) -> str:
    """Load the demo as of ``now`` and give its accounts with fresh passwords, as a table."""
    from newsroom.demo.loading import load

    accounts = load(now)
    connections.close_all()
    return table([("Role", "Name", "Password"), *((a.role, a.username, a.password) for a in accounts)])
