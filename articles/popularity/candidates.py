"""Who competes for the hot list: enough articles that nobody left out could be among the first fifty."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from articles.popularity import rates
from articles.popularity.decay import HALF_LIVES, column
from articles.popularity.models import Boost, Standing
from articles.popularity.ranking import Candidate, Heat, Model, heat, rank
from articles.popularity.rates import Typical
from articles.publishing.models import Edition, EditionQuerySet, Pin

BREADTH = 1000  # of each kind of candidate
NEWS = timedelta(hours=48)
PROVEN_PLACES = 50
CHUNK = 5000

logger = logging.getLogger(__name__)


class Field(NamedTuple):
    """Everything live that competes, best first. ``certified``: the first fifty are those of ranking everything."""

    order: list[Heat]
    candidates: dict[int, Candidate]
    sections: dict[int, str]
    certified: bool


class _Left(NamedTuple):
    """What an article that was left out can have at most: its sums, and at least: its age."""

    sums: dict[str, float | None]
    age: timedelta


def model() -> Model:
    """The model the settings ask for. Raises ImproperlyConfigured for half-lives that are not kept."""
    if not set(settings.HOT_HALF_LIVES) <= set(HALF_LIVES):
        raise ImproperlyConfigured("HOT_HALF_LIVES may name 24, 6 and 1: sums are kept for these hours.")
    return Model(tuple(settings.HOT_HALF_LIVES), settings.HOT_KAPPA)


def gather(now: datetime, *, breadth: int = BREADTH) -> Field:
    """The candidates at ``now``; twice as many, and again, until nobody left out can matter."""
    shape, typical = model(), rates.current()
    while True:
        article_ids, left = _widest(now, breadth, shape)
        field = _field(article_ids, now, shape, typical)
        if left is None or _is_proven(field.order, left, now, shape, typical):
            return field._replace(certified=True)
        logger.info("The first %s are not proven with %s candidates of a kind.", PROVEN_PLACES, breadth)
        breadth *= 2


def measure(article_ids: Sequence[int], now: datetime) -> Field:
    """The same for a few articles, wherever they stand."""
    return _field(article_ids, now, model(), rates.current())


def _widest(now: datetime, breadth: int, shape: Model) -> tuple[list[int], _Left | None]:
    """The articles to score, and what bounds the rest; None when there is no rest."""
    newest = list(_live(now).newest_first().values_list("article_id", "published_at")[:breadth])
    found = {article_id for article_id, _published_at in newest}
    if len(newest) < breadth:
        return sorted(found), None
    sums: dict[str, float | None] = {}
    for name in map(column, shape.half_lives):
        best = Standing.objects.filter(**{f"{name}__isnull": False}).order_by(f"-{name}")
        rows = list(best.values_list("article_id", name)[:breadth])
        found.update(article_id for article_id, _sum in rows)
        sums[name] = rows[-1][1] if len(rows) == breadth else None
    found.update(_live(now).filter(published_at__gte=now - NEWS).values_list("article_id", flat=True))
    found.update(Boost.objects.in_force(now).values_list("article_id", flat=True))
    found.update(Pin.objects.in_force(now).filter(place="hot").values_list("article_id", flat=True))
    found.update(Standing.objects.filter(is_hot=True).values_list("article_id", flat=True))
    return sorted(found), _Left(sums, max(NEWS, now - newest[-1][1]))


def _field(article_ids: Sequence[int], now: datetime, shape: Model, typical: Typical) -> Field:
    """Scores those of ``article_ids`` that are live and not excluded."""
    factors = dict(Boost.objects.in_force(now).values_list("article_id", "factor"))
    candidates, sections = {}, {}
    for part in _chunks(article_ids):
        rows = Standing.objects.filter(article_id__in=part).values_list("article_id", "l24", "l6", "l1")
        sums = {article_id: kept for article_id, *kept in rows}
        editions = _live(now).filter(article_id__in=part)
        for article_id, published_at, slug in editions.values_list(
            "article_id", "published_at", "category_slug"
        ):
            factor = factors.get(article_id, 1.0)
            if factor > 0:
                l24, l6, l1 = sums.get(article_id, (None, None, None))
                expected = typical.at((now - published_at).total_seconds() / 3600)
                candidates[article_id] = Candidate(article_id, published_at, l24, l6, l1, expected, factor)
                sections[article_id] = slug
    return Field(rank(candidates.values(), now, shape), candidates, sections, certified=False)


def _is_proven(order: Sequence[Heat], left: _Left, now: datetime, shape: Model, typical: Typical) -> bool:
    """Whether place fifty beats the best that anybody left out could be.

    The heat rises with every sum and with the usual rate and falls with age; a boosted article is never left out.
    """
    if len(order) < PROVEN_PLACES:
        return False
    usual = typical.most_from(left.age.total_seconds() / 3600)
    l24, l6, l1 = (left.sums.get(column(half_life)) for half_life in HALF_LIVES)
    best = Candidate(0, now - left.age, l24, l6, l1, usual)
    return order[PROVEN_PLACES - 1].score >= heat(best, now, shape).rate


def _live(now: datetime) -> EditionQuerySet:
    return Edition.objects.live(now)


def _chunks(article_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (article_ids[start : start + CHUNK] for start in range(0, len(article_ids), CHUNK))
