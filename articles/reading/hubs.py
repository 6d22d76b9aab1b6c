"""Tells a WebSub hub that feeds have changed, so that readers' programs need not ask; off until a hub is named."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings

from articles.publishing import outside
from articles.publishing.models import Edition
from articles.reading import addresses


def tell_hub(edition: Edition, now: datetime) -> str:
    """Name every feed in which ``edition`` stands or stood. Performer of "websub" and "websub_end".

    The hub then reads the feeds, which say no more than what is live. Raises Unreachable.
    """
    asked = [("hub.mode", "publish"), *(("hub.url", address) for address in feeds_of(edition))]
    answer = outside.post(settings.WEBSUB_HUB, urlencode(asked), kind="application/x-www-form-urlencoded")
    return f"{answer.status}"


def feeds_of(edition: Edition) -> list[str]:
    """The absolute address of each feed that changes with ``edition``, in its three shapes."""
    return [
        addresses.absolute(addresses.feed(path, ending))
        for path in dict.fromkeys(_pages(edition))
        for ending in addresses.FEED_ENDINGS
    ]


def _pages(edition: Edition) -> Iterable[str]:
    yield addresses.HOME
    if edition.category:
        yield addresses.category(edition.category.slug)
    yield from (addresses.tag(name) for name in edition.tag_names)
    yield from (addresses.author(person["slug"]) for person in edition.byline if person.get("slug"))
