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


def best(entries: SearchEntryQuerySet, query: Query, most: int, held: Sequence[int] = ()) -> list[int]:
    """The first ``most`` editions among ``entries`` that hold ``query``, the best first; for words found often.

    ``held`` are the newest that hold it, if they are known because it stands almost everywhere.
    """
    found = top = _top(entries, query, most)
    if held:
        found = _walked(entries.filter(pk__in=held), query, 1, top, most)
    if len(found) < most:
        found = _headed(entries, query, top, most)
    missing = most - len(found)
    if missing <= 0:
        return found[:most]
    known = set(found)
    rest = [number for number in held if number not in known][:missing]
    if len(rest) < missing:
        rest = _newest(entries.filter(matching.anywhere(query)).exclude(pk__in=found), missing)
    return found + rest


def _headed(entries: SearchEntryQuerySet, query: Query, top: list[int], most: int) -> list[int]:
    """The best that have everything wanted in headline, names and summary: all of them if they are few."""
    found = top
    for columns in (3, 1, 2):
        listed = matching.listed(query, columns)
        if len(listed) <= matching.MOST:
            found = list(ordered(entries.filter(pk__in=listed), query).values_list("pk", flat=True))
        elif columns < 3:
            found = _walked(entries, query, columns, found, most)
        if len(found) >= most or (columns == 3 and len(listed) <= matching.MOST):
            return found
    return _walked(entries, query, 3, found, most)


def _walked(
    entries: SearchEntryQuerySet, query: Query, columns: int, found: list[int], most: int
) -> list[int]:
    """``found`` and the next best with all words in the first ``columns``, from the newest on: what is found often is
    met soon."""
    held = entries.filter(matching.without(query)).filter(_bands(query)[columns + 1])
    return found + _newest(held.exclude(pk__in=found), most - len(found))


def _top(entries: SearchEntryQuerySet, query: Query, most: int) -> list[int]:
    """The two best bands: the whole headline, then the phrase in it."""
    whole, phrase, *_others = _bands(query)
    entries = entries.filter(matching.without(query))
    found = _newest(entries.filter(whole), most)
    if keys.needles(query) != [keys.phrase(query)]:
        found += _newest(_with_phrase(entries, query).filter(phrase).exclude(pk__in=found), most - len(found))
    return found


def _with_phrase(entries: SearchEntryQuerySet, query: Query) -> SearchEntryQuerySet:
    """Those that have all that was typed as one phrase in the headline, when these are few; else ``entries``."""
    typed = matching.as_phrase(query)
    listed = matching.listed(typed, 1) if typed is not None else None
    return entries if listed is None or len(listed) > matching.MOST else entries.filter(pk__in=listed)


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
