"""What editors did to the hot list: pins, boosts and burials that held at a moment, with reason, name and end."""

from datetime import datetime, timedelta
from typing import NamedTuple

from articles.desk.printed import Printed, printed
from articles.desk.wording import name_of
from articles.popularity.models import Boost
from articles.publishing.models import Pin

LONG = timedelta(days=7)


class Force(NamedTuple):
    """A pin or a boost: ``kind`` is "pin", "boost", "bury" or "exclude"; endless for a week means it is flagged."""

    kind: str
    number: int  # of the article
    key: int  # of the pin or boost
    known: Printed | None
    strength: str
    reason: str
    by: str
    since: datetime
    until: datetime | None
    is_forgotten: bool


def in_force(at: datetime) -> list[Force]:
    """Those of the moment, pins first; in two queries and one for the titles."""
    pins = Pin.objects.in_force(at).filter(place="hot").select_related("made_by").order_by("position", "pk")
    boosts = Boost.objects.held(at).select_related("made_by").order_by("-factor", "pk")
    found = [*(_pin(pin, at) for pin in pins), *(_boost(boost, at) for boost in boosts)]
    known = printed([force.number for force in found], at)
    return [force._replace(known=known.get(force.number)) for force in found]


def _pin(pin: Pin, at: datetime) -> Force:
    return Force(
        "pin", pin.article_id, pin.pk, None, str(pin.position), pin.reason, name_of(pin.made_by), pin.live_from,
        pin.live_until, _is_forgotten(pin, at),
    )  # fmt: skip


def _boost(boost: Boost, at: datetime) -> Force:
    kind = "boost" if boost.factor > 1 else "bury" if boost.factor else "exclude"
    return Force(
        kind, boost.article_id, boost.pk, None, f"{boost.factor:g}", boost.reason, name_of(boost.made_by),
        boost.live_from, boost.live_until, _is_forgotten(boost, at),
    )  # fmt: skip


def _is_forgotten(held: Pin | Boost, at: datetime) -> bool:
    return held.live_until is None and held.live_from <= at - LONG
