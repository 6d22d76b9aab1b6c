"""The stretches of time that figures are told for, and their views hour by hour, six hours or day by day."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import charts
from articles.desk.charts import Chart
from articles.desk.sheets import Sheet
from articles.popularity import figures
from articles.popularity.figures import MONTH, WEEK, Figures, Point
from articles.popularity.standing import DAY, hour_of

TODAY = "today"
HOURS = {"day": DAY, "week": WEEK, "month": MONTH}


class Span(NamedTuple):
    """A stretch up to now: its name in addresses, what it is called, its views, and whether it is shown."""

    key: str
    label: str
    views: str
    is_here: bool


def chosen(wanted: str) -> str:
    """A known span; the last 24 hours where something else is asked for."""
    return wanted if wanted in Figures._fields else "day"


def hours_of(span: str, now: datetime) -> int:
    """How many whole hours, the running one included."""
    return hour_of(now) - hour_of(figures.midnight(now)) + 1 if span == TODAY else HOURS[span]


def spans(found: Figures, here: str) -> list[Span]:
    """All of them with their views."""
    labels = {
        "today": _("Today"), "day": _("24 hours"), "week": _("7 days"), "month": _("30 days"),
    }  # fmt: skip
    return [Span(key, labels[key], charts.number(getattr(found, key)), key == here) for key in found._fields]


def trend(points: Sequence[Point], span: str) -> tuple[Chart, Sheet]:
    """Views of the span as bars whose sum is its figure, and the table behind them."""
    told = [(label, sum(point.views for point in run)) for label, run in _bundled(points, LABELS[span])]
    labels, views = [label for label, _views in told], [seen for _label, seen in told]
    title = {
        "today": _("Views by the hour"), "day": _("Views by the hour"), "week": _("Views every six hours"),
        "month": _("Views by the day"),
    }[span]  # fmt: skip
    most = max(told, key=lambda pair: pair[1], default=("", 0))
    words = _("%(views)s views in all; most of them, %(most)s, from %(time)s on.") % {
        "views": charts.number(sum(views)), "most": charts.number(most[1]), "time": most[0],
    }  # fmt: skip
    sheet = Sheet("time", title, [_("From"), _("Views")], told, total=[_("Sum"), sum(views)])
    return charts.bars("time", title, words, labels, views), sheet


def _bundled(points: Sequence[Point], label: Callable[[datetime], str]) -> list[tuple[str, list[Point]]]:
    """Points that share a label; the first and the last bundle may be cut off by the span."""
    grouped = groupby(points, key=lambda point: label(timezone.localtime(point.start)))
    return [(name, list(run)) for name, run in grouped]


def _by_hour(local: datetime) -> str:
    return f"{local:%m-%d %H:%M}"


def _by_six_hours(local: datetime) -> str:
    return f"{local:%m-%d} {local.hour // 6 * 6:02}:00"


def _by_day(local: datetime) -> str:
    return f"{local:%m-%d}"


LABELS: dict[str, Callable[[datetime], str]] = {
    "today": _by_hour, "day": _by_hour, "week": _by_six_hours, "month": _by_day,
}  # fmt: skip
