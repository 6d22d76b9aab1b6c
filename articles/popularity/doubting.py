"""Verdicts on doubtful views: let into the count or left out, hour by hour, with a name and a reason, each once.

An admitted view is a fact like any other, in an epoch of its own, so it is in the total and in the heat exactly once
however often somebody presses the button. What comes in later stays open for a later verdict.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.drafting.auditing import record
from articles.drafting.models import Article
from articles.popularity import merging
from articles.popularity.counter_keys import ADMITTED, DISCARDED, DOUBT, VIEW, Counter
from articles.popularity.models import DoubtReview, ViewHour
from articles.text.refusals import Refused

MOST_LETTERS = 300
ADMIT, DISCARD = "admit", "discard"
KIND_OF = {ADMIT: VIEW, DISCARD: DISCARDED}


class MayNotReviewDoubt(Refused):
    """The person has no right to decide on doubtful views."""


class NothingInDoubt(Refused):
    """There is nothing left to decide in these hours."""


class WrongReview(Refused):
    """The hours or the reason make no sense."""


class Doubt(NamedTuple):
    """Doubtful views of an article in an hour (since 1970, UTC) on which nobody decided yet."""

    hour: int
    article_id: int
    views: int


def open_doubts(first_hour: int, last_hour: int, article_id: int | None = None) -> list[Doubt]:
    """What is still to be decided from ``first_hour`` to ``last_hour``, of one article or all; newest hour first."""
    counts = _counts(first_hour, last_hour, article_id)
    doubts = [
        Doubt(hour, article, found[DOUBT] - found[VIEW] - found[DISCARDED])
        for (hour, article), found in counts.items()
    ]
    return sorted(
        (doubt for doubt in doubts if doubt.views > 0), key=lambda each: (-each.hour, each.article_id)
    )


def reviews(most: int = 50) -> list[DoubtReview]:
    """The last verdicts, newest first, with their people."""
    return list(DoubtReview.objects.select_related("made_by").order_by("-made_at", "-id")[:most])


def admit(
    first_hour: int, last_hour: int, *, by: User, reason: str, now: datetime, article_id: int | None = None
) -> DoubtReview:
    """Count what is in doubt: in the totals, and in the heat as if it came at the end of its hour.

    Raises MayNotReviewDoubt, WrongReview and NothingInDoubt.
    """
    return _decide(ADMIT, first_hour, last_hour, article_id, by, reason, now)


def discard(
    first_hour: int, last_hour: int, *, by: User, reason: str, now: datetime, article_id: int | None = None
) -> DoubtReview:
    """Leave what is in doubt out of the count for good. Raises as ``admit`` does."""
    return _decide(DISCARD, first_hour, last_hour, article_id, by, reason, now)


@transaction.atomic
def _decide(
    verdict: str, first: int, last: int, article_id: int | None, by: User, reason: str, now: datetime
) -> DoubtReview:
    if not by.has_perm("articles.review_doubt"):
        raise MayNotReviewDoubt(_("You may not decide on doubtful views; a chief can."))
    _refuse_nonsense(first, last, reason)
    merging.lock_marks()
    doubts = open_doubts(first, last, article_id)
    if not doubts:
        raise NothingInDoubt(
            _("No doubtful view of these hours waits for a verdict; somebody may have decided.")
        )
    for hour in sorted({doubt.hour for doubt in doubts}):
        _state(verdict, hour, [doubt for doubt in doubts if doubt.hour == hour], now)
    views = sum(doubt.views for doubt in doubts)
    made = DoubtReview.objects.create(
        verdict=verdict, first_hour=first, last_hour=last, article_id=article_id, views=views,
        reason=reason.strip(), made_by=by, made_at=now,
    )  # fmt: skip
    article = Article.objects.filter(pk=article_id).first() if article_id else None
    if article is not None:
        record(
            article, f"{verdict} doubtful views", by=by, now=now, reason=made.reason, details={"views": views}
        )
    return made


def _state(verdict: str, hour: int, doubts: list[Doubt], now: datetime) -> None:
    """Lift what was decided of each article in this hour by what was still open."""
    kind = KIND_OF[verdict]
    rows = ViewHour.objects.filter(hour=hour, kind=kind, epoch=ADMITTED)
    decided = dict(rows.values_list("article_id", "count"))
    facts = [(doubt.article_id, decided.get(doubt.article_id, 0) + doubt.views) for doubt in doubts]
    for start in range(0, len(facts), merging.PART):
        grown = merging.state(Counter(ADMITTED, hour, kind), facts[start : start + merging.PART])
        if kind == VIEW:
            merging.fold(grown, min(now, merging.moment(hour) + timedelta(hours=1)))


def _counts(first: int, last: int, article_id: int | None) -> dict[tuple[int, int], dict[str, int]]:
    """Doubts and verdicts by (hour, article) and kind."""
    rows = ViewHour.objects.filter(hour__gte=first, hour__lte=last)
    rows = rows.filter(Q(kind=DOUBT) | Q(epoch=ADMITTED, kind__in=[VIEW, DISCARDED]))
    if article_id is not None:
        rows = rows.filter(article_id=article_id)
    found: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for hour, article, kind, count in rows.values_list("hour", "article_id", "kind", "count"):
        found[hour, article][kind] += count
    return found


def _refuse_nonsense(first: int, last: int, reason: str) -> None:
    if last < first:
        raise WrongReview(_("The last hour lies before the first. Turn them round."))
    if not reason.strip():
        raise WrongReview(_("A verdict needs a reason, for colleagues will ask. Write one."))
    if len(reason.strip()) > MOST_LETTERS:
        raise WrongReview(
            _("The reason has more than %(most)s characters. Shorten it.") % {"most": MOST_LETTERS}
        )
