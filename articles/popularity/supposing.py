"""What if: a past day ranked with other half-lives and another κ, beside the real list and what was read next."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from statistics import mean
from types import SimpleNamespace
from typing import NamedTuple, cast

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.popularity import keeping, rates
from articles.popularity.candidates import model
from articles.popularity.days import KEPT_DAYS
from articles.popularity.decay import column
from articles.popularity.measuring import PLACES, can_be_told, ndcg
from articles.popularity.merging import moment
from articles.popularity.past import Stretch
from articles.popularity.ranking import Candidate, Model, rank
from articles.popularity.rates import Typical
from articles.popularity.standing import DAY, hour_of
from articles.text.refusals import Refused

MEMORY = 3 * DAY  # hours; of a half-life of 24 hours an eighth lies further back
LONGEST, SHORTEST = 24.0, 0.25  # hours
LEAST_KAPPA, MOST_KAPPA = 0.01, 1000.0
MOST_COMPETITORS = 2000  # an hour; whoever has fewer views in a day and is not new never comes near ten


class WrongSupposition(Refused):
    """The half-lives, κ or the day make no sense."""


class SupposedHour(NamedTuple):
    """One hour: the first ten as supposed, by today's settings, as the list stood, and what was read most.

    ``read`` holds (article, views). Figures are NDCG@10 of the hour that followed; empty when nothing was to be told.
    """

    start: datetime
    supposed: list[int]
    usual: list[int]
    listed: list[int]
    read: list[tuple[int, int]]
    ndcg: dict[str, float]


class Supposed(NamedTuple):
    """A day supposed: its hours, and the means of "supposed", "usual" and "list"."""

    hours: list[SupposedHour]
    means: dict[str, float]


def suppose(day: date, *, half_lives: Sequence[float], kappa: float, now: datetime) -> Supposed:
    """Rank every finished hour of ``day`` (of the newsroom's zone) anew. Raises WrongSupposition.

    Sums are made of the hourly counts, so any half-life may be supposed; boosts and pins play no part.
    """
    shape = Model(tuple(half_lives), kappa)
    start = datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
    first, last = hour_of(start), min(hour_of(start + timedelta(days=1)), hour_of(now)) - 1
    _refuse_nonsense(shape, first, last)
    if start < now - timedelta(days=KEPT_DAYS, hours=-MEMORY):
        raise WrongSupposition(_("The hours of that day are no longer kept one by one. Choose a later day."))
    stretch, typical = Stretch(first, last, memory=MEMORY), rates.current()
    hours = [_hour(hour, stretch, typical, shape) for hour in range(first, last + 1)]
    names = sorted({name for each in hours for name in each.ndcg})
    return Supposed(hours, {name: mean(h.ndcg[name] for h in hours if name in h.ndcg) for name in names})


def _hour(hour: int, stretch: Stretch, typical: Typical, shape: Model) -> SupposedHour:
    published = _competitors(stretch, hour)
    gains = {article_id: stretch.gain(article_id, hour) for article_id in published}
    kept = keeping.at(keeping.SITE, moment(hour))
    entries = kept.entries if kept is not None else []
    orders = {
        "supposed": _ranked(published, hour, stretch, typical, shape),
        "usual": _ranked(published, hour, stretch, typical, model()),
        "list": [entry["article"] for entry in entries if entry["article"] in published],
    }
    told = {name: ndcg(order, gains) for name, order in orders.items() if order} if can_be_told(gains) else {}
    read = sorted(((gain, article_id) for article_id, gain in gains.items() if gain), reverse=True)[:PLACES]
    return SupposedHour(
        moment(hour),
        orders["supposed"][:PLACES],
        orders["usual"][:PLACES],
        orders["list"][:PLACES],
        [(article_id, gain) for gain, article_id in read],
        told,
    )


def _competitors(stretch: Stretch, hour: int) -> dict[int, datetime]:
    """Who was live, with the time of its publication; of very many those with the most views of a day, and the new."""
    published = stretch.published(hour)
    if len(published) <= MOST_COMPETITORS:
        return published
    weights = {
        article_id: (stretch.seen(article_id, hour, DAY), published_at)
        for article_id, published_at in published.items()
    }
    kept = sorted(weights, key=lambda article_id: weights[article_id], reverse=True)[:MOST_COMPETITORS]
    newest = sorted(published, key=lambda article_id: published[article_id], reverse=True)[:MOST_COMPETITORS]
    return {article_id: published[article_id] for article_id in {*kept, *newest}}


def _ranked(
    published: Mapping[int, datetime], hour: int, stretch: Stretch, typical: Typical, shape: Model
) -> list[int]:
    now = moment(hour)
    candidates = [
        SimpleNamespace(
            article_id=article_id,
            published_at=published_at,
            expected=typical.at((now - published_at) / timedelta(hours=1)),
            factor=1.0,
            **{
                column(half_life): stretch.sum_of(article_id, hour, half_life)
                for half_life in shape.half_lives
            },
        )
        for article_id, published_at in published.items()
    ]
    # The ranking reads its candidates by the names of their attributes alone.
    return [measured.article_id for measured in rank(cast("list[Candidate]", candidates), now, shape)]


def _refuse_nonsense(shape: Model, first: int, last: int) -> None:
    hours = list(shape.half_lives)
    falling = bool(hours) and hours == sorted(set(hours), reverse=True)
    if not falling or hours[0] > LONGEST or hours[-1] < SHORTEST:
        raise WrongSupposition(
            _("Half-lives are falling numbers of hours from %(most)s to %(least)s, such as 6,1.")
            % {"least": f"{SHORTEST:g}", "most": f"{LONGEST:g}"}
        )
    if not LEAST_KAPPA <= shape.kappa <= MOST_KAPPA:
        raise WrongSupposition(
            _("κ is a number of views from %(least)s to %(most)s.")
            % {"least": f"{LEAST_KAPPA:g}", "most": f"{MOST_KAPPA:g}"}
        )
    if last < first:
        raise WrongSupposition(_("No hour of that day is over yet. Choose an earlier day."))
