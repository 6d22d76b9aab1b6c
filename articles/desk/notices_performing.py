"""The mail of a publication, for everybody but those who did it, who sleep, or who chose to hear of it otherwise."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from articles.desk import notices, notices_mailing, notices_people
from articles.desk.models import Notice
from articles.desk.notices import Event
from articles.desk.wording import name_of
from articles.drafting.models import Move
from articles.publishing import notifying
from articles.publishing.models import Edition

AT_ONCE = timedelta(minutes=5)  # whoever publishes for a time so near knows it


def tell_published(edition: Edition, now: datetime) -> None:
    """As notifying.tell_published, with each person's choice."""
    event = live(edition)
    notifying.tell_published(edition, now, without=_otherwise(edition, "live") | _later(event, now))


def tell_taken_down(edition: Edition, now: datetime) -> None:
    """As notifying.tell_taken_down, with each person's choice."""
    move = _take_down(edition)
    later = _later(withdrawn(move), now) if move else set()
    notifying.tell_taken_down(edition, now, without=_otherwise(edition, "withdrawn") | later)


def live(edition: Edition) -> Event:
    """The news that a copy is live, for the desk and for whoever has no mail of its publication."""
    return Event(
        "live", "live", f"edition:{edition.pk}:live", edition.article_id, edition.live_from,
        notices_people.readers_of(edition), publisher_at_once(edition),
        {"title": edition.title, "time": edition.live_from.isoformat()}, mailed(edition, "live"),
    )  # fmt: skip


def withdrawn(move: Move) -> Event:
    """The news of a take-down, likewise."""
    people = notices_people.owners(move.article) | notices_people.approvers(move.article)
    edition = Edition.objects.filter(pk=move.details.get("edition")).select_related("article").first()
    return Event(
        "withdrawn", "taken_down", f"move:{move.pk}:withdrawn", move.article_id, move.at, people, move.by_id,
        {"title": edition.title if edition else "", "who": name_of(move.by), "reason": move.reason[:300]},
        mailed(edition, "withdrawn") if edition else (),
    )  # fmt: skip


def _later(event: Event, now: datetime) -> set[str]:
    """Whoever sleeps by now, when the mail comes late: their notice is mailed after their quiet hours instead."""
    people = User.objects.filter(email__in=event.mailed).select_related("preference")
    asleep = [person for person in people if notices_mailing.is_quiet(person, now)]
    if asleep:
        notices.tell([replace(event, people={person.pk for person in asleep}, mailed=())], now=now)
        mine = Notice.objects.filter(source=event.source, person__in=asleep, mailed_at=None, mail_due_at=None)
        mine.update(mail_due_at=now)
    told = Notice.objects.filter(source=event.source).exclude(mail_due_at=None)
    return set(told.values_list("person__email", flat=True))


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
        move = _take_down(edition)
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


def _take_down(edition: Edition) -> Move | None:
    return (
        edition.article.moves.filter(verb="take_down")
        .select_related("article", "by")
        .order_by("-number")
        .first()
    )
