"""The order of what was found: whole headline, phrase in it, all words in it, tag or author, summary, body.

Within a band newer first. Each band up to the summary lies in the first columns of the index, and the sets of these
columns hold one another; so when much is found, the best of it is found without looking at the rest.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Func, IntegerField, Q, TextField, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import Exact, GreaterThan

from articles.reading import keys, matching
from articles.reading.models import SearchEntryQuerySet
from articles.text.search import Query

HEADLINE, NAMES, SUMMARY = "headline_key", "names_key", "summary_key"


def ordered(entries: SearchEntryQuerySet, query: Query) -> SearchEntryQuerySet:
    """``entries``, all of which hold the query, the best first."""
    return entries.order_by(_band(query), "-published_at", "-number")


def best(entries: SearchEntryQuerySet, query: Query, most: int) -> list[int]:
    """The first ``most`` editions among ``entries`` that hold ``query``, the best first; for words found often."""
    found: list[int] = []
    for columns in matching.HEADS:
        rows, count = matching.rows(ordered(entries, query), query, columns)
        if (matching.how_many(query, columns) if count is None else count) <= matching.MOST:
            found = rows
        else:
            found = _walked(entries, query, columns, found, most)
        if len(found) >= most:
            return found[:most]
    rest = entries.filter(matching.anywhere(query)).exclude(pk__in=found).newest_first()
    return found + list(rest.values_list("pk", flat=True)[: most - len(found)])


def _walked(
    entries: SearchEntryQuerySet, query: Query, columns: int, found: list[int], most: int
) -> list[int]:
    """``found`` and the next best, band by band from the newest on: what is found often is met soon."""
    whole, phrase, *others = _bands(query)
    entries = entries.filter(matching.without(query))
    if columns > 1:
        return found + _newest(entries.filter(others[columns - 1]).exclude(pk__in=found), most - len(found))
    found = _newest(entries.filter(whole), most)
    if keys.needles(query) != [keys.phrase(query)]:
        found += _newest(_with_phrase(entries, query).filter(phrase).exclude(pk__in=found), most - len(found))
    return found + _newest(entries.filter(others[0]).exclude(pk__in=found), most - len(found))


def _with_phrase(entries: SearchEntryQuerySet, query: Query) -> SearchEntryQuerySet:
    """Those that have all that was typed as one phrase in the headline, when these are few; else ``entries``."""
    typed = matching.as_phrase(query)
    if typed is None or matching.how_many(typed, 1) > matching.MOST:
        return entries
    return entries.filter(pk__in=matching.first(typed, 1))


def _newest(entries: SearchEntryQuerySet, most: int) -> list[int]:
    return list(entries.newest_first().values_list("pk", flat=True)[:most]) if most > 0 else []


def _bands(query: Query) -> list[Q]:
    """What makes the best band, the next, and so on; a row belongs to the first that fits."""
    wanted = keys.needles(query)
    whole = Q(**{HEADLINE: keys.key(query.text)})
    if run := keys.close(query):
        whole |= Q(Exact(_Close(HEADLINE, output_field=TextField()), Value(run)))
    return [
        whole,
        _holds(keys.phrase(query), HEADLINE),
        _all_in(wanted, HEADLINE),
        _all_in(wanted, HEADLINE, NAMES),
        _all_in(wanted, HEADLINE, NAMES, SUMMARY),
    ]


class _Close(Func):
    """A key without its gaps, written as its index is."""

    template = "REPLACE(%(expressions)s, ' ', '')"


def _band(query: Query) -> Any:
    whens = [When(condition, then=Value(place)) for place, condition in enumerate(_bands(query))]
    return Case(*whens, default=Value(len(whens)), output_field=IntegerField())


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
