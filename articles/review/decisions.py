"""Verdicts: each names the content hash that was on the screen, and is refused when the text has moved on."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.drafting.auditing import record
from articles.drafting.locking import locked
from articles.drafting.models import Article, Revision
from articles.drafting.moving import WrongState, explain, move
from articles.drafting.rules import may_edit
from articles.review import assigning
from articles.review.commenting import refuse_open
from articles.review.models import Decision
from articles.review.refusals import CommentNeeded, FourEyes, Incomplete, NotAllowed, TextChanged
from articles.review.rules import contributors, may_approve, policy_for

__all__ = ["CommentNeeded", "FourEyes", "Incomplete", "NotAllowed", "TextChanged", "WrongState"]


def standing(article: Article, content_hash: str) -> list[Decision]:
    """The approvals of exactly this text that nobody took back, oldest first."""
    rows = Decision.objects.filter(
        article=article, content_hash=content_hash, verdict="approve", withdrawn_at=None
    ).select_related("by")
    return list(rows.order_by("at", "pk"))


def ended_approval(article: Article, given: Iterable[Decision] | None = None) -> Decision | None:
    """The newest approval of other words than the latest revision's: the one that a change of the text ended.

    ``given`` are the article's verdicts, the newest first, where the caller has them.
    """
    rows = article.decisions.order_by("-at", "-pk") if given is None else given
    now_there = article.latest.content_hash if article.latest else ""
    approvals = (row for row in rows if row.verdict == "approve" and row.withdrawn_at is None)
    return next((row for row in approvals if row.content_hash != now_there), None)


def is_approved(article: Article, revision: Revision) -> bool:
    """Whether the text of ``revision`` has as many standing approvals as its category asks for.

    An import by somebody who may break the glass counts as all of them.
    """
    rows = standing(article, revision.content_hash)
    return any(row.kind == "import" for row in rows) or len(rows) >= policy_for(revision.category).approvals


def latest_of(article: Article) -> Revision:
    """The latest revision of an article that has one. Raises Incomplete for an article without words."""
    if article.latest is None:
        raise Incomplete(_("This article has no text yet, so there is nothing to judge."))
    return article.latest


@transaction.atomic
def submit(article: Article, *, by: User, now: datetime, version: int) -> None:
    """Hand the text to the reviewers. Raises Incomplete, NotAllowed, Stale, WrongState."""
    current = locked(article, version=version)
    if not may_edit(by, current) or not by.has_perm("articles.submit_article"):
        raise NotAllowed(_("You may not submit this article; its writer or an editor can."))
    revision = latest_of(current)
    refuse_incomplete(revision)
    move(
        current,
        "submit",
        by=by,
        now=now,
        content_hash=revision.content_hash,
        details={"revision": revision.number},
    )
    settle(current, by=by, now=now)


def refuse_incomplete(revision: Revision) -> None:
    """Raises Incomplete naming what is missing of headline, text and category."""
    missing = [
        name
        for name, value in (
            (_("a headline"), revision.title),
            (_("a text"), revision.body.strip()),
            (_("a category"), revision.category_slug),
        )
        if not value
    ]
    if missing:
        raise Incomplete(_("The article still needs: %(missing)s.") % {"missing": _(", ").join(missing)})


@transaction.atomic
def withdraw_submission(article: Article, *, by: User, now: datetime, version: int) -> None:
    """Take the text back from the reviewers. Raises NotAllowed, Stale, WrongState."""
    current = locked(article, version=version)
    if not may_edit(by, current):
        raise NotAllowed(_("You may not take this article back; its writer or an editor can."))
    move(current, "withdraw_submission", by=by, now=now)


@transaction.atomic
def approve(article: Article, *, content_hash: str, by: User, now: datetime, comment: str = "") -> Decision:
    """Approve exactly the text with ``content_hash``.

    Raises TextChanged when the article's text is another one by now, FourEyes, NotAllowed, WrongState.
    """
    current = locked(article)
    revision = _same_text(current, content_hash)
    _refuse_judge(current, by, now)
    if current.state != "in_review":
        raise WrongState(explain(current))
    if policy_for(revision.category).comments_resolved:
        refuse_open(current)
    decision = _decide(current, revision, "approve", by=by, now=now, comment=comment)
    facts = {"decision": decision.pk, "revision": revision.number}
    record(current, "approval", by=by, now=now, reason=comment, content_hash=content_hash, details=facts)
    if is_approved(current, revision):
        move(current, "approve", by=by, now=now, content_hash=content_hash, details={"decision": decision.pk})
    assigning.finish(current, by=by, now=now)
    return decision


@transaction.atomic
def approve_import(article: Article, *, by: User, now: datetime) -> Decision:
    """Vouch for an imported text as a whole. Raises NotAllowed without the right to break the glass."""
    current = locked(article)
    revision = latest_of(current)
    if not by.has_perm("articles.break_glass"):
        raise NotAllowed(_("Importing as live needs a person with the right to break the glass."))
    found = next((row for row in standing(current, revision.content_hash) if row.by_id == by.pk), None)
    decision = found or _decide(current, revision, "approve", by=by, now=now, comment="", kind="import")
    if not found:
        record(
            current,
            "approval",
            by=by,
            now=now,
            content_hash=revision.content_hash,
            details={"decision": decision.pk, "revision": revision.number, "kind": "import"},
        )
    settle(current, by=by, now=now)
    return decision


@transaction.atomic
def request_changes(
    article: Article, *, content_hash: str, by: User, now: datetime, comment: str
) -> Decision:
    """Send the text back with a reason; approvals of this text end.

    Raises CommentNeeded, TextChanged, NotAllowed, WrongState.
    """
    current = locked(article)
    if not comment.strip():
        raise CommentNeeded(_("Say what should change; the text is not sent back without a reason."))
    revision = _same_text(current, content_hash)
    if not by.has_perm("articles.approve_article"):
        raise NotAllowed(_("You may not send this text back; an editor can."))
    Decision.objects.filter(
        article=current, content_hash=content_hash, verdict="approve", withdrawn_at=None
    ).update(withdrawn_at=now)
    decision = _decide(current, revision, "request_changes", by=by, now=now, comment=comment.strip())
    move(
        current,
        "request_changes",
        by=by,
        now=now,
        reason=comment.strip(),
        content_hash=content_hash,
        details={"decision": decision.pk, "revision": revision.number},
    )
    assigning.finish(current, by=by, now=now)
    return decision


@transaction.atomic
def withdraw_approval(decision: Decision, *, by: User, now: datetime) -> None:
    """Take one's approval back; printed editions keep standing on it. Raises NotAllowed."""
    current = locked(decision.article)
    if decision.by_id != by.pk and not by.has_perm("articles.break_glass"):
        raise NotAllowed(_("Only the person who approved can take the approval back."))
    if not Decision.objects.filter(pk=decision.pk, verdict="approve", withdrawn_at=None).update(
        withdrawn_at=now
    ):
        raise WrongState(_("This approval was already taken back."))
    record(
        current,
        "withdraw_decision",
        by=by,
        now=now,
        content_hash=decision.content_hash,
        details={"decision": decision.pk},
    )
    revision = current.latest
    if revision and current.state == "approved" and not is_approved(current, revision):
        move(current, "withdraw_approval", by=by, now=now, content_hash=revision.content_hash)


def settle(article: Article, *, by: User | None, now: datetime) -> None:
    """Let the state follow the approvals: words that are approved already need no second round."""
    current = Article.objects.select_related("latest__category").get(pk=article.pk)
    if current.latest and current.state != "approved" and is_approved(current, current.latest):
        move(current, "revive", by=by, now=now, content_hash=current.latest.content_hash)


def _same_text(article: Article, content_hash: str) -> Revision:
    revision = latest_of(article)
    if revision.content_hash != content_hash:
        raise TextChanged(article, content_hash)
    return revision


def _refuse_judge(article: Article, by: User, now: datetime) -> None:
    if by.has_perm("articles.approve_article") and by.pk in contributors(article, now):
        raise FourEyes(_("You wrote part of this text, so someone else approves it."))
    if not may_approve(by, article, now):
        raise NotAllowed(_("You may not approve articles of this category."))


def _decide(
    article: Article,
    revision: Revision,
    verdict: str,
    *,
    by: User,
    now: datetime,
    comment: str,
    kind: str = "review",
) -> Decision:
    try:
        with transaction.atomic():
            return Decision.objects.create(
                article=article,
                revision=revision,
                content_hash=revision.content_hash,
                verdict=verdict,
                kind=kind,
                by=by,
                at=now,
                comment=comment,
            )
    except IntegrityError as error:
        raise WrongState(_("You have already approved this text.")) from error
