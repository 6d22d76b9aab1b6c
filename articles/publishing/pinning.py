"""Pins: hold an article at a place of a list, for a time, with a name behind it."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from articles.drafting.auditing import record
from articles.drafting.locking import locked
from articles.drafting.models import Article
from articles.publishing.gate import NotAllowed
from articles.publishing.generations import raise_generation
from articles.publishing.models import PLACES, Pin
from articles.publishing.querysets import PinQuerySet
from articles.text.refusals import Refused
from articles.wire.nudging import nudge_after_commit

MOST_POSITIONS = 50
MOST_LETTERS = 300


class WrongPin(Refused):
    """The pin names a place, a position or a time that does not exist, or gives no reason."""


@transaction.atomic
def pin(
    article: Article,
    *,
    place: str,
    position: int,
    live_from: datetime,
    live_until: datetime | None,
    by: User,
    now: datetime,
    reason: str = "",
) -> Pin:
    """Hold ``article`` at ``position`` (from 1) of ``place``; an earlier pin of the article there ends.

    What overrules the readers on the hot list needs a ``reason``; the home page is the newsroom's own.
    Raises NotAllowed and WrongPin.
    """
    current = locked(article)
    _need_right(by)
    _refuse_nonsense(place, position, live_from, live_until)
    _refuse_reason(place, reason)
    _end(Pin.objects.filter(article=current, place=place), now)
    made = Pin.objects.create(
        article=current,
        place=place,
        position=position,
        live_from=live_from,
        live_until=live_until,
        reason=reason.strip(),
        made_by=by,
        made_at=now,
    )
    record(current, "pin", by=by, now=now, reason=reason.strip(), details=_details(made))
    raise_generation()
    nudge_after_commit("articles.rank", current.pk)
    return made


@transaction.atomic
def unpin(held: Pin, *, by: User, now: datetime) -> None:
    """End a pin now; it stays in the table. Raises NotAllowed."""
    _need_right(by)
    current = locked(held.article)
    _end(Pin.objects.filter(pk=held.pk), now)
    record(current, "unpin", by=by, now=now, details={"pin": held.pk})
    raise_generation()
    nudge_after_commit("articles.rank", current.pk)


def end_pins(article: Article, *, now: datetime) -> list[dict[str, Any]]:
    """End every pin of an article; what is withdrawn holds no place. Returns what ``hold_again`` needs."""
    ended = Pin.objects.filter(article=article).standing(now).order_by("pk")
    facts = [
        {"pin": pin, "live_until": until and until.isoformat()}
        for pin, until in ended.values_list("pk", "live_until")
    ]
    _end(Pin.objects.filter(article=article), now)
    return facts


def hold_again(
    article: Article, facts: list[dict[str, Any]], *, by: User, now: datetime, reason: str
) -> None:
    """Give pins that ended with a take-down their old end; a place taken anew since keeps its new pin."""
    taken = set(Pin.objects.filter(article=article).standing(now).values_list("place", flat=True))
    until = {fact["pin"]: fact["live_until"] and parse_datetime(fact["live_until"]) for fact in facts}
    for pin in Pin.objects.filter(article=article, pk__in=until).exclude(place__in=taken).order_by("pk"):
        Pin.objects.filter(pk=pin.pk).update(live_until=until[pin.pk])
        pin.live_until = until[pin.pk]
        record(article, "pin", by=by, now=now, reason=reason, details=_details(pin))
    nudge_after_commit("articles.rank", article.pk)


def _details(pin: Pin) -> dict[str, Any]:
    return {
        "pin": pin.pk, "place": pin.place, "position": pin.position, "live_from": pin.live_from.isoformat(),
        "live_until": pin.live_until and pin.live_until.isoformat(),
    }  # fmt: skip


def _end(pins: PinQuerySet, now: datetime) -> None:
    standing = pins.standing(now)
    standing.filter(live_from__gt=now).update(live_until=F("live_from"))
    standing.filter(live_from__lte=now).update(live_until=now)


def _need_right(by: User) -> None:
    if not by.has_perm("articles.pin_article"):
        raise NotAllowed(_("You may not pin articles; a publisher can."))


def _refuse_nonsense(place: str, position: int, start: datetime, end: datetime | None) -> None:
    if place not in {name for name, _label in PLACES}:
        raise WrongPin(
            _("Articles are pinned to the home page or to the hot list; “%(place)s” is neither.")
            % {"place": place}
        )
    refuse_position(position)
    if end is not None and end <= start:
        raise WrongPin(_("The pin would end before it begins. Choose a later end."))


def refuse_position(position: int) -> None:
    """Raises WrongPin where no list has such a place."""
    if not 1 <= position <= MOST_POSITIONS:
        raise WrongPin(_("A position is a number from 1 to %(most)s.") % {"most": MOST_POSITIONS})


def _refuse_reason(place: str, reason: str) -> None:
    if place == "hot" and not reason.strip():
        raise WrongPin(_("A pin on the hot list needs a reason, for colleagues will ask. Write one."))
    if len(reason.strip()) > MOST_LETTERS:
        raise WrongPin(
            _("The reason has more than %(most)s characters. Shorten it.") % {"most": MOST_LETTERS}
        )
