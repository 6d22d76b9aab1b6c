"""The bin: what was discarded in the last 30 days, by whom and when, and one press that brings it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import rules, wording
from articles.desk.frame import answer
from articles.drafting import planning
from articles.drafting.models import Article, Move
from articles.drafting.rules import may_edit

MOST = 200


class Line(NamedTuple):
    """One article of the bin."""

    article: Article
    title: str
    who: str
    at: datetime
    left: str
    may_recover: bool


def show(request: HttpRequest) -> HttpResponse:
    """What lies in the bin and the person may see, the latest first; two queries."""
    person, now = rules.person_of(request), timezone.now()
    last = Move.objects.filter(article=OuterRef("pk"), verb="discard").order_by("-number").values("by")[:1]
    rows = rules.visible(person).filter(discarded_at__gt=now - planning.KEPT).annotate(thrower=Subquery(last))
    rows = rows.select_related("latest", "created_by").defer("latest__body", "latest__extra")
    found = list(rows.order_by("-discarded_at", "-pk")[:MOST])
    names = {each.pk: wording.name_of(each) for each in _people(found)}
    lines = [_line(each, names, person, now) for each in found]
    return answer(request, "trash.html", _("The bin"), lines=lines)


def _people(found: Sequence[Article]) -> list[User]:
    throwers = (getattr(each, "thrower", None) for each in found)
    return list(User.objects.filter(pk__in={number for number in throwers if number}))


def _line(article: Article, names: dict[int, str], person: User, now: datetime) -> Line:
    assert article.discarded_at is not None
    left = planning.KEPT - (now - article.discarded_at)
    title = (article.latest.title if article.latest else "") or _("Untitled")
    who = names.get(getattr(article, "thrower", None) or 0, "")
    return Line(
        article,
        title,
        who,
        article.discarded_at,
        wording.span(left.total_seconds()),
        may_edit(person, article),
    )
