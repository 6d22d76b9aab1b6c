"""Search: what is live and holds the words, in bands from the whole headline down to the body, newer first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from articles.publishing.models import Edition, EditionQuerySet
from articles.reading import keys, lists
from articles.text.search import Query, parse_query, to_fts5, to_tsquery, tokens

RELEVANCE, TIME = "relevance", "time"
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
    """A page of what was found; ``by_pinyin`` when letters were read as the sound of headlines."""

    query: Query
    editions: Sequence[Edition]
    total: int
    has_more: bool
    by_pinyin: bool = False


def search(
    text: str, *, now: datetime, filters: Filters | None = None, sort: str = RELEVANCE, page: int = 1
) -> Results:
    """Page ``page`` (from 1) of what is live at ``now`` and holds ``text``, in the same order on both databases."""
    query = parse_query(text)
    narrowed = _narrowed(lists.cards(now), filters or Filters())
    found = _matching(narrowed, query)
    total = found.count() if found is not None else 0
    by_pinyin = False
    if not total and (sounding := _sounding(narrowed, query)) is not None:
        found, total, by_pinyin = sounding, sounding.count(), True
    if found is None or not total:
        return Results(query, [], 0, False)
    start = (page - 1) * lists.PER_PAGE
    ordered = found.order_by("-published_at", "-article_id") if sort == TIME else _in_bands(found, query)
    shown = list(
        lists.with_covers(ordered, "card").only(*lists.CARD_COLUMNS, "cover", "plain")[
            start : start + lists.PER_PAGE
        ]
    )
    return Results(query, shown, total, total > start + len(shown), by_pinyin)


def counts_without(text: str, *, now: datetime, filters: Filters) -> dict[str, int]:
    """How many would be found without each filter in use; only filters whose loss helps."""
    query = parse_query(text)
    counted = {}
    for name, others in filters.named().items():
        found = _matching(_narrowed(lists.cards(now), others), query)
        counted[name] = found.count() if found is not None else 0
    return {name: count for name, count in counted.items() if count}


def near(text: str, *, now: datetime, most: int = 5) -> list[Edition]:
    """Live articles whose headline shares the most pairs of characters or words with ``text``."""
    asked = list(dict.fromkeys(token for token in tokens(text[:100]) if len(token) > 1))[:NEAR_TOKENS]
    if not asked:
        return []
    ids = _ids(_ANY[connection.vendor](asked))
    found = lists.cards(now).filter(pk__in=ids, search_entry__isnull=False)[: most * 10]
    shared = [(len(set(asked) & set(tokens(edition.title))), edition) for edition in found]
    return [edition for score, edition in sorted(shared, key=lambda pair: -pair[0]) if score][:most]


def _narrowed(editions: EditionQuerySet, filters: Filters) -> EditionQuerySet:
    editions = editions.filter(search_entry__isnull=False)
    if filters.category:
        editions = editions.filter(lists.of_category(filters.category))
    if filters.tag:
        editions = editions.filter(lists.of_tag(filters.tag))
    if filters.since:
        editions = editions.filter(published_at__gte=filters.since)
    return editions.filter(published_at__lt=filters.until) if filters.until else editions


_SOURCE = {
    "sqlite": "SELECT rowid FROM articles_search WHERE articles_search MATCH %s",
    "postgresql": "SELECT edition_id FROM articles_search WHERE words @@ %s::tsquery",
}
# Tokens hold letters and digits only, so quoting them is enough.
_ANY: dict[str, Callable[[Sequence[str]], str]] = {
    "sqlite": lambda asked: "{title tags} : (" + " OR ".join(f'"{token}"' for token in asked) + ")",
    "postgresql": lambda asked: " | ".join(f"'{token}':AB" for token in asked),
}


def _matching(editions: EditionQuerySet, query: Query) -> EditionQuerySet | None:
    """The editions that hold every phrase and word and nothing excluded; None if nothing is asked for."""
    if not (query.phrases or query.prefixes):
        return None
    if connection.vendor != "postgresql":
        return editions.filter(pk__in=_ids(to_fts5(query)))
    # A long article has several rows, and its words may stand in different ones, so each is asked for alone.
    for phrase in query.phrases:
        editions = editions.filter(pk__in=_holding(Query((phrase,), (), (), False, "")))
    for prefix in query.prefixes:
        editions = editions.filter(pk__in=_holding(Query((), (prefix,), (), False, "")))
    for phrase in query.excluded:
        editions = editions.exclude(pk__in=_holding(Query((phrase,), (), (), False, "")))
    return editions


def _holding(query: Query) -> RawSQL:
    return _ids(to_tsquery(query))


def _ids(match: str) -> RawSQL:
    """The editions that ``match``, a query in the database's own language, finds; it travels as a parameter."""
    return RawSQL(_SOURCE[connection.vendor], [match])  # noqa: S611


def _sounding(editions: EditionQuerySet, query: Query) -> EditionQuerySet | None:
    """Headlines and tags that sound like the letters typed; None unless there are letters only."""
    typed = "".join(query.text.lower().split())
    if not (typed.isascii() and typed.isalnum()) or len(typed) < LEAST_INITIALS:
        return None
    heard = Q(search_entry__initials__contains=typed)
    if len(typed) >= LEAST_PINYIN:
        heard |= Q(search_entry__pinyin__contains=typed)
    return editions.filter(heard)


def _in_bands(editions: EditionQuerySet, query: Query) -> EditionQuerySet:
    """Whole headline, phrase in it, all words in it, in tag or author, in the summary, in the body; newer first."""
    headline, names, summary = (f"search_entry__{name}_key" for name in ("headline", "names", "summary"))
    wanted = keys.needles(query)
    bands = [
        Q(**{headline: keys.key(query.text)}),
        _holds(keys.phrase(query), headline),
        _all_in(wanted, headline),
        _all_in(wanted, headline, names),
        _all_in(wanted, headline, names, summary),
    ]
    whens = [When(condition, then=Value(place)) for place, condition in enumerate(bands)]
    band: Any = Case(*whens, default=Value(len(bands)), output_field=IntegerField())
    return editions.order_by(band, "-published_at", "-article_id")


def _all_in(needles: Sequence[str], *columns: str) -> Q:
    """Every needle in one of the columns."""
    condition = Q()
    for needle in needles:
        anywhere = Q()
        for column in columns:
            anywhere |= _holds(needle, column)
        condition &= anywhere
    return condition


def _holds(needle: str, column: str) -> Q:
    # Not LIKE, which SQLite and PostgreSQL read differently.
    return Q(GreaterThan(StrIndex(column, Value(needle)), 0))
