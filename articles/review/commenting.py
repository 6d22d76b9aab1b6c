"""Remarks on a text: fastened to words or to a field, answered, settled; never a part of what is approved."""

import re
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.drafting.models import Article, Revision
from articles.drafting.rules import may_edit
from articles.review.anchoring import fasten
from articles.review.models import Comment, ReviewLink
from articles.review.refusals import CommentsOpen
from articles.text.refusals import Refused

FIELDS = ("title", "summary", "body", "cover", "category", "tags", "authors", "slug", "language")
LONGEST, LONGEST_QUOTE = 5000, 1000  # characters
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class NotCommented(Refused):
    """A remark says nothing, or is fastened to words that are not there."""


class MayNotComment(Refused):
    """The article is not the person's business."""


@transaction.atomic
def comment(
    revision: Revision,
    *,
    text: str,
    now: datetime,
    by: User | None = None,
    link: ReviewLink | None = None,
    field: str = "",
    quote: str = "",
    before: str = "",
    after: str = "",
    within: str = "",
) -> Comment:
    """Remark on ``revision``: on its field ``field`` ("" for the whole), on the words ``quote`` of the text ``within``.

    ``before`` and ``after`` tell two equal quotes apart. Raises NotCommented, MayNotComment.
    """
    _need_part(revision.article, by, link)
    if field and field not in FIELDS:
        raise NotCommented(_("There is no such field to comment on."))
    quote = _clean(quote).strip()
    if len(quote) > LONGEST_QUOTE:
        raise NotCommented(_("Choose fewer words to comment on; the remark was not kept."))
    anchor = fasten(quote, within, _clean(before), _clean(after)) if quote else None
    if quote and anchor is None:
        raise NotCommented(
            _("These words are not in the text any more, so the remark has no place. Choose again.")
        )
    return Comment.objects.create(
        article=revision.article, revision=revision, by=by, link=link, at=now, text=_words(text), field=field,
        quote=quote, before=anchor.before if anchor else "", after=anchor.after if anchor else "",
    )  # fmt: skip


@transaction.atomic
def reply(to: Comment, *, text: str, now: datetime, by: User, seen: Revision | None = None) -> Comment:
    """Answer in the thread of ``to``, with the words of ``seen`` on the screen. Raises NotCommented, MayNotComment."""
    first = to.answers or to
    _need_part(first.article, by, None)
    revision = seen or first.article.latest or first.revision
    return Comment.objects.create(
        article=first.article,
        revision=revision,
        answers=first,
        by=by,
        at=now,
        text=_words(text),
        field=first.field,
    )


def resolve(first: Comment, *, by: User, now: datetime) -> None:
    """Settle a thread; whoever comes second changes nothing. Raises MayNotComment."""
    _need_part(first.article, by, None)
    Comment.objects.filter(pk=first.answers_id or first.pk, resolved_at=None).update(
        resolved_at=now, resolved_by=by
    )


def reopen(first: Comment, *, by: User) -> None:
    """Take a settled thread up again. Raises MayNotComment."""
    _need_part(first.article, by, None)
    Comment.objects.filter(pk=first.answers_id or first.pk).update(resolved_at=None, resolved_by=None)


def refuse_open(article: Article) -> None:
    """Raises CommentsOpen while a thread of the article is not settled."""
    if Comment.objects.filter(article=article, answers=None, resolved_at=None).exists():
        raise CommentsOpen(_("There are open comments; settle each of them, then approve."))


def may_comment(person: User, article: Article) -> bool:
    """Whoever writes, judges or publishes the article."""
    rights = ("articles.approve_article", "articles.publish_article", "articles.break_glass")
    return may_edit(person, article) or any(person.has_perm(right) for right in rights)


def _need_part(article: Article, by: User | None, link: ReviewLink | None) -> None:
    if by is None and link is not None and link.article_id == article.pk:
        return
    if by is None or not may_comment(by, article):
        raise MayNotComment(_("This article belongs to somebody else, so you cannot comment on it."))


def _clean(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n"))


def _words(text: str) -> str:
    words = _clean(text).strip()
    if not words:
        raise NotCommented(_("The remark is empty, so nothing was kept."))
    if len(words) > LONGEST:
        raise NotCommented(
            _("A remark may have %(most)s characters; this one is longer, so it was not kept.")
            % {"most": LONGEST}
        )
    return words
