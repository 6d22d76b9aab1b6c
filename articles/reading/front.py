"""The front page: pins and newest stories as the lead, latest, and four of each category; nothing twice."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Subquery, TextField
from django.db.models.functions import Cast

from articles.covers.models import Rendition
from articles.publishing.models import Edition, EditionQuerySet, Pin
from articles.reading import hot, lists, moments, stillness
from articles.reading.alone import Alone
from articles.reading.among import Among
from articles.reading.last import Last
from articles.reading.pictures import Sketch
from articles.reading.prepared import Found, Prepared
from articles.reading.rows import Rows
from articles.reading.stillness import Stillness

LEAD = 4  # places that pins can hold
LATEST = 8
PER_BLOCK = 4
Row = tuple[Any, ...]


class Section(NamedTuple):
    """A category."""

    pk: int
    name: str
    slug: str
    position: int


class Site(NamedTuple):
    """What the front page shows of the site: its categories, its pins by position, and the hot list."""

    sections: tuple[Section, ...]
    pins: tuple[tuple[int, int], ...]  # (position, article), of equal positions the later one first
    entries: list[dict[str, Any]] | None  # of the hot list; None without one
    confirmed_at: datetime | None


LAST = 1 + len(Site._fields)


class Look(NamedTuple):
    """What one query found of the site, not read yet."""

    found: Found

    @property
    def newest_rendition(self) -> int | None:
        """Changes whenever a picture was drawn."""
        newest: int | None = self.found.raw[0][0]
        return newest

    @property
    def stillness(self) -> Stillness | None:
        """What the database told of itself."""
        return stillness.told(self.found.raw[0])

    def read(self) -> tuple[Row, Site]:
        """All that the page shows of the site, as the database said it and with names, places and moments."""
        return _last_site.of(self.found.raw[0][1:LAST], self._site)

    def _site(self) -> Site:
        _newest, sections, pins, entries, confirmed_at = self.found.rows()[0][:LAST]
        listed = tuple(Section(each["id"], each["name"], each["slug"], each["position"]) for each in sections)
        ordered = tuple(sorted(listed, key=lambda each: (each.position, each.slug)))
        return Site(ordered, _pins(pins), None if entries is None else _entries(entries), confirmed_at)


_last_site: Last[Site] = Last()
_entries = lru_cache(maxsize=4)(json.loads)


def _pins(rows: Iterable[dict[str, Any]]) -> tuple[tuple[int, int], ...]:
    newest = sorted(rows, key=lambda each: (each["began"], each["id"]), reverse=True)
    return tuple(sorted(((each["position"], each["article"]) for each in newest), key=lambda pair: pair[0]))


def look(now: datetime) -> Look:
    """The site at ``now``; one query."""
    return Look(_SITE.found(now=now))


def _site(now: datetime) -> Any:
    pins = Pin.objects.in_force(now).filter(place="home")
    newest = hot.newest(now)
    return Alone(
        newest_rendition=Subquery(Rendition.objects.order_by("-pk").values("pk")[:1]),
        sections=Rows(
            lists.categories(now).order_by(), id="pk", slug="slug", name="name", position="position"
        ),
        pins=Rows(pins, id="pk", position="position", article="article_id", began="live_from"),
        entries=Cast(Subquery(newest.values("entries")[:1]), TextField()),
        confirmed_at=Subquery(newest.values("confirmed_at")[:1]),
        **stillness.columns(now),
    )


_SITE: Prepared[Any] = Prepared(_site)


class Story(NamedTuple):
    """A live copy with what a card shows of it."""

    article_id: int
    category_id: int | None
    slug: str
    title: str
    summary: str
    language: str
    minutes: int
    published: str
    section_name: str | None
    cover: Sketch | None

    @property
    def published_at(self) -> datetime:
        return moments.read(self.published)

    @property
    def category(self) -> Section | None:
        return (
            Section(self.category_id or 0, self.section_name, "", 0)
            if self.section_name is not None
            else None
        )


COLUMNS = (
    *Story._fields[:-2], "category__name", "cover_id", "cover__alt", "cover__decorative",
)  # fmt: skip
ARTICLE, CATEGORY, COVER = 0, 1, COLUMNS.index("cover_id")


@dataclass(frozen=True)
class Front:
    """The rows of the front page by place; ``hot`` may repeat what stands elsewhere. Equal fronts show the same."""

    lead: tuple[Row, ...]
    latest: tuple[Row, ...]
    blocks: tuple[tuple[Section, tuple[Row, ...]], ...]
    hot: tuple[Row, ...]
    found: Found

    @property
    def shown(self) -> tuple[Any, ...]:
        """All that the page shows of its stories but their pictures."""
        return self.lead, self.latest, self.blocks, self.hot

    @property
    def covers(self) -> list[int]:
        """The covers that have a place on the page."""
        placed = (*self.lead, *self.latest, *(row for _section, rows in self.blocks for row in rows))
        return sorted({row[COVER] for row in placed if row[COVER] is not None})

    def stories(self, rows: Iterable[Row], drawn: dict[int, list[Any]] | None = None) -> list[Story]:
        """The stories of ``rows``, with their pictures if those were ``drawn``."""
        return [_story(row, drawn or {}) for row in self.found.compiled.read(rows)]


def _story(row: Row, drawn: dict[int, list[Any]]) -> Story:
    cover, alt, decorative = row[COVER:]
    sketch = Sketch(cover, alt, decorative, drawn.get(cover, [])) if cover else None
    return Story._make((*row[:COVER], sketch))


def compose(now: datetime, site: Site, hot_ids: Sequence[int]) -> Front:
    """The front page at ``now``; one query."""
    numbers = {article for _position, article in site.pins} | set(hot_ids)
    found = _CANDIDATES.found(
        now=now, sections=[section.pk for section in site.sections], numbers=sorted(numbers)
    )
    by_article = {row[ARTICLE]: row for row in found.raw}
    pinned = [(position, by_article[article]) for position, article in site.pins if article in by_article]
    lead = _lead(found.raw, pinned)
    above = {row[ARTICLE] for row in lead}
    rest = [row for row in found.raw if row[ARTICLE] not in above]
    # The hot list and old pins brought stories that are not the newest; the newest are the first of their order.
    latest, rest = rest[:LATEST], rest[LATEST:]
    blocks = ((section, _first_of(section, rest)) for section in site.sections)
    return Front(
        lead=tuple(lead),
        latest=tuple(latest),
        blocks=tuple((section, rows) for section, rows in blocks if rows),
        hot=tuple(by_article[number] for number in hot_ids if number in by_article),
        found=found,
    )


def _wanted(now: datetime, sections: tuple[int, ...], numbers: tuple[int, ...]) -> Any:
    """Enough of each list that none runs dry because a story already stands above it."""
    above = LEAD + LATEST
    live = Edition.objects.live(now).newest_first()
    wanted = [live.values("pk")[: above + LEAD]]
    if numbers:
        wanted.append(live.filter(article_id__in=numbers).order_by().values("pk"))
    wanted += [live.filter(category=section).values("pk")[: above + PER_BLOCK] for section in sections]
    found: EditionQuerySet = Edition.objects.live(now).filter(Among(*wanted)).newest_first()
    return found.annotate(published=moments.text("published_at")).values_list(*COLUMNS)


_CANDIDATES: Prepared[Edition] = Prepared(_wanted)


def _first_of(section: Section, rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple([row for row in rows if row[CATEGORY] == section.pk][:PER_BLOCK])


def _lead(newest: Sequence[Row], pinned: list[tuple[int, Row]]) -> list[Row]:
    """Pins at their positions, the newest in the places between; a taken or too far place means the next free one."""
    length = max(LEAD, len(pinned))
    places: dict[int, Row] = {}
    for position, row in pinned:
        if row not in places.values():
            free = [place for place in range(1, length + 1) if place not in places]
            places[next((place for place in free if place >= position), free[-1])] = row
    others = (row for row in newest if row not in places.values())
    lead = [places.get(place) or next(others, None) for place in range(1, length + 1)]
    return [row for row in lead if row is not None]
