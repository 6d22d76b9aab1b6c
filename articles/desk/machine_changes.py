"""When readers see something else, before and after any moment, and what then differs from now."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.publishing.models import Edition, Pin

MOST = 400  # copies and pins looked at; what is more is not listed, for nobody reads so far
SPAN = timedelta(hours=12)  # on either side of the moment, in the bar


class Change(NamedTuple):
    """One moment at which readers see something else, and what it is."""

    at: datetime
    words: str


class Differs(NamedTuple):
    """What readers of another moment have and readers of now have not, and the other way round."""

    more: list[str]
    fewer: list[str]
    other: list[str]  # another text of the same article
    pins: list[str]

    @property
    def is_empty(self) -> bool:
        return not any(self)

    @property
    def summary(self) -> str:
        """“+3 articles, −1 article, 2 pins”."""
        counts = (
            (ngettext("+%(count)s article", "+%(count)s articles", len(self.more)), self.more),
            (ngettext("−%(count)s article", "−%(count)s articles", len(self.fewer)), self.fewer),
            (ngettext("%(count)s other text", "%(count)s other texts", len(self.other)), self.other),
            (ngettext("%(count)s pin", "%(count)s pins", len(self.pins)), self.pins),
        )
        said = [words % {"count": len(rows)} for words, rows in counts if rows]
        return _(", ").join(said) or _("nothing differs from now")


def between(start: datetime, end: datetime) -> list[Change]:
    """Every change after ``start`` up to ``end``, the earliest first."""
    inside = Q(live_from__gt=start, live_from__lte=end) | Q(live_until__gt=start, live_until__lte=end)
    copies = list(_copies().filter(inside).order_by("live_from", "pk")[:MOST])
    followed = {(copy.article_id, copy.live_from) for copy in copies}
    rows = [
        *_of_copies(copies, followed),
        *_of_pins(Pin.objects.filter(inside).order_by("live_from", "pk")[:MOST]),
    ]
    return sorted({row for row in rows if start < row.at <= end})


def _of_copies(copies: list[Edition], followed: set[tuple[int, datetime]]) -> Iterator[Change]:
    for copy in copies:
        yield Change(copy.live_from, _("“%(title)s” begins") % {"title": copy.title})
        if copy.live_until and (copy.article_id, copy.live_until) not in followed:
            yield Change(copy.live_until, _("“%(title)s” ends") % {"title": copy.title})


def _of_pins(pins: Iterable[Pin]) -> Iterator[Change]:
    for pin in pins:
        if pin.live_until == pin.live_from:
            continue
        words = {"number": pin.article_id, "place": pin.get_place_display(), "position": pin.position}
        yield Change(pin.live_from, _("pin of #%(number)s begins: %(place)s %(position)s") % words)
        if pin.live_until:
            yield Change(pin.live_until, _("pin of #%(number)s ends: %(place)s %(position)s") % words)


def before(moment: datetime) -> datetime | None:
    """The latest change up to ``moment``; None when there is none."""
    return _nearest(Max, "lte", moment)


def after(moment: datetime) -> datetime | None:
    """The next change after ``moment``; None when nothing is decided."""
    return _nearest(Min, "gt", moment)


def _nearest(aggregate: type[Max] | type[Min], side: str, moment: datetime) -> datetime | None:
    found = [
        rows.filter(**{f"{name}__{side}": moment}).aggregate(at=aggregate(name))["at"]
        for rows in (_copies(), Pin.objects.exclude(live_until=F("live_from")))
        for name in ("live_from", "live_until")
    ]
    known = [each for each in found if each]
    if not known:
        return None
    return max(known) if aggregate is Max else min(known)


def differs(there: datetime, now: datetime) -> Differs:
    """What readers of ``there`` have otherwise than readers of ``now``."""
    start, end = min(there, now), max(there, now)
    moved = Q(live_from__gt=start, live_from__lte=end) | Q(live_until__gt=start, live_until__lte=end)
    numbers = set(_copies().filter(moved).values_list("article", flat=True)[:MOST])
    then, today = _live(numbers, there), _live(numbers, now)
    both = then.keys() & today.keys()
    return Differs(
        [then[number][1] for number in sorted(then.keys() - both)],
        [today[number][1] for number in sorted(today.keys() - both)],
        [then[number][1] for number in sorted(both) if then[number][0] != today[number][0]],
        list(_pins(there, now)),
    )


def _live(numbers: set[int], moment: datetime) -> dict[int, tuple[int, str]]:
    rows = Edition.objects.live(moment).filter(article__in=numbers)
    return {article: (pk, title) for article, pk, title in rows.values_list("article", "pk", "title")}


def _pins(there: datetime, now: datetime) -> Iterator[str]:
    """Pins that hold at one of the two moments only."""
    then, today = (set(Pin.objects.in_force(moment)) for moment in (there, now))
    for pin in sorted(then ^ today, key=lambda each: each.pk):
        words = {"number": pin.article_id, "place": pin.get_place_display(), "position": pin.position}
        ends = _("pin of #%(number)s does not hold: %(place)s %(position)s")
        yield (_("pin of #%(number)s holds: %(place)s %(position)s") if pin in then else ends) % words


def _copies() -> QuerySet[Edition]:
    alive = Edition.objects.uncancelled()
    return alive.without_long_columns()
