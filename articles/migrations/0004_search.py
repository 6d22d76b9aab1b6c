"""The tokens of every printed copy, in the kind of index each database has of its own."""

from django.db import migrations

# Whoever types a whole headline finds it among however many that begin alike.
HEADLINES = [
    "CREATE INDEX found_headline ON articles_searchentry {using} (headline_key)",
    "CREATE INDEX found_close_headline ON articles_searchentry {using} (replace(headline_key, ' ', ''))",
]
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
    *(each.format(using="") for each in HEADLINES),
]
BACK = ["DROP INDEX found_close_headline", "DROP INDEX found_headline"]
SQLITE_BACK = [
    *BACK, "DROP TRIGGER search_in_step", "DROP TABLE articles_search"]
# A tsvector counts places up to 16 383, so a long body takes several rows.
POSTGRES = [
    """CREATE TABLE articles_search (
      edition_id bigint NOT NULL, part smallint NOT NULL, words tsvector NOT NULL, PRIMARY KEY (edition_id, part)
    )""",
    # Each question has its own short index; the body's own rows are only looked into when their number is known.
    "CREATE INDEX articles_search_sounds ON articles_search USING gin (words) WHERE part = -1",
    "CREATE INDEX articles_search_words ON articles_search USING gin (words) WHERE part = -2",
    "CREATE INDEX articles_search_headlines ON articles_search USING gin (words) WHERE part = -3",
    "CREATE INDEX articles_search_names ON articles_search USING gin (words) WHERE part = -4",
    "CREATE INDEX articles_search_heads ON articles_search USING gin (words) WHERE part = 0",
    *(each.format(using="USING hash") for each in HEADLINES),
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
    *BACK,
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
