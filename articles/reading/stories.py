"""One article: the copy readers see, in full or by what tells whether its page must be made anew."""

import json
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from articles.covers.models import Rendition
from articles.publishing.models import Edition, EditionQuerySet
from articles.reading import hot, lists, pictures, stillness
from articles.reading.last import Last
from articles.reading.prepared import Found, Prepared
from articles.reading.rows import Rows
from articles.reading.stillness import Stillness


class Standing(NamedTuple):
    """The copy readers see without its long columns; one of these changes whenever what its page says of it would."""

    pk: int
    article_id: int
    slug: str
    language: str
    proof: str  # of everything that was printed
    published_at: datetime
    updated_at: datetime | None
    notes: list[dict[str, str]]
    tag_names: list[str]
    translation_key: str
    category_id: int | None
    section_slug: str | None
    section_name: str | None
    cover_digest: str | None
    drawn: int | None  # renditions of the cover
    last_drawn: int | None


COLUMNS = (
    *Standing._fields[:-5],
    "category__slug",
    "category__name",
    "cover__content_digest",
    "drawn",
    "last_drawn",
)
END = len(COLUMNS)


class Site(NamedTuple):
    """What every article page shows of the site: categories by slug, name and position, and the hot list."""

    navigation: list[dict[str, Any]]
    entries: list[dict[str, Any]] | None  # of the hot list; None without one
    confirmed_at: datetime | None


LAST = END + 2 + len(Site._fields)
Shown = tuple[tuple[Any, ...], Site]  # a site as the database said it, and as it is read


class Look(NamedTuple):
    """What one query found of an article, not read yet: equal looks are looks at the same."""

    found: Found

    @property
    def copy(self) -> tuple[Any, ...]:
        """All that the page shows of the copy but its views and its long columns."""
        return self.found.raw[0][:END]

    @property
    def site(self) -> Shown | None:
        """What the page shows of the site, if that was asked for: the same objects while it stays the same."""
        row = self.found.raw[0]
        if len(row) <= LAST:
            return None
        return _last_site.of(row[END + 2 : LAST], lambda: _site(*self.found.rows()[0][END + 2 : LAST]))

    @property
    def stillness(self) -> Stillness | None:
        """What the database told of itself, if the site was asked for."""
        row = self.found.raw[0]
        return stillness.told(row) if len(row) > LAST else None

    @property
    def pk(self) -> int:
        return int(self.found.raw[0][0])

    @property
    def article_id(self) -> int:
        return int(self.found.raw[0][1])

    @property
    def slug(self) -> str:
        return str(self.found.raw[0][2])

    @property
    def views(self) -> int:
        counted, imported = self.found.raw[0][END : END + 2]
        return (counted or 0) + (imported or 0)

    def read(self) -> Standing:
        """The copy with moments, lists and names."""
        return Standing._make(self.found.rows()[0][:END])


def look(article_id: int, now: datetime, *, with_site: bool = False) -> Look | None:
    """The copy readers see at ``now``, in one query; None if there is none."""
    question = _WITH_SITE if with_site else _ALONE
    found = question.found(article_id=article_id, now=now)
    return Look(found) if found.raw else None


def _site(rows: list[dict[str, Any]], entries: str | None, confirmed_at: datetime | None) -> Site:
    return Site(rows, None if entries is None else _entries(entries), confirmed_at)


_last_site: Last[Site] = Last()
_entries = lru_cache(maxsize=4)(json.loads)


def _standing(article_id: int, now: datetime) -> EditionQuerySet:
    drawn = Rendition.objects.filter(cover=OuterRef("cover")).order_by().values("cover")
    return _of_article(article_id, now).annotate(
        drawn=Subquery(drawn.annotate(drawn=Count("pk")).values("drawn")),
        last_drawn=Subquery(drawn.annotate(last=Max("pk")).values("last")),
    )


def _of_article(article_id: int, now: datetime) -> EditionQuerySet:
    found: EditionQuerySet = (
        Edition.objects.live(now)
        .filter(article_id=article_id)
        .annotate(counted=F("article__standing__views"), imported=F("article__standing__imported_views"))
        .order_by("pk")
    )
    return found


def _alone(article_id: int, now: datetime) -> QuerySet[Edition, Any]:
    return _standing(article_id, now).values_list(*COLUMNS, "counted", "imported")[:1]


def _with_site(article_id: int, now: datetime) -> QuerySet[Edition, Any]:
    newest = hot.newest(now)
    found = _standing(article_id, now).annotate(
        navigation=navigation(now),
        entries=Cast(Subquery(newest.values("entries")[:1]), TextField()),
        confirmed_at=Subquery(newest.values("confirmed_at")[:1]),
        **stillness.columns(now),
    )
    return found.values_list(*COLUMNS, "counted", "imported", *Site._fields, *stillness.COLUMNS)[:1]


_ALONE = Prepared(_alone)
_WITH_SITE = Prepared(_with_site)


def navigation(now: datetime) -> Rows:
    """The categories that hold something live, to be brought along."""
    return Rows(lists.categories(now), slug="slug", name="name", position="position")


def live(article_id: int, now: datetime) -> Edition | None:
    """The copy readers see with all its words, cover, renditions, views and the navigation, in one query."""
    found = next(iter(_LIVE.ask(article_id=article_id, now=now)), None)
    if found is not None and found.cover is not None:
        pictures.remember(found.cover, renditions_of(found))
    return found


def renditions_of(edition: Edition) -> list[dict[str, Any]]:
    """The rows that came along with an edition that is ``live``."""
    rows: list[dict[str, Any]] = edition.rendition_rows  # type: ignore[attr-defined]
    return rows


def agrees(edition: Edition, standing: Standing) -> bool:
    """Whether both were read of the same state of the same copy; something may have happened between two queries."""
    cover, section, drawn = edition.cover, edition.category, [row["id"] for row in renditions_of(edition)]
    mine = (edition.pk, edition.proof, edition.published_at, edition.updated_at, edition.notes,
            section and section.slug, section and section.name, cover and cover.content_digest,
            len(drawn), max(drawn, default=None))  # fmt: skip
    return mine == (standing.pk, standing.proof, standing.published_at, standing.updated_at, standing.notes,
                    standing.section_slug, standing.section_name, standing.cover_digest,
                    standing.drawn or 0, standing.last_drawn)  # fmt: skip


def _live(article_id: int, now: datetime) -> EditionQuerySet:
    found: EditionQuerySet = (
        _of_article(article_id, now)
        .select_related("category", "cover__picture")
        .defer("body", "plain", "approvals")
        .annotate(rendition_rows=pictures.rendition_rows(), navigation=navigation(now))
    )
    return found[:1]


_LIVE = Prepared(_live)


def last_public(article_id: int, now: datetime) -> Edition | None:
    """The copy readers saw last, of an article that is no longer live; None if they never saw one."""
    past = Edition.objects.ever_public(now).filter(article_id=article_id).order_by("-live_from")
    return past.select_related("category").without_long_columns().first()
