"""Understands a time as an editor types it, in the newsroom's zone; what is unclear is refused, never guessed."""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.desk import time_words as words
from articles.text.refusals import Refused

MOST_LETTERS, QUOTED = 100, 40
FIRST_YEAR, LAST_YEAR = 1900, 2999
_FILLING = re.compile(r"(?<=[0-9])t(?= |$)|\bat\b|[在的]")


class NotATime(Refused):
    """The text names no moment, or two, or one that the clocks skip; ``offers`` are the times to choose instead."""

    def __init__(self, words: str, offers: tuple[str, ...] = ()) -> None:
        super().__init__(words)
        self.offers = offers


def moment(text: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment in UTC that ``text`` names: ``7:30`` is the next such time, ``+2h`` counts from ``now``.

    Raises NotATime with examples, or with the two nearest times where the clocks are changed.
    """
    said = " ".join(unicodedata.normalize("NFKC", text[: MOST_LETTERS + 1]).casefold().split())
    if said in words.NOW:
        return now
    if len(text) > MOST_LETTERS:
        raise NotATime(_examples(text))
    try:
        found = _after(said, now) or _with_offset(said) or _local(said, text, now, zone)
    except (OverflowError, ValueError) as error:  # more than calendars hold, or numerals that are none
        raise NotATime(_examples(text)) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise NotATime(
            _("“%(text)s” is too far away: times from %(first)s to %(last)s are understood.")
            % {"text": shortened(text), "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return found


def typed(moment: datetime | None, zone: ZoneInfo) -> str:
    """The words for a field: ``2026-11-23 07:30``, with seconds or an offset only where they are needed."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        return local.isoformat(sep=" ", timespec="seconds")
    return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"


def chosen(fields: QueryDict) -> QueryDict:
    """A copy of a form in which a day and a time chosen without a script stand where their words would."""
    found = fields.copy()
    for name in {key[:-5] for key in fields if key.endswith(("_date", "_time"))}:
        parts = " ".join(str(fields.get(f"{name}_{part}", "")).strip() for part in ("date", "time")).strip()
        if parts:
            found[name] = parts
    return found


def _after(said: str, now: datetime) -> datetime | None:
    """``+2h``, ``+1h30m``, ``in 2 hours``, ``2小时后``; and back: ``-2h``, ``2 hours ago``, ``2小时前``."""
    found = re.fullmatch(r"(?:\+|in )(.+)", said) or re.fullmatch(r"(.+?)[以之]?后", said)
    back = re.fullmatch(r"-(.+)", said) or re.fullmatch(r"(.+?)(?: ago|[以之]?前)", said)
    found = found or back
    steps = list(words.STEP.finditer(found[1])) if found else []
    if not found or not steps or words.STEP.sub("", found[1]).strip():
        return None
    seconds = sum(float(words.numeral(step["count"])) * words.seconds_of(step["unit"]) for step in steps)
    return _whole_minute(now + timedelta(seconds=-seconds if found is back else seconds))


def _whole_minute(moment: datetime) -> datetime:
    """Seconds are always zero, and a promised wait is never shortened."""
    return (
        moment
        if not (moment.second or moment.microsecond)
        else moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    )


def _with_offset(said: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(said.upper())
    except ValueError:
        return None
    return read.astimezone(UTC) if read.tzinfo else None


def _local(said: str, typed_text: str, now: datetime, zone: ZoneInfo) -> datetime:
    clock = words.CLOCK.search(said)
    at = _clock(clock, "tonight" if "tonight" in said else "") if clock else None
    if clock is None or at is None:
        raise NotATime(_examples(typed_text))
    day = _FILLING.sub("", f"{said[: clock.start()]} {said[clock.end() :]}").strip(" ,")
    here = now.astimezone(zone)
    if not day:
        today = _real(datetime.combine(here.date(), at), zone, now)
        return (
            today if today and today > now else _sure(datetime.combine(here.date() + timedelta(1), at), zone)
        )
    chosen = _day(day, here, at)
    if chosen is None:
        raise NotATime(_examples(typed_text))
    return _sure(datetime.combine(chosen, at), zone)


def _clock(found: re.Match[str], usual: str) -> time | None:
    """``usual`` is the part of the day where the clock itself names none."""
    hour = words.numeral(found["hour"] or found["hour_only"] or found["hour_cn"])
    minute = 30 if found["half"] else int(words.numeral(found["minute"] or found["minute_cn"] or "0"))
    part = (found["part"] or found["part_cn"] or found["part_only"] or usual).strip()
    hour_number = words.on_the_clock(int(hour), part)
    try:
        return time(hour_number, minute, int(found["second"] or 0))
    except ValueError:
        return None


def _day(said: str, here: datetime, at: time) -> date | None:
    today = here.date()
    if said in words.DAYS:
        return today + timedelta(days=words.DAYS[said])
    for pattern, reading in READINGS:
        found = pattern.fullmatch(said)
        if found:
            return reading(found, today, here.time() >= at)
    return None


def _weekday(found: re.Match[str], today: date, is_over: bool) -> date:
    """``周一`` is the next Monday to come; ``下周一`` and ``next Monday`` lie in the week after this one."""
    wanted = words.weekday(found["day"])
    monday = today - timedelta(days=today.weekday())
    if found["next"]:
        return monday + timedelta(days=7 + wanted)
    ahead = (wanted - today.weekday()) % 7
    return today + timedelta(days=ahead or (7 if is_over else 0))


def _full_date(found: re.Match[str], _today: date, _is_over: bool) -> date | None:
    return _date(int(found["year"]), int(found["month"]), int(found["day"]))


def _month_and_day(found: re.Match[str], today: date, _is_over: bool) -> date | None:
    """The nearest such day: ``1月5日`` in November is next year's, but one of last week is over and not a year away."""
    month, day = int(words.numeral(found["month"])), int(words.numeral(found["day"]))
    days = (_date(today.year + years, month, day) for years in (1, 0, -1))
    return min(filter(None, days), key=lambda each: abs(each - today), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, bool], date | None]], ...] = (
    (words.WEEKDAY, _weekday),
    (words.FULL_DATE, _full_date),
    (words.MONTH_AND_DAY, _month_and_day),
)


def _real(local: datetime, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The bare time today, or None where the clocks skip or double it and tomorrow is not in doubt."""
    try:
        return _sure(local, zone)
    except NotATime:
        if local.replace(tzinfo=zone, fold=1) > now:
            raise
        return None


def _sure(local: datetime, zone: ZoneInfo) -> datetime:
    """The one moment at which the clocks of ``zone`` show ``local``. Raises NotATime for none and for two."""
    first, second = local.replace(tzinfo=zone), local.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local:
        both = (_iso(first), _iso(second))
        words = _("The clocks show %(time)s twice that day. Choose %(first)s or %(second)s.")
        raise NotATime(words % {"time": f"{local:%H:%M}", "first": both[0], "second": both[1]}, both)
    before, after = (f"{each.astimezone(UTC).astimezone(zone):%Y-%m-%d %H:%M}" for each in (second, first))
    words = _("The clocks skip %(time)s that day. The nearest times are %(before)s and %(after)s.")
    raise NotATime(words % {"time": f"{local:%H:%M}", "before": before, "after": after}, (before, after))


def _iso(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")


def _examples(text: str) -> str:
    return _(
        "“%(text)s” is not a time. Write 7:30, 2026-11-23 07:30, tomorrow 7:30, 明早7:30, 下周一9:00 or +2h."
    ) % {"text": shortened(text)}


def shortened(text: str) -> str:
    """What was typed, as far as a sentence can quote it."""
    said = " ".join(text.split())
    return said if len(said) <= QUOTED else f"{said[:QUOTED]}…"
