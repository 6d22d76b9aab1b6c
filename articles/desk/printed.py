"""What articles are called: the words of the copy that readers had last, for lists of numbers."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import BigIntegerField

from articles.publishing.models import Edition


class Printed(NamedTuple):
    """The latest public copy of an article, and whether readers have it."""

    title: str
    language: str
    category: str
    is_live: bool


def printed(article_ids: Iterable[int], at: datetime) -> dict[int, Printed]:
    """By article, as of ``at``; articles that were never public are left out."""
    rows = (
        Edition.objects.ever_public(at)
        .filter(article_id__in={number for number in article_ids if number <= BigIntegerField.MAX_BIGINT})
        .order_by("live_from", "number")
    )
    found: dict[int, Printed] = {}
    columns = ("article_id", "title", "language", "category__name", "live_until")
    for article_id, title, language, category, until in rows.values_list(*columns):
        found[article_id] = Printed(title, language, category or "", until is None or until > at)
    return found
