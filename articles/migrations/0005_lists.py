"""Items of tags and authors repeat where their copy stands in lists; kept in step by the database itself."""

from django.db import migrations

ITEMS = {"articles_editiontag": "content_object_id", "articles_editionauthor": "edition_id"}
COLUMNS = "number, published_at, live_from, live_until"
COPY = "article_id, published_at, live_from, live_until"
CHANGED = "AFTER UPDATE OF live_from, live_until, published_at ON articles_edition"
SQLITE = [
    statement
    for table, key in ITEMS.items()
    for statement in (
        f"""CREATE TRIGGER {table}_listed AFTER INSERT ON {table}
        BEGIN
          UPDATE {table} SET ({COLUMNS}) = (SELECT {COPY} FROM articles_edition WHERE id = NEW.{key})
          WHERE id = NEW.id;
        END""",
        f"""CREATE TRIGGER {table}_in_step {CHANGED}
        BEGIN
          UPDATE {table}
          SET live_from = NEW.live_from, live_until = NEW.live_until, published_at = NEW.published_at
          WHERE {key} = NEW.id;
        END""",
    )
]
SQLITE_BACK = [f"DROP TRIGGER {table}_{name}" for table in ITEMS for name in ("in_step", "listed")]
POSTGRES = [
    statement
    for table, key in ITEMS.items()
    for statement in (
        f"""CREATE FUNCTION {table}_listed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          SELECT {COPY} INTO NEW.number, NEW.published_at, NEW.live_from, NEW.live_until
          FROM articles_edition WHERE id = NEW.{key};
          RETURN NEW;
        END $$""",
        f"CREATE TRIGGER {table}_listed BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_listed()",
        f"""CREATE FUNCTION {table}_in_step() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          UPDATE {table}
          SET live_from = NEW.live_from, live_until = NEW.live_until, published_at = NEW.published_at
          WHERE {key} = NEW.id;
          RETURN NULL;
        END $$""",
        f"CREATE TRIGGER {table}_in_step {CHANGED} FOR EACH ROW EXECUTE FUNCTION {table}_in_step()",
    )
]
POSTGRES_BACK = [
    statement
    for table in ITEMS
    for statement in (
        f"DROP TRIGGER {table}_in_step ON articles_edition", f"DROP FUNCTION {table}_in_step()",
        f"DROP TRIGGER {table}_listed ON {table}", f"DROP FUNCTION {table}_listed()",
    )
]


def _run(schema_editor, postgres, sqlite):
    for statement in postgres if schema_editor.connection.vendor == "postgresql" else sqlite:
        schema_editor.execute(statement, params=None)


def make(apps, schema_editor):
    _run(schema_editor, POSTGRES, SQLITE)


def drop(apps, schema_editor):
    _run(schema_editor, POSTGRES_BACK, SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_search")]
    operations = [migrations.RunPython(make, drop)]
