"""Proves for every edition ever printed that its words are the approved ones and its times the recorded ones."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from django.utils.dateparse import parse_datetime

from articles.drafting.auditing import broken_links
from articles.drafting.models import Article
from articles.publishing.models import Edition
from articles.publishing.proofs import proof_of
from articles.publishing.timeline import COLUMNS, places
from articles.review.models import Decision
from articles.text.content import content_hash


class Finding(NamedTuple):
    """Something that does not hold."""

    subject: str
    sentence: str


def count() -> int:
    """How many articles there are to look at."""
    return Article.objects.count()


def verify(seen: Callable[[], object] = lambda: None) -> Iterator[Finding]:
    """Everything that does not hold, article by article; ``seen`` is called after each one."""
    for article in Article.objects.order_by("pk").iterator(chunk_size=200):
        yield from of_article(article)
        seen()


def of_article(article: Article) -> Iterator[Finding]:
    """Everything that does not hold for one article."""
    for revision in article.revisions.order_by("number"):
        if content_hash(revision.content) != revision.content_hash:
            yield Finding(f"revision {revision}", "its words are not the ones its hash names")
    editions = list(Edition.objects.filter(article=article).order_by("number"))
    for edition in editions:
        yield from (
            Finding(f"edition {edition} (id {edition.pk})", sentence) for sentence in _of_edition(edition)
        )
    yield from (Finding(f"article {article}", sentence) for sentence in _of_intervals(article, editions))
    yield from (Finding(f"article {article}", sentence) for sentence in broken_links(article))


def _of_edition(edition: Edition) -> Iterator[str]:
    if content_hash(edition.content) != edition.content_hash:
        yield "its words are not the ones that were approved"
    if proof_of(edition) != edition.proof:
        yield "something printed was changed after printing"
    if not edition.break_glass_reason and not _approved(edition):
        yield "it has no approval of its words"
    if not edition.article.moves.filter(verb="publish", content_hash=edition.content_hash).exists():
        yield "the audit does not know of its publication"


def _approved(edition: Edition) -> bool:
    numbers = [row["decision"] for row in edition.approvals]
    rows = Decision.objects.filter(
        pk__in=numbers,
        article=edition.article_id,
        content_hash=edition.content_hash,
        verdict="approve",
        at__lte=edition.printed_at,
    ).exclude(withdrawn_at__lt=edition.printed_at)
    return len(numbers) == edition.approval_count > 0 and rows.count() == len(numbers)


def _of_intervals(article: Article, editions: list[Edition]) -> Iterator[str]:
    recorded = _recorded_intervals(article)
    for edition in editions:
        if recorded.get(edition.pk) != (edition.live_from, edition.wanted_until):
            yield f"the times of edition {edition} (id {edition.pk}) are not the recorded ones"
    for edition, place in places(editions):
        if tuple(getattr(edition, name) for name in COLUMNS) != tuple(place):
            yield f"the interval or the notes of edition {edition} (id {edition.pk}) do not follow from its neighbours"
    public = sorted((e for e in editions if e.live_until != e.live_from), key=lambda e: e.live_from)
    for earlier, later in pairwise(public):
        if earlier.live_until is None or earlier.live_until > later.live_from:
            yield f"editions {earlier} and {later} are live at the same time"


def _recorded_intervals(article: Article) -> dict[int, tuple[datetime | None, datetime | None]]:
    verbs = ["publish", "reschedule", "cancel", "take_down"]
    rows = article.moves.filter(verb__in=verbs).order_by("number").values_list("details", flat=True)
    return {
        details["edition"]: (
            parse_datetime(details["live_from"]),
            parse_datetime(details["live_until"]) if details["live_until"] else None,
        )
        for details in rows
    }
