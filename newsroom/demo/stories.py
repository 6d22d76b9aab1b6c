"""Takes each demo article as far as its plan says, through the same deeds that people use."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef

from articles.covers.models import Cover
from articles.desk.importing import content_of
from articles.drafting import writing
from articles.drafting.models import Article
from articles.popularity import standing, taking_down
from articles.popularity.models import Standing
from articles.publishing import pinning, press
from articles.publishing.models import Edition
from articles.review import decisions, revising
from articles.text.manuscript import Manuscript
from newsroom.demo.manifest import Plan

PREFIX = "demo/"
WRITTEN, SUBMITTED, APPROVED, PRINTED = (timedelta(hours=h) for h in (20, 8, 3, 1))
AFTER_REVIEW = {"approved", "scheduled", "live", "corrected", "withdrawn"}
PUBLIC = {"live", "corrected", "withdrawn"}


def is_loaded(plan: Plan) -> bool:
    """Whether the article is already here."""
    return Article.objects.filter(imported_from=PREFIX + plan.file).exists()


def unread(plans: Iterable[Plan]) -> dict[int, Plan]:
    """By article number: what readers could see and nobody has read, as far as the counters know."""
    known = {PREFIX + plan.file: plan for plan in plans if plan.state in PUBLIC}
    counted = Exists(Standing.objects.filter(article=OuterRef("pk"), views__gt=0))
    rows = Article.objects.filter(~counted, imported_from__in=known)
    return {number: known[source] for number, source in rows.values_list("pk", "imported_from") if source}


@transaction.atomic
def tell(plan: Plan, words: Manuscript, *, cover: Cover | None, now: datetime) -> Article:
    """Write, submit, judge, print, correct and withdraw one article, each deed at its own moment."""
    start = now + timedelta(hours=plan.hours)
    moment = min(start, now)
    content = content_of(words, cover)
    written = moment - WRITTEN
    article = writing.start(
        content, by=_person(plan.written_by), now=written, imported_from=PREFIX + plan.file
    )
    if words.views:
        standing.imported(article, words.views)
    if plan.state != "draft":
        _review(article, plan, moment)
    if plan.state in AFTER_REVIEW - {"approved"}:
        _print(article, plan, start=start, printed=moment - PRINTED, now=now)
    return article


def _review(article: Article, plan: Plan, moment: datetime) -> None:
    decisions.submit(article, by=_person(plan.written_by), now=moment - SUBMITTED, version=article.version)
    seen = _hash(article)
    if plan.state == "changes_requested":
        decisions.request_changes(
            article,
            content_hash=seen,
            by=_person(plan.reviewed_by),
            now=moment - APPROVED,
            comment=plan.comment,
        )
    elif plan.state in AFTER_REVIEW:
        decisions.approve(article, content_hash=seen, by=_person(plan.reviewed_by), now=moment - APPROVED)


def _print(article: Article, plan: Plan, *, start: datetime, printed: datetime, now: datetime) -> None:
    publisher = _person(plan.published_by)
    press.publish(article, content_hash=_hash(article), by=publisher, now=printed, live_from=start)
    if plan.pin:
        _pin(article, plan, by=publisher, now=max(start, now - timedelta(hours=12)))
    if plan.state == "corrected":
        _correct(article, plan, now + timedelta(hours=plan.corrected_hours))
    if plan.state == "withdrawn":
        taking_down.take_down(
            article,
            by=publisher,
            now=now + timedelta(hours=plan.withdrawn_hours),
            reason=plan.reason,
            note=plan.public_note,
        )


def _correct(article: Article, plan: Plan, moment: datetime) -> None:
    writer, found = _person(plan.written_by), Article.objects.select_related("latest").get(pk=article.pk)
    assert found.latest is not None
    before, after = plan.correction
    content = replace(found.latest.content, body=found.latest.body.replace(before, after))
    step = timedelta(minutes=30)
    revising.revise(article, content, by=writer, now=moment - 3 * step, version=found.version)
    found.refresh_from_db()
    decisions.submit(article, by=writer, now=moment - 2 * step, version=found.version)
    decisions.approve(article, content_hash=_hash(article), by=_person(plan.reviewed_by), now=moment - step)
    press.publish(
        article,
        content_hash=_hash(article),
        by=_person(plan.published_by),
        now=moment,
        kind="correction",
        note=plan.note,
    )


def _pin(article: Article, plan: Plan, *, by: User, now: datetime) -> None:
    pinning.pin(
        article,
        place=plan.pin.get("place", "home"),
        position=plan.pin.get("position", 1),
        live_from=now,
        live_until=now + timedelta(days=plan.pin.get("days", 7)),
        by=by,
        now=now,
        reason=plan.pin.get("reason", ""),
    )


def _person(username: str) -> User:
    return User.objects.get(username=username)


def _hash(article: Article) -> str:
    latest = Article.objects.select_related("latest").get(pk=article.pk).latest
    assert latest is not None
    return latest.content_hash


def editions() -> list[Edition]:
    """Every printed copy of the demo."""
    return list(Edition.objects.filter(article__imported_from__startswith=PREFIX).order_by("pk"))
