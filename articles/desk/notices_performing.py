"""The mail of a publication, for everybody but those who did it, who sleep, or who chose to hear of it otherwise."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from articles.desk import notices, notices_mailing
from articles.publishing import notifying
from articles.publishing.models import Edition

AT_ONCE = timedelta(minutes=5)  # whoever publishes for a time so near knows it


def tell_published(edition: Edition, now: datetime) -> None:
    """As notifying.tell_published, with each person's choice."""
    notifying.tell_published(edition, now, without=_otherwise(edition, "live"))


def tell_taken_down(edition: Edition, now: datetime) -> None:
    """As notifying.tell_taken_down, with each person's choice."""
    notifying.tell_taken_down(edition, now, without=_otherwise(edition, "withdrawn"))


def mailed(edition: Edition, kind: str) -> set[str]:
    """The addresses that hear of it by this mail, and so by no other."""
    return set(notifying.addressees(edition)) - _otherwise(edition, kind)


def publisher_at_once(edition: Edition) -> int | None:
    """Whoever published it for the moment itself; a story scheduled for later is news to its publisher too."""
    return edition.printed_by_id if edition.live_from - edition.printed_at < AT_ONCE else None


def _otherwise(edition: Edition, kind: str) -> set[str]:
    """Judged by the moment of the event, so that whoever is left out here is told by a notice."""
    moment, doer = edition.live_from, publisher_at_once(edition)
    if kind == "withdrawn":
        move = edition.article.moves.filter(verb="take_down").order_by("-number").first()
        moment, doer = (move.at, move.by_id) if move else (moment, None)
    people = User.objects.filter(email__in=notifying.addressees(edition)).select_related("preference")
    ways = notices.chosen(person.pk for person in people)
    here = {
        person.email
        for person in people
        if ways[person.pk, kind] == "now"
        and person.pk != doer
        and not notices_mailing.is_quiet(person, moment)
    }
    return {person.email for person in people} - here
