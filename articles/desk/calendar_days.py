"""What goes out when: wishes on working copies and printed copies with their moments, by day of the newsroom."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.desk import calendar_gaps, rules, times
from articles.desk.calendar_gaps import USUAL, Gaps
from articles.desk.unprinted import without_a_copy
from articles.drafting.models import Article
from articles.publishing.models import Edition
from articles.publishing.wording import newsroom_zone

HOUR = timedelta(hours=1)
MORNING = time(9)  # when a story is planned for that is put on a day
MOST = 5000  # of each layer in one stretch
DAYFUL = 8  # shown of a day where a whole month is


@dataclass(frozen=True)
class Wanted:
    """Which stories are looked for: of a section (slug), by an author (name), in a state; "" is any."""

    category: str = ""
    author: str = ""
    state: str = ""


ALL = Wanted()


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
    def words(self) -> str:
        """Its moment as a field of time holds it."""
        return times.typed(self.at, newsroom_zone())

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.layer}-{self.edition or self.article}"


Authored = tuple[Item, list[str]]


class Stretch(list[Item]):
    """What was found between two moments, by time; ``is_cut`` where there is more than could be read."""

    is_cut = False


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
    is_past: bool = False

    @property
    def items(self) -> list[Item]:
        return [item for hour in self.hours for item in hour.items]

    @property
    def foremost(self) -> list[Item]:
        """What a month has room for."""
        return self.items[:DAYFUL]

    @property
    def further(self) -> int:
        """How many there are beyond those."""
        return len(self.items) - len(self.foremost)


def begins(on: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day, in UTC."""
    return datetime.combine(on, time(), zone).astimezone(UTC)


def items(person: User, start: datetime, end: datetime, now: datetime, *, wanted: Wanted = ALL) -> Stretch:
    """Everything the person may see from ``start`` until before ``end``, by time; two queries."""
    layers = _printed(person, start, end, now, wanted), _planned(person, start, end, now, wanted)
    found = [item for layer in layers for item, authors in layer if wanted.author in ("", *authors)]
    minutes = Counter(at for at, _article in {(_minute(item.at), item.article) for item in found})
    marked = [
        item if minutes[_minute(item.at)] < 2 else Item(**{**item.__dict__, "is_crowded": True})
        for item in found
    ]
    stretch = Stretch(sorted(marked, key=lambda item: (item.at, item.layer, item.article)))
    stretch.is_cut = any(len(layer) == MOST for layer in layers)
    return stretch


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _printed(person: User, start: datetime, end: datetime, now: datetime, wanted: Wanted) -> list[Authored]:
    rows = Edition.objects.uncancelled()
    rows = rows.filter(rules.may_open(person, "article__"), live_from__gte=start, live_from__lt=end)
    rows = rows.filter(category_slug=wanted.category) if wanted.category else rows
    rows = rows.filter(article__state=wanted.state) if wanted.state else rows
    may = rules.has(person, "publish_article")
    return [
        (Item(
            row.live_from, "scheduled" if row.live_from > now else "live", row.article_id, row.title,
            row.category.name if row.category else "", row.article.state, row.pk,
            _is_embargoed(row.article, now), may and row.live_from > now,
        ), row.author_names)
        for row in rows.without_long_columns().select_related("article", "category").order_by("live_from", "pk")[:MOST]
    ]  # fmt: skip


def _planned(person: User, start: datetime, end: datetime, now: datetime, wanted: Wanted) -> list[Authored]:
    """Wishes that no printed copy of the same words has fulfilled."""
    rows = rules.visible(person).filter(planned_for__gte=start, planned_for__lt=end, discarded_at=None)
    rows = rows.filter(without_a_copy(), latest__isnull=False)
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
        item = Item(
            row.planned_for, "planned", row.pk, latest.title or _("Untitled"),
            latest.category.name if latest.category else "", row.state, 0, _is_embargoed(row, now),
            edits_all or row.created_by_id == person.pk,
        )  # fmt: skip
        found.append((item, latest.author_names))
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
    quiet = calendar_gaps.quiet(on, [item.at for item in mine], zone, gaps)
    hours, at = [], start
    while at < end:
        inside = [item for item in mine if at <= item.at < at + HOUR]
        is_quiet = any(first <= at < last for first, last in quiet)
        hours.append(Hour(at, _label(at, zone), inside, is_quiet, _slot(at, zone, now)))
        at += HOUR
    morning = datetime.combine(on, MORNING, zone)
    return Day(
        on,
        hours,
        _change(start, end, zone),
        on == now.astimezone(zone).date(),
        _slot(morning, zone, now),
        end <= now,
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
