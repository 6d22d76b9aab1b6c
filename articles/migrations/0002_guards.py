"""What must hold is also a rule of the database: no edition without its approvals, no two live copies at once."""

from django.db import migrations

POSTGRES = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    ALTER TABLE articles_edition ADD CONSTRAINT edition_intervals_apart
    EXCLUDE USING gist (article_id WITH =, tstzrange(live_from, live_until, '[)') WITH &&)
    """,
    """
    CREATE FUNCTION articles_edition_gate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.break_glass_reason = '' AND (
        SELECT count(*) FROM articles_decision d
        WHERE d.article_id = NEW.article_id AND d.content_hash = NEW.content_hash
          AND d.verdict = 'approve' AND d.withdrawn_at IS NULL
      ) < NEW.approval_count THEN
        RAISE EXCEPTION 'edition of article % has no standing approval of its content', NEW.article_id
          USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER edition_gate BEFORE INSERT ON articles_edition
    FOR EACH ROW EXECUTE FUNCTION articles_edition_gate()
    """,
]
POSTGRES_BACK = [
    "DROP TRIGGER edition_gate ON articles_edition",
    "DROP FUNCTION articles_edition_gate()",
    "ALTER TABLE articles_edition DROP CONSTRAINT edition_intervals_apart",
]
OVERLAP = """
    SELECT RAISE(ABORT, 'CHECK constraint failed: edition_intervals_apart')
    WHERE (NEW.live_until IS NULL OR NEW.live_until > NEW.live_from) AND EXISTS (
      SELECT 1 FROM articles_edition e WHERE e.article_id = NEW.article_id AND e.id <> NEW.id
        AND (e.live_until IS NULL OR e.live_until > e.live_from)
        AND (e.live_until IS NULL OR e.live_until > NEW.live_from)
        AND (NEW.live_until IS NULL OR NEW.live_until > e.live_from)
    );
"""
SQLITE = [
    f"CREATE TRIGGER edition_apart_new AFTER INSERT ON articles_edition BEGIN {OVERLAP} END",
    f"""CREATE TRIGGER edition_apart_changed AFTER UPDATE OF live_from, live_until ON articles_edition
    BEGIN {OVERLAP} END""",
    """
    CREATE TRIGGER edition_gate BEFORE INSERT ON articles_edition
    WHEN NEW.break_glass_reason = ''
    BEGIN
      SELECT RAISE(ABORT, 'CHECK constraint failed: edition has no standing approval of its content')
      WHERE (
        SELECT count(*) FROM articles_decision d
        WHERE d.article_id = NEW.article_id AND d.content_hash = NEW.content_hash
          AND d.verdict = 'approve' AND d.withdrawn_at IS NULL
      ) < NEW.approval_count;
    END
    """,
]
SQLITE_BACK = ["DROP TRIGGER edition_apart_new", "DROP TRIGGER edition_apart_changed", "DROP TRIGGER edition_gate"]


def _run(schema_editor, postgres, sqlite):
    for statement in postgres if schema_editor.connection.vendor == "postgresql" else sqlite:
        # No parameters, so that a % in a statement stays a %.
        schema_editor.execute(statement, params=None)


def guard(apps, schema_editor):
    _run(schema_editor, POSTGRES, SQLITE)


def unguard(apps, schema_editor):
    _run(schema_editor, POSTGRES_BACK, SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
