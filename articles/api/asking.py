"""What callers may ask of the list of articles, and the question it makes."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from ninja import Field, Schema

from articles.api import cursors, moments
from articles.api.problems import Unclear
from articles.publishing.models import EditionQuerySet
from articles.reading import addresses, lists

PER_PART = 20
MOST = 100
LONGEST_SLUG = 120
_NO_NUL = r"^[^\x00]*$"  # PostgreSQL holds no text with it


class Asked(Schema):
    """The filters of a list; an empty one filters nothing."""

    category: str = Field("", max_length=80, pattern=_NO_NUL, description="Slug of a category.")
    tag: str = Field("", max_length=100, pattern=_NO_NUL, description="A tag in any spelling, or its slug.")
    author: str = Field("", max_length=120, pattern=_NO_NUL, description="Slug of an author.")
    language: str = Field("", max_length=12, pattern=_NO_NUL, description="Such as `zh-Hans` or `en`.")
    since: str = Field("", max_length=40, description="First published at or after this day or moment.")
    until: str = Field(
        "", max_length=40, description="First published on this day or before, or before this moment."
    )
    cursor: str = Field("", max_length=100, description="`next_cursor` of the part before.")
    limit: int = Field(PER_PART, ge=1, le=MOST)

    def wanted(self) -> Q:
        """The filters as a condition. Raises Unclear for what cannot be read."""
        wanted = Q()
        if self.category:
            wanted &= lists.of_category(self.category)
        if self.tag:
            wanted &= lists.of_tag(addresses.tag_slug(self.tag))
        if self.author:
            wanted &= lists.of_author(self.author)
        if self.language:
            wanted &= Q(language=self.language.lower())
        return wanted & self._period() & self._place()

    def part(self, now: datetime) -> EditionQuerySet:
        """One part of the list at ``now`` and one row more, which tells whether another part follows."""
        found: EditionQuerySet = lists.with_covers(lists.cards(now).filter(self.wanted()))[: self.limit + 1]
        return found

    def filters(self) -> dict[str, str]:
        """What the address of the next part repeats."""
        limit = str(self.limit) if self.limit != PER_PART else ""
        return self.model_dump(exclude={"cursor", "limit"}) | {"limit": limit}

    def _period(self) -> Q:
        period, since = Q(), None
        if self.since:
            since = _read("since", self.since)
            period &= Q(published_at__gte=since)
        if self.until:
            until = _read("until", self.until)
            if since is not None and until < since:
                raise Unclear("until", _("This period ends before it begins."))
            period &= Q(published_at__lt=until)
        return period

    def _place(self) -> Q:
        if not self.cursor:
            return Q()
        try:
            return cursors.following(self.cursor)
        except ValueError:
            raise Unclear("cursor") from None


def _read(field: str, words: str) -> datetime:
    try:
        return moments.start(words) if field == "since" else moments.end(words)
    except ValueError:
        raise Unclear(field) from None


def is_slug(words: str) -> bool:
    """Whether ``words`` could name anything."""
    return len(words) <= LONGEST_SLUG and "\x00" not in words
