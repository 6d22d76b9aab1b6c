"""The tokens of every printed copy, in the kind of index each database has of its own."""

from django.db import migrations

# Whoever types a whole headline finds it among however many that begin alike.
HEADLINES = [
    "CREATE INDEX found_headline ON articles_searchentry {using} (headline_key)",
    "CREATE INDEX found_close_headline ON articles_searchentry {using} (replace(headline_key, ' ', ''))",
]
# Tokens are folded already, so the tokenizer only has to part them at spaces. A single sign is a word's beginning, and
# has an index of its own, for else half of all words would be gathered.
SQLITE = [
    """CREATE VIRTUAL TABLE articles_search USING fts5(
      title, tags, summary, body, sound, tokenize = "unicode61 remove_diacritics 0", prefix = "1"
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
# A tsvector counts places up to 16 383, so a long body takes several rows. Each question has a short table of its own
# with its own index; the bodies are only looked into when their number is known.
PARTS = {"sounds": -1, "words": -2, "headlines": -3, "names": -4, "heads": 0}
POSTGRES = [
    """CREATE TABLE articles_search (
      edition_id bigint NOT NULL, part smallint NOT NULL, words tsvector NOT NULL, PRIMARY KEY (edition_id, part)
    ) PARTITION BY LIST (part)""",
    "CREATE TABLE articles_search_bodies PARTITION OF articles_search DEFAULT",
    *(
        f"CREATE TABLE articles_search_{name} PARTITION OF articles_search FOR VALUES IN ({part})"
        for name, part in PARTS.items()
    ),
    *(f"CREATE INDEX found_{name} ON articles_search_{name} USING gin (words)" for name in PARTS),
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
