"""Search: what is live and holds the words, in bands from the whole headline down to the body, newer first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Concat, StrIndex
from django.db.models.lookups import GreaterThan, LessThan

from articles.publishing.models import Edition, EditionTag
from articles.publishing.querysets import standing
from articles.reading import bands, lists, matching, walks
from articles.reading.indexing import BAR
from articles.reading.models import SearchEntry, SearchEntryQuerySet
from articles.reading.walks import Ground
from articles.text.search import Query, parse_query, tokens

RELEVANCE, TIME = "relevance", "time"
MOST = lists.LAST_PAGE * lists.PER_PAGE  # what can be leafed through; more is not counted
LEAST_PINYIN = 3  # letters; two find every second headline
LEAST_INITIALS = 2
NEAR_TOKENS = 12


@dataclass(frozen=True)
class Filters:
    """What the result is narrowed to; ``since`` and ``until`` are moments, the second not included."""

    category: str = ""
    tag: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def named(self) -> dict[str, "Filters"]:
        """For each filter in use, by its name, the filters without it."""
        empty = Filters()
        used = [name for name in ("category", "tag", "since", "until") if getattr(self, name)]
        return {name: replace(self, **{name: getattr(empty, name)}) for name in used}


@dataclass(frozen=True)
class Results:
    """A page of what was found; ``by_pinyin`` when letters were read as the sound of headlines.

    ``total`` ends at 1000, for nobody leafs further; ``is_more`` says that there is more.
    """

    query: Query
    editions: Sequence[Edition]
    total: int
    has_more: bool
    by_pinyin: bool = False
    is_more: bool = False


def search(
    text: str, *, now: datetime, filters: Filters | None = None, sort: str = RELEVANCE, page: int = 1
) -> Results:
    """Page ``page`` (from 1) of what is live at ``now`` and holds ``text``, in the same order on both databases."""
    query = parse_query(text)
    ground = _narrowed(now, filters or Filters())
    until = page * lists.PER_PAGE
    total, numbers = _found(ground, query, sort, until) if _asks(query) else (0, [])
    by_pinyin = False
    if not total and (sounding := _sounding(ground.entries, query)) is not None:
        ordered = sounding.order_by(*_heard_in_tag(query, sort), "-published_at", "-number")
        numbers = list(ordered.values_list("pk", flat=True)[: MOST + 1])
        total, by_pinyin = len(numbers), bool(numbers)
    shown = _editions(numbers[until - lists.PER_PAGE : until])
    return Results(query, shown, min(total, MOST), total > until, by_pinyin, total > MOST)


def _found(ground: Ground, query: Query, sort: str, most: int) -> tuple[int, list[int]]:
    """How many entries hold ``query``, up to one more than ``MOST``, and at least the first ``most`` in their order."""
    listed = matching.listed(query)
    if len(listed) <= matching.MOST:
        return _in_order(ground.entries, query, sort, listed)
    way = walks.walk(ground)
    if _counted(ground.entries.filter(matching.numbered(listed))) <= MOST:
        held = way.met(*matching.holding_and_gathered(query), MOST + 1)
        if len(held) <= MOST:
            return _in_order(ground.entries, query, sort, held)
    if sort == TIME:
        return MOST + 1, way.met(*matching.holding_and_gathered(query), most)
    return MOST + 1, bands.best(way, query, most)


def _in_order(
    entries: SearchEntryQuerySet, query: Query, sort: str, numbers: Sequence[int]
) -> tuple[int, list[int]]:
    found = entries.filter(matching.numbered(numbers))
    ordered = found.newest_first() if sort == TIME else bands.ordered(found, query)
    rows = list(ordered.values_list("pk", flat=True))
    return len(rows), rows


def counts_without(text: str, *, now: datetime, filters: Filters) -> dict[str, int]:
    """How many would be found without each filter in use, at most 1000; only filters whose loss helps."""
    query = parse_query(text)
    if not _asks(query):
        return {}
    listed = matching.listed(query)
    counted = {
        name: _how_many(_narrowed(now, others), query, listed) for name, others in filters.named().items()
    }
    return {name: count for name, count in counted.items() if count}


def _how_many(ground: Ground, query: Query, listed: Sequence[int]) -> int:
    if len(listed) <= matching.MOST:
        return min(_counted(ground.entries.filter(matching.numbered(listed))), MOST)
    return len(walks.walk(ground).met(*matching.holding_and_gathered(query), MOST))


def near(text: str, *, now: datetime, most: int = 5) -> list[Edition]:
    """Live articles whose headline shares the most pairs of characters or words with ``text``."""
    asked = list(dict.fromkeys(token for token in tokens(text[:100]) if len(token) > 1))[:NEAR_TOKENS]
    if not asked:
        return []
    entries = SearchEntry.objects.live(now).filter(matching.any_in_names(asked)).newest_first()
    found = _editions(list(entries.values_list("pk", flat=True)[: most * 10]))
    shared = [(len(set(asked) & set(tokens(edition.title))), edition) for edition in found]
    return [edition for score, edition in sorted(shared, key=lambda pair: -pair[0]) if score][:most]


def _asks(query: Query) -> bool:
    return bool(query.phrases or query.prefixes)


def _counted(entries: SearchEntryQuerySet) -> int:
    return entries[: MOST + 1].count()


def _editions(numbers: list[int]) -> list[Edition]:
    """The editions of a page, in the order of their numbers in the list."""
    found = lists.with_covers(Edition.objects.filter(pk__in=numbers), "card")
    by_number = {edition.pk: edition for edition in found.only(*lists.CARD_COLUMNS, "cover", "plain")}
    return [by_number[number] for number in numbers]


def _narrowed(now: datetime, filters: Filters) -> Ground:
    entries = SearchEntry.objects.live(now)
    if filters.category:
        entries = entries.filter(category_number=lists.category_number(filters.category))
    if filters.since:
        entries = entries.filter(published_at__gte=filters.since)
    if filters.until:
        entries = entries.filter(published_at__lt=filters.until)
    return _tagged(entries, lists.tag_number(filters.tag), now) if filters.tag else Ground(entries)


def _tagged(others: SearchEntryQuerySet, number: int, now: datetime) -> Ground:
    """Those with the tag; a large one is walked along, without looking at all of it."""
    tagged = EditionTag.objects.filter(standing(now), tag=number)
    copies = tagged.values("content_object")
    if copies[: walks.SOON + 1].count() <= walks.SOON:
        return Ground(others.filter(pk__in=copies))
    newest_first = tagged.order_by("-published_at", "-number")
    return Ground(others.filter(matching.among(copies)), newest_first, others)


def _heard_in_tag(query: Query, sort: str) -> tuple[Any, ...]:
    """What is heard in the headline, which stands before the first bar, comes before what is heard in a tag."""
    if sort == TIME:
        return ()
    typed = _typed(query)
    in_headline = Q()
    for column in ("pinyin", "initials"):
        place, bar = StrIndex(column, Value(typed)), StrIndex(Concat(column, Value(BAR)), Value(BAR))
        in_headline |= Q(GreaterThan(place, 0)) & Q(LessThan(place, bar))
    return (Case(When(in_headline, then=Value(0)), default=Value(1), output_field=IntegerField()),)


def _typed(query: Query) -> str:
    return "".join(query.text.lower().split())


def _sounding(entries: SearchEntryQuerySet, query: Query) -> SearchEntryQuerySet | None:
    """Headlines and tags that sound like the letters typed; None unless there are letters only."""
    typed = _typed(query)
    if not (typed.isascii() and typed.isalnum()) or len(typed) < LEAST_INITIALS:
        return None
    sound = Q(initials__contains=typed)
    if len(typed) >= LEAST_PINYIN:
        sound |= Q(pinyin__contains=typed)
    return entries.filter(matching.heard(typed)).filter(sound)
