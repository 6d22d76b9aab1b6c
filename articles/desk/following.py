"""What followed a publication or a take-down, in one line: how fast, what failed, and when it is tried again."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import wording
from articles.desk.strips import effect_name
from articles.publishing.models import Edition, Effect

# Kinds that tell of the same thing by another name; the first that is there speaks.
AT_START = ("purge", "index", "notify", "websub", "indexnow", "baidu")
AT_END = ("purge_end", "unindex", "notify_end", "websub_end", "indexnow_end")


def line(copy: Edition, now: datetime) -> str:
    """“Live since 07:30:00; page cache 2 s, mail failed (again in 1 minute)”."""
    is_over = copy.live_until is not None and copy.live_until <= now
    rows = Effect.objects.filter(edition=copy, kind__in=AT_END if is_over else AT_START)
    rows = rows.only("kind", "wanted_at", "due_at", "done_at", "parked_at", "last_error")
    parts = [
        _part(effect, copy.printed_at, now) for effect in _in_order(rows, AT_END if is_over else AT_START)
    ]
    moment = copy.live_until if is_over and copy.live_until else copy.live_from
    word = _("Gone since %(time)s") if is_over else _("Live since %(time)s")
    first = word % {"time": exact(moment, now)}
    return f"{first}{_('; ')}{_(', ').join(parts)}" if parts else first


def exact(moment: datetime, now: datetime) -> str:
    """The moment with its seconds, in the newsroom's zone; without the day where it is today."""
    local, here = timezone.localtime(moment), timezone.localtime(now)
    return f"{local:%H:%M:%S}" if local.date() == here.date() else f"{local:%Y-%m-%d %H:%M:%S}"


def _in_order(rows: Iterable[Effect], kinds: tuple[str, ...]) -> list[Effect]:
    return sorted(rows, key=lambda effect: kinds.index(effect.kind))


def _part(effect: Effect, printed_at: datetime, now: datetime) -> str:
    words = {"what": effect_name(effect.kind)}
    if effect.done_at:
        # What was printed for a second that had passed, as an import is, could not be followed before.
        late = (effect.done_at - max(effect.wanted_at, printed_at)).total_seconds()
        return _("%(what)s after %(wait)s") % {**words, "wait": _wait(max(0.0, late))}
    if effect.parked_at:
        return _("%(what)s given up until somebody tries again") % words
    if effect.last_error:
        wait = max(0.0, (effect.due_at - now).total_seconds())
        return _("%(what)s failed (again in %(wait)s)") % {**words, "wait": _wait(wait)}
    return _("%(what)s on its way") % words


def _wait(seconds: float) -> str:
    return _("%(seconds)s s") % {"seconds": round(seconds)} if seconds < 60 else wording.span(seconds)
