"""Telling people of events: each person once, in the way the person chose, and never of one's own deeds."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from articles.desk.models import KINDS, WAYS, Notice, NoticeChoice

# What nobody has chosen otherwise: what asks for an answer comes by mail, what only informs waits at the desk.
DEFAULTS = {
    "submitted": "now", "assigned": "now", "decided": "now", "mentioned": "now", "ended": "now", "scheduled": "desk",
    "live": "now", "withdrawn": "now", "failed": "now", "glass": "now", "imported": "desk",
}  # fmt: skip


@dataclass(frozen=True)
class Event:
    """What happened to which article, who did it and whom it concerns; ``source`` names the row it was read from."""

    kind: str
    event: str
    source: str
    article: int | None
    at: datetime
    people: Collection[int]
    by: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    mailed: Collection[str] = ()  # addresses that hear of it by mail from elsewhere


def tell(events: Iterable[Event], *, now: datetime) -> int:
    """Write a notice to everybody concerned; returns how many rows were offered. Telling twice changes nothing."""
    wanted = list(events)
    everybody = {person for event in wanted for person in event.people}
    active = dict(
        User.objects.filter(pk__in=everybody, is_active=True, is_staff=True).values_list("pk", "email")
    )
    ways = chosen(active)
    rows = []
    for event in wanted:
        for person in sorted(set(event.people) & set(active)):
            way = ways[person, event.kind]
            if person != event.by and way != "never":
                mail = way == "now" and bool(active[person]) and active[person] not in event.mailed
                rows.append(_row(event, person, way, now if mail else None))
    Notice.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)
    return len(rows)


def _row(event: Event, person: int, way: str, mail_due_at: datetime | None) -> Notice:
    return Notice(
        person_id=person, kind=event.kind, event=event.event, source=event.source, article_id=event.article,
        facts=dict(event.facts), at=event.at, way=way, mail_due_at=mail_due_at,
    )  # fmt: skip


def chosen(people: Iterable[int]) -> dict[tuple[int, str], str]:
    """How each of ``people`` hears of each kind."""
    ids = list(people)
    found = {(person, kind): DEFAULTS[kind] for person in ids for kind, _label in KINDS}
    rows = NoticeChoice.objects.filter(person__in=ids, kind__in=DEFAULTS)
    return found | {(row.person_id, row.kind): row.way for row in rows}


def choose(person: User, ways: Mapping[str, str]) -> None:
    """Keep how the person wants to hear of each kind. What is no kind or no way is left as it was."""
    known = dict(WAYS)
    for kind, way in ways.items():
        if kind in DEFAULTS and way in known:
            NoticeChoice.objects.update_or_create(person=person, kind=kind, defaults={"way": way})


def of(person: User) -> QuerySet[Notice]:
    """The person's notices, the newest first."""
    return Notice.objects.filter(person=person).order_by("-at", "-pk")


def read(person: User, *, now: datetime, number: int | None = None, up_to: int | None = None) -> int:
    """Mark one notice read, or all up to one; returns how many were unread."""
    rows = Notice.objects.filter(person=person, read_at=None)
    rows = rows.filter(pk=number) if number is not None else rows.filter(pk__lte=up_to or 0)
    return rows.update(read_at=now)
