"""The hot list in lines: each place with its sum, its hours beside the usual band, and what a boost would do."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk import charts
from articles.desk.charts import Spark
from articles.desk.printed import Printed
from articles.popularity.keeping import Entry
from articles.popularity.telling import Why

FACTORS = (4.0, 2.0, 0.5, 0.25)
BAR = 1000  # the width of a bar, in units of its drawing


class Term(NamedTuple):
    """A part of the sum: what it is, its number with its sign, and where its piece of the bar lies."""

    kind: str
    label: str
    number: str
    x: str = "0"
    width: str = "0"


class Line(NamedTuple):
    """One place, or one article off the list."""

    number: int
    place: int | None
    known: Printed | None
    why: Why
    terms: list[Term]
    score: str
    badges: list[tuple[str, str]]
    moved: str
    moved_words: str
    spark: Spark


class Try(NamedTuple):
    """What a boost would do: its factor, the score and the place by score it would give."""

    factor: str
    score: str
    place: int


def line(why: Why, known: Printed | None, highest: float) -> Line:
    """``highest`` is the greatest score of the list, as wide as a bar can be."""
    told = why.explanation
    score = str(told.score) if told else f"{why.entry['heat']:.1f}"
    moved, words = _moved(why)
    return Line(
        why.article_id, why.entry["place"], known, why, terms(why, highest), score, _badges(why), moved, words,
        _spark(why),
    )  # fmt: skip


def terms(why: Why, highest: float) -> list[Term]:
    """The parts whose printed numbers add up to the printed score; empty where only the order was kept."""
    told = why.explanation
    if told is None:
        return []
    hours = sorted(why.entry["sums"], key=float)
    labels = [*(_("the last %(hours)s h") % {"hours": hour} for hour in hours), _("usual for its age")]
    found, x, scale = [], Decimal(0), Decimal(BAR) / Decimal(max(highest, float(told.rate), 0.0001))
    for place, (label, part) in enumerate(zip(labels, told.parts, strict=True)):
        kind = f"part-{place}" if place < len(hours) else "usual"
        found.append(Term(kind, label, str(part), _unit(x * scale), _unit(part * scale)))
        x += part
    if told.factor != 1:
        words = _("boost × %(factor)s") if told.factor > 1 else _("buried × %(factor)s")
        start = min(told.rate, told.score)
        kind = "boost" if told.boost >= 0 else "bury"
        label = words % {"factor": f"{told.factor:g}"}
        found.append(
            Term(kind, label, _signed(told.boost), _unit(start * scale), _unit(abs(told.boost) * scale))
        )
    return found


def highest_of(entries: Sequence[Entry]) -> float:
    """The greatest score or heat of a list."""
    return max((max(entry.get("score", entry["heat"]), entry["heat"]) for entry in entries), default=1.0)


def tries(why: Why, entries: Sequence[Entry]) -> list[Try]:
    """The place by score that other factors would give among ``entries``, as everything stands."""
    told = why.explanation
    if told is None:
        return []
    others = [entry["score"] for entry in entries if entry["article"] != why.article_id and "score" in entry]
    unit = Decimal(1).scaleb(int(told.rate.as_tuple().exponent))
    found = []
    for factor in FACTORS:
        score = why.entry["heat"] * factor
        printed = Decimal(score).quantize(unit, rounding=ROUND_HALF_UP)
        found.append(Try(f"{factor:g}", str(printed), 1 + sum(other > score for other in others)))
    return found


def _badges(why: Why) -> list[tuple[str, str]]:
    """Its kind and its words."""
    slot = why.entry.get("slot")
    found = [
        ("hot", _("hot"), bool(why.entry.get("hot"))),
        ("surge", _("surge"), why.surge),
        ("rising", _("rising"), why.rising),
        ("pin", _("pinned"), slot == "pin"),
        ("new", _("lent place"), slot == "new"),
        ("boost", _("boosted"), bool(why.explanation and why.explanation.factor > 1)),
        ("bury", _("buried"), bool(why.explanation and why.explanation.factor < 1)),
        ("waited", _("waited for another author"), bool(why.entry.get("waited"))),
    ]
    return [(kind, words) for kind, words, holds in found if holds]


def _moved(why: Why) -> tuple[str, str]:
    """A mark of the movement within an hour, and the same in words."""
    if why.entry["place"] is None or why.explanation is None:
        return "", ""
    if why.moved is None:
        return "●", _("new on the list within the hour")
    if why.moved == 0:
        return "–", _("where it was an hour ago")
    places = abs(why.moved)
    if why.moved > 0:
        up = ngettext("%(n)s place up within the hour", "%(n)s places up within the hour", places)
        return f"▲ {places}", up % {"n": places}
    down = ngettext("%(n)s place down within the hour", "%(n)s places down within the hour", places)
    return f"▼ {places}", down % {"n": places}


def _spark(why: Why) -> Spark:
    low = [None if band is None else band.low for band in why.band]
    high = [None if band is None else band.high for band in why.band]
    last = why.band[-1]
    facts = {"views": charts.number(sum(why.hourly)), "last": why.hourly[-1]}
    told = _("%(views)s views in 24 hours, %(last)s of them in the hour that runs") % facts
    if last is not None:
        told = _("%(told)s; usual in such an hour: %(low)s to %(high)s") % {
            "told": told, "low": charts.number(last.low), "high": charts.number(last.high),
        }  # fmt: skip
    return charts.spark(why.hourly, low, high, told)


def _unit(value: Decimal) -> str:
    return f"{value:.1f}"


def _signed(value: Decimal) -> str:
    return f"{'+' if value >= 0 else '−'} {abs(value)}"
