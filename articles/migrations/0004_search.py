"""The tokens of every printed copy, in the kind of index each database has of its own."""

from django.db import migrations

# Tokens are folded already, so the tokenizer only has to part them at spaces.
SQLITE = [
    """CREATE VIRTUAL TABLE articles_search USING fts5(
      title, tags, summary, body, sound, tokenize = "unicode61 remove_diacritics 0"
    )""",
    """CREATE TRIGGER search_in_step AFTER UPDATE OF live_from, live_until, published_at ON articles_edition
    BEGIN
      UPDATE articles_searchentry
      SET live_from = NEW.live_from, live_until = NEW.live_until, published_at = NEW.published_at
      WHERE edition_id = NEW.id;
    END""",
]
SQLITE_BACK = ["DROP TRIGGER search_in_step", "DROP TABLE articles_search"]
# A tsvector counts places up to 16 383, so a long body takes several rows.
POSTGRES = [
    """CREATE TABLE articles_search (
      edition_id bigint NOT NULL, part smallint NOT NULL, words tsvector NOT NULL, PRIMARY KEY (edition_id, part)
    )""",
    "CREATE INDEX articles_search_words ON articles_search USING gin (words)",
    # Headline, names and summary stand in part 0: what is looked for there need not look into bodies.
    "CREATE INDEX articles_search_heads ON articles_search USING gin (words) WHERE part = 0",
    """CREATE FUNCTION articles_search_in_step() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE articles_searchentry
      SET live_from = NEW.live_from, live_until = NEW.live_until, published_at = NEW.published_at
      WHERE edition_id = NEW.id;
      RETURN NULL;
    END $$""",
    """CREATE TRIGGER search_in_step AFTER UPDATE OF live_from, live_until, published_at ON articles_edition
    FOR EACH ROW EXECUTE FUNCTION articles_search_in_step()""",
]
POSTGRES_BACK = [
    "DROP TRIGGER search_in_step ON articles_edition",
    "DROP FUNCTION articles_search_in_step()",
    "DROP TABLE articles_search",
]


def _run(schema_editor, postgres, sqlite):
    for statement in postgres if schema_editor.connection.vendor == "postgresql" else sqlite:
        schema_editor.execute(statement, params=None)


def make(apps, schema_editor):
    _run(schema_editor, POSTGRES, SQLITE)


def drop(apps, schema_editor):
    _run(schema_editor, POSTGRES_BACK, SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_roles")]
    operations = [migrations.RunPython(make, drop)]
