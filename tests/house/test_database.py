"""What must hold is also a rule of the database, and the migrations tell the whole story."""

import os
import subprocess
import sys

import pytest
from django.db import IntegrityError, connection, transaction

from articles.publishing.models import Edition
from tests import builders
from tests.builders import DAY, HOUR, NOON
from tests.house.sources import ROOT

pytestmark = pytest.mark.django_db

QUESTION = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'articles_edition'",
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'articles_edition'::regclass AND NOT tgisinternal "
        "UNION SELECT conname FROM pg_constraint WHERE conrelid = 'articles_edition'::regclass AND contype = 'x'"
    ),
}
GUARDS = {
    "sqlite": {"edition_gate", "edition_apart_new", "edition_apart_changed"},
    "postgresql": {"edition_gate", "edition_intervals_apart"},
}


def test_no_migration_is_missing(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
        cwd=ROOT,
        env={
            **os.environ,
            "VAR_DIR": str(tmp_path),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "No changes detected")


def test_the_guards_stand_in_the_database():
    with connection.cursor() as cursor:
        cursor.execute(QUESTION[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    assert GUARDS[connection.vendor] <= found


def copy_of(edition: Edition, **changes: object) -> Edition:
    """A row like ``edition`` that did not come from the press."""
    copy = Edition.objects.get(pk=edition.pk)
    copy.pk, copy._state.adding = None, True
    copy.number = edition.number + 1
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy


def refused(edition: Edition) -> bool:
    """Whether the database itself refuses the row."""
    try:
        with transaction.atomic():
            edition.save(force_insert=True)
    except IntegrityError:
        return True
    return False


def test_the_database_refuses_an_edition_of_other_words_than_the_approved():
    edition = builders.published(until=NOON + HOUR)
    later = {"live_from": NOON + DAY, "live_until": None}
    assert refused(copy_of(edition, content_hash="0" * 64, **later))
    assert not refused(copy_of(edition, **later))


def test_the_database_refuses_two_live_copies_at_once():
    edition = builders.published()
    assert refused(copy_of(edition, live_from=NOON + HOUR))


def test_the_database_refuses_an_edition_without_approval_or_reason():
    edition = builders.published(until=NOON + HOUR)
    later = {"live_from": NOON + DAY, "live_until": None}
    assert refused(copy_of(edition, approval_count=0, break_glass_reason="", **later))


def test_the_database_refuses_a_correction_without_a_note():
    edition = builders.published(until=NOON + HOUR)
    assert refused(copy_of(edition, kind="correction", note="", live_from=NOON + DAY, live_until=None))


def test_the_database_refuses_an_interval_that_ends_before_it_begins():
    edition = builders.published(until=NOON + HOUR)
    assert refused(copy_of(edition, live_from=NOON + DAY, live_until=NOON + HOUR))
