"""What a benchmark stands on: an own database with all tables, and a clock of the work that was done."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent
TABLES = ("migrate",)
STATIC = ("collectstatic", "--no-input")  # servers and tests' browsers make a page before they serve


def settle(
    folder: Path,
    *,
    redis: str = "nobody.sock",
    commands: Iterable[tuple[str, ...]] = (TABLES,),
    **more: str,
) -> None:
    """Set Django up on a database in ``folder``, or the PostgreSQL database named by BENCH_DATABASE_URL."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "VAR_DIR": str(folder / "var"),
        "REDIS_URL": f"unix://{folder / redis}",
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{folder / 'bench.sqlite3'}",
        **more,
    }
    for words in commands:
        command = [sys.executable, str(BASE / "manage.py"), *words, "--verbosity", "0", "--skip-checks"]
        subprocess.run(command, check=True, cwd=BASE)
    import django

    django.setup()


def worked() -> Callable[[], float]:
    """Seconds of work, whatever else the machine does: of this process, and of the PostgreSQL process behind it.

    Of a PostgreSQL elsewhere nobody tells, so there it is the time that passes.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        used = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not used.exists() or "(postgres)" not in used.read_text():
        return time.perf_counter
    ticks = os.sysconf("SC_CLK_TCK")
    # Fields 14 and 15 of the file, counted from the one after the name.
    return lambda: (
        time.process_time() + sum(map(int, used.read_text().rpartition(")")[2].split()[11:13])) / ticks
    )
