"""Tags: five marks part them, width and case do not tell them apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.tags import join, key, split


@pytest.mark.parametrize(
    "text, names",
    [
        ("港口,风暴，通航、货轮;航运；天气", ["港口", "风暴", "通航", "货轮", "航运", "天气"]),
        (" 5G ，５Ｇ, 5g ", ["5G"]),
        ("New  York, new york", ["New York"]),
        ("", []),
        ("、，;", []),
        ("一\n二", ["一", "二"]),
    ],
)
def test_a_line_of_tags_is_taken_apart(text, names):
    assert split(text) == names


@pytest.mark.parametrize(
    "one, other", [("５Ｇ", "5g"), ("ＡＩ　芯片", "ai 芯片"), ("Straße", "STRASSE"), ("é", "e\u0301")]
)
def test_spellings_of_one_tag_share_a_key(one, other):
    assert key(one) == key(other)


def test_different_tags_have_different_keys():
    assert key("5G") != key("6G")


@given(st.text())
def test_joining_and_splitting_keeps_every_tag(text):
    assert split(join(split(text))) == split(text)


@given(st.text())
def test_the_key_of_a_key_is_the_key(name):
    assert key(key(name)) == key(name)
