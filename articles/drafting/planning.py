"""Wishes and limits on a working copy that are not content: planned time, embargo, the bin."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.drafting.auditing import record
from articles.drafting.locking import locked
from articles.drafting.models import Article
from articles.drafting.rules import may_edit
from articles.text.refusals import Refused

KEPT = timedelta(days=30)  # how long the bin keeps an article


class NotDiscardable(Refused):
    """What was ever printed stays."""


class GoneForGood(Refused):
    """What lay in the bin for its time does not come back."""


class NotAllowed(Refused):
    """The person lacks the right."""


@transaction.atomic
def plan(article: Article, *, planned_for: datetime | None, by: User, now: datetime) -> None:
    """Note when the article should appear; it publishes nothing."""
    _need_edit(article, by)
    Article.objects.filter(pk=locked(article).pk).update(planned_for=planned_for)
    record(article, "plan", by=by, now=now, details={"planned_for": planned_for and planned_for.isoformat()})


@transaction.atomic
def embargo(article: Article, *, until: datetime | None, by: User, now: datetime, reason: str = "") -> None:
    """Set or lift the moment before which nothing may appear."""
    _need_edit(article, by)
    Article.objects.filter(pk=locked(article).pk).update(embargoed_until=until)
    record(article, "embargo", by=by, now=now, reason=reason, details={"until": until and until.isoformat()})


@transaction.atomic
def discard(article: Article, *, by: User, now: datetime) -> None:
    """Put a draft into the bin. Raises NotDiscardable for what was printed, for that can only be taken down."""
    current = locked(article)
    _need_edit(current, by)
    if current.discarded_at is not None:
        raise NotDiscardable(_("This article lies in the bin already."))
    if current.moves.filter(verb="publish").exists():
        raise NotDiscardable(_("This article was printed, so it cannot be discarded. Take it down instead."))
    Article.objects.filter(pk=current.pk).update(discarded_at=now)
    record(current, "discard", by=by, now=now)


@transaction.atomic
def recover(article: Article, *, by: User, now: datetime) -> None:
    """Take an article out of the bin; twice changes nothing. Raises GoneForGood after its time there."""
    current = locked(article)
    _need_edit(current, by)
    if current.discarded_at is None:
        return
    if now - current.discarded_at > KEPT:
        raise GoneForGood(_("It lay in the bin for 30 days and is gone; its history stays."))
    Article.objects.filter(pk=current.pk).update(discarded_at=None)
    record(current, "recover", by=by, now=now)


def _need_edit(article: Article, by: User) -> None:
    if not may_edit(by, article):
        raise NotAllowed(_("This article belongs to somebody else, so you cannot change it."))
