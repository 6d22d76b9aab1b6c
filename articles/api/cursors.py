"""Cursors: where a reader of a list has got to, as an opaque word; a list is read on without counting it."""

import base64
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from articles.publishing.models import Edition

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST = 2**63 - 1  # what a column of numbers holds


def written(edition: Edition) -> str:
    """The cursor that stands behind ``edition`` in the order newest first."""
    return _packed((edition.published_at - EPOCH) // timedelta(microseconds=1), edition.article_id)


def following(cursor: str, at: str = "published_at", number: str = "article_id") -> Q:
    """What comes after ``cursor``, by the columns ``at`` and ``number``.

    Raises ValueError for a word that ``written`` cannot have made.
    """
    moment, article_id = _read(cursor)
    same = Q(**{f"{number}__lt": article_id})
    # The first condition is implied by the others; with it an index finds the place without walking to it.
    return Q(**{f"{at}__lte": moment}) & (Q(**{f"{at}__lt": moment}) | same)


def _packed(microseconds: int, article_id: int) -> str:
    place = f"{microseconds}.{article_id}".encode()
    return base64.urlsafe_b64encode(place).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, int]:
    padded = cursor + "=" * (-len(cursor) % 4)
    words = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    microseconds, article_id = (int(number) for number in words.split("."))
    if _packed(microseconds, article_id) != cursor or not 0 < article_id <= LARGEST:
        raise ValueError(cursor)
    try:
        return EPOCH + timedelta(microseconds=microseconds), article_id
    except OverflowError:
        raise ValueError(cursor) from None
