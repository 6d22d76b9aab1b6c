"""What the doors let through: text that UTF-8, XML and both databases accept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.cleaning import clean, line


@pytest.mark.parametrize(
    "dirty, text",
    [
        ("a\x00b", "ab"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("tab\tstays", "tab\tstays"),
        ("bell\x07 escape\x1b[0m delete\x7f next\x85", "bell escape[0m delete next"),
        ("lone \ud800 half", "lone \ufffd half"),
        ("not \uffff a character", "not  a character"),
        ("零\u200b宽 and e\u0301", "零\u200b宽 and e\u0301"),
    ],
)
def test_control_characters_go_and_words_stay(dirty, text):
    assert clean(dirty) == text


def test_a_field_of_one_line_is_one_line():
    assert line("  港口\r\n 风暴\t\t后\u2028通航 ") == "港口 风暴 后 通航"


everything = st.text(st.characters(categories=None, codec=None))


@given(everything)
def test_cleaning_twice_changes_nothing_and_utf8_holds_the_result(text):
    assert clean(clean(text)) == clean(text)
    assert clean(text).encode().decode() == clean(text)
    assert line(line(text)) == line(text)
