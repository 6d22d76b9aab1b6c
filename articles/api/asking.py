"""What callers may ask of the list of articles and of search, and the questions it makes."""

from datetime import datetime
from typing import Literal

from django.db.models import Q
from django.utils.translation import gettext as _
from ninja import Field, Schema

from articles.api import cursors, moments
from articles.api.problems import Unclear
from articles.publishing.models import EditionQuerySet
from articles.reading import addresses, lists, searching
from articles.reading.searching import Filters, Results

PER_PART = 20
MOST = 100
LONGEST_SLUG = 120
LONGEST_QUERY = 400
_NO_NUL = r"^[^\x00]*$"  # PostgreSQL holds no text with it


class Narrowed(Schema):
    """The filters that lists and search have in common; an empty one filters nothing."""

    category: str = Field("", max_length=80, pattern=_NO_NUL, description="Slug of a category.")
    tag: str = Field("", max_length=100, pattern=_NO_NUL, description="A tag in any spelling, or its slug.")
    since: str = Field("", max_length=40, description="First published at or after this day or moment.")
    until: str = Field(
        "", max_length=40, description="First published by this day's end, or before this moment."
    )

    def period(self) -> tuple[datetime | None, datetime | None]:
        """From which moment, and before which. Raises Unclear for what is no date, or ends before it begins."""
        since = _read("since", self.since) if self.since else None
        until = _read("until", self.until) if self.until else None
        if since and until and until < since:
            raise Unclear("until", _("This period ends before it begins."))
        return since, until


class Asked(Narrowed):
    """Which part of the list of articles."""

    author: str = Field("", max_length=120, pattern=_NO_NUL, description="Slug of an author.")
    language: str = Field("", max_length=12, pattern=_NO_NUL, description="Such as `zh-Hans` or `en`.")
    cursor: str = Field("", max_length=100, description="`next_cursor` of the part before.")
    limit: int = Field(PER_PART, ge=1, le=MOST)

    def part(self, now: datetime) -> EditionQuerySet:
        """One part of the list at ``now`` and one row more, which tells whether another part follows.

        Raises Unclear for what cannot be read.
        """
        found = self._walked(now).filter(self._wanted())
        part: EditionQuerySet = lists.with_covers(found)[: self.limit + 1]
        return part

    def _walked(self, now: datetime) -> EditionQuerySet:
        """The list that is walked: of the author, else of the tag, else all; from its place on."""
        if self.author:
            return lists.written(now, lists.author_number(self.author), self._place(lists.WRITTEN))
        if self.tag:
            return lists.tagged(now, self._tag(), self._place(lists.TAGGED))
        return lists.cards(now).filter(self._place())

    def _tag(self) -> int:
        return lists.tag_number(addresses.tag_slug(self.tag))

    def _wanted(self) -> Q:
        """The filters that are asked of each row as it comes by."""
        wanted = Q()
        if self.category:
            wanted &= lists.of_category(self.category)
        if self.tag and self.author:
            wanted &= lists.of_tag(self._tag())
        if self.language:
            wanted &= Q(language=self.language.lower())
        return wanted

    def filters(self) -> dict[str, str]:
        """What the address of the next part repeats."""
        limit = str(self.limit) if self.limit != PER_PART else ""
        return self.model_dump(exclude={"cursor", "limit"}) | {"limit": limit}

    def _place(self, items: str = "") -> Q:
        """The period and what follows the cursor, by the columns of what is walked."""
        at, number = (f"{items}published_at", f"{items}number" if items else "article_id")
        since, until = self.period()
        place = Q(**{f"{at}__gte": since}) if since else Q()
        if until:
            place &= Q(**{f"{at}__lt": until})
        if not self.cursor:
            return place
        try:
            return place & cursors.following(self.cursor, at, number)
        except ValueError:
            raise Unclear("cursor") from None


class Sought(Narrowed):
    """Which page of what was found."""

    q: str = Field(
        min_length=1, max_length=LONGEST_QUERY, pattern=_NO_NUL, description="The words to look for."
    )
    sort: Literal["relevance", "time"] = "relevance"
    page: int = Field(1, ge=1, le=lists.LAST_PAGE)

    def results(self, now: datetime) -> Results:
        """One page of what is found at ``now``. Raises Unclear for a date that cannot be read."""
        since, until = self.period()
        tag = addresses.tag_slug(self.tag) if self.tag else ""
        filters = Filters(category=self.category, tag=tag, since=since, until=until)
        return searching.search(self.q.strip(), now=now, filters=filters, sort=self.sort, page=self.page)

    def filters(self) -> dict[str, str]:
        """What the address of the next page repeats."""
        sort = self.sort if self.sort != searching.RELEVANCE else ""
        return self.model_dump(exclude={"page"}) | {"sort": sort}


def _read(field: str, words: str) -> datetime:
    try:
        return moments.start(words) if field == "since" else moments.end(words)
    except ValueError:
        raise Unclear(field) from None


def is_slug(words: str) -> bool:
    """Whether ``words`` could name anything."""
    return len(words) <= LONGEST_SLUG and "\x00" not in words
