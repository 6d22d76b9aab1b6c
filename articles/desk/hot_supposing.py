"""What if: a past day ranked with other half-lives and κ, beside the list as it was and what really was read next."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite, nan
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from articles.desk import charts, figures_rights, rules
from articles.desk.charts import Chart
from articles.desk.frame import answer
from articles.desk.printed import Printed, printed
from articles.desk.sheets import Cell, Sheet, download
from articles.popularity import supposing
from articles.popularity.supposing import Supposed, SupposedHour, WrongSupposition

THOUSANDTH = Decimal("0.001")
ORDERS = ("supposed", "usual", "list")


class Named(NamedTuple):
    """An article in one of the columns, and whether it is among the ten that were read most."""

    number: int
    known: Printed | None
    note: str
    is_hit: bool


class Hour(NamedTuple):
    """One hour in four columns, and its figures."""

    start: datetime
    columns: list[tuple[str, list[Named]]]
    figures: list[tuple[str, str]]


def show(request: HttpRequest) -> HttpResponse:
    """The form, and the day once it is asked for; for chiefs."""
    if not figures_rights.may_suppose(rules.person_of(request)):
        raise PermissionDenied(_("Trying other half-lives is for chiefs."))
    now, words = timezone.now(), request.GET
    typed = {
        "day": words.get("day") or f"{timezone.localtime(now).date() - timedelta(days=1)}",
        "half_lives": words.get("half_lives") or ",".join(f"{hours:g}" for hours in settings.HOT_HALF_LIVES),
        "kappa": words.get("kappa") or f"{settings.HOT_KAPPA:g}",
    }  # fmt: skip
    facts: dict[str, Any] = {"typed": typed, "tab": "what_if"}
    if "day" in words:
        try:
            found = supposing.suppose(
                _day(typed["day"]),
                half_lives=_numbers(typed["half_lives"]),
                kappa=_number(typed["kappa"]),
                now=now,
            )
        except WrongSupposition as refusal:
            return answer(request, "what_if.html", _("What if"), status=422, error=str(refusal), **facts)
        chart, hourly = _hourly(found)
        if wanted := words.get("csv"):
            return download([hourly, _means(found)], wanted, about=f"what-if-{typed['day']}")
        facts |= {"means": _means(found), "chart": chart, "hourly": hourly, "hours": _hours(found, now)}
    return answer(request, "what_if.html", _("What if"), query=words.urlencode(), **facts)


def _day(text: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise WrongSupposition(_("A day is written like 2026-11-21."))
    return found


def _numbers(text: str) -> list[float]:
    return [_number(part) for part in text.replace("，", ",").split(",")]


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = nan
    if not isfinite(found):
        raise WrongSupposition(_("“%(value)s” is not a number.") % {"value": text.strip()})
    return found


def _names() -> dict[str, str]:
    return {"supposed": _("As supposed"), "usual": _("By today’s settings"), "list": _("The list as it was")}


def _means(found: Supposed) -> Sheet:
    rows: list[list[Cell]] = [
        [words, _exact(found.means[name]), sum(name in hour.ndcg for hour in found.hours)]
        for name, words in _names().items()
        if name in found.means
    ]
    note = _("An hour can be judged that began with at least fifteen live articles and brought a view.")
    return Sheet(
        "means", _("Mean of the day"), [_("Order"), _("NDCG@10"), _("Hours judged")], rows, note=note
    )


def _hourly(found: Supposed) -> tuple[Chart, Sheet]:
    """Hour by hour how well each order foretold what was read in it."""
    names, title = _names(), _("How well each hour was foretold")
    labels = [f"{timezone.localtime(hour.start):%H:%M}" for hour in found.hours]
    drawn = [
        (kind, names[name], [hour.ndcg.get(name) for hour in found.hours])
        for kind, name in (("other", "list"), ("third", "usual"), ("own", "supposed"))
    ]
    told = _("NDCG@10 of each hour: 1 is the best order that was possible.")
    chart = charts.lines("hours", title, told, [labels[0], labels[-1]], drawn, top=1)
    rows: list[list[Cell]] = [
        [label, *(_exact(hour.ndcg[name]) if name in hour.ndcg else None for name in ORDERS)]
        for label, hour in zip(labels, found.hours, strict=True)
    ]
    return chart, Sheet("hours", title, [_("Hour"), *(names[name] for name in ORDERS)], rows)


def _hours(found: Supposed, now: datetime) -> list[Hour]:
    """The latest hour first."""
    numbers = {
        number
        for hour in found.hours
        for order in (hour.supposed, hour.usual, hour.listed)
        for number in order
    }
    numbers |= {number for hour in found.hours for number, _views in hour.read}
    known = printed(numbers, now)
    return [_hour(hour, known) for hour in reversed(found.hours)]


def _hour(hour: SupposedHour, known: dict[int, Printed]) -> Hour:
    names, read = _names(), dict(hour.read)
    orders = {"supposed": hour.supposed, "usual": hour.usual, "list": hour.listed}
    columns = [
        (names[name], [Named(number, known.get(number), "", number in read) for number in order])
        for name, order in orders.items()
    ]
    views = [Named(number, known.get(number), charts.number(seen), False) for number, seen in hour.read]
    figures = [(names[name], str(_exact(hour.ndcg[name]))) for name in ORDERS if name in hour.ndcg]
    return Hour(hour.start, [*columns, (_("Read in that hour"), views)], figures)


def _exact(value: float) -> Decimal:
    return Decimal(value).quantize(THOUSANDTH, rounding=ROUND_HALF_UP)
