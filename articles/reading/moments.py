"""Moments as text: SQLite's are read one by one in Python, and of many rows most are only told apart from others."""

from datetime import UTC, datetime
from functools import lru_cache

from django.db.models import TextField
from django.db.models.functions import Cast


def text(column: str) -> Cast:
    """The moment in ``column`` as its database writes it: in UTC, so that earlier ones stand before later ones."""
    return Cast(column, TextField())


@lru_cache(maxsize=4096)
def read(words: str) -> datetime:
    """The moment that was written as ``words``."""
    moment = datetime.fromisoformat(words)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
