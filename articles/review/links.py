"""A link for somebody outside: to one text alone, for a while; it collects remarks and assent, no approval."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.drafting.auditing import record
from articles.drafting.models import Article
from articles.review.commenting import may_comment
from articles.review.decisions import latest_of
from articles.review.models import ReviewLink
from articles.text.refusals import Refused

USUAL, LONGEST = timedelta(hours=72), timedelta(days=30)
LONGEST_NOTE = 2000  # characters


class NotLinked(Refused):
    """A link may not be made, or does nothing any more."""


@transaction.atomic
def make(
    article: Article, *, expert: str, digest: str, by: User, now: datetime, lasts: timedelta = USUAL
) -> ReviewLink:
    """Open the latest text to whoever holds the secret of ``digest``. Raises NotLinked, Incomplete."""
    if not may_comment(by, article):
        raise NotLinked(_("This article belongs to somebody else, so you cannot show it around."))
    name = " ".join(expert.replace("\x00", "").split())[:120]
    if not name:
        raise NotLinked(_("Say who gets the link; without a name none is made."))
    if not timedelta(0) < lasts <= LONGEST:
        raise NotLinked(_("A link holds for 30 days at most."))
    revision = latest_of(article)
    link = ReviewLink.objects.create(
        article=article, revision=revision, content_hash=revision.content_hash, expert=name, digest=digest,
        made_by=by, made_at=now, expires_at=now + lasts,
    )  # fmt: skip
    record(article, "review_link", by=by, now=now, content_hash=revision.content_hash, details=_facts(link))
    return link


@transaction.atomic
def withdraw(link: ReviewLink, *, by: User, now: datetime) -> None:
    """End a link; twice changes nothing. Raises NotLinked."""
    if not may_comment(by, link.article):
        raise NotLinked(_("This article belongs to somebody else, so you cannot change its links."))
    if ReviewLink.objects.filter(pk=link.pk, withdrawn_at=None).update(withdrawn_at=now):
        record(
            link.article,
            "withdraw_link",
            by=by,
            now=now,
            content_hash=link.content_hash,
            details=_facts(link),
        )


@transaction.atomic
def sign(link: ReviewLink, *, note: str, now: datetime) -> None:
    """Write down that the expert is content with this very text; the first word counts. Raises NotLinked."""
    if not link.is_open(now):
        raise NotLinked(_("This link does nothing any more."))
    words = note.replace("\x00", "").strip()[:LONGEST_NOTE]
    if ReviewLink.objects.filter(pk=link.pk, signed_at=None).update(signed_at=now, sign_note=words):
        record(
            link.article, "expert_sign_off", by=None, now=now, reason=words, content_hash=link.content_hash,
            details=_facts(link),
        )  # fmt: skip


def _facts(link: ReviewLink) -> dict[str, object]:
    return {"link": link.pk, "expert": link.expert, "expires_at": link.expires_at.isoformat()}
