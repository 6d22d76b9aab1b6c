"""A visit: the moment at which the site is looked at, and where its links lead; the only place that reads the clock."""

from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
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
    def site(self) -> str:
        """Names the site as it is shown now, without its hot list."""
        return self.season.site(self.now)

    @cached_property
    def manner(self) -> tuple[str | None, str, int]:
        """How words of this visit are written: language, zone, and the year that need not be said."""
        year = timezone.localtime(self.now).year
        return translation.get_language(), timezone.get_current_timezone_name(), year

    @cached_property
    def days(self) -> tuple[date, date]:
        """The day of the visit in UTC, which tokens know, and here, which pages print."""
        return self.now.date(), timezone.localtime(self.now).date()

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


def spoken() -> AbstractContextManager[Any]:
    """Readers' language and the newsroom's zone, whoever asks."""
    if (translation.get_language(), timezone.get_current_timezone_name()) == _readers():
        return nullcontext()
    stack = ExitStack()
    stack.enter_context(translation.override(settings.NEWSROOM_LANGUAGE))
    stack.enter_context(timezone.override(ZoneInfo(settings.NEWSROOM_TIME_ZONE)))
    return stack


def _readers() -> tuple[str, str]:
    return settings.NEWSROOM_LANGUAGE, settings.NEWSROOM_TIME_ZONE
