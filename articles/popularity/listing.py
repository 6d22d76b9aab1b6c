"""Makes the hot lists: who competes, in which order, who is hot, and why; every list is kept with its reasons."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from articles.drafting.models import Category
from articles.popularity import arranging, candidates, choosing, keeping, merging
from articles.popularity.arranging import REACH, Authors, Placed
from articles.popularity.candidates import BREADTH, Field, gather, model
from articles.popularity.choosing import DECISIONS, Choices
from articles.popularity.entries import entries, entry_of
from articles.popularity.keeping import SITE, Entry, at, current
from articles.popularity.models import HotList, Standing
from articles.publishing.models import Edition, Pin

LENGTH = 50  # entries of the site's list
SECTION_LENGTH = 15
SECTION_BREADTH = 100  # of each kind of candidate of one category; few places are soon proven
MOVEMENT = timedelta(hours=1)
WRITTEN_FIELDS = ["published_at", "heat", "place", "is_hot", "hot_since", "slot_minutes"]

__all__ = ["arranged", "at", "current", "entry_of", "live_entries", "live_rising", "pinned", "rank"]


class _Section(NamedTuple):
    """What was ranked of one category."""

    name: str
    entries: list[Entry]
    candidates: int
    certified: bool


def rank(now: datetime, *, breadth: int = BREADTH) -> HotList:
    """Rank everything and keep the lists. When somebody else did so meanwhile, theirs stands and is returned."""
    field = gather(now, breadth=breadth)
    newest = current()
    choices, placed = arranged(field, pinned(now), newest, now)
    made_of = entries(placed, field, choices.hot, at(SITE, now - MOVEMENT), now)
    rising = arranging.rising(field.order, field.candidates, choices.hot, now, model())
    facts = {"candidates": len(field.order), "certified": _is_certified(placed, field), "rising": rising}
    sections = _sections(field, choices.hot, now, breadth)
    with transaction.atomic():
        standing_list = HotList.objects.select_for_update().filter(list=SITE).order_by("-ranked_at").first()
        if standing_list is not None and _is_newer(standing_list, newest):
            return standing_list
        made = keeping.keep(SITE, made_of, standing_list, now, decided_at=choices.decided_at, **facts)
        _keep_sections(sections, now)
        _write_standings(placed, field, choices)
    return made


def arranged(
    field: Field, wishes: Sequence[tuple[int, int]], newest: HotList | None, now: datetime
) -> tuple[Choices, list[Placed]]:
    """Who is hot and who is lent a place, and the list this gives; ``wishes`` are (position, article) of pins."""
    pins = arranging.positions(wishes)
    authors = _authors(field, [*pins.values(), *choosing.young(field, now)], now)
    choices = choosing.choose(field, newest, pins, authors, now)
    return choices, arranging.arrange(field.order, pins, choices.new, LENGTH, authors)


def pinned(now: datetime) -> list[tuple[int, int]]:
    """(position, article) of the pins in force; of two for one position the younger stands first."""
    pins = Pin.objects.in_force(now).filter(place="hot").order_by("position", "-made_at", "-pk")
    return list(pins.values_list("position", "article_id"))


def live_entries(kept: HotList, now: datetime) -> list[Entry]:
    """The entries of a list whose articles are on the site at ``now``."""
    listed = [entry["article"] for entry in kept.entries]
    live = set(Edition.objects.live(now).filter(article_id__in=listed).values_list("article_id", flat=True))
    return [entry for entry in kept.entries if entry["article"] in live]


def live_rising(kept: HotList, now: datetime) -> list[int]:
    """The rising articles of a list that are on the site at ``now``, the fastest first."""
    live = set(
        Edition.objects.live(now).filter(article_id__in=kept.rising).values_list("article_id", flat=True)
    )
    return [article_id for article_id in kept.rising if article_id in live]


def _is_newer(kept: HotList, known: HotList | None) -> bool:
    return known is None or (kept.pk, kept.confirmed_at) != (known.pk, known.confirmed_at)


def _is_certified(placed: Sequence[Placed], field: Field) -> bool:
    """Whether nobody left out could stand here, even where authors had to wait and others moved up."""
    ranked = [each.heat.score for each in placed if each.slot == "rank"]
    return field.certified and min(ranked, default=field.limit) >= field.limit


def _authors(field: Field, others: Iterable[int], now: datetime) -> Authors:
    """The authors of the first of the field and of ``others``."""
    wanted = {*(measured.article_id for measured in field.order[: REACH + LENGTH]), *others}
    found: dict[int, set[int]] = defaultdict(set)
    rows = Edition.objects.live(now).filter(article_id__in=wanted, author_items__isnull=False)
    for article_id, author_id in rows.values_list("article_id", "author_items__author_id"):
        found[article_id].add(author_id)
    return found


def _sections(field: Field, hot: Collection[int], now: datetime, breadth: int) -> list[_Section]:
    """One list a category, proven by itself; without pins and without the lent place."""
    made = []
    for category in Category.objects.order_by("slug"):
        own = candidates.part(field, category, SECTION_LENGTH, now, breadth=min(breadth, SECTION_BREADTH))
        name = keeping.section(category.slug)
        placed = arranging.arrange(own.order, {}, None, SECTION_LENGTH, _authors(own, (), now))
        made_of = entries(placed, own, hot, at(name, now - MOVEMENT), now)
        made.append(_Section(name, made_of, len(own.order), _is_certified(placed, own)))
    return made


def _keep_sections(sections: Iterable[_Section], now: datetime) -> None:
    """A category that never had anything to rank has no list."""
    for made in sections:
        newest = current(made.name)
        if made.entries or newest is not None:
            facts = {"candidates": made.candidates, "certified": made.certified}
            keeping.keep(made.name, made.entries, newest, now, **facts)


def _write_standings(placed: Sequence[Placed], field: Field, choices: Choices) -> None:
    """Write place, heat and hotness of the listed and the hot; whoever fell out of both holds none of them."""
    places = {each.heat.article_id: place for place, each in enumerate(placed, 1)}
    measured = {m.article_id: m for m in field.order if m.article_id in places or m.article_id in choices.hot}
    held = Standing.objects.filter(Q(place__isnull=False) | Q(is_hot=True)).values_list(
        "article_id", flat=True
    )
    # All rows are locked in the order of the articles, as a flush does it, so that neither waits for the other.
    concerned = {*measured, *held}
    merging.lock(concerned)
    standings = list(Standing.objects.filter(article_id__in=concerned))
    for standing in standings:
        article_id = standing.article_id
        known = field.candidates.get(article_id)
        standing.published_at = known.published_at if known else standing.published_at
        standing.heat = measured[article_id].rate if article_id in measured else None
        standing.place = places.get(article_id)
        standing.is_hot = article_id in choices.hot
        standing.hot_since = choices.hot.get(article_id)
        if choices.lent and article_id == choices.new:
            standing.slot_minutes += int(DECISIONS.total_seconds() // 60)
    Standing.objects.bulk_create(
        standings, update_conflicts=True, unique_fields=["article"], update_fields=WRITTEN_FIELDS
    )
