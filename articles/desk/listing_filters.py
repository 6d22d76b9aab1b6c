"""Each filter of the article list: few articles are named by their numbers, among many each is asked as it comes by.

So no page needs the whole archive: either the filter's own index tells everything that matches, or a walk along the
latest soon fills the page. Every filter asks one question of its own, whatever it finds.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from articles.covers.models import Cover
from articles.desk.calendar_days import begins
from articles.drafting.models import Article, Author, Category, Revision, RevisionAuthor, RevisionTag, Tag
from articles.publishing.models import Edition
from articles.publishing.wording import newsroom_zone
from articles.review.models import Comment
from articles.text.tags import key

FEW = 1000  # articles


class Wanted(Protocol):
    """The part of the filters this page reads; days are ISO dates of the newsroom, "" for any."""

    @property
    def category(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def tag(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def live(self) -> str: ...
    @property
    def since(self) -> str: ...
    @property
    def until(self) -> str: ...
    @property
    def bin(self) -> bool: ...
    @property
    def noalt(self) -> bool: ...
    @property
    def open(self) -> bool: ...
    @property
    def today(self) -> bool: ...


def narrowed(rows: QuerySet[Article], wanted: Wanted, now: datetime) -> QuerySet[Article]:
    """``rows`` by everything that is wanted of their words, their copies, their days and what they lack."""
    zone = newsroom_zone()
    if wanted.since:
        rows = rows.filter(changed_at__gte=begins(date.fromisoformat(wanted.since), zone))
    if wanted.until:
        rows = rows.filter(changed_at__lt=begins(date.fromisoformat(wanted.until) + timedelta(1), zone))
    for condition in _conditions(wanted, now):
        rows = rows.filter(condition)
    return rows


def _conditions(wanted: Wanted, now: datetime) -> Iterator[Q]:
    yield _binned() if wanted.bin else Q(discarded_at=None)
    yield from _of_words(wanted)
    if wanted.live:
        yield from _by_readers(wanted.live, now)
    if wanted.open:
        threads = Comment.objects.filter(answers=None, resolved_at=None)
        yield _few_or_passing(threads.values_list("article_id", flat=True), threads)
    if wanted.today:
        copies = _today(now)
        yield _few_or_passing(copies.values_list("article_id", flat=True), copies)


def _few_or_passing(numbers: QuerySet[Any, int], rows: QuerySet[Any], **of: Any) -> Q:
    """Articles among ``numbers``, or those with one of ``rows``, which belong to an article as ``of`` says."""
    some = list(numbers[: FEW + 1])
    if len(some) <= FEW:
        return Q(pk__in=set(some))
    return Q(Exists(rows.filter(**(of or {"article": OuterRef("pk")}))))


def _binned() -> Q:
    some = list(Article.objects.filter(discarded_at__isnull=False).values_list("pk", flat=True)[: FEW + 1])
    return Q(pk__in=some) if len(some) <= FEW else Q(discarded_at__isnull=False)


def _of_words(wanted: Wanted) -> Iterator[Q]:
    """By what stands in the latest revision."""
    if wanted.category:
        sections = _numbers(Category.objects.filter(slug=wanted.category))
        yield _latest(Revision.objects.filter(category__in=sections), "pk")
    if wanted.language:
        yield _latest(Revision.objects.filter(language=wanted.language), "pk")
    if wanted.author:
        authors = _numbers(Author.objects.filter(slug=wanted.author))
        yield _latest(RevisionAuthor.objects.filter(author__in=authors), "revision")
    if wanted.tag:
        tags = _numbers(Tag.objects.filter(key=key(wanted.tag)))
        yield _latest(RevisionTag.objects.filter(tag__in=tags), "content_object")
    if wanted.noalt:
        wordless = Cover.objects.filter(alt="", decorative=False).order_by().values("pk")
        yield _latest(Revision.objects.filter(cover__in=wordless), "pk")


def _latest(rows: QuerySet[Any], of: str) -> Q:
    """Articles whose latest revision is that of one of ``rows``; ``of`` leads from these to the revision."""
    path = "latest_of" if of == "pk" else f"{of}__latest_of"
    numbers = rows.filter(**{f"{path}__isnull": False}).values_list(path, flat=True)
    return _few_or_passing(numbers, rows, **{of: OuterRef("latest")})


def _numbers(rows: QuerySet[Any]) -> list[int]:
    """Their numbers themselves: knowing them, the database sees whether few or many rows will match."""
    return list(rows.values_list("pk", flat=True))


def _by_readers(live: str, now: datetime) -> Iterator[Q]:
    copies = Edition.objects.filter(article=OuterRef("pk"))
    if live in ("live", "withdrawn"):
        is_live = Q(Exists(copies.live(now)))
        yield is_live if live == "live" else ~is_live
    if live == "withdrawn":
        ended = Edition.objects.filter(live_until__gt=F("live_from"), live_until__lte=now)
        yield _few_or_passing(ended.values_list("article_id", flat=True), ended)
    if live == "scheduled":
        coming = Edition.objects.scheduled(now)
        yield _few_or_passing(coming.values_list("article_id", flat=True), coming)
    if live == "never":
        yield ~Q(Exists(copies.uncancelled()))


def _today(now: datetime) -> QuerySet[Edition]:
    """The copies that still go out today."""
    zone = newsroom_zone()
    today = now.astimezone(zone).date()
    start, end = begins(today, zone), begins(today + timedelta(1), zone)
    return Edition.objects.scheduled(now).filter(live_from__gte=start, live_from__lt=end)
