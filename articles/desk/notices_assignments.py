"""News of whose turn a text is: given to somebody, and due."""

from collections.abc import Iterator
from datetime import datetime

from articles.desk.notices import Event
from articles.desk.wording import name_of
from articles.review import assigning
from articles.review.models import Assignment

MOST = 500


def assigned(since: datetime, now: datetime) -> Iterator[Event]:
    """An article that was given to somebody, each time it was."""
    rows = Assignment.objects.filter(made_at__gt=since, made_at__lte=now).order_by("made_at", "pk")
    for row in rows.select_related("article__latest", "made_by")[:MOST]:
        words = {"title": _title(row), "who": name_of(row.made_by), "due": _due(row)}
        source = f"assignment:{row.pk}:{int(row.made_at.timestamp() * 1000)}"
        people = {row.person_id}
        yield Event(
            "assigned", "assigned", source, row.article_id, row.made_at, people, row.made_by_id, words
        )


def reminders(now: datetime) -> Iterator[Event]:
    """A turn that is due; whoever marks it reminded tells it, so it is told once."""
    for row in assigning.to_remind(now).select_related("article__latest").order_by("due_at", "pk")[:MOST]:
        if Assignment.objects.filter(pk=row.pk, reminded_at=None).update(reminded_at=now):
            source = f"assignment:{row.pk}:{int(row.made_at.timestamp() * 1000)}:due"
            words = {"title": _title(row), "time": _due(row)}
            yield Event("assigned", "due", source, row.article_id, now, {row.person_id}, None, words)


def _title(row: Assignment) -> str:
    return row.article.latest.title if row.article.latest else ""


def _due(row: Assignment) -> str:
    return row.due_at.isoformat() if row.due_at else ""
