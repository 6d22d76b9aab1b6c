"""Saves words and lets the state follow the approvals: the deed behind every form, import and bulk action."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from articles.drafting import writing
from articles.drafting.models import Article, Revision
from articles.review.decisions import settle
from articles.text.content import Content


@transaction.atomic
def revise(
    article: Article, content: Content, *, by: User | None, now: datetime, version: int, note: str = ""
) -> Revision:
    """As ``writing.revise``; a text that was approved before is approved again at once."""
    revision = writing.revise(article, content, by=by, now=now, version=version, note=note)
    settle(article, by=by, now=now)
    return revision


@transaction.atomic
def restore(article: Article, revision: Revision, *, by: User, now: datetime, version: int) -> Revision:
    """As ``writing.restore``; restored words bring their standing approvals back."""
    restored = writing.restore(article, revision, by=by, now=now, version=version)
    settle(article, by=by, now=now)
    return restored
