"""The database itself refuses what the deeds would never write."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from articles.publishing.models import Edition
from tests.builders import DAY, HOUR, NOON, published

pytestmark = pytest.mark.django_db


def copy_of(edition: Edition, **changes: object) -> None:
    """Insert the row once more, past every deed."""
    copy = Edition.objects.get(pk=edition.pk)
    copy.pk, copy.number = None, copy.number + 1
    for name, value in changes.items():
        setattr(copy, name, value)
    with transaction.atomic():
        copy.save(force_insert=True)


def test_an_edition_without_an_approval_of_its_words_is_refused():
    edition = published(at=NOON, until=NOON + HOUR)
    with pytest.raises(IntegrityError):
        copy_of(edition, content_hash="0" * 64, live_from=NOON + DAY, live_until=None)


def test_an_edition_that_claims_no_approval_and_no_reason_is_refused():
    edition = published(at=NOON, until=NOON + HOUR)
    with pytest.raises(IntegrityError):
        copy_of(edition, approval_count=0, live_from=NOON + DAY, live_until=None)


@pytest.mark.parametrize(("start", "end"), [(-1, None), (0, 1), (0.5, 0.75), (-1, 0.5), (0.5, 3)])
def test_two_copies_of_one_article_are_never_live_together(start, end):
    edition = published(at=NOON, until=NOON + HOUR)
    times = {
        "live_from": NOON + timedelta(hours=start),
        "live_until": None if end is None else NOON + timedelta(hours=end),
    }
    with pytest.raises(IntegrityError):
        copy_of(edition, **times)


def test_neighbouring_and_empty_intervals_are_fine():
    edition = published(at=NOON, until=NOON + HOUR)
    copy_of(edition, live_from=NOON + HOUR, live_until=None)
    copy_of(edition, number=5, live_from=NOON, live_until=NOON)
    assert Edition.objects.count() == 3


def test_moving_a_copy_into_another_one_by_sql_is_refused():
    edition = published(at=NOON, until=NOON + HOUR)
    copy_of(edition, live_from=NOON + DAY, live_until=None)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE articles_edition SET live_until = NULL WHERE id = %s", [edition.pk])
