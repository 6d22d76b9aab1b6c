"""The rarer filters of the article list: what a text is marked with, when it changed, and what it still lacks."""

from datetime import date, datetime, timedelta
from typing import Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.desk.calendar_days import begins
from articles.drafting.models import Article, Tag
from articles.publishing.models import Edition
from articles.publishing.wording import newsroom_zone
from articles.review.models import Comment
from articles.text.tags import key


class Wanted(Protocol):
    """The part of the filters this page reads; days are ISO dates of the newsroom, "" for any."""

    @property
    def tag(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def since(self) -> str: ...
    @property
    def until(self) -> str: ...
    @property
    def noalt(self) -> bool: ...
    @property
    def open(self) -> bool: ...
    @property
    def today(self) -> bool: ...


def narrowed(rows: QuerySet[Article], wanted: Wanted, now: datetime) -> QuerySet[Article]:
    """``rows`` by tag, language, days of change, missing words of the cover, open remarks, today's schedule."""
    zone = newsroom_zone()
    if wanted.tag:
        tags = list(Tag.objects.filter(key=key(wanted.tag)).values_list("pk", flat=True))
        rows = rows.filter(latest__tag_items__tag__in=tags)
    if wanted.language:
        rows = rows.filter(latest__language=wanted.language)
    if wanted.since:
        rows = rows.filter(changed_at__gte=begins(date.fromisoformat(wanted.since), zone))
    if wanted.until:
        rows = rows.filter(changed_at__lt=begins(date.fromisoformat(wanted.until) + timedelta(1), zone))
    if wanted.noalt:
        rows = rows.filter(
            latest__cover__isnull=False, latest__cover__alt="", latest__cover__decorative=False
        )
    if wanted.open:
        rows = rows.filter(Exists(open_threads()))
    return rows.filter(_goes_out_today(now)) if wanted.today else rows


def open_threads() -> QuerySet[Comment]:
    """The unsettled threads of the article of the query around."""
    return Comment.objects.filter(article=OuterRef("pk"), answers=None, resolved_at=None)


def _goes_out_today(now: datetime) -> Q:
    zone = newsroom_zone()
    today = now.astimezone(zone).date()
    start, end = begins(today, zone), begins(today + timedelta(1), zone)
    copies = Edition.objects.scheduled(now).filter(
        article=OuterRef("pk"), live_from__gte=start, live_from__lt=end
    )
    return Q(Exists(copies))
