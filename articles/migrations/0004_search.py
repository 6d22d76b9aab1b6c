"""The tokens of every printed copy, in the kind of index each database has of its own."""

from django.db import migrations

# Tokens are folded already, so the tokenizer only has to part them at spaces.
SQLITE = [
    """CREATE VIRTUAL TABLE articles_search USING fts5(
      title, tags, summary, body, tokenize = "unicode61 remove_diacritics 0"
    )"""
]
SQLITE_BACK = ["DROP TABLE articles_search"]
# A tsvector counts places up to 16 383, so a long body takes several rows.
POSTGRES = [
    """CREATE TABLE articles_search (
      edition_id bigint NOT NULL, part smallint NOT NULL, words tsvector NOT NULL, PRIMARY KEY (edition_id, part)
    )""",
    "CREATE INDEX articles_search_words ON articles_search USING gin (words)",
]
POSTGRES_BACK = ["DROP TABLE articles_search"]


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
