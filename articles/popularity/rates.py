"""What is usual for an age: views and hours by box of age, learned once from every finished hour."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Min, Q, Sum

from articles.popularity import bands
from articles.popularity.ages import BOXES, EDGES, FADING, box, split, typical
from articles.popularity.counter_keys import VIEW
from articles.popularity.merging import moment
from articles.popularity.models import AgeRate, ViewHour
from articles.publishing.models import Edition, EditionQuerySet

MEMORY_HOURS = 14 * 24  # what lies further back has faded to a twenty-fifth
HOURS_A_TURN = 24  # so that catching up after an outage keeps its turns short
CHUNK = 5000


class Typical:
    """Views per hour by age."""

    def __init__(self, rates: Sequence[float]) -> None:
        self.rates = rates

    def at(self, age: float) -> float:
        """What is usual for an article ``age`` hours old, in views/h."""
        return self.rates[box(age)]

    def most_from(self, age: float) -> float:
        """The greatest of what is usual for ``age`` hours and for any later age."""
        return max(self.rates[box(age) :])


def current() -> Typical:
    """The rates as learned so far."""
    known = {row.box: row for row in AgeRate.objects.all()}
    empty = AgeRate()
    return Typical(
        [typical(row.views, row.hours) for row in (known.get(place, empty) for place in range(BOXES))]
    )


def learn(hour: int, *, most: int = HOURS_A_TURN) -> int:
    """Learn up to ``most`` finished hours up to ``hour`` that were not learned yet; how many."""
    rows = list(AgeRate.objects.order_by("box"))
    first = max(min((row.hour for row in rows), default=0) + 1, hour - MEMORY_HOURS + 1, _first_counted(hour))
    todo = range(first, hour + 1)[:most]
    for each in todo:
        exposure = _exposure(each)
        bands.note(each, exposure)
        _add(each, exposure)
    return len(todo)


def relearn(hour: int) -> int:
    """Forget what was learned and learn it again from the kept hours; how many."""
    AgeRate.objects.all().delete()
    return learn(hour, most=MEMORY_HOURS)


@transaction.atomic
def _add(hour: int, exposure: Mapping[int, tuple[float, float]]) -> None:
    """Fade what is known and add one hour, unless somebody just did."""
    AgeRate.objects.bulk_create([AgeRate(box=place) for place in range(BOXES)], ignore_conflicts=True)
    rows = list(AgeRate.objects.select_for_update().filter(hour__lt=hour).order_by("box"))
    for row in rows:
        fading = FADING ** (hour - row.hour)
        views, hours = exposure.get(row.box, (0.0, 0.0))
        row.views, row.hours, row.hour = row.views * fading + views, row.hours * fading + hours, hour
    AgeRate.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["box"], update_fields=["views", "hours", "hour"]
    )


def _first_counted(hour: int) -> int:
    """The first hour in which anything was counted: earlier ones say nothing about readers."""
    known = ViewHour.objects.filter(hour__lte=hour, kind=VIEW).aggregate(first=Min("hour"))["first"]
    return hour + 1 if known is None else known


def _exposure(hour: int) -> Mapping[int, tuple[float, float]]:
    """(views, hours) that one hour adds to each box."""
    start, end = moment(hour), moment(hour + 1)
    public = Edition.objects.filter(
        Q(live_until=None) | (Q(live_until__gt=start) & Q(live_until__gt=F("live_from"))), live_from__lt=end
    )
    hours = _settled_hours(public, start, end)
    for spans in _spans(public.filter(_unsettled(start, end)), start, end).values():
        for place, span in spans.items():
            hours[place] += span
    views = _views(public, hour, start, end)
    return {place: (views[place], hours[place]) for place in {*views, *hours}}


def _settled_hours(public: EditionQuerySet, start: datetime, end: datetime) -> dict[int, float]:
    """Hours of what was live all the time within one box: counted, not read, for that is nearly everything."""
    counted = public.filter(~_unsettled(start, end)).aggregate(
        **{f"box{place}": Count("pk", filter=_aged(place, start, end)) for place in range(BOXES)}
    )
    return defaultdict(float, {place: float(counted[f"box{place}"]) for place in range(BOXES)})


def _aged(place: int, start: datetime, end: datetime) -> Q:
    """As old as box ``place`` from ``start`` to ``end``."""
    aged = Q()
    if place > 0:
        aged &= Q(published_at__lte=start - timedelta(hours=EDGES[place - 1]))
    if place < len(EDGES):
        aged &= Q(published_at__gte=end - timedelta(hours=EDGES[place]))
    return aged


def _unsettled(start: datetime, end: datetime) -> Q:
    """Began or ended within the hour, or grew from one box into the next."""
    found = Q(live_from__gt=start) | (Q(live_until__isnull=False) & Q(live_until__lt=end))
    for edge in EDGES:
        span = timedelta(hours=edge)
        found |= Q(published_at__gt=start - span, published_at__lt=end - span)
    return found


def _spans(editions: EditionQuerySet, start: datetime, end: datetime) -> dict[int, dict[int, float]]:
    """For each article the hours it was live in each box."""
    spans: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    rows = editions.values_list("article_id", "published_at", "live_from", "live_until")
    for article_id, published_at, live_from, live_until in rows.iterator(chunk_size=CHUNK):
        since, until = max(start, live_from), min(end, live_until or end)
        for place, span in split(published_at, since, until):
            spans[article_id][place] += span
    return spans


def _views(public: EditionQuerySet, hour: int, start: datetime, end: datetime) -> dict[int, float]:
    """The hour's views by box, spread evenly over the time in which their articles were live."""
    counted = dict(
        ViewHour.objects.filter(hour=hour, kind=VIEW).values_list("article_id").annotate(views=Sum("count"))
    )
    views: dict[int, float] = defaultdict(float)
    for part in _chunks(sorted(counted)):
        for article_id, spans in _spans(public.filter(article_id__in=part), start, end).items():
            whole = sum(spans.values())
            for place, span in spans.items():
                views[place] += counted[article_id] * span / whole if whole else 0.0
    return views


def _chunks(article_ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (article_ids[start : start + CHUNK] for start in range(0, len(article_ids), CHUNK))
