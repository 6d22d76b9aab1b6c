"""Answers "why is this hot?" in words and in numbers that add up as printed, for any list and any minute."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from articles.popularity import bands, explaining, keeping, ranking, standing
from articles.popularity.bands import Band
from articles.popularity.candidates import model
from articles.popularity.decay import exposure
from articles.popularity.entries import computed
from articles.popularity.explaining import Explanation
from articles.popularity.keeping import Entry
from articles.popularity.merging import moment as hour_start
from articles.popularity.models import Boost, HotList
from articles.popularity.sentences import sentences
from articles.publishing.models import Pin

SURGE = 4  # standard deviations above the pace of the hours before
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Why:
    """Everything the desk shows of an article's place. ``explanation`` is None where only the order was kept.

    ``hourly`` and ``band`` are views of the last 24 hours, oldest first; ``moved`` counts places won (positive) or
    lost within an hour, None for who is new on the list; ``surge`` is the badge; ``not_counted`` by kind, of a day.
    """

    article_id: int
    moment: datetime
    entry: Entry
    explanation: Explanation | None
    boost: Boost | None
    pin: Pin | None
    moved: int | None
    rising: bool
    surge: bool
    hourly: list[int]
    band: list[Band | None]
    not_counted: dict[str, int]
    sentences: tuple[str, ...]


def why(
    article_id: int, now: datetime, *, name: str = keeping.SITE, at: datetime | None = None
) -> Why | None:
    """The reasons of an article's place on the list ``name`` at the moment ``at`` (now).

    Of an article off the list the same numbers, as of now; None when it is not live, excluded, or was not listed then.
    """
    at = at or now
    kept = keeping.at(name, at)
    listed = kept.entries if kept is not None else []
    entry = next((each for each in listed if each["article"] == article_id), None)
    if entry is None and at >= now:
        entry = computed(article_id, now)
    return _whys([entry], kept, at)[0] if entry is not None else None


def whys(now: datetime, *, name: str = keeping.SITE, at: datetime | None = None) -> list[Why]:
    """The reasons of every place of the list ``name`` at ``at`` (now), asked in as many queries as those of one."""
    at = at or now
    kept = keeping.at(name, at)
    return _whys(kept.entries, kept, at) if kept is not None else []


class _Known(NamedTuple):
    """What several articles' reasons are made of, by article."""

    pins: dict[int, Pin]
    boosts: dict[int, Boost]
    hourly: dict[int, list[int]]
    bands: dict[int, list[Band | None]]
    left: dict[int, dict[str, int]]


def _whys(entries: Sequence[Entry], kept: HotList | None, at: datetime) -> list[Why]:
    wanted = [entry["article"] for entry in entries]
    pins = Pin.objects.in_force(at).select_related("made_by").filter(article_id__in=wanted, place="hot")
    boosts = Boost.objects.held(at).select_related("made_by").filter(article_id__in=wanted)
    published = {
        entry["article"]: datetime.fromisoformat(entry["published_at"])
        for entry in entries
        if "parts" in entry
    }
    known = _Known(
        pins={pin.article_id: pin for pin in pins.order_by("-position")},
        boosts={boost.article_id: boost for boost in boosts},
        hourly=standing.hourly(wanted, now=at),
        bands=bands.usual_of(published, at),
        left=standing.left_out_of(wanted, now=at),
    )
    return [_why(entry, kept, at, known) for entry in entries]


def _why(entry: Entry, kept: HotList | None, at: datetime, known: _Known) -> Why:
    article_id, listed = entry["article"], kept.entries if kept is not None else []
    told = explaining.explain(entry, listed) if "parts" in entry else None
    pin, boost = known.pins.get(article_id), known.boosts.get(article_id)
    published = datetime.fromisoformat(entry["published_at"]) if told else None
    hourly, left = known.hourly[article_id], known.left[article_id]
    surges = published is not None and _surges(entry, published, hourly, at)
    return Why(
        article_id=article_id,
        moment=at,
        entry=entry,
        explanation=told,
        boost=boost,
        pin=pin,
        moved=entry["was"] - entry["place"] if entry.get("was") else None,
        rising=kept is not None and article_id in kept.rising,
        surge=surges,
        hourly=hourly,
        band=known.bands.get(article_id, [None] * len(hourly)),
        not_counted=left,
        sentences=tuple(sentences(entry, told, boost, pin, surges, left, len(listed), at)),
    )


def _surges(entry: Entry, published: datetime, hourly: Sequence[int], at: datetime) -> bool:
    """Whether the last hour's views exceed the pace x of the hours before by 4 √x."""
    passed = (at - hour_start(standing.hour_of(at))) / HOUR
    last = hourly[-1] + hourly[-2] * (1 - passed)
    pace = pace_before(entry, (at - published) / HOUR)
    return last > pace + SURGE * pace**0.5


def pace_before(entry: Entry, age: float) -> float:
    """What the last line of the cascade leans on, in views/h: the rate of the line above it."""
    shape = model()
    if len(shape.half_lives) == 1:
        return float(entry["expected"])
    rest = sum(entry["parts"][1:])
    hours = shape.kappa / rest - exposure(max(age, 0.0), shape.half_lives[-1])
    return max(shape.kappa / hours, ranking.LEAST_RATE) if hours > 0 else float(entry["heat"])
