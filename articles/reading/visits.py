"""A visit: the moment at which the site is looked at, and where its links lead; the only place that reads the clock."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation

from articles.reading import seasons
from articles.reading.seasons import Season


@dataclass(frozen=True)
class Visit:
    """``now`` decides what is seen. ``base`` is put before every address of the site, ``media`` replaces the public
    address of pictures; both are empty for readers. ``banner`` tells staff that they are elsewhere than readers."""

    now: datetime
    base: str = ""
    media: str = ""
    banner: str = ""

    @property
    def is_public(self) -> bool:
        """Whether a reader asks, at the present moment, for a page that others may share."""
        return not (self.base or self.banner)

    @cached_property
    def season(self) -> Season:
        """The season in which the visit began; asked before anything that is shown. Raises seasons.Unknown."""
        return seasons.season(self.now)

    @cached_property
    def manner(self) -> tuple[str | None, str, int]:
        """How words of this visit are written: language, zone, and the year that need not be said."""
        year = timezone.localtime(self.now).year
        return translation.get_language(), timezone.get_current_timezone_name(), year

    def url(self, path: str) -> str:
        """The address of ``path`` within this visit."""
        return self.base + path


def visit_of(request: HttpRequest) -> Visit:
    """The visit somebody prepared for ``request``, else a reader's visit at the present moment."""
    visit: Visit | None = getattr(request, "newsroom_visit", None)
    if visit is None:
        visit = Visit(now=timezone.now())
        request.newsroom_visit = visit  # type: ignore[attr-defined]
    return visit


def spoken() -> ExitStack:
    """Readers' language and the newsroom's zone, whoever asks."""
    stack = ExitStack()
    stack.enter_context(translation.override(settings.NEWSROOM_LANGUAGE))
    stack.enter_context(timezone.override(ZoneInfo(settings.NEWSROOM_TIME_ZONE)))
    return stack
