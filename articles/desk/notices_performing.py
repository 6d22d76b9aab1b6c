"""The mail of a publication, for everybody but those who chose to hear of it otherwise."""

from datetime import datetime

from django.contrib.auth.models import User

from articles.desk import notices
from articles.publishing import notifying
from articles.publishing.models import Edition


def tell_published(edition: Edition, now: datetime) -> None:
    """As notifying.tell_published, with each person's choice."""
    notifying.tell_published(edition, now, without=_otherwise(edition, "live"))


def tell_taken_down(edition: Edition, now: datetime) -> None:
    """As notifying.tell_taken_down, with each person's choice."""
    notifying.tell_taken_down(edition, now, without=_otherwise(edition, "withdrawn"))


def _otherwise(edition: Edition, kind: str) -> set[str]:
    rows = dict(User.objects.filter(email__in=notifying.addressees(edition)).values_list("pk", "email"))
    ways = notices.chosen(rows)
    at_once = {email for person, email in rows.items() if ways[person, kind] == "now"}
    return set(rows.values()) - at_once
