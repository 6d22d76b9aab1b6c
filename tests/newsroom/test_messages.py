"""Catalogues are read as gettext writes them, and every gap is found."""

import gettext
import shutil
import subprocess

import pytest

from newsroom import catalogues
from newsroom.messages import compiled, read_mo, read_po
from tests import needs

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'
WHOLE = f"""{HEADER}
#: articles/desk/views.py
#, python-format
msgid "%(name)s is live"
msgstr "%(name)s 已上线"

msgctxt "verb"
msgid "Publish"
msgstr "发布"

#, python-format
msgid "one article"
msgid_plural "%(count)s articles"
msgstr[0] "%(count)s 篇稿件"

msgid ""
"A long text "
"in two lines"
msgstr ""
"两行的"
"长文字"

#~ msgid "Gone"
#~ msgstr "没了"
"""


@pytest.fixture
def write(tmp_path):
    """Writes a catalogue and gives its path."""

    def one(text):
        path = tmp_path / "django.po"
        path.write_text(text, encoding="utf-8")
        return path

    return one


def test_every_kind_of_entry_is_read(write):
    messages = read_po(write(WHOLE))
    assert [message.key for message in messages] == [
        "%(name)s is live",
        "verb\x04Publish",
        "one article",
        "A long text in two lines",
    ]
    assert all(message.is_translated and message.has_its_placeholders for message in messages)
    assert messages[3].words == ("两行的长文字",)


@pytest.mark.parametrize(
    "entry, fault",
    [
        ('msgid "Home"\nmsgstr ""\n', "without a translation: 'Home'"),
        ('#, fuzzy\nmsgid "Home"\nmsgstr "首页"\n', "without a translation: 'Home'"),
        (
            'msgid "Of %(name)s"\nmsgstr "属于 %(nam)s"\n',
            "other placeholders than the original: 'Of %(name)s'",
        ),
        ('msgid "a"\nmsgid_plural "%(n)s b"\nmsgstr[0] ""\n', "without a translation: 'a'"),
    ],
)
def test_gaps_are_named(write, monkeypatch, entry, fault):
    path = write(f"{WHOLE}\n{entry}")
    monkeypatch.setattr(catalogues, "catalogue", lambda language, suffix: path)
    assert list(catalogues._gaps()) == [f"zh_Hans: {fault}"]


def test_a_compiled_catalogue_equals_its_source_until_one_of_them_changes(write):
    needs.require(shutil.which("msgfmt") is not None, "gettext")
    po = write(WHOLE)
    mo = po.with_suffix(".mo")
    subprocess.run(["msgfmt", "--check", "-o", str(mo), str(po)], check=True)
    assert read_mo(mo) == compiled(read_po(po))
    with mo.open("rb") as file:
        assert gettext.GNUTranslations(file).pgettext("verb", "Publish") == "发布"
    assert read_mo(mo) != compiled(read_po(write(WHOLE.replace("发布", "刊发"))))


def test_texts_of_the_sources_that_no_catalogue_knows_are_found(write, monkeypatch, tmp_path):
    needs.require(shutil.which("xgettext") is not None, "gettext")
    for name in catalogues.SOURCES:
        (tmp_path / "tree" / name).mkdir(parents=True)
    (tmp_path / "tree/articles/words.py").write_text('from x import gettext as _\n_("Known")\n_("Unknown")\n')
    (tmp_path / "tree/templates/a.html").write_text('{% load i18n %}{% translate "In a page" %}')
    path = write(f'{HEADER}\nmsgid "Known"\nmsgstr "认识"\n')
    monkeypatch.setattr(catalogues, "ROOT", tmp_path / "tree")
    monkeypatch.setattr(catalogues, "catalogue", lambda language, suffix: path)
    assert sorted(catalogues._ungathered()) == [
        "not gathered: 'In a page'; run make messages.",
        "not gathered: 'Unknown'; run make messages.",
    ]
