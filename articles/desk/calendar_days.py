"""What goes out when: wishes on working copies and printed copies with their moments, by day of the newsroom."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from articles.desk import rules
from articles.drafting.models import Article
from articles.publishing.models import Edition

HOUR = timedelta(hours=1)
MORNING = time(9)  # when a story is planned for that is put on a day
MOST = 1000


@dataclass(frozen=True)
class Gaps:
    """A stretch of ``hours`` without a story is worth a mark, if it lies between ``first`` and ``last`` o'clock."""

    hours: int = 2
    first: int = 7
    last: int = 23


def gaps(given: Mapping[str, Any]) -> Gaps | None:
    """The gaps that a form or a preference names; None for nonsense."""
    try:
        found = Gaps(**{name: int(str(given[name])[:3]) for name in ("hours", "first", "last")})
    except (KeyError, ValueError):
        return None
    sane = 1 <= found.hours <= 24 and 0 <= found.first < found.last <= 24
    return found if sane else None


@dataclass(frozen=True)
class Wanted:
    """Which stories are looked for: of a section (slug), by an author (name), in a state; "" is any."""

    category: str = ""
    author: str = ""
    state: str = ""


ALL, USUAL = Wanted(), Gaps()


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
    slot: str = ""  # the moment for which a story can be planned here; none in the past


@dataclass(frozen=True)
class Day:
    """One day of the newsroom, 23 or 25 hours long where the clocks change."""

    on: date
    hours: list[Hour]
    change: str
    is_today: bool
    slot: str = ""

    @property
    def items(self) -> list[Item]:
        return [item for hour in self.hours for item in hour.items]


def begins(on: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day, in UTC."""
    return datetime.combine(on, time(), zone).astimezone(UTC)


def items(person: User, start: datetime, end: datetime, now: datetime, *, wanted: Wanted = ALL) -> list[Item]:
    """Everything the person may see from ``start`` until before ``end``, by time; two queries."""
    found = [*_printed(person, start, end, now, wanted), *_planned(person, start, end, now, wanted)]
    minutes = Counter(_minute(item.at) for item in found)
    marked = [
        item if minutes[_minute(item.at)] < 2 else Item(**{**item.__dict__, "is_crowded": True})
        for item in found
    ]
    return sorted(marked, key=lambda item: (item.at, item.layer, item.article))


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _printed(person: User, start: datetime, end: datetime, now: datetime, wanted: Wanted) -> list[Item]:
    rows = Edition.objects.filter(Q(live_until=None) | Q(live_until__gt=F("live_from")))
    rows = rows.filter(rules.may_open(person, "article__"), live_from__gte=start, live_from__lt=end)
    rows = rows.filter(category_slug=wanted.category) if wanted.category else rows
    rows = rows.filter(article__state=wanted.state) if wanted.state else rows
    may = rules.has(person, "publish_article")
    return [
        Item(
            row.live_from, "scheduled" if row.live_from > now else "live", row.article_id, row.title,
            row.category.name if row.category else "", row.article.state, row.pk,
            _is_embargoed(row.article, now), may and row.live_from > now,
        )
        for row in rows.without_long_columns().select_related("article", "category").order_by("live_from", "pk")[:MOST]
        if not wanted.author or wanted.author in row.author_names
    ]  # fmt: skip


def _planned(person: User, start: datetime, end: datetime, now: datetime, wanted: Wanted) -> list[Item]:
    """Wishes that no printed copy of the same words has fulfilled."""
    printed = Edition.objects.filter(article=OuterRef("pk"), content_hash=OuterRef("latest__content_hash"))
    printed = printed.filter(Q(live_until=None) | Q(live_until__gt=F("live_from")))
    rows = rules.visible(person).filter(planned_for__gte=start, planned_for__lt=end, discarded_at=None)
    rows = rows.filter(~Exists(printed), latest__isnull=False)
    rows = rows.filter(latest__category_slug=wanted.category) if wanted.category else rows
    rows = rows.filter(state=wanted.state) if wanted.state else rows
    edits_all = rules.has(person, "edit_any_article")
    found = []
    for row in (
        rows.select_related("latest__category").defer("latest__body").order_by("planned_for", "pk")[:MOST]
    ):
        latest = row.latest
        assert latest is not None
        assert row.planned_for is not None
        if wanted.author and wanted.author not in latest.author_names:
            continue
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


def days(
    first: date, count: int, found: list[Item], *, zone: ZoneInfo, now: datetime, gaps: Gaps = USUAL
) -> list[Day]:
    """``count`` days from ``first`` on, each with its real hours and the items in them."""
    return [_day(first + timedelta(number), found, zone, now, gaps) for number in range(count)]


def _day(on: date, found: list[Item], zone: ZoneInfo, now: datetime, gaps: Gaps) -> Day:
    start, end = begins(on, zone), begins(on + timedelta(1), zone)
    mine = [item for item in found if start <= item.at < end]
    quiet = _quiet(on, mine, zone, gaps)
    hours, at = [], start
    while at < end:
        inside = [item for item in mine if at <= item.at < at + HOUR]
        is_quiet = any(first <= at < last for first, last in quiet)
        hours.append(Hour(at, _label(at, zone), inside, is_quiet, _slot(at, zone, now)))
        at += HOUR
    morning = datetime.combine(on, MORNING, zone)
    return Day(
        on, hours, _change(start, end, zone), on == now.astimezone(zone).date(), _slot(morning, zone, now)
    )


def _slot(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """The moment as a time field reads it, with its offset; "" for one that is over."""
    return f"{at.astimezone(zone):%Y-%m-%dT%H:%M%z}" if at > now else ""


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


def _quiet(on: date, mine: list[Item], zone: ZoneInfo, gaps: Gaps) -> list[tuple[datetime, datetime]]:
    """Stretches without a story that are long enough, between the hours that count."""
    midnight = datetime.combine(on, time(), zone)
    first, last = ((midnight + hour * HOUR).astimezone(UTC) for hour in (gaps.first, gaps.last))
    edges = [first, *(item.at for item in mine if first <= item.at < last), last]
    return [(one, two) for one, two in pairwise(edges) if two - one >= gaps.hours * HOUR]


def neighbours(person: User, at: datetime, now: datetime, *, but: int = 0) -> tuple[int, list[Item]]:
    """How many other stories go out within 5 minutes of ``at``, and those of them the person may see."""
    near = timedelta(minutes=5)
    seen = [
        item
        for item in items(person, at - near, at + near + timedelta(seconds=1), now)
        if item.article != but
    ]
    coming = [item for item in seen if item.layer != "live"]
    return len(coming) + _unseen(person, at - near, at + near, now, but), coming


def _unseen(person: User, start: datetime, end: datetime, now: datetime, but: int) -> int:
    """How many copies that are none of the person's business go out in this time."""
    if rules.sees_everything(person):
        return 0
    others = Edition.objects.scheduled(now).filter(live_from__gte=start, live_from__lte=end)
    return others.exclude(article=but).exclude(rules.may_open(person, "article__")).count()
