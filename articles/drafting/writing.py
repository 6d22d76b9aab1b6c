"""Writes revisions: the one place where an article gets words, and where a lost update is refused."""

from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.covers.models import Cover
from articles.drafting import states
from articles.drafting.auditing import record
from articles.drafting.bylines import author_for
from articles.drafting.locking import Stale, locked
from articles.drafting.models import Article, Revision, RevisionAuthor, RevisionTag
from articles.drafting.moving import move
from articles.drafting.rules import may_edit
from articles.drafting.sections import category_for
from articles.drafting.tagging import tags_for
from articles.text.cleaning import clean
from articles.text.content import Content, content_hash
from articles.text.refusals import Refused
from articles.text.slugs import slug

__all__ = ["NotYours", "Stale", "TooLong", "UnknownCover", "completed", "restore", "revise", "start"]

LONGEST_TITLE, LONGEST_BODY = 300, 2_000_000  # characters


class NotYours(Refused):
    """The person may not edit this article."""


class TooLong(Refused):
    """The words do not fit."""


class UnknownCover(Refused):
    """The content names a cover that is not in the library."""


def completed(content: Content) -> Content:
    """The content as it is stored: control characters removed, blanks trimmed, a slug made where there is none."""
    title = " ".join(clean(content.title).split())
    return replace(
        content,
        title=title,
        summary=clean(content.summary).strip(),
        body=clean(content.body),
        tags=tuple(tag.name for tag in tags_for(filter(str.strip, map(clean, content.tags)))),
        authors=tuple(
            dict.fromkeys(" ".join(clean(name).split()) for name in content.authors if name.strip())
        ),
        slug=slug(content.slug)[:120] or slug(title)[:120],
    )


@transaction.atomic
def start(
    content: Content, *, by: User | None, now: datetime, imported_from: str | None = None, note: str = ""
) -> Article:
    """A new article whose first revision holds ``content``. Raises TooLong and UnknownCover."""
    article = Article.objects.create(
        created_at=now, changed_at=now, created_by=by, imported_from=imported_from, version=0
    )
    revision = _write(article, completed(content), by=by, now=now, note=note)
    record(article, "start", by=by, now=now, content_hash=revision.content_hash, details={"revision": 1})
    article.refresh_from_db()
    return article


@transaction.atomic
def revise(
    article: Article, content: Content, *, by: User | None, now: datetime, version: int, note: str = ""
) -> Revision:
    """One more revision, or the latest one when not a word differs.

    Any change ends an approval: an approved working copy is a draft again. Raises Stale when ``version`` is
    not the article's any more (nothing is written), NotYours, TooLong, UnknownCover.
    """
    current = locked(article)
    if by is not None and not may_edit(by, current):
        raise NotYours(_("This article belongs to somebody else, so you cannot change it."))
    content = completed(content)
    latest = current.latest
    if latest is not None and latest.content_hash == content_hash(content):
        return latest
    if current.version != version:
        raise Stale(current)
    return _revised(current, content, by=by, now=now, note=note)


def _revised(current: Article, content: Content, *, by: User | None, now: datetime, note: str) -> Revision:
    revision = _write(current, content, by=by, now=now, note=note)
    details = {"revision": revision.number}
    record(current, "revise", by=by, now=now, content_hash=revision.content_hash, details=details)
    if states.may("reopen", current.state):
        move(current, "reopen", by=by, now=now, content_hash=revision.content_hash, details=details)
    return revision


def restore(article: Article, revision: Revision, *, by: User, now: datetime, version: int) -> Revision:
    """A new revision with the words of an old one. Raises as ``revise`` does."""
    note = _("Restored from revision %(number)s") % {"number": revision.number}
    return revise(article, revision.content, by=by, now=now, version=version, note=note)


def _write(article: Article, content: Content, *, by: User | None, now: datetime, note: str) -> Revision:
    _refuse_too_long(content)
    cover = _cover_for(content.cover)
    number = (article.revisions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    revision = Revision.objects.create(
        article=article,
        number=number,
        title=content.title,
        summary=content.summary,
        body=content.body,
        slug=content.slug,
        language=content.language,
        category=category_for(content.category),
        category_slug=content.category,
        tag_names=list(content.tags),
        author_names=list(content.authors),
        cover=cover,
        cover_digest=content.cover,
        extra=dict(content.extra),
        content_hash=content_hash(content),
        made_by=by,
        made_at=now,
        note=note[:300],
    )
    _relate(revision)
    Article.objects.filter(pk=article.pk).update(latest=revision, version=article.version + 1, changed_at=now)
    return revision


def _relate(revision: Revision) -> None:
    RevisionTag.objects.bulk_create(
        RevisionTag(content_object=revision, tag=tag, position=place)
        for place, tag in enumerate(tags_for(revision.tag_names))
    )
    RevisionAuthor.objects.bulk_create(
        RevisionAuthor(revision=revision, author=author_for(name), position=place)
        for place, name in enumerate(revision.author_names)
    )


def _cover_for(digest: str) -> Cover | None:
    if not digest:
        return None
    cover = Cover.objects.filter(content_digest=digest).first()
    if cover is None:
        raise UnknownCover(
            _("The cover is not in the library, so the article was not saved. Upload it again.")
        )
    return cover


def _refuse_too_long(content: Content) -> None:
    if len(content.title) > LONGEST_TITLE:
        raise TooLong(
            _("The headline has %(length)s characters; at most %(most)s fit.")
            % {"length": len(content.title), "most": LONGEST_TITLE}
        )
    if len(content.body) > LONGEST_BODY:
        raise TooLong(
            _("The text has %(length)s characters; at most %(most)s fit. Split the article.")
            % {"length": len(content.body), "most": LONGEST_BODY}
        )
