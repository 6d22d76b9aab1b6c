"""Boosts: multiply an article's heat for a time, with a reason and a name; ended, never deleted."""

from datetime import datetime, timedelta
from types import EllipsisType
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from articles.drafting.auditing import record
from articles.drafting.locking import locked
from articles.drafting.models import Article
from articles.popularity.models import Boost
from articles.publishing.generations import raise_generation
from articles.text.refusals import Refused
from articles.wire.nudging import nudge_after_commit

USUAL_TIME = timedelta(hours=6)
LEAST, MOST = 0.25, 4.0
IMPORTED_FACTOR = 2.0
IMPORTED_TIME = timedelta(hours=24)
IMPORTED_REASON = "hot before import"
MOST_LETTERS = 300


class MayNotBoost(Refused):
    """The person has no right to boost."""


class WrongBoost(Refused):
    """The factor, the reason or the time of a boost makes no sense."""


@transaction.atomic
def boost(
    article: Article,
    factor: float,
    *,
    reason: str,
    by: User,
    now: datetime,
    live_until: datetime | EllipsisType | None = ...,
) -> Boost:
    """Multiply the article's heat by ``factor``: 0 excludes it, 0.25 to 4 bury or lift it. An earlier boost ends.

    ``live_until`` left out means six hours; None means no end, by choice. Raises MayNotBoost and WrongBoost.
    """
    current = locked(article)
    _need_right(by)
    until = now + USUAL_TIME if live_until is ... else live_until
    _refuse_nonsense(factor, reason, until, now)
    return _boost(current, factor, reason.strip(), by, now, until)


@transaction.atomic
def boost_imported(article: Article, *, by: User | None, now: datetime) -> Boost | None:
    """What was hot before an import is lifted for a day, visibly; None when that was done before."""
    current = locked(article)
    if Boost.objects.filter(article=current, reason=IMPORTED_REASON).exists():
        return None
    return _boost(current, IMPORTED_FACTOR, IMPORTED_REASON, by, now, now + IMPORTED_TIME)


@transaction.atomic
def end_boost(held: Boost, *, by: User, now: datetime) -> None:
    """End a boost now; one that is over stays as it is. Raises MayNotBoost."""
    _need_right(by)
    current = locked(held.article)
    if _end(current, by, now):
        record(current, "end boost", by=by, now=now, details={"boost": held.pk})
        _tell(current)


@transaction.atomic
def end_with(article: Article, *, by: User, now: datetime) -> None:
    """End what lifts or buries an article that is taken down; whoever may do that needs no further right."""
    current = locked(article)
    if _end(current, by, now):
        record(current, "end boost", by=by, now=now)
        _tell(current)


@transaction.atomic
def hold_again(article: Article, *, ended_at: datetime, by: User, now: datetime) -> None:
    """The boost that ended at ``ended_at`` by a take-down holds on, unless another was given since."""
    current = locked(article)
    held = Boost.objects.filter(article=current, ended_at=ended_at).first()
    if held is None or Boost.objects.filter(article=current, ended_at=None).exists():
        return
    Boost.objects.filter(pk=held.pk).update(ended_at=None, ended_by=None)
    record(current, "boost", by=by, now=now, reason=held.reason, details=_details(held))
    _tell(current)


def next_change(now: datetime) -> datetime | None:
    """The next moment at which a boost begins or ends by itself."""
    standing = Boost.objects.filter(ended_at=None)
    moments = [
        standing.filter(live_from__gt=now).aggregate(moment=Min("live_from"))["moment"],
        standing.filter(live_until__gt=now).aggregate(moment=Min("live_until"))["moment"],
    ]
    return min((moment for moment in moments if moment), default=None)


def _boost(
    article: Article, factor: float, reason: str, by: User | None, now: datetime, until: datetime | None
) -> Boost:
    _end(article, by, now)
    made = Boost.objects.create(
        article=article, factor=factor, reason=reason, live_from=now, live_until=until, made_by=by
    )
    record(article, "boost", by=by, now=now, reason=reason, details=_details(made))
    _tell(article)
    return made


def _details(held: Boost) -> dict[str, Any]:
    until = held.live_until
    return {"boost": held.pk, "factor": held.factor, "live_until": until and until.isoformat()}


def _end(article: Article, by: User | None, now: datetime) -> int:
    """End the boost that stands; one whose time has run out ended then, by nobody. How many ended just now."""
    standing = Boost.objects.filter(article=article, ended_at=None)
    for over in standing.filter(live_until__lte=now):
        Boost.objects.filter(pk=over.pk).update(ended_at=over.live_until)
    return standing.filter(ended_at=None).update(ended_at=now, ended_by=by)


def _tell(article: Article) -> None:
    raise_generation()
    nudge_after_commit("articles.rank", article.pk)


def _need_right(by: User) -> None:
    if not by.has_perm("articles.boost_article"):
        raise MayNotBoost(_("You may not boost or bury articles; a publisher can."))


def refuse_factor(factor: float) -> None:
    """Raises WrongBoost where no boost may be so strong or so weak."""
    if factor != 0 and not LEAST <= factor <= MOST:
        raise WrongBoost(
            _("A factor is a number from 0.25 to 4, or 0 to exclude the article from the hot list.")
        )


def _refuse_nonsense(factor: float, reason: str, until: datetime | None, now: datetime) -> None:
    refuse_factor(factor)
    if not reason.strip():
        raise WrongBoost(_("A boost needs a reason, for colleagues will ask. Write one."))
    if len(reason.strip()) > MOST_LETTERS:
        raise WrongBoost(
            _("The reason has more than %(most)s characters. Shorten it.") % {"most": MOST_LETTERS}
        )
    if until is not None and until <= now:
        raise WrongBoost(_("The boost would end before it begins. Choose a later end."))
