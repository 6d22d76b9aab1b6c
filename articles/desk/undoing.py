"""Presses with a way back: what goes live does so some seconds later, what is taken down can return as it was."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.desk.models import Preference
from articles.desk.situations import Situation
from articles.drafting.models import Article, Move
from articles.publishing import gate, returning
from articles.publishing.models import Edition
from articles.text.refusals import Refused

USUAL, MOST = 10, 60  # seconds
ON_THE_WAY = timedelta(seconds=5)  # a press at the last moment still counts


class TooLate(Refused):
    """The seconds in which a take-down can be undone are over, or it was somebody else's."""


def seconds(person: User) -> int:
    """How long the person can take “Publish now” back; 0 for not at all."""
    chosen = Preference.objects.filter(person=person).values_list("undo_seconds", flat=True).first()
    return USUAL if chosen is None else chosen


def begins(person: User, now: datetime) -> datetime:
    """When what the person publishes now goes live: at a whole second, or at once."""
    wait = seconds(person)
    return (now + timedelta(seconds=wait)).replace(microsecond=0) if wait else now


def can_undo(at: Situation) -> Edition | None:
    """What the person has just published and nobody has seen yet."""
    own = (copy for copy in at.scheduled if copy.printed_by_id == at.person.pk)
    return next((copy for copy in own if copy.live_from - copy.printed_at <= timedelta(seconds=MOST)), None)


def can_undo_take_down(at: Situation) -> datetime | None:
    """Until when the person can take their own take-down back; None when it is over, or something followed it."""
    if at.live or not (at.last_public and at.last_public.after_end):
        return None
    end = _end(at.article, at.person)
    return end if end and end > at.now else None


def refuse_late(article: Article, person: User, now: datetime) -> None:
    """Raises NotAllowed for whoever may not publish, and TooLate."""
    if not person.has_perm("articles.publish_article"):
        raise gate.NotAllowed(_("You may not publish; a publisher can."))
    end = _end(article, person)
    if end is None or end + ON_THE_WAY < now:
        raise TooLate(_("The seconds for undoing this are over. “Put back online” brings the text back."))


def _end(article: Article, person: User) -> datetime | None:
    move: Move | None = returning.last_take_down(article)
    if move is None or move.by_id != person.pk:
        return None
    return move.at + timedelta(seconds=seconds(person))
