"""Takes an article down with all that held it up: the one way for every door, and the way back."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from articles.drafting.models import Article
from articles.popularity import boosting
from articles.publishing import returning, withdrawing
from articles.publishing.models import Edition


@transaction.atomic
def take_down(
    article: Article,
    *,
    by: User,
    now: datetime,
    reason: str,
    note: str = "",
    redirect_to: Article | None = None,
) -> Edition:
    """As ``publishing.withdrawing.take_down``; what lifted or buried the article ends with it."""
    taken = withdrawing.take_down(article, by=by, now=now, reason=reason, note=note, redirect_to=redirect_to)
    boosting.end_with(article, by=by, now=now)
    return taken


@transaction.atomic
def undo(article: Article, *, by: User, now: datetime) -> Edition:
    """As ``publishing.returning.undo``; the boost that ended with the article holds again until its old end."""
    move = returning.last_take_down(article)
    made = returning.undo(article, by=by, now=now)
    assert move is not None
    boosting.hold_again(article, ended_at=move.at, by=by, now=now)
    return made
