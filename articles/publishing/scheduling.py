"""Moves, replaces and cancels what is scheduled; printed words and their approvals stay as they are."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.drafting.auditing import record
from articles.drafting.locking import locked
from articles.publishing.gate import Embargoed, InThePast, NotAllowed
from articles.publishing.models import Edition
from articles.publishing.press import WrongKind, follow, interval_details, publish
from articles.publishing.timeline import lay_out
from articles.publishing.wording import clock_time
from articles.text.refusals import Refused


class NotScheduled(Refused):
    """The edition's moment is over, or it was cancelled."""


class Keep:
    """Says that an end stays as it is, because None means “no end”."""


KEEP = Keep()


@transaction.atomic
def reschedule(
    edition: Edition,
    *,
    live_from: datetime,
    live_until: datetime | Keep | None = KEEP,
    by: User,
    now: datetime,
    embargo_reason: str = "",
) -> Edition:
    """Give a scheduled edition another time. Raises NotScheduled, NotAllowed, InThePast, Embargoed, WrongKind."""
    copy = _scheduled(edition, by=by, now=now)
    end = copy.wanted_until if isinstance(live_until, Keep) else live_until
    reason = embargo_reason.strip()
    _refuse_time(copy, live_from, end, now, reason)
    Edition.objects.filter(pk=copy.pk).update(live_from=live_from, live_until=live_from, wanted_until=end)
    return _settled(copy, "reschedule", by=by, now=now, reason=reason)


@transaction.atomic
def replace(
    edition: Edition,
    *,
    content_hash: str,
    by: User,
    now: datetime,
    kind: str = "",
    note: str = "",
    embargo_reason: str = "",
) -> Edition:
    """Print the newly approved text in place of a scheduled edition, for the same time. Raises as ``press.publish``.

    The old copy is emptied for good, so that moving the new one never brings it back.
    """
    copy = _scheduled(edition, by=by, now=now)
    start, end = copy.live_from, copy.wanted_until
    empty(copy)
    _settled(copy, "cancel", by=by, now=now, reason=_("replaced by a newly approved text"))
    return publish(
        copy.article, content_hash=content_hash, by=by, now=now, live_from=start, live_until=end, kind=kind, note=note,
        embargo_reason=embargo_reason,
    )  # fmt: skip


@transaction.atomic
def cancel(edition: Edition, *, by: User, now: datetime, reason: str = "") -> Edition:
    """Empty a scheduled edition's interval, so that nobody ever sees it. Raises NotScheduled, NotAllowed."""
    copy = _scheduled(edition, by=by, now=now)
    empty(copy)
    return _settled(copy, "cancel", by=by, now=now, reason=reason)


def empty(copy: Edition) -> None:
    """Make the interval of a copy empty; the timeline must be laid out afterwards."""
    Edition.objects.filter(pk=copy.pk).update(live_until=copy.live_from, wanted_until=copy.live_from)


def _scheduled(edition: Edition, *, by: User, now: datetime) -> Edition:
    article = locked(edition.article)
    if not by.has_perm("articles.publish_article"):
        raise NotAllowed(_("You may not change a schedule; a publisher can."))
    copy = Edition.objects.select_related("article").get(pk=edition.pk)
    copy.article = article
    if not Edition.objects.scheduled(now).filter(pk=copy.pk).exists():
        raise NotScheduled(_gone_sentence(copy, now))
    return copy


def _gone_sentence(copy: Edition, now: datetime) -> str:
    if copy.wanted_until == copy.live_from or copy.live_until == copy.live_from:
        return _("This schedule was already cancelled or replaced, so nothing was changed.")
    return _(
        "This text went live at %(time)s, so its schedule cannot be changed any more. Take it down instead."
    ) % {"time": clock_time(copy.live_from)}


def _refuse_time(copy: Edition, start: datetime, end: datetime | None, now: datetime, reason: str) -> None:
    if start < now:
        raise InThePast(_("%(time)s is over. Choose a later time.") % {"time": clock_time(start)})
    if end is not None and end <= start:
        raise WrongKind(_("The article would end before it begins. Choose a later end."))
    until = copy.article.embargoed_until
    if until and start < until and not reason:
        words = _(
            "This article may not appear before %(time)s. Choose a later time, or give a reason for going earlier."
        )
        raise Embargoed(words % {"time": clock_time(until)})


def _settled(copy: Edition, verb: str, *, by: User, now: datetime, reason: str = "") -> Edition:
    changed = lay_out(copy.article)
    copy.refresh_from_db(
        fields=["live_from", "live_until", "wanted_until", "published_at", "updated_at", "notes"]
    )
    record(
        copy.article,
        verb,
        by=by,
        now=now,
        reason=reason,
        content_hash=copy.content_hash,
        details=interval_details(copy),
    )
    follow(copy.article, [copy, *changed], now=now)
    return copy
