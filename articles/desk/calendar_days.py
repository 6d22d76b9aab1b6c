"""What goes out when: wishes on working copies and printed copies with their moments, by day of the newsroom."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from articles.desk import rules
from articles.drafting.models import Article
from articles.publishing.models import Edition

GAP = timedelta(hours=2)  # a stretch without a story that is worth a mark
WAKING = (time(7), time(23))
HOUR = timedelta(hours=1)
MOST = 1000


@dataclass(frozen=True)
class Item:
    """One story at one moment. ``layer`` is ``planned``, ``scheduled`` or ``live``."""

    at: datetime
    layer: str
    article: int
    title: str
    category: str
    state: str
    edition: int = 0
    is_embargoed: bool = False
    may_move: bool = False
    is_crowded: bool = False

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.layer}-{self.edition or self.article}"


@dataclass(frozen=True)
class Hour:
    """One real hour of a day, and what goes out in it. ``at`` is its beginning."""

    at: datetime
    label: str
    items: list[Item]
    is_quiet: bool


@dataclass(frozen=True)
class Day:
    """One day of the newsroom, 23 or 25 hours long where the clocks change."""

    on: date
    hours: list[Hour]
    change: str
    is_today: bool

    @property
    def items(self) -> list[Item]:
        return [item for hour in self.hours for item in hour.items]


def begins(on: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day, in UTC."""
    return datetime.combine(on, time(), zone).astimezone(UTC)


def items(person: User, start: datetime, end: datetime, now: datetime, *, category: str = "") -> list[Item]:
    """Everything the person may see from ``start`` until before ``end``, by time; two queries."""
    found = [*_printed(person, start, end, now, category), *_planned(person, start, end, now, category)]
    minutes = Counter(_minute(item.at) for item in found)
    marked = [
        item if minutes[_minute(item.at)] < 2 else Item(**{**item.__dict__, "is_crowded": True})
        for item in found
    ]
    return sorted(marked, key=lambda item: (item.at, item.layer, item.article))


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _printed(person: User, start: datetime, end: datetime, now: datetime, category: str) -> list[Item]:
    rows = Edition.objects.filter(Q(live_until=None) | Q(live_until__gt=F("live_from")))
    rows = rows.filter(live_from__gte=start, live_from__lt=end, article__in=rules.visible(person))
    rows = rows.filter(category_slug=category) if category else rows
    may = rules.has(person, "publish_article")
    return [
        Item(
            row.live_from, "scheduled" if row.live_from > now else "live", row.article_id, row.title,
            row.category.name if row.category else "", row.article.state, row.pk,
            _is_embargoed(row.article, now), may and row.live_from > now,
        )
        for row in rows.without_long_columns().select_related("article", "category").order_by("live_from", "pk")[:MOST]
    ]  # fmt: skip


def _planned(person: User, start: datetime, end: datetime, now: datetime, category: str) -> list[Item]:
    """Wishes that no printed copy of the same words has fulfilled."""
    printed = Edition.objects.filter(article=OuterRef("pk"), content_hash=OuterRef("latest__content_hash"))
    printed = printed.filter(Q(live_until=None) | Q(live_until__gt=F("live_from")))
    rows = rules.visible(person).filter(planned_for__gte=start, planned_for__lt=end, discarded_at=None)
    rows = rows.filter(~Exists(printed), latest__isnull=False)
    rows = rows.filter(latest__category_slug=category) if category else rows
    edits_all = rules.has(person, "edit_any_article")
    found = []
    for row in (
        rows.select_related("latest__category").defer("latest__body").order_by("planned_for", "pk")[:MOST]
    ):
        latest = row.latest
        assert latest is not None
        assert row.planned_for is not None
        found.append(
            Item(
                row.planned_for, "planned", row.pk, latest.title or _("Untitled"),
                latest.category.name if latest.category else "", row.state, 0, _is_embargoed(row, now),
                edits_all or row.created_by_id == person.pk,
            )
        )  # fmt: skip
    return found


def _is_embargoed(article: Article, now: datetime) -> bool:
    return article.embargoed_until is not None and article.embargoed_until > now


def days(first: date, count: int, found: list[Item], *, zone: ZoneInfo, now: datetime) -> list[Day]:
    """``count`` days from ``first`` on, each with its real hours and the items in them."""
    return [_day(first + timedelta(number), found, zone, now) for number in range(count)]


def _day(on: date, found: list[Item], zone: ZoneInfo, now: datetime) -> Day:
    start, end = begins(on, zone), begins(on + timedelta(1), zone)
    mine = [item for item in found if start <= item.at < end]
    quiet = _quiet(on, mine, zone)
    hours, at = [], start
    while at < end:
        inside = [item for item in mine if at <= item.at < at + HOUR]
        hours.append(Hour(at, _label(at, zone), inside, any(first <= at < last for first, last in quiet)))
        at += HOUR
    return Day(on, hours, _change(start, end, zone), on == now.astimezone(zone).date())


def _label(at: datetime, zone: ZoneInfo) -> str:
    """``02:00``, with the offset where the clocks show it twice."""
    local = at.astimezone(zone)
    doubled = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{local:%H:%M} {local:%z}" if doubled else f"{local:%H:%M}"


def _change(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    hours = (end - start) / HOUR
    if hours == 24:
        return ""
    at = start
    while at.astimezone(zone).utcoffset() == start.astimezone(zone).utcoffset():
        at += timedelta(minutes=15)
    here = at.astimezone(zone)
    before = (at - timedelta(minutes=15)).astimezone(zone).replace(tzinfo=None) + timedelta(minutes=15)
    facts = {"hours": f"{hours:g}", "before": f"{before:%H:%M}", "after": f"{here:%H:%M}"}
    return _("The clocks change at %(before)s to %(after)s: a day of %(hours)s hours.") % facts


def _quiet(on: date, mine: list[Item], zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Stretches of two hours or more between 07:00 and 23:00 without a story."""
    first, last = (datetime.combine(on, clock, zone).astimezone(UTC) for clock in WAKING)
    edges = [first, *(item.at for item in mine if first <= item.at < last), last]
    return [(one, two) for one, two in pairwise(edges) if two - one >= GAP]


def neighbours(person: User, at: datetime, now: datetime, *, but: int = 0) -> tuple[int, list[Item]]:
    """How many other stories go out within 5 minutes of ``at``, and those of them the person may see."""
    near = timedelta(minutes=5)
    others = Edition.objects.scheduled(now).filter(live_from__gte=at - near, live_from__lte=at + near)
    seen = [
        item
        for item in items(person, at - near, at + near + timedelta(seconds=1), now)
        if item.article != but
    ]
    coming = [item for item in seen if item.layer != "live"]
    unseen = others.exclude(article=but).exclude(article__in=rules.visible(person)).count()
    return len(coming) + unseen, coming
