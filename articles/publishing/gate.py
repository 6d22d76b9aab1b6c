"""The one gate: every path to readers asks it, and “why is this not public?” is answered by asking it again."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.drafting.models import Article, Revision
from articles.drafting.naming import name_of
from articles.publishing.models import Edition
from articles.publishing.wording import clock_time
from articles.review.decisions import (
    Incomplete,
    TextChanged,
    is_approved,
    latest_of,
    refuse_incomplete,
    standing,
)
from articles.review.rules import policy_for
from articles.text.refusals import Refused


class NotAllowed(Refused):
    """The person may not publish."""


class NotApproved(Refused):
    """The text has not the approvals its category asks for."""


class Discarded(Refused):
    """The article lies in the bin."""


class Embargoed(Refused):
    """The article may not appear before a certain moment."""


class InThePast(Refused):
    """A schedule names a moment that is over."""


class AlreadyPrinted(Refused):
    """Exactly this text is public or scheduled already; the second of two people reads what the first did."""


class ReasonNeeded(Refused):
    """The step must be explained."""


@dataclass(frozen=True)
class Wanted:
    """What somebody asks the gate for. Times are aware; an empty ``break_glass`` means the ordinary way."""

    content_hash: str
    by: User
    now: datetime
    live_from: datetime
    break_glass: str = ""
    embargo_reason: str = ""
    backdated: bool = False


def check(article: Article, wanted: Wanted) -> Revision:
    """The revision that may be printed. Raises the first refusal."""
    for refusal in refusals(article, wanted):
        raise refusal
    return latest_of(article)


def refusals(article: Article, wanted: Wanted) -> list[Refused]:
    """Everything that stands against printing, the most telling first."""
    try:
        revision = latest_of(article)
        refuse_incomplete(revision)
    except Incomplete as error:
        return [error]
    found = [
        _wrong_person(wanted),
        _changed_text(article, revision, wanted),
        _in_the_bin(article),
        _not_approved(article, revision, wanted),
        _too_early(article, wanted),
        _in_the_past(wanted),
        _printed_already(article, revision, wanted),
    ]
    return [refusal for refusal in found if refusal]


def refuse_again(copy: Edition, *, by: User, now: datetime) -> None:
    """What may have changed since ``copy`` was printed: the right, the bin, and what it stands on.

    Raises NotAllowed, Discarded and NotApproved.
    """
    if not by.has_perm("articles.publish_article"):
        raise NotAllowed(_("You may not publish; a publisher can."))
    if refusal := _in_the_bin(copy.article):
        raise refusal
    standing_now = {row.pk for row in standing(copy.article, copy.content_hash)}
    if not copy.break_glass_reason and not {row["decision"] for row in copy.approvals} <= standing_now:
        raise NotApproved(_("An approval of this text was taken back since, so it cannot be published."))


def _wrong_person(wanted: Wanted) -> Refused | None:
    if wanted.break_glass and not wanted.by.has_perm("articles.break_glass"):
        return NotAllowed(_("You may not publish without approval; a chief can."))
    if not (wanted.by.has_perm("articles.publish_article") or wanted.by.has_perm("articles.break_glass")):
        return NotAllowed(_("You may not publish; a publisher can."))
    return None


def _changed_text(article: Article, revision: Revision, wanted: Wanted) -> Refused | None:
    return None if revision.content_hash == wanted.content_hash else TextChanged(article, wanted.content_hash)


def _in_the_bin(article: Article) -> Refused | None:
    if article.discarded_at is None:
        return None
    return Discarded(_("This article lies in the bin. Take it out before publishing it."))


def _not_approved(article: Article, revision: Revision, wanted: Wanted) -> Refused | None:
    if wanted.break_glass.strip() or is_approved(article, revision):
        return None
    have, need = len(standing(article, revision.content_hash)), policy_for(revision.category).approvals
    if article.state == "draft":
        return NotApproved(
            _("This article is a draft, so it cannot be published. Submit it for review first.")
        )
    return NotApproved(
        _("This text has %(have)s of %(need)s approvals, so it cannot be published.")
        % {"have": have, "need": need}
    )


def _too_early(article: Article, wanted: Wanted) -> Refused | None:
    until = article.embargoed_until
    if until is None or wanted.live_from >= until or wanted.embargo_reason.strip():
        return None
    return Embargoed(
        _(
            "This article may not appear before %(time)s. Choose a later time, or give a reason for going earlier."
        )
        % {"time": clock_time(until)}
    )


def _in_the_past(wanted: Wanted) -> Refused | None:
    if wanted.live_from >= wanted.now or wanted.backdated:
        return None
    return InThePast(
        _("%(time)s is over. Publish now, or choose a later time.") % {"time": clock_time(wanted.live_from)}
    )


def _printed_already(article: Article, revision: Revision, wanted: Wanted) -> Refused | None:
    rows = Edition.objects.filter(article=article, content_hash=revision.content_hash).select_related(
        "printed_by"
    )
    live = rows.live(wanted.now).first()
    if live:
        return AlreadyPrinted(
            _("Exactly this text is live since %(time)s; %(person)s published it.")
            % {"time": clock_time(live.live_from), "person": name_of(live.printed_by)}
        )
    scheduled = rows.scheduled(wanted.now).first()
    if scheduled:
        return AlreadyPrinted(
            _("%(person)s already scheduled exactly this text for %(time)s. Change that time instead.")
            % {"time": clock_time(scheduled.live_from), "person": name_of(scheduled.printed_by)}
        )
    return None
