"""Whether the clocks of the house tick, in one line, with what works regardless."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from articles.clocks.models import Turn
from articles.desk import wording
from newsroom.celery import CLOCKS

PATIENCE = timedelta(seconds=30)


class Heartbeat(NamedTuple):
    """The line; ``is_well`` while every clock is on time."""

    is_well: bool
    line: str


def heartbeat(now: datetime) -> Heartbeat:
    """The state of all clocks at ``now``, in one query."""
    seen = dict(Turn.objects.filter(name__in=CLOCKS).values_list("name", "started_at"))
    last = max(seen.values(), default=None)
    late = [name for name, seconds in CLOCKS.items() if _is_late(seen.get(name), seconds, now)]
    if last is None:
        first = _("No clock has run yet: the worker was never started.")
        return Heartbeat(False, f"{first} {_regardless()}")
    if len(late) == len(CLOCKS):
        first = _("The worker was last seen %(span)s ago.") % {"span": _ago(last, now)}
        return Heartbeat(False, f"{first} {_regardless()}")
    if late:
        names = ", ".join(name.removeprefix("articles.") for name in late)
        return Heartbeat(
            False, _("Late: %(names)s. %(regardless)s") % {"names": names, "regardless": _regardless()}
        )
    return Heartbeat(
        True, _("All clocks are on time; the last one ticked %(span)s ago.") % {"span": _ago(last, now)}
    )


def _is_late(last: datetime | None, seconds: int, now: datetime) -> bool:
    return last is None or now - last > timedelta(seconds=3 * seconds) + PATIENCE


def _ago(moment: datetime, now: datetime) -> str:
    return wording.span(max(0.0, (now - moment).total_seconds()))


def _regardless() -> str:
    return _(
        "Stories still go live on time; mail, the hot list and search for stories printed since are late."
    )
