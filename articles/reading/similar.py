"""Live articles that resemble the words of an address."""

from django.db.models import Q

from articles.publishing.models import Edition
from articles.reading import cards, lists
from articles.reading.among import Among
from articles.reading.cards import Card
from articles.reading.visits import Visit

MOST = 5
LOOKED_THROUGH = (
    1000  # newest articles: machines ask for missing pages all day, and words inside words have no index
)
MOST_WORDS = 8
LEAST_LETTERS = 3  # of a Latin word; shorter ones are in every pinyin slug


def near(words: str, visit: Visit) -> list[Card]:
    """Up to five of the newest live articles whose address or headline holds most of ``words``, the best first."""
    asked = _telling(words)
    if not asked:
        return []
    wanted = Q()
    for word in asked:
        wanted |= Q(slug__contains=word) | Q(title__icontains=word)
    newest = lists.cards(visit.now).values("pk")[:LOOKED_THROUGH]
    found = list(lists.cards(visit.now).filter(Among(newest)).filter(wanted)[: MOST * 10])
    found.sort(key=lambda edition: _shared(edition, asked), reverse=True)
    least = (len(asked) + 1) // 2
    return cards.deck([edition for edition in found if _shared(edition, asked) >= least][:MOST], visit)


def _telling(words: str) -> list[str]:
    parts = [word.lower() for word in words.split()]
    return [word for word in parts if len(word) >= LEAST_LETTERS or not word.isascii()][:MOST_WORDS]


def _shared(edition: Edition, asked: list[str]) -> int:
    parts, title = set(edition.slug.split("-")), edition.title.lower()
    return sum(word in parts or word in title for word in asked)
