"""The state of the machinery in words: what is, and in every line that is not well, what works regardless."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from articles.desk import wording
from articles.desk.status import Clock, Lateness, Status
from articles.desk.status_storage import LOOKED_AT, is_little


class Line(NamedTuple):
    """A name, what is, whether it is well, and what works regardless where it is not."""

    name: str
    words: str
    is_well: bool = True
    regardless: str = ""


class Group(NamedTuple):
    """Lines under a heading."""

    key: str
    title: str
    lines: list[Line]


def groups(found: Status) -> list[Group]:
    """The whole page but the table of effects."""
    return [
        Group("clocks", _("Clocks"), [_clock(clock, found.now) for clock in found.clocks]),
        Group("lateness", _("On time? The last 30 days"), list(_lateness(found))),
        Group("queues", _("Queues"), list(_queues(found))),
        Group("parts", _("What it stands on"), list(_parts(found))),
        Group("search", _("Search and hot list"), list(_search(found))),
        Group("beacons", _("Views of 24 hours"), list(_beacons(found))),
        Group("storage", _("Storage"), list(_storage(found))),
        Group("versions", _("Versions"), [Line(name, words) for name, words in found.versions.items()]),
    ]


def as_text(found: Status) -> str:
    """The page for a report: no titles, no names of people, no secrets."""
    lines = [f"{found.now:%Y-%m-%dT%H:%M:%SZ}", ""]
    for group in groups(found):
        lines.append(f"## {group.title}")
        for line in group.lines:
            mark = "" if line.is_well else "! "
            lines.append(f"{mark}{line.name}: {line.words}{' ' + line.regardless if line.regardless else ''}")
        lines.append("")
    kinds = [f"{row.kind} {row.attempts} {row.last_error.split(':')[0][:60]}" for row in found.effects.rows]
    return "\n".join([*lines, f"## {_('Effects that wait')}", *kinds]).strip() + "\n"


def _ago(moment: datetime, now: datetime) -> str:
    return _("%(span)s ago") % {"span": _span(max(0.0, (now - moment).total_seconds()))}


def _span(seconds: float, digits: str = ".0f") -> str:
    """As ``wording.span``, and below a minute in seconds: clocks tick oftener."""
    if seconds >= 60:
        return wording.span(seconds)
    return _("%(seconds)s s") % {"seconds": f"{seconds:{digits}}"}


def _clock(clock: Clock, now: datetime) -> Line:
    name = clock.name.removeprefix("articles.")
    every = _("every %(seconds)s s") % {"seconds": clock.seconds}
    last = _ago(clock.last, now) if clock.last else _("never yet")
    parts = [last, every, _next(clock, now), clock.error]
    words = " · ".join(part for part in parts if part)
    well = not (clock.is_late or clock.error)
    return Line(
        name, words, well, "" if well else _("Stories still go live on time; what this clock does waits.")
    )


def _next(clock: Clock, now: datetime) -> str:
    """When its next turn is due; "" before the first one and where it is late."""
    if clock.next_at is None or clock.is_late:
        return ""
    return _("next in %(span)s") % {"span": _span(max(0.0, (clock.next_at - now).total_seconds()))}


def _lateness(found: Status) -> Iterator[Line]:
    yield Line(_("Stories, from their second to the first look that found them"), _spread(found.lag))
    yield Line(_("Effects, from when they were wanted"), _spread(found.lateness))
    counts = found.effects
    words = _("%(waiting)s wait, %(late)s of them a minute late or more; %(parked)s given up") % {
        "waiting": counts.waiting, "late": counts.late, "parked": counts.parked,
    }  # fmt: skip
    well = not (counts.late or counts.parked)
    regardless = _("The stories themselves are where they should be; only search, caches or mail are behind.")
    yield Line(_("Effects now"), words, well, "" if well else regardless)


def _spread(found: Lateness) -> str:
    if found.p50 is None or found.p95 is None or found.most is None:
        return _("nothing to measure yet")
    spans = (_span(each, ".1f") for each in (found.p50, found.p95, found.most))
    return _("half within %(p50)s, 95 of 100 within %(p95)s, all within %(most)s (%(count)s)") % {
        **dict(zip(("p50", "p95", "most"), spans, strict=True)), "count": found.number,
    }  # fmt: skip


def _queues(found: Status) -> Iterator[Line]:
    if found.queues is None:
        regardless = _("Stories, saving and signing in go on; jobs start again when it is back.")
        yield Line("Redis", _("does not answer"), False, regardless)
        return
    yield Line("Redis", _("answers"))
    for name, length in found.queues.items():
        yield Line(name, _("%(count)s jobs wait") % {"count": length})


def _parts(found: Status) -> Iterator[Line]:
    parts, going_on = found.parts, _("Pages are made anew each time; everything else goes on.")
    yield (
        Line(_("Cache"), _("answers"))
        if parts.cache
        else Line(_("Cache"), _("does not answer"), False, going_on)
    )
    words, regardless = _("all are applied"), ""
    if parts.unapplied:
        words = _("%(count)s wait: run manage.py migrate") % {"count": parts.unapplied}
        regardless = _("What is published stays as it is; what needs the new tables waits.")
    yield Line(_("Migrations"), words, not parts.unapplied, regardless)
    yield _proof(found)


def _proof(found: Status) -> Line:
    """How ``manage.py verify`` ended the last time."""
    name, parts = _("Last proof of every edition (verify)"), found.parts
    if parts.proved_at is None:
        return Line(name, _("never yet"))
    when = _ago(parts.proved_at, found.now)
    if not parts.proof_error:
        return Line(name, _("%(when)s: everything held") % {"when": when})
    words = _("%(when)s: %(findings)s do not hold; run it again to read which") % {
        "when": when, "findings": parts.proof_error,
    }  # fmt: skip
    return Line(name, words, False, _("Readers go on; whoever may publish looks at these copies first."))


def _search(found: Status) -> Iterator[Line]:
    search, now = found.search, found.now
    last = _ago(search.last, now) if search.last else _("never yet")
    yield Line(_("Last text taken into search"), last)
    if search.waiting and search.oldest:
        words = _("%(count)s wait, the oldest for %(span)s") % {
            "count": search.waiting, "span": wording.span((now - search.oldest).total_seconds()),
        }  # fmt: skip
        yield Line(_("Texts on their way into search"), words)
    made = found.hot.made_at
    yield Line(_("Hot list"), _ago(made, now) if made else _("never yet"))
    means = found.hot.means
    if means is not None:
        scores = ", ".join(f"{name} {value:.3f}" for name, value in sorted(means.ndcg.items()))
        regardless = _("A simpler formula would have foretold the last week better; the list goes on.")
        words = _("%(scores)s (%(hours)s hours)") % {"scores": scores, "hours": means.hours}
        behind = found.hot.is_behind
        yield Line(_("How well it foretold the next hour"), words, not behind, regardless if behind else "")


def _beacons(found: Status) -> Iterator[Line]:
    beacons = found.hot.beacons
    yield Line(_("Came in"), str(beacons.received))
    for name, number in (
        (_("Counted as views"), beacons.views), (_("Repeats"), beacons.repeats), (_("Robots"), beacons.robots),
        (_("In doubt"), beacons.doubt), (_("Refused"), sum(beacons.refused.values())),
        (_("Dropped"), beacons.dropped), (_("On their way"), beacons.difference),
    ):  # fmt: skip
        yield Line(name, str(number))


def _storage(found: Status) -> Iterator[Line]:
    storage = found.storage
    yield Line(_("Database"), _size(storage.database))
    yield Line(_pictures(storage.is_reckoned), _size(storage.renditions))
    full = _("Readers go on; once it is full, nothing can be saved or printed any more.")
    for name, free in (
        (_("Free where the data lies"), storage.free),
        (_("Free where pictures lie"), storage.media_free),
    ):
        yield Line(name, _size(free), not is_little(free), full if is_little(free) else "")
    words = _("%(waiting)s wait for the worker, %(parked)s given up") % {
        "waiting": storage.covers_waiting, "parked": storage.covers_parked,
    }  # fmt: skip
    well = not storage.covers_parked
    yield Line(
        _("Small and modern sizes of covers"), words, well, "" if well else _("JPEG is there for each.")
    )


def _size(count: int | None) -> str:
    return filesizeformat(count) if count is not None else _("cannot be told")


def _pictures(is_reckoned: bool) -> str:
    if not is_reckoned:
        return _("Pictures, all sizes")
    return _("Pictures, all sizes, reckoned from the newest %(count)s") % {"count": LOOKED_AT}
