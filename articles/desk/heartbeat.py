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
    if _is_away(last, now):
        return _away(last, now)
    if late:
        names = _(", ").join(words for name, words in _names().items() if name in late)
        return Heartbeat(
            False, _("Late: %(names)s. %(regardless)s") % {"names": names, "regardless": _regardless()}
        )
    return _well(last, now)


def at_a_glance(last: datetime | None, now: datetime) -> Heartbeat | None:
    """The same for the head of every page, from the ``last`` turn of any clock; None where none has ever run."""
    if last is None:
        return None
    return _away(last, now) if _is_away(last, now) else _well(last, now)


def _is_away(last: datetime, now: datetime) -> bool:
    """Whether not even the quickest clock ticks any more."""
    return _is_late(last, min(CLOCKS.values()), now)


def _away(last: datetime, now: datetime) -> Heartbeat:
    first = _("The worker was last seen %(span)s ago.") % {"span": _ago(last, now)}
    return Heartbeat(False, f"{first} {_regardless()}")


def _well(last: datetime, now: datetime) -> Heartbeat:
    words = _("All clocks are on time; the last one ticked %(span)s ago.")
    return Heartbeat(True, words % {"span": _ago(last, now)})


def _names() -> dict[str, str]:
    """What each clock does, in an editor's words."""
    return {
        "articles.announce": _("what follows a publication"), "articles.render_covers": _("sizes of pictures"),
        "articles.flush_views": _("counting of views"), "articles.rank": _("the hot list"),
        "articles.seal_hour": _("figures of the hour"), "articles.tidy_popularity": _("tidying of figures"),
        "articles.tell_notices": _("notices and mail"),
    }  # fmt: skip


def _is_late(last: datetime | None, seconds: int, now: datetime) -> bool:
    return last is None or now - last > timedelta(seconds=3 * seconds) + PATIENCE


def _ago(moment: datetime, now: datetime) -> str:
    return wording.span(max(0.0, (now - moment).total_seconds()))


def _regardless() -> str:
    return _(
        "Stories still go live on time; mail, the hot list and search for stories printed since are late."
    )
