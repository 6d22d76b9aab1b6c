"""Judges the worker by its work: alive but idle for too long, it is started anew."""

import logging
import threading
from datetime import datetime, timedelta

from django.db import connections

from articles.clocks.models import Turn

PULSE = "articles.announce"  # the quickest clock: while anything works, it ticks
SILENCE = timedelta(seconds=60)
LOOK_SECONDS = 10.0
log = logging.getLogger(__name__)


class Watch:
    """Looks at the quickest clock every few seconds, in a thread, so that a slow database holds up nobody."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.last: datetime | None = None
        self.looked = False
        self.thread = threading.Thread(target=self._look, daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self.thread.start()

    def stop(self) -> None:
        """Look no more."""
        self.over.set()
        if self.thread.is_alive():
            self.thread.join(2)

    def is_silent(self, now: datetime) -> bool:
        """Whether the clock has not finished a turn for a minute; False as long as nobody could look."""
        return self.looked and (self.last is None or now - self.last > SILENCE)

    def _look(self) -> None:
        while not self.over.wait(LOOK_SECONDS):
            try:
                self.last = Turn.objects.filter(name=PULSE).values_list("finished_at", flat=True).first()
                self.looked = True
            except Exception as error:
                self.looked = False
                log.warning("The database does not answer: %s", error)
            finally:
                connections.close_all()
