"""Verify passes on honest work and names whatever was changed behind the deeds' back."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.publishing import withdrawing
from articles.publishing.verifying import verify
from articles.review import decisions
from tests.builders import HOUR, NOON, published, publisher

pytestmark = pytest.mark.django_db

COLUMNS = ["title", "summary", "body", "html", "plain", "slug", "note", "break_glass_reason", "content_hash"]


def by_sql(statement: str, values: list[object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_honest_work_passes():
    edition = published()
    withdrawing.take_down(edition.article, by=publisher(), now=NOON + HOUR, reason="x")
    withdrawing.put_back(edition.article, by=publisher(), now=NOON + 2 * HOUR)
    decisions.withdraw_approval(
        edition.article.decisions.get(), by=edition.article.decisions.get().by, now=NOON + 3 * HOUR
    )
    assert list(verify()) == []


@pytest.mark.parametrize("column", COLUMNS)
def test_one_changed_byte_of_an_edition_is_found(column):
    edition = published()
    by_sql(f"UPDATE articles_edition SET {column} = 'x' || substr({column}, 2) WHERE id = %s", [edition.pk])
    assert any(f"id {edition.pk}" in finding.subject for finding in verify())


@pytest.mark.parametrize(
    "change", ["live_from = '2020-01-01 00:00:00+00:00'", "wanted_until = '2030-01-01 00:00:00+00:00'"]
)
def test_a_moved_interval_is_found(change):
    edition = published()
    by_sql(f"UPDATE articles_edition SET {change} WHERE id = %s", [edition.pk])
    assert any(f"id {edition.pk}" in finding.sentence for finding in verify())


def test_a_vanished_approval_is_found():
    edition = published()
    by_sql(
        "UPDATE articles_decision SET verdict = 'request_changes' WHERE article_id = %s", [edition.article_id]
    )
    assert [finding.sentence for finding in verify()] == ["it has no approval of its words"]


def test_a_changed_or_missing_row_of_the_audit_is_found():
    first, second = published(), published(title="第二篇")
    by_sql("UPDATE articles_move SET reason = 'x' WHERE article_id = %s AND number = 2", [first.article_id])
    by_sql(
        "DELETE FROM articles_move WHERE article_id = %s"
        " AND number = (SELECT max(number) FROM articles_move WHERE article_id = %s)",
        [second.article_id, second.article_id],
    )
    sentences = [finding.sentence for finding in verify()]
    assert f"move 2 of article {first.article_id} was changed after it was written" in sentences
    assert f"the last moves of article {second.article_id} are missing" in sentences


def test_a_changed_revision_is_found():
    edition = published()
    by_sql("UPDATE articles_revision SET body = body || 'x' WHERE article_id = %s", [edition.article_id])
    assert "its words are not the ones its hash names" in [finding.sentence for finding in verify()]


def test_the_command_exits_with_an_error_and_names_the_edition(capsys):
    edition = published()
    call_command("verify")
    by_sql("UPDATE articles_edition SET body = body || 'x' WHERE id = %s", [edition.pk])
    with pytest.raises(CommandError):
        call_command("verify")
    assert f"id {edition.pk}" in capsys.readouterr().out
