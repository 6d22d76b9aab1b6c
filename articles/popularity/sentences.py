"""The reasons of a place on a hot list in words; numbers are printed so that they add up."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.popularity.explaining import Explanation
from articles.popularity.keeping import Entry
from articles.popularity.models import Boost
from articles.popularity.standing import DAY
from articles.publishing.models import Pin

HOUR = timedelta(hours=1)


def sentences(
    entry: Entry,
    told: Explanation | None,
    boost: Boost | None,
    pin: Pin | None,
    surges: bool,
    left: Mapping[str, int],
    length: int,
    at: datetime,
) -> Iterator[str]:
    """The reasons of a place, most telling first; ``length`` is that of the list, ``left`` what was not counted."""
    if told is None:
        facts = {"place": entry["place"], "rate": f"{entry['heat']:.1f}"}
        yield (
            _("Of a list this old only order and heat are kept: place %(place)s with %(rate)s views an hour.")
            % facts
        )
        return
    yield _evidence(entry, at)
    yield _sum(entry, told)
    if boost is not None and told.factor != 1:
        yield _boosted(boost, told)
    yield _placed(told)
    if told.factor != 1 and told.rank_without_boost is not None:
        yield _unboosted(told.rank_without_boost, length)
    if pin is not None and entry["slot"] == "pin":
        yield _pinned(pin, entry)
    yield from _slot(entry)
    if surges:
        yield _("The last hour brought far more views than the hours before it.")
    yield _left_out(left)


def _evidence(entry: Entry, at: datetime) -> str:
    age = max((at - datetime.fromisoformat(entry["published_at"])) / HOUR, 0.0)
    published = _("Published %(age)s ago.") % {"age": _span(age)}
    sums = [
        _("about %(views)s views in the last %(hours)s h") % {"views": f"{views:.1f}", "hours": hours}
        for hours, views in _by_hours(entry)
    ]
    usual = _("%(views)s views an hour are usual for its age") % {"views": _short(entry["expected"])}
    return _("%(published)s It had %(sums)s; %(usual)s.") % {
        "published": published, "sums": _(", ").join(sums), "usual": usual,
    }  # fmt: skip


def _sum(entry: Entry, told: Explanation) -> str:
    """The heat as a sum, each part rounded so that the printed parts add up to the printed whole."""
    hours = [hours for hours, _views in _by_hours(entry)]
    words = [_("%(views)s from the last %(hours)s h") for _hour in hours]
    parts = [
        word % {"views": part, "hours": hour}
        for word, part, hour in zip(words, told.parts[:-1], hours, strict=True)
    ]
    parts.append(_("%(views)s usual for its age") % {"views": told.parts[-1]})
    return _("%(rate)s views an hour (in nine of ten cases %(low)s to %(high)s) = %(parts)s.") % {
        "rate": told.rate, "low": told.low, "high": told.high, "parts": " + ".join(parts),
    }  # fmt: skip


def _by_hours(entry: Entry) -> list[tuple[str, float]]:
    """(hours, views) of the sums, the shortest first; PostgreSQL keeps no order of keys."""
    return sorted(entry["sums"].items(), key=lambda pair: float(pair[0]))


def _boosted(boost: Boost, told: Explanation) -> str:
    sign = "+" if told.boost >= 0 else "−"
    facts = {
        "factor": f"{told.factor:g}",
        "by": _name(boost.made_by),
        "reason": boost.reason,
        "views": f"{sign} {abs(told.boost)}",
    }
    if boost.live_until is None:
        return _("Boost × %(factor)s by %(by)s without an end (“%(reason)s”): %(views)s.") % facts
    facts["until"] = _minute(boost.live_until)
    return _("Boost × %(factor)s by %(by)s until %(until)s (“%(reason)s”): %(views)s.") % facts


def _pinned(pin: Pin, entry: Entry) -> str:
    facts = {"place": entry["place"], "by": _name(pin.made_by), "reason": pin.reason or "…"}
    if pin.live_until is None:
        return _("Pinned to place %(place)s by %(by)s without an end (“%(reason)s”).") % facts
    facts["until"] = _minute(pin.live_until)
    return _("Pinned to place %(place)s by %(by)s until %(until)s (“%(reason)s”).") % facts


def _name(person: User | None) -> str:
    return (person.get_full_name() or person.get_username()) if person else _("the import")


def _minute(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%m-%d %H:%M}"


def _placed(told: Explanation) -> str:
    if told.rank is None:
        return _("Score %(score)s: not among the places of the list.") % {"score": told.score}
    facts = {"score": told.score, "rank": told.rank, "better": told.rank - 1, "worse": told.rank + 1}
    if told.ahead is not None:
        return _("Score %(score)s, place %(rank)s by score; place %(better)s has %(ahead)s.") % {
            **facts, "ahead": told.ahead,
        }  # fmt: skip
    if told.behind is not None:
        return _("Score %(score)s, place %(rank)s by score; place %(worse)s has %(behind)s.") % {
            **facts, "behind": told.behind,
        }  # fmt: skip
    return _("Score %(score)s, place %(rank)s by score.") % facts


def _unboosted(rank: int, length: int) -> str:
    if rank > length:
        return _("Without the boost: not among the first %(length)s.") % {"length": length}
    return _("Without the boost: place %(rank)s.") % {"rank": rank}


def _slot(entry: Entry) -> Iterator[str]:
    """Why it does not stand where its score would put it, and how it moved."""
    if entry["slot"] == "new":
        yield _("Place %(place)s is lent for ten minutes to something new that was shown least.") % {
            "place": entry["place"]
        }
    if entry.get("waited"):
        yield _("It waited for a later place, for three articles of one of its authors stand close above.")
    if entry.get("was") and entry["was"] != entry["place"]:
        yield _("An hour earlier it stood at place %(was)s.") % {"was": entry["was"]}


def _left_out(left: Mapping[str, int]) -> str:
    told = [
        ngettext("%(n)s repeat", "%(n)s repeats", left["repeat"]) % {"n": left["repeat"]},
        ngettext("%(n)s robot", "%(n)s robots", left["robot"]) % {"n": left["robot"]},
        ngettext("%(n)s doubtful look", "%(n)s doubtful looks", left["doubt"]) % {"n": left["doubt"]},
    ]
    return _("Not counted in the last 24 hours: %(looks)s.") % {"looks": _(", ").join(told)}


def _span(age: float) -> str:
    """An age in whole minutes, hours or days."""
    if age < 1:
        minutes = int(age * 60)
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if age < 2 * DAY:
        return ngettext("%(n)s hour", "%(n)s hours", int(age)) % {"n": int(age)}
    days = int(age / DAY)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _short(views: float) -> str:
    return f"{views:.1f}" if views >= 0.1 else f"{views:.2g}"
