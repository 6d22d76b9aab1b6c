"""The front page: pins and newest stories as the lead, latest, and four of each category; nothing twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Subquery

from articles.covers.models import Rendition
from articles.publishing.models import Edition, EditionQuerySet, Pin
from articles.reading import lists, pictures
from articles.reading.among import Among
from articles.reading.prepared import Prepared

LEAD = 4  # places that pins can hold
LATEST = 8
PER_BLOCK = 4


@dataclass(frozen=True)
class Front:
    """The editions of the front page; ``hot`` may repeat what stands elsewhere."""

    lead: list[Edition]
    latest: list[Edition]
    blocks: list[tuple[Any, list[Edition]]]
    hot: list[Edition]


def categories(now: datetime) -> list[Any]:
    """The categories that hold something live at ``now``; each also knows the newest rendition of the newsroom."""
    return _CATEGORIES.ask(now=now)


def _categories(now: datetime) -> QuerySet[Any]:
    newest = Rendition.objects.order_by("-pk").values("pk")[:1]
    return lists.categories(now).annotate(newest_rendition=Subquery(newest))


_CATEGORIES: Prepared[Any] = Prepared(_categories)


def compose(now: datetime, categories: Sequence[Any], hot_ids: Iterable[int]) -> Front:
    """The front page at ``now``: one query for pins, two for everything that is shown, covers included."""
    pins = _PINS.ask(now=now)
    found = _candidates(now, categories, {pin.article_id for pin in pins} | set(hot_ids))
    by_article = {edition.article_id: edition for edition in found}
    lead = _lead(
        found, [(pin.position, by_article[pin.article_id]) for pin in pins if pin.article_id in by_article]
    )
    rest = [edition for edition in found if edition not in lead]
    # The hot list and old pins brought editions that are not the newest; the newest are the first of their order.
    latest, rest = rest[:LATEST], rest[LATEST:]
    blocks = [
        (category, [edition for edition in rest if edition.category_id == category.pk][:PER_BLOCK])
        for category in categories
    ]
    hot = [by_article[number] for number in hot_ids if number in by_article]
    return Front(lead, latest, [block for block in blocks if block[1]], hot)


def _pins(now: datetime) -> QuerySet[Pin]:
    return Pin.objects.in_force(now).filter(place="home").order_by("position", "-live_from", "-id")


_PINS = Prepared(_pins)


def _candidates(now: datetime, categories: Sequence[Any], numbers: set[int]) -> list[Edition]:
    """Enough of each list that none runs dry because a story already stands above it."""
    found = _CANDIDATES.ask(
        now=now, sections=[category.pk for category in categories], numbers=sorted(numbers)
    )
    pictures.bring([edition.cover for edition in found if edition.cover], ("wide", "card"))
    return found


def _wanted(now: datetime, sections: tuple[int, ...], numbers: tuple[int, ...]) -> EditionQuerySet:
    above = LEAD + LATEST
    live = Edition.objects.live(now).newest_first()
    wanted = [live.values("pk")[: above + LEAD]]
    if numbers:
        wanted.append(live.filter(article_id__in=numbers).order_by().values("pk"))
    wanted += [live.filter(category=section).values("pk")[: above + PER_BLOCK] for section in sections]
    found: EditionQuerySet = lists.with_covers(lists.cards(now)).prefetch_related(None).filter(Among(*wanted))
    return found


_CANDIDATES = Prepared(_wanted)


def _lead(newest: list[Edition], pinned: list[tuple[int, Edition]]) -> list[Edition]:
    """Pins at their positions, the newest in the places between; a taken or too far place means the next free one."""
    length = max(LEAD, len(pinned))
    places: dict[int, Edition] = {}
    for position, edition in pinned:
        if edition not in places.values():
            free = [place for place in range(1, length + 1) if place not in places]
            places[next((place for place in free if place >= position), free[-1])] = edition
    others = (edition for edition in newest if edition not in places.values())
    lead = [places.get(place) or next(others, None) for place in range(1, length + 1)]
    return [edition for edition in lead if edition is not None]
