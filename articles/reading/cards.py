"""Cards: what a list shows of an article."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from articles.reading import addresses, phrases, pictures
from articles.reading.pictures import Shown
from articles.reading.visits import Visit


@dataclass(frozen=True)
class Card:
    """One article in a list; all words are ready to print."""

    article_id: int
    url: str
    title: str
    lang: str
    summary: str
    category: str
    when: str
    iso: str
    minutes: str
    picture: Shown | None = None

    @property
    def clauses(self) -> list[str]:
        """The headline in parts that a line end should keep whole."""
        return phrases.clauses(self.title)


class Printed(Protocol):
    """What a card needs of a copy: an edition, or a row that names these columns."""

    @property
    def article_id(self) -> Any: ...
    @property
    def slug(self) -> Any: ...
    @property
    def title(self) -> Any: ...
    @property
    def summary(self) -> Any: ...
    @property
    def language(self) -> Any: ...
    @property
    def published_at(self) -> Any: ...
    @property
    def minutes(self) -> Any: ...
    @property
    def category(self) -> Any: ...
    @property
    def cover(self) -> Any: ...


def card(edition: Printed, visit: Visit, *, crop: str = "", sizes: str = "") -> Card:
    """The card of ``edition``, with its cover in ``crop`` where one is named."""
    words = _words(
        edition.article_id, edition.slug, edition.title, edition.language, edition.summary,
        edition.category.name if edition.category else "", edition.published_at, edition.minutes,
        visit.base, visit.manner,
    )  # fmt: skip
    if not crop:
        return words
    return replace(words, picture=pictures.shown(edition.cover, crop, visit, sizes=sizes))


@lru_cache(maxsize=4096)
def _words(
    article_id: int, slug: str, title: str, language: str, summary: str, category: str, published_at: datetime,
    minutes: int, base: str, manner: tuple[str | None, str, int],
) -> Card:  # fmt: skip
    """A card without a picture; it is written in the ``manner`` of the visit, which is in force."""
    return Card(
        article_id=article_id,
        url=base + addresses.article(article_id, slug),
        title=title,
        lang=phrases.tag_of(language),
        summary=phrases.sentence(summary),
        category=category,
        when=phrases.brief(published_at, manner[2]),
        iso=phrases.iso(published_at),
        minutes=phrases.reading_time(minutes),
    )


def deck(editions: Iterable[Printed], visit: Visit, *, crop: str = "", sizes: str = "") -> list[Card]:
    """The cards of many editions, in their order."""
    return [card(edition, visit, crop=crop, sizes=sizes) for edition in editions]
