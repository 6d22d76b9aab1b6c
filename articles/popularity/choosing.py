"""Who is hot, and who is lent the place for something new: decided every ten minutes, so that neither flickers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings

from articles.popularity import arranging, hotness
from articles.popularity.arranging import NEW_FOR, NEW_PLACE, Authors, Crowd
from articles.popularity.candidates import Field, model
from articles.popularity.models import HotList, Standing

DECISIONS = timedelta(minutes=10)
TICK = timedelta(seconds=30)  # half a tick of the clock, so that a tick which comes early still decides


class Choices(NamedTuple):
    """Who is hot since when, who is lent the place for something new, and when both were decided."""

    hot: dict[int, datetime]
    new: int | None
    lent: bool  # the place was lent just now
    decided_at: datetime


def choose(
    field: Field, newest: HotList | None, pins: Mapping[int, int], authors: Authors, now: datetime
) -> Choices:
    """Decide anew when ten minutes are over; in between only who is gone or excluded drops out."""
    hot = {row.article_id: row.hot_since or now for row in Standing.objects.filter(is_hot=True)}
    lent_to = _lent_to(newest)
    decided_at = newest.decided_at if newest is not None else None
    if newest is None or decided_at is None or abs(now - decided_at) >= DECISIONS - TICK:
        decided_at, lent_to = now, None
        chosen = hotness.decide(field.order, hot, now, model())
    else:
        chosen = hotness.keep(field.order, hot)
    new = _choose_new(field, pins, authors, lent_to, now) if settings.HOT_EXPLORE else None
    return Choices(chosen, new, new is not None and new != lent_to, decided_at)


def young(field: Field, now: datetime) -> list[int]:
    """The articles that may be lent the place for something new."""
    return [each.article_id for each in field.candidates.values() if now - each.published_at < NEW_FOR]


def _lent_to(newest: HotList | None) -> int | None:
    entries = newest.entries if newest is not None else []
    return next((entry["article"] for entry in entries if entry.get("slot") == "new"), None)


def _choose_new(
    field: Field, pins: Mapping[int, int], authors: Authors, lent_to: int | None, now: datetime
) -> int | None:
    """Nobody who is pinned, stands above anyway, or would be the fourth of an author."""
    placed = arranging.arrange(field.order, pins, None, NEW_PLACE - 1, authors)
    above = {each.heat.article_id for each in placed}
    crowd = Crowd(authors)
    for position, each in enumerate(placed, 1):
        crowd.stand(each.heat.article_id, position)
    held = {article for position, article in pins.items() if position >= NEW_PLACE}
    free = [
        article for article in young(field, now) if article not in held and crowd.fits(article, NEW_PLACE)
    ]
    minutes = dict(Standing.objects.filter(article_id__in=free).values_list("article_id", "slot_minutes"))
    return arranging.choose_new([field.candidates[article] for article in free], above, minutes, lent_to)
