"""Undoes a take-down: what it ended stands again as it stood, and the audit says that it was gone meanwhile."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from articles.drafting.auditing import record
from articles.drafting.locking import locked
from articles.drafting.models import Article, Move
from articles.publishing import pinning
from articles.publishing.gate import NotAllowed, refuse_again
from articles.publishing.models import Edition, Effect
from articles.publishing.press import interval_details, print_again
from articles.publishing.wording import clock_time
from articles.text.refusals import Refused

ENDS_IT = ("publish", "reschedule", "cancel", "take_down")  # each changes what readers have, or will have


class NothingToUndo(Refused):
    """No take-down is the last that happened to the article's copies, or the copy would have ended by itself."""


def last_take_down(article: Article) -> Move | None:
    """The take-down after which nothing was printed, moved or cancelled; None when there is none."""
    last = article.moves.filter(verb__in=ENDS_IT).select_related("by").order_by("-number").first()
    return last if last and last.verb == "take_down" and "before" in last.details else None


@transaction.atomic
def undo(article: Article, *, by: User, now: datetime) -> Edition:
    """The copy that readers would have now, printed again from now on; schedules and pins as they were.

    A schedule whose moment passed meanwhile is the copy readers would have. Raises NotAllowed, NothingToUndo
    and what ``press.print_again`` raises.
    """
    current = locked(article)
    if not by.has_perm("articles.publish_article"):
        raise NotAllowed(_("You may not publish; a publisher can."))
    move = last_take_down(current)
    if move is None:
        raise NothingToUndo(
            _("No take-down is the last thing that happened here, so there is nothing to undo.")
        )
    before = move.details["before"]
    reason = _("take-down of %(time)s undone") % {"time": clock_time(move.at)}
    begun = [fact for fact in [before["live"], *before["scheduled"]] if _at(fact["live_from"]) <= now]
    until = begun[-1]["live_until"] and _at(begun[-1]["live_until"])
    if until and until <= now:
        raise NothingToUndo(_("It would have ended by itself meanwhile. Publish it with another end."))
    for fact in before["scheduled"]:
        if fact not in begun:
            _schedule_again(current, fact, by=by, now=now, reason=reason)
    shown = Edition.objects.select_related("article").get(pk=begun[-1]["edition"])
    made = print_again(shown, by=by, now=now, live_until=until, reason=reason)
    pinning.hold_again(current, before["pins"], by=by, now=now, reason=reason)
    return made


def _at(text: str) -> datetime:
    moment = parse_datetime(text)
    assert moment is not None
    return moment


def _schedule_again(article: Article, fact: dict[str, Any], *, by: User, now: datetime, reason: str) -> None:
    """The copy waits for its time again; what followed its cancelling is forgotten, so that all follows anew.

    Its interval is laid out with the copy that is printed next.
    """
    copy = Edition.objects.select_related("article").get(pk=fact["edition"])
    refuse_again(copy, by=by, now=now)
    copy.wanted_until = _at(fact["live_until"]) if fact["live_until"] else None
    Edition.objects.filter(pk=copy.pk).update(wanted_until=copy.wanted_until)
    Effect.objects.filter(edition=copy).delete()
    number = article.revisions.filter(content_hash=copy.content_hash).latest("number").number
    record(
        article, "reschedule", by=by, now=now, reason=reason, content_hash=copy.content_hash,
        details=interval_details(copy) | {"revision": number},
    )  # fmt: skip
