"""The order of what was found: whole headline, phrase in it, all words in it, tag or author, summary, body.

Within a band newer first. Each band up to the summary lies in the first columns of the index, and the sets of these
columns hold one another; so when much is found, the best of it is found without looking at the rest.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Replace, StrIndex
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
        inside = entries.filter(matching.in_head(query, columns))
        found = list(ordered(inside, query).values_list("pk", flat=True)[:most])
        if len(found) == most:
            return found
    rest = entries.filter(matching.anywhere(query)).exclude(pk__in=found).newest_first()
    return found + list(rest.values_list("pk", flat=True)[: most - len(found)])


def _band(query: Query) -> Any:
    wanted = keys.needles(query)
    whole = Q(**{HEADLINE: keys.key(query.text)})
    if run := keys.close(query):
        whole |= Q(Exact(Replace(HEADLINE, Value(" "), Value(""), output_field=TextField()), Value(run)))
    conditions = [
        whole,
        _holds(keys.phrase(query), HEADLINE),
        _all_in(wanted, HEADLINE),
        _all_in(wanted, HEADLINE, NAMES),
        _all_in(wanted, HEADLINE, NAMES, SUMMARY),
    ]
    whens = [When(condition, then=Value(place)) for place, condition in enumerate(conditions)]
    return Case(*whens, default=Value(len(conditions)), output_field=IntegerField())


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
