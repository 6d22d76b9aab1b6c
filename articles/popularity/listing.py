"""Makes the hot lists: who competes, in which order, who is hot, and why; every list is kept with its reasons."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from articles.popularity import arranging, hotness, keeping, merging
from articles.popularity.arranging import NEW_FOR, NEW_PLACE, Placed
from articles.popularity.candidates import BREADTH, Field, gather, measure, model
from articles.popularity.decay import column, read
from articles.popularity.keeping import SITE, Entry, at, current
from articles.popularity.models import HotList, Standing
from articles.publishing.models import Edition, Pin

LENGTH = 50  # entries of the site's list
SECTION_LENGTH = 15
DECISIONS = timedelta(minutes=10)
TICK = timedelta(seconds=30)  # half a tick of the clock, so that a tick which comes early still decides
MOVEMENT = timedelta(hours=1)
WRITTEN_FIELDS = ["published_at", "heat", "place", "is_hot", "hot_since", "slot_minutes"]

__all__ = ["at", "current", "entry_of", "live_entries", "rank"]


class _Choices(NamedTuple):
    """Who is hot since when, who is lent the place for something new, and when both were decided."""

    hot: dict[int, datetime]
    new: int | None
    lent: bool  # the place was lent just now
    decided_at: datetime


def rank(now: datetime, *, breadth: int = BREADTH) -> HotList:
    """Rank everything and keep the lists. When somebody else did so meanwhile, theirs stands and is returned."""
    field = gather(now, breadth=breadth)
    newest = current()
    pins = arranging.positions(_pinned(now))
    choices = _choose(field, newest, pins, now)
    placed = arranging.arrange(field.order, pins, choices.new, LENGTH)
    entries = _entries(placed, field, choices.hot, at(SITE, now - MOVEMENT), now)
    rising = arranging.rising(field.order, field.candidates, choices.hot, now, model())
    facts = {"candidates": len(field.order), "certified": field.certified, "rising": rising}
    with transaction.atomic():
        standing_list = HotList.objects.select_for_update().filter(list=SITE).order_by("-ranked_at").first()
        if standing_list is not None and _is_newer(standing_list, newest):
            return standing_list
        made = keeping.keep(SITE, entries, standing_list, now, decided_at=choices.decided_at, **facts)
        _keep_sections(field, choices.hot, now)
        _write_standings(placed, field, choices)
    return made


def live_entries(kept: HotList, now: datetime) -> list[Entry]:
    """The entries of a list whose articles are on the site at ``now``."""
    listed = [entry["article"] for entry in kept.entries]
    live = set(Edition.objects.live(now).filter(article_id__in=listed).values_list("article_id", flat=True))
    return [entry for entry in kept.entries if entry["article"] in live]


def entry_of(article_id: int, now: datetime, kept: HotList | None = None) -> Entry | None:
    """An article's entry of ``kept`` (the newest list), or the same numbers computed now where it is not listed.

    None for an article that is not live, or excluded.
    """
    kept = kept or current()
    listed = next((entry for entry in kept.entries if entry["article"] == article_id), None) if kept else None
    if listed is not None:
        return listed
    field = measure([article_id], now)
    if not field.order:
        return None
    hot = Standing.objects.filter(article_id=article_id, is_hot=True).exists()
    entry = _entry(Placed(field.order[0], 1, "rank"), None, field, {article_id} if hot else set(), now)
    return entry | {"rank": None, "slot": ""}


def _is_newer(kept: HotList, known: HotList | None) -> bool:
    return known is None or (kept.pk, kept.confirmed_at) != (known.pk, known.confirmed_at)


def _pinned(now: datetime) -> list[tuple[int, int]]:
    """(position, article) of the pins in force; of two for one position the younger stands first."""
    pins = Pin.objects.in_force(now).filter(place="hot").order_by("position", "-made_at", "-pk")
    return list(pins.values_list("position", "article_id"))


def _choose(field: Field, newest: HotList | None, pins: Mapping[int, int], now: datetime) -> _Choices:
    """Decides anew every ten minutes; in between only who is gone or excluded drops out."""
    hot = {row.article_id: row.hot_since or now for row in Standing.objects.filter(is_hot=True)}
    lent_to = _lent_to(newest)
    decided_at = newest.decided_at if newest is not None else None
    if newest is None or decided_at is None or abs(now - decided_at) >= DECISIONS - TICK:
        decided_at, lent_to = now, None
        chosen = hotness.decide(field.order, hot, now, model())
    else:
        chosen = hotness.keep(field.order, hot)
    new = _choose_new(field, pins, lent_to, now) if settings.HOT_EXPLORE else None
    return _Choices(chosen, new, new is not None and new != lent_to, decided_at)


def _lent_to(newest: HotList | None) -> int | None:
    entries = newest.entries if newest is not None else []
    return next((entry["article"] for entry in entries if entry.get("slot") == "new"), None)


def _choose_new(field: Field, pins: Mapping[int, int], lent_to: int | None, now: datetime) -> int | None:
    above = {placed.heat.article_id for placed in arranging.arrange(field.order, pins, None, NEW_PLACE - 1)}
    held = [article for position, article in pins.items() if position >= NEW_PLACE]
    young = [
        candidate
        for candidate in field.candidates.values()
        if now - candidate.published_at < NEW_FOR and candidate.article_id not in held
    ]
    shown = Standing.objects.filter(article_id__in=[candidate.article_id for candidate in young])
    minutes = dict(shown.values_list("article_id", "slot_minutes"))
    return arranging.choose_new(young, above, minutes, lent_to)


def _entries(
    placed: Sequence[Placed], field: Field, hot: Collection[int], before: HotList | None, now: datetime
) -> list[Entry]:
    was = {entry["article"]: entry["place"] for entry in before.entries} if before is not None else {}
    return [
        _entry(each, place, field, hot, now) | {"was": was.get(each.heat.article_id)}
        for place, each in enumerate(placed, 1)
    ]


def _entry(placed: Placed, place: int | None, field: Field, hot: Collection[int], now: datetime) -> Entry:
    """Everything that explains a place, in plain numbers: views, hours, views per hour, ISO times."""
    measured = placed.heat
    candidate = field.candidates[measured.article_id]
    sums = {
        f"{half_life:g}": read(getattr(candidate, column(half_life)), now, half_life)
        for half_life in model().half_lives
    }
    return {
        "article": measured.article_id,
        "place": place,
        "rank": placed.rank,
        "slot": placed.slot,
        "heat": measured.rate,
        "score": measured.score,
        "parts": list(measured.parts),
        "low": measured.low,
        "high": measured.high,
        "factor": candidate.factor,
        "hot": measured.article_id in hot,
        "published_at": candidate.published_at.isoformat(),
        "sums": sums,
        "expected": candidate.expected,
    }


def _keep_sections(field: Field, hot: Collection[int], now: datetime) -> None:
    """The same scores, one list a category; without pins and without the lent place."""
    for slug in sorted({*field.sections.values()} - {""}):
        order = [measured for measured in field.order if field.sections[measured.article_id] == slug]
        placed = arranging.arrange(order, {}, None, SECTION_LENGTH)
        name = keeping.section(slug)
        entries = _entries(placed, field, hot, None, now)
        keeping.keep(name, entries, current(name), now, candidates=len(order))


def _write_standings(placed: Sequence[Placed], field: Field, choices: _Choices) -> None:
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
