"""One thread a web process that sends what its requests left lying: gathered looks, waiting ones, and tallies."""

import logging
import os
import threading
import time

from django.conf import settings
from django.utils import timezone

from articles.popularity import parts, sending

TELL_SECONDS = 0.5  # between two reports of tallies

log = logging.getLogger(__name__)
_lock = threading.Lock()
_of_process = 0


def start() -> None:
    """Start the courier of this process, unless it runs; threads do not survive a fork, so the pid decides."""
    global _of_process
    if _of_process == os.getpid():
        return
    with _lock:
        if _of_process != os.getpid():
            _of_process = os.getpid()
            # Not a daemon: at its end Python waits for it, so a server that stops in good order loses nothing.
            threading.Thread(target=_run, name="courier", daemon=False).start()


def _run() -> None:
    told_at = 0.0
    while threading.main_thread().is_alive():
        time.sleep(min(settings.VIEWS_PARTS_MS / 1000 or TELL_SECONDS, TELL_SECONDS))
        is_time = time.monotonic() - told_at >= TELL_SECONDS
        told_at = time.monotonic() if is_time else told_at
        carry(tell=is_time)
    carry(tell=True)


def carry(*, tell: bool) -> None:
    """Send what there is. Nothing is raised, for nobody would hear it."""
    try:
        while parts.send(timezone.now()) >= parts.PART:
            pass
        if tell:
            sending.tell()
    except Exception:
        log.exception("What this process counted could not be sent now")
