"""Who competes for the hot list: enough articles that nobody left out could be among the first."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from articles.drafting.models import Category
from articles.popularity import rates
from articles.popularity.certificate import PROVEN_PLACES, Left, bound, is_proven
from articles.popularity.decay import HALF_LIVES, column
from articles.popularity.models import Boost, Standing
from articles.popularity.ranking import Candidate, Heat, Model, rank
from articles.popularity.rates import Typical
from articles.publishing.models import Edition, EditionQuerySet, Pin

BREADTH = 1000  # of each kind of candidate
NEWS = timedelta(hours=48)
CHUNK = 5000
Factors = Mapping[int, float | None]  # by article
AS_THEY_ARE: Factors = MappingProxyType({})

logger = logging.getLogger(__name__)


class Field(NamedTuple):
    """Everything live that competes, best first. Nobody left out has a score above ``limit``, in views/h.

    ``certified``: the first places are those of ranking everything. ``sections`` maps articles to categories.
    """

    order: list[Heat]
    candidates: dict[int, Candidate]
    sections: dict[int, int | None]
    certified: bool
    limit: float = 0.0


def model() -> Model:
    """The model the settings ask for. Raises ImproperlyConfigured for half-lives that are not kept."""
    if not set(settings.HOT_HALF_LIVES) <= set(HALF_LIVES):
        raise ImproperlyConfigured("HOT_HALF_LIVES may name 24, 6 and 1: sums are kept for these hours.")
    return Model(tuple(settings.HOT_HALF_LIVES), settings.HOT_KAPPA)


def gather(
    now: datetime,
    *,
    breadth: int = BREADTH,
    places: int = PROVEN_PLACES,
    section: Category | None = None,
    supposed: Factors = AS_THEY_ARE,
) -> Field:
    """The candidates at ``now``, of one category where it is given; twice as many until ``places`` are proven.

    Those in ``supposed`` compete whatever their numbers, with the factor that stands there, None for the one in force.
    """
    shape, typical = model(), rates.current()
    while True:
        article_ids, left = _widest(now, breadth, shape, section)
        field = _field(
            [*article_ids, *(supposed.keys() - article_ids)], now, shape, typical, section, supposed
        )
        if left is None:
            return field._replace(certified=True)
        limit = bound(left, typical.most_from(left.age.total_seconds() / 3600), now, shape)
        if is_proven(field.order, limit, places):
            return field._replace(certified=True, limit=limit)
        logger.info("The first %s are not proven with %s candidates of a kind.", places, breadth)
        breadth *= 2


def part(field: Field, section: Category, places: int, now: datetime, *, breadth: int) -> Field:
    """The competitors of one category: those of ``field`` where they prove its first places, else its own."""
    own = [measured for measured in field.order if field.sections[measured.article_id] == section.pk]
    if field.limit == 0 or is_proven(own, field.limit, places):
        return field._replace(order=own, certified=True)
    return gather(now, breadth=breadth, places=places, section=section)


def measure(article_ids: Sequence[int], now: datetime) -> Field:
    """The same for a few articles, wherever they stand."""
    return _field(article_ids, now, model(), rates.current())


def _widest(
    now: datetime, breadth: int, shape: Model, section: Category | None
) -> tuple[list[int], Left | None]:
    """The articles to score, and what bounds the rest; None when there is no rest."""
    live = _live(now, section)
    newest = list(live.newest_first().values_list("article_id", "published_at")[:breadth])
    found = {article_id for article_id, _published_at in newest}
    if len(newest) < breadth:
        return sorted(found), None
    standings = Standing.objects.all()
    if section is not None:
        standings = standings.filter(article_id__in=live.values("article_id"))
    sums: dict[str, float | None] = {}
    for name in map(column, shape.half_lives):
        best = standings.filter(**{f"{name}__isnull": False}).order_by(f"-{name}")
        rows = list(best.values_list("article_id", name)[:breadth])
        found.update(article_id for article_id, _sum in rows)
        sums[name] = rows[-1][1] if len(rows) == breadth else None
    found.update(live.filter(published_at__gte=now - NEWS).values_list("article_id", flat=True))
    found.update(_named(now))
    return sorted(found), Left(sums, max(NEWS, now - newest[-1][1]))


def _named(now: datetime) -> set[int]:
    """Whom somebody lifted, pinned or marked: they compete whatever their numbers."""
    boosted = Boost.objects.in_force(now).values_list("article_id", flat=True)
    pinned = Pin.objects.in_force(now).filter(place="hot").values_list("article_id", flat=True)
    hot = Standing.objects.filter(is_hot=True).values_list("article_id", flat=True)
    return {*boosted, *pinned, *hot}


def _field(
    article_ids: Sequence[int],
    now: datetime,
    shape: Model,
    typical: Typical,
    section: Category | None = None,
    supposed: Factors = AS_THEY_ARE,
) -> Field:
    """Scores those of ``article_ids`` that are live (in ``section``) and not excluded."""
    factors = dict(Boost.objects.in_force(now).values_list("article_id", "factor"))
    factors |= {article_id: factor for article_id, factor in supposed.items() if factor is not None}
    candidates: dict[int, Candidate] = {}
    sections: dict[int, int | None] = {}
    for some in _chunks(article_ids):
        rows = Standing.objects.filter(article_id__in=some).values_list("article_id", "l24", "l6", "l1")
        sums = {article_id: kept for article_id, *kept in rows}
        editions = _live(now, section).filter(article_id__in=some)
        for article_id, published_at, category in editions.values_list(
            "article_id", "published_at", "category_id"
        ):
            factor = factors.get(article_id, 1.0)
            if factor > 0:
                l24, l6, l1 = sums.get(article_id, (None, None, None))
                expected = typical.at((now - published_at).total_seconds() / 3600)
                candidates[article_id] = Candidate(article_id, published_at, l24, l6, l1, expected, factor)
                sections[article_id] = category
    return Field(rank(candidates.values(), now, shape), candidates, sections, certified=False)


def _live(now: datetime, section: Category | None = None) -> EditionQuerySet:
    live = Edition.objects.live(now)
    return live if section is None else live.filter(category=section)


def _chunks(article_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (article_ids[start : start + CHUNK] for start in range(0, len(article_ids), CHUNK))
