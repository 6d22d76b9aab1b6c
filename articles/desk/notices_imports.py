"""The news that an import has come to its end."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User

from articles.desk import notices, notices_people
from articles.desk.notices import Event


def tell_finished(counts: Mapping[str, int], *, by: User | None, now: datetime) -> None:
    """Tell the person in whose name files came in how many did, or the chiefs where it was nobody's name."""
    people = {by.pk} if by else notices_people.having("break_glass")
    facts = {kind: counts.get(kind, 0) for kind in ("new", "changed", "unchanged", "failed")}
    source = f"import:{now.isoformat()}"
    notices.tell([Event("imported", "imported", source, None, now, people, None, facts)], now=now)
