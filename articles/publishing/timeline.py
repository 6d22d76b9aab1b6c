"""Lays the copies of one article along time; everything that depends on their order is derived here."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from articles.drafting.models import Article
from articles.publishing.intervals import Wish, ends, is_empty
from articles.publishing.models import Edition


class Place(NamedTuple):
    """What the order of the copies says about one of them."""

    live_until: datetime | None
    published_at: datetime
    updated_at: datetime | None
    notes: list[dict[str, Any]]


MOVES_UPDATED = {"correction", "update"}
COLUMNS = ("live_until", "published_at", "updated_at", "notes")


def wish_of(edition: Edition) -> Wish:
    """What was asked for one copy; copies that start together are told apart by their number."""
    return Wish(key=edition.number, start=edition.live_from, end=edition.wanted_until)


def places(editions: Iterable[Edition]) -> Iterator[tuple[Edition, Place]]:
    """Each copy with its place, in the order of time; cancelled copies first come last, with an empty interval."""
    copies = sorted(editions, key=lambda copy: (copy.live_from, copy.number))
    until = ends([wish_of(copy) for copy in copies])
    standing = [
        copy for copy in copies if not is_empty(wish_of(copy)) and until[copy.number] != copy.live_from
    ]
    updated: datetime | None = None
    notes: list[dict[str, Any]] = []
    for copy in standing:
        updated = _updated(copy, updated)
        notes = [*_own_note(copy), *notes]
        yield copy, Place(until[copy.number], standing[0].live_from, updated, notes)
    for copy in copies:
        if copy not in standing:
            yield copy, Place(copy.live_from, copy.live_from, copy.updated_at, _own_note(copy))


def _updated(copy: Edition, before: datetime | None) -> datetime | None:
    if copy.kind in MOVES_UPDATED:
        return copy.live_from
    return copy.updated_at if copy.kind == "first" else before


def _own_note(copy: Edition) -> list[dict[str, Any]]:
    return [{"at": copy.live_from.isoformat(), "kind": copy.kind, "note": copy.note}] if copy.note else []


def lay_out(article: Article) -> list[Edition]:
    """Write the places of all copies of ``article``; returns those that changed. Needs the article's lock.

    Ends that move earlier are written first, so that no two copies overlap in between.
    """
    changed = []
    for copy, place in places(Edition.objects.filter(article=article).defer("body", "html", "plain", "toc")):
        if tuple(getattr(copy, name) for name in COLUMNS) != tuple(place):
            shortens = copy.live_until is None or (
                place.live_until is not None and place.live_until < copy.live_until
            )
            changed.append((not shortens, copy, place))
    for _order, copy, place in sorted(changed, key=lambda item: (item[0], item[1].live_from)):
        Edition.objects.filter(pk=copy.pk).update(**place._asdict())
        for name, value in place._asdict().items():
            setattr(copy, name, value)
    return [copy for _order, copy, _place in changed]
