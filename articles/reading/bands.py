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
from articles.reading.walks import Walk, newest
from articles.text.search import Query

HEADLINE, NAMES, SUMMARY = "headline_key", "names_key", "summary_key"


def ordered(entries: SearchEntryQuerySet, query: Query) -> SearchEntryQuerySet:
    """``entries``, all of which hold the query, the best first."""
    return entries.order_by(_band(query), "-published_at", "-number")


def best(way: Walk, query: Query, most: int) -> list[int]:
    """The first ``most`` editions on ``way`` that hold ``query``, the best first; for words found often."""
    found = _headed(way, query, _top(way.ground.entries, query, most), most)
    missing = most - len(found)
    return found[:most] + way.besides(found).met(*matching.holding_and_gathered(query), missing)


def _headed(way: Walk, query: Query, top: list[int], most: int) -> list[int]:
    """The best that have everything wanted in headline, names and summary: all of them if they are few."""
    found = top
    for columns in (3, 1, 2):
        if len(found) >= most:
            return found
        listed = matching.listed(query, columns)
        if len(listed) <= matching.MOST:
            entries = way.ground.entries.filter(matching.numbered(listed))
            found = list(ordered(entries, query).values_list("pk", flat=True))
            if columns == 3:
                return found
        elif columns < 3:
            found = _walked(way, query, columns, found, most)
    return _walked(way, query, 3, found, most)


def _walked(way: Walk, query: Query, columns: int, found: list[int], most: int) -> list[int]:
    """``found`` and the next best, which have all words in the first ``columns``, from the newest on."""
    band = _bands(query)[columns + 1]
    asked, gathered = band & matching.without(query), band & matching.gathered(query, columns)
    return found + way.besides(found).met(asked, gathered, most - len(found))


def _top(entries: SearchEntryQuerySet, query: Query, most: int) -> list[int]:
    """The two best bands: the whole headline, then the phrase in it."""
    if query.excluded:
        return []
    whole, phrase, *_others = _bands(query)
    entries = entries.filter(matching.without(query))
    found = newest(entries.filter(whole), most)
    if keys.needles(query) != [keys.phrase(query)]:
        others = _with_phrase(entries, query).filter(phrase)
        found += newest(others.exclude(matching.numbered(found)), most - len(found))
    return found


def _with_phrase(entries: SearchEntryQuerySet, query: Query) -> SearchEntryQuerySet:
    """Those that have all that was typed as one phrase in the headline, when these are few; else ``entries``."""
    typed = matching.as_phrase(query)
    listed = matching.listed(typed, 1) if typed is not None else None
    return (
        entries
        if listed is None or len(listed) > matching.MOST
        else entries.filter(matching.numbered(listed))
    )


def _bands(query: Query) -> list[Q]:
    """What makes the best band, the next, and so on; a row belongs to the first that fits.

    Whoever leaves words out has typed no phrase that could be found.
    """
    wanted = keys.needles(query)
    whole = Q(**{HEADLINE: keys.key(query.text)})
    if run := keys.close(query):
        whole |= Q(Exact(_Close(HEADLINE, output_field=TextField()), Value(run)))
    typed = [Q(pk__in=[]), Q(pk__in=[])] if query.excluded else [whole, _holds(keys.phrase(query), HEADLINE)]
    return [
        *typed,
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
