"""“Publish now” with a way back: live some seconds later, and until then one press leaves nothing to be seen."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from articles.desk.models import Preference
from articles.desk.situations import Situation
from articles.publishing.models import Edition

USUAL, MOST = 10, 60  # seconds


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
