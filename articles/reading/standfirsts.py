"""What an article says of itself in a sentence or two, for machines that show no more: never nothing."""

import re
from html import unescape

from articles.publishing.models import Edition
from articles.reading import phrases

_PARAGRAPH = re.compile(r"<p>(.+?)</p>", re.DOTALL)
_UNSPOKEN = re.compile(r"<sup\b.*?</sup>|<[^>]+>", re.DOTALL)


def words(edition: Edition) -> str:
    """The summary, else the first paragraph of the text, else the headline."""
    return edition.summary.strip() or _opening(edition.html) or edition.title


def description(edition: Edition) -> str:
    """The same, cut to what a search engine shows: 80 Han or 160 Latin characters."""
    return phrases.sentence(words(edition))


def _opening(html: str) -> str:
    plain = (unescape(_UNSPOKEN.sub("", each)) for each in _PARAGRAPH.findall(html))
    return next((" ".join(each.split()) for each in plain if each.strip()), "")
