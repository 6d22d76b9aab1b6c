"""Every hour the list that stood when it began is held against what was read in it, beside the classical formulas."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from statistics import mean
from typing import NamedTuple

from django.db.models import F, Sum

from articles.popularity import keeping, standing
from articles.popularity.counter_keys import VIEW
from articles.popularity.keeping import Entry
from articles.popularity.measuring import CLASSICAL, Seen, can_be_told, ndcg, ordered, precision
from articles.popularity.merging import moment
from articles.popularity.models import Evaluation, Standing, ViewHour
from articles.popularity.past import Stretch, chunks
from articles.popularity.standing import DAY, hour_of

LIST = "list"  # as readers saw it, with pins, boosts and the lent place
HEAT = "heat"  # the same articles by score alone
WEEK = 7 * DAY  # hours
FEWEST_HOURS = 24  # below these a mean says nothing, and nobody is alarmed
HOURS_A_TURN = 6
FAVOURITES = 1000  # of all time, so that the oldest formula finds its own candidates


class Means(NamedTuple):
    """Means of the scored hours of seven days; ``lead`` = NDCG of the list over that of each formula."""

    hours: int
    ndcg: dict[str, float]
    precision: dict[str, float]
    lead: dict[str, float]

    @property
    def least_lead(self) -> float:
        """Over the best of the formulas; below 1 the list is behind."""
        return min(self.lead.values(), default=1.0)

    @property
    def is_behind(self) -> bool:
        """The alarm: for seven days a formula would have foretold better than the list."""
        return self.hours >= FEWEST_HOURS and self.least_lead < 1


def catch_up(now: datetime, *, most: int = HOURS_A_TURN) -> int:
    """Evaluate the finished hours that were not evaluated yet, the oldest first, of the last 24; how many."""
    last = hour_of(now) - 1
    known = Evaluation.objects.order_by("-hour").values_list("hour", flat=True).first()
    first = last if known is None else max(known + 1, last - DAY + 1)
    todo = range(first, last + 1)[:most]
    for hour in todo:
        evaluate(hour, now)
    return len(todo)


def evaluate(hour: int, now: datetime) -> Evaluation:
    """Score the list that stood when ``hour`` (since 1970) began; again gives the same row anew."""
    kept = keeping.at(keeping.SITE, moment(hour))
    listed = kept.entries if kept is not None else []
    candidates, gains = _candidates(hour, listed)
    row: dict[str, object] = {"candidates": len(gains), "views": sum(gains.values()), "evaluated_at": now}
    if listed and can_be_told(gains):
        orders = {name: ordered(candidates, formula) for name, formula in CLASSICAL.items()}
        orders |= {LIST: _live(listed, gains), HEAT: _live(_by_score(listed), gains)}
        row["ndcg"] = {name: ndcg(order, gains) for name, order in orders.items()}
        row["precision"] = {name: precision(order, gains) for name, order in orders.items()}
    made, _new = Evaluation.objects.update_or_create(hour=hour, defaults=row)
    return made


def means(now: datetime) -> Means | None:
    """The means of the last seven days; None before the first scored hour."""
    rows = Evaluation.objects.filter(hour__gte=hour_of(now) - WEEK, hour__lt=hour_of(now)).exclude(ndcg={})
    scored = list(rows)
    if not scored:
        return None
    found, hits = _means([row.ndcg for row in scored]), _means([row.precision for row in scored])
    lead = {name: found[LIST] / max(found[name], 1e-9) for name in CLASSICAL}
    return Means(len(scored), found, hits, lead)


def is_behind(now: datetime) -> bool:
    """Whether the alarm is on; for a page of health."""
    found = means(now)
    return found is not None and found.is_behind


def _candidates(hour: int, listed: Sequence[Entry]) -> tuple[list[Seen], dict[int, int]]:
    """Everybody live throughout the hour whom any of the rankers could name, and what each gained."""
    favourites = Standing.objects.order_by(F("views").desc(), "-article_id").values_list(
        "article_id", flat=True
    )
    also = {*(entry["article"] for entry in listed), *favourites[:FAVOURITES]}
    stretch = Stretch(hour, hour, memory=DAY, also=also)
    published = dict(sorted(stretch.published(hour).items()))  # ties fall alike on both databases
    totals, start = _totals(sorted(published), hour), moment(hour)
    seen = [
        Seen(
            article_id,
            published_at,
            totals[article_id],
            stretch.seen(article_id, hour, DAY),
            stretch.seen(article_id, hour, 1),
            max((start - published_at) / timedelta(hours=1), 0.0),
        )
        for article_id, published_at in published.items()
    ]
    return seen, {article_id: stretch.gain(article_id, hour) for article_id in published}


def _totals(article_ids: Sequence[int], hour: int) -> dict[int, int]:
    """Views of each until ``hour`` began, those before an import included."""
    rows = ViewHour.objects.filter(hour__gte=hour, kind=VIEW).values_list("article_id")
    later = dict(rows.annotate(views=Sum("count")))
    found: dict[int, int] = {}
    for part in chunks(article_ids):
        found |= standing.totals(part)
    return {article_id: views - later.get(article_id, 0) for article_id, views in found.items()}


def _by_score(listed: Sequence[Entry]) -> list[Entry]:
    return sorted(listed, key=lambda entry: int(entry.get("rank") or entry["place"]))


def _live(listed: Sequence[Entry], gains: Mapping[int, float]) -> list[int]:
    """The articles of a list without those that were taken down meanwhile; readers did not see them either."""
    return [entry["article"] for entry in listed if entry["article"] in gains]


def _means(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    columns: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        for name, value in row.items():
            columns[name].append(value)
    return {name: mean(values) for name, values in columns.items()}
