"""Whose turn a text is, and by when: given, taken back, and done by the verdict it was asked for."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from articles.drafting.auditing import record
from articles.drafting.locking import locked
from articles.drafting.models import Article
from articles.review.models import Assignment
from articles.review.refusals import FourEyes, NotAllowed
from articles.review.rules import contributors, policy_for
from articles.text.refusals import Refused

NOTICE_AHEAD = timedelta(hours=1)  # a reminder comes that long before the text is due
GIVERS = ("articles.approve_article", "articles.publish_article", "articles.edit_any_article")


class WrongReviewer(Refused):
    """The person cannot judge the text, so it is not their turn."""


class NotDue(Refused):
    """A text cannot be due at a moment that is over."""


def may_assign(person: User) -> bool:
    """Whether the person may say whose turn a text is: whoever judges, publishes or edits everybody's."""
    return any(person.has_perm(right) for right in GIVERS)


def reviewers(group: Group | None, contributors: Collection[int]) -> QuerySet[User]:
    """Whoever may judge a text whose policy asks for ``group`` and that ``contributors`` wrote, by name."""
    people = User.objects.with_perm("articles.approve_article").filter(is_active=True, is_staff=True)
    if group is not None:
        people = people.filter(groups=group)
    return people.exclude(pk__in=contributors).order_by("first_name", "username").distinct()


@transaction.atomic
def assign(
    article: Article, *, person: User, by: User, now: datetime, due_at: datetime | None = None
) -> Assignment:
    """Make it the turn of ``person``, in place of whose it was. Raises NotAllowed, FourEyes, WrongReviewer, NotDue."""
    current = locked(article)
    _need_right(by)
    _refuse_reviewer(current, person, now)
    if due_at is not None and due_at <= now:
        raise NotDue(_("The time by which it is due is over. Choose a later one, or none."))
    facts = {"due_at": due_at, "made_by": by, "made_at": now, "reminded_at": None, "done_at": None}
    made, _new = Assignment.objects.update_or_create(article=current, defaults={"person": person, **facts})
    words = {"person": person.get_username(), "due_at": due_at and due_at.isoformat()}
    record(current, "assign", by=by, now=now, details=words)
    return made


@transaction.atomic
def unassign(article: Article, *, by: User, now: datetime) -> None:
    """Make it nobody's turn; twice changes nothing. The assigned person may do so too. Raises NotAllowed."""
    current = locked(article)
    held = Assignment.objects.filter(article=current).select_related("person").first()
    if held is None or held.person_id != by.pk:
        _need_right(by)
    if held is not None:
        held.delete()
        record(current, "unassign", by=by, now=now, details={"person": held.person.get_username()})


def finish(article: Article, *, by: User, now: datetime) -> None:
    """A verdict ends the turn of whoever gave it, and of everybody once the text is approved."""
    held = Assignment.objects.filter(article=article, done_at=None)
    if article.state != "approved":
        held = held.filter(person=by)
    held.update(done_at=now)


def to_remind(now: datetime) -> QuerySet[Assignment]:
    """Open turns that are due within the hour or over, of which nobody was reminded; short ones only when due."""
    soon = Q(due_at__lte=now + NOTICE_AHEAD, made_at__lte=F("due_at") - 2 * NOTICE_AHEAD)
    rows = Assignment.objects.filter(soon | Q(due_at__lte=now), done_at=None, reminded_at=None)
    return rows.filter(article__state="in_review", article__discarded_at=None)


def _need_right(by: User) -> None:
    if not may_assign(by):
        raise NotAllowed(_("You may not say who reviews this text; an editor or a publisher can."))


def _refuse_reviewer(article: Article, person: User, now: datetime) -> None:
    name, wrote = person.get_full_name() or person.get_username(), contributors(article, now)
    if person.pk in wrote:
        raise FourEyes(
            _("%(person)s wrote part of this text, so someone else reviews it.") % {"person": name}
        )
    group = policy_for(article.latest.category if article.latest else None).group
    if not reviewers(group, wrote).filter(pk=person.pk).exists():
        raise WrongReviewer(_("%(person)s may not approve articles of this category.") % {"person": name})
