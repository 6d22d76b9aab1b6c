"""Cards: what a list shows of an article."""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.publishing.models import Edition
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


def card(edition: Edition, visit: Visit, *, crop: str = "", sizes: str = "") -> Card:
    """The card of ``edition``, with its cover in ``crop`` where one is named."""
    return Card(
        article_id=edition.article_id,
        url=visit.url(addresses.article(edition.article_id, edition.slug)),
        title=edition.title,
        lang=phrases.tag_of(edition.language),
        summary=phrases.sentence(edition.summary),
        category=edition.category.name if edition.category else "",
        when=phrases.brief(edition.published_at, visit.now),
        iso=phrases.iso(edition.published_at),
        minutes=phrases.reading_time(edition.minutes),
        picture=pictures.shown(edition.cover, crop, visit, sizes=sizes) if crop else None,
    )


def deck(editions: Iterable[Edition], visit: Visit, *, crop: str = "", sizes: str = "") -> list[Card]:
    """The cards of many editions, in their order."""
    return [card(edition, visit, crop=crop, sizes=sizes) for edition in editions]
