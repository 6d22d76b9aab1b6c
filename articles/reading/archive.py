"""The archive: every article of a month by day, and the way to the neighbouring months that hold something."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.publishing.models import Edition
from articles.reading import addresses, cards, furniture, lists, phrases
from articles.reading.doors import page
from articles.reading.furniture import Head
from articles.reading.visits import Visit


def bounds(year: int, month: int) -> tuple[datetime, datetime]:
    """First moment of a month in the newsroom's zone, and of the next. Raises Http404 when there is no such month."""
    zone = ZoneInfo(settings.NEWSROOM_TIME_ZONE)
    try:
        start = datetime(year, month, 1, tzinfo=zone)
        return start, (start + timedelta(days=32)).replace(day=1)
    except (ValueError, OverflowError):
        raise Http404 from None


@page
def archive(request: HttpRequest, visit: Visit, year: str, month: str) -> HttpResponse:
    """A month that holds something; others are not found."""
    start, end = bounds(int(year), int(month))
    live = lists.cards(visit.now)
    found = list(live.filter(published_at__gte=start, published_at__lt=end))
    if not found:
        raise Http404
    title = phrases.month(start)
    context = {
        "title": title,
        "total": len(found),
        "days": _by_day(found, visit),
        "earlier": _neighbour(live.filter(published_at__lt=start).first(), visit),
        "later": _neighbour(live.filter(published_at__gte=end).reverse().first(), visit),
        "search_query": "",
    }
    head = Head(
        title=_("Archive: %(month)s") % {"month": title}, path=addresses.archive(start),
        description=_("Every article of %(month)s.") % {"month": title},
    )  # fmt: skip
    return furniture.answer(request, "archive.html", visit, head, context)


def _by_day(found: list[Edition], visit: Visit) -> list[dict[str, Any]]:
    days = groupby(found, key=lambda edition: timezone.localtime(edition.published_at).date())
    return [
        {"name": phrases.day(first.published_at), "weekday": phrases.weekday(first.published_at),
         "iso": day.isoformat(),
         "lines": [(phrases.clock(each.published_at), cards.card(each, visit)) for each in (first, *rest)]}
        for day, (first, *rest) in days
    ]  # fmt: skip


def _neighbour(edition: Edition | None, visit: Visit) -> tuple[str, str] | None:
    if edition is None:
        return None
    at = timezone.localtime(edition.published_at)
    return phrases.month(at), visit.url(addresses.archive(at))
