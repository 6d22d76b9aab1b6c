"""How well the hot list foretold what was read next: seven days beside the classical formulas."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import charts
from articles.desk.charts import Chart
from articles.desk.sheets import Cell, Sheet
from articles.popularity import evaluating
from articles.popularity.evaluating import HEAT, LIST, WEEK, Means
from articles.popularity.measuring import CLASSICAL
from articles.popularity.merging import moment
from articles.popularity.models import Evaluation
from articles.popularity.standing import hour_of

THOUSANDTH = Decimal("0.001")


class Skill(NamedTuple):
    """The sheet of means, the hours behind them, their chart, and whether the list is behind a formula."""

    hours: int
    is_behind: bool
    least_lead: Decimal
    means: Sheet
    chart: Chart
    hourly: Sheet


def skill(now: datetime) -> Skill | None:
    """Of the last seven days; None before the first hour that could be judged."""
    found = evaluating.means(now)
    if found is None:
        return None
    best = max(CLASSICAL, key=lambda name: found.ndcg[name])
    chart, hourly = _hours(now, best)
    behind = found.hours >= evaluating.FEWEST_HOURS and found.least_lead < 1
    return Skill(found.hours, behind, _exact(found.least_lead), _means(found), chart, hourly)


def name_of(ranker: str) -> str:
    """What a ranker is called."""
    return {
        LIST: _("the hot list as readers saw it"),
        HEAT: _("by heat alone"),
        "all-time": _("most views ever"),
        "last 24 h": _("most views in 24 hours"),
        "last hour": _("most views in the last hour"),
        "Hacker News": _("the Hacker News formula"),
        "Reddit": _("the Reddit formula"),
    }.get(ranker, ranker)


def _means(found: Means) -> Sheet:
    rows: list[list[Cell]] = [
        [
            name_of(name),
            _exact(found.ndcg[name]),
            _exact(found.precision[name]),
            _exact(found.lead[name]) if name in found.lead else None,
        ]
        for name in (LIST, HEAT, *sorted(CLASSICAL, key=lambda each: -found.ndcg[each]))
    ]
    heads = [_("Order"), _("NDCG@10"), _("Precision@10"), _("List against it")]
    return Sheet("evaluation", _("Means of seven days"), heads, rows)


def _hours(now: datetime, best: str) -> tuple[Chart, Sheet]:
    """Hour by hour the list and the formula that was best."""
    last = hour_of(now) - 1
    kept = Evaluation.objects.filter(hour__gt=last - WEEK, hour__lte=last).exclude(ndcg={})
    scored = dict(kept.order_by("hour").values_list("hour", "ndcg"))
    first = min(scored)
    own = [_scored(scored, hour, LIST) for hour in range(first, last + 1)]
    other = [_scored(scored, hour, best) for hour in range(first, last + 1)]
    title = _("NDCG@10 hour by hour")
    told = _("The list beside the formula that was best: %(name)s.") % {"name": name_of(best)}
    drawn = [("other", name_of(best), other), ("own", name_of(LIST), own)]
    chart = charts.lines("evaluated-hours", title, told, [_clock(first), _clock(last)], drawn, top=1)
    rows: list[list[Cell]] = [
        [_clock(hour), _exact(ndcg[LIST]), _exact(ndcg[best])] for hour, ndcg in scored.items()
    ]
    return chart, Sheet("evaluated-hours", title, [_("Hour"), name_of(LIST), name_of(best)], rows)


def _scored(scored: dict[int, dict[str, float]], hour: int, name: str) -> float | None:
    return scored[hour].get(name) if hour in scored else None


def _clock(hour: int) -> str:
    return f"{timezone.localtime(moment(hour)):%m-%d %H:%M}"


def _exact(value: float) -> Decimal:
    return Decimal(value).quantize(THOUSANDTH, rounding=ROUND_HALF_UP)
