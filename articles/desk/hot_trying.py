"""What a pin or a boost would do, shown before anybody decides: the list as it stands beside the list as it would."""

from datetime import datetime
from itertools import zip_longest
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.desk import rules
from articles.desk.posting import Posted
from articles.desk.printed import Printed, printed
from articles.drafting.models import Article
from articles.popularity import boosting, foreseeing
from articles.popularity.foreseeing import Foreseen, Stand
from articles.publishing import pinning
from articles.text.refusals import Refused

SHOWN = 15  # places
RIGHTS = {"pin": "pin_article", "boost": "boost_article"}


class Named(NamedTuple):
    """Who stands at a place; ``known`` is None for what no reader ever saw."""

    number: int
    known: Printed | None
    slot: str
    is_tried: bool


class Tried(NamedTuple):
    """What was typed, what it would do in words, and the places before and after; or what is wrong with it."""

    kind: str
    fields: QueryDict
    error: str = ""
    words: str = ""
    rows: list[tuple[int, Named | None, Named | None]] = []


def tried(number: int | None, fields: QueryDict, person: User, now: datetime) -> Tried | None:
    """What the form of a pin or a boost would do; None where nobody asks, or may not."""
    kind = fields.get("try", "")
    article = Article.objects.filter(pk=number).first() if number is not None and kind in RIGHTS else None
    if article is None or not rules.has(person, RIGHTS[kind]):
        return None
    try:
        found = _foreseen(kind, Posted(article, person, now, fields))
    except Refused as refusal:
        return Tried(kind, fields, str(refusal))
    names = printed([stand.article_id for stand in (*found.before[:SHOWN], *found.after[:SHOWN])], now)
    left, right = ([_named(stand, names, article.pk) for stand in side[:SHOWN]] for side in found)
    rows = [(place, *pair) for place, pair in enumerate(zip_longest(left, right), 1)]
    return Tried(kind, fields, "", _words(found, article.pk), rows)


def _foreseen(kind: str, form: Posted) -> Foreseen:
    """Raises Refused."""
    if kind == "pin":
        position = form.number("position")
        pinning.refuse_position(position)
        return foreseeing.pin(form.article.pk, position, form.now)
    factor = form.factor("factor")
    boosting.refuse_factor(factor)
    return foreseeing.boost(form.article.pk, factor, form.now)


def _named(stand: Stand, names: dict[int, Printed], tried_number: int) -> Named:
    number = stand.article_id
    return Named(number, names.get(number), stand.slot, number == tried_number)


def _words(found: Foreseen, number: int) -> str:
    before, after = (found.place(number, stands) for stands in found)
    facts: dict[str, Any] = {"before": before, "after": after}
    if [stand.article_id for stand in found.before] == [stand.article_id for stand in found.after]:
        return _("Nothing would change on the list.")
    if before and after:
        return _("From place %(before)s to place %(after)s.") % facts
    if after:
        return _("From off the list to place %(after)s.") % facts
    return _("From place %(before)s off the list.") % facts
