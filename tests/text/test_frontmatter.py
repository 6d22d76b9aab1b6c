"""The block of keys above a text: read strictly, written exactly, refused by line and in words."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text.frontmatter import Document, FrontMatterError, decode, read, write


def refused(source: str) -> FrontMatterError:
    with pytest.raises(FrontMatterError) as caught:
        read(source)
    return caught.value


def test_a_file_is_taken_apart():
    source = '---\ntitle: "港口"\ntags: [a, b]\nauthor:\n  name: 王伟\n---\n\n正文\n'
    assert read(source) == Document(
        {"title": "港口", "tags": ["a", "b"], "author": {"name": "王伟"}},
        "正文\n",
        body_line=8,
        lines={"title": 2, "tags": 3, "author": 4},
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("head", ["", "\ufeff", "\n\n", "\ufeff \n"])
def test_marks_line_ends_and_empty_lines_before_the_block_do_not_matter(head, end):
    source = (head + "---\ntitle: t\n---\nbody\n").replace("\n", end)
    assert read(source)[:2] == ({"title": "t"}, "body\n")


@pytest.mark.parametrize(
    "source",
    [
        "no keys at all\n",
        "",
        "---\n\nA rule above a text.\n\n---\n\nmore\n",
        "---\n\nNote: a colon, and no end\n",
        "----\ntitle: four dashes\n----\n",
        "text first\n---\ntitle: no\n---\n",
        "+++\n\njust plus signs\n",
    ],
)
def test_a_text_without_a_block_is_all_body(source):
    assert read(source) == Document({}, source, 1, {})


@pytest.mark.parametrize(
    "source", ["---\n---\n\nbody", "---\n# only a comment\n---\nbody", "---\n\n---\nbody"]
)
def test_a_block_may_be_empty(source):
    assert read(source)[:2] == ({}, "body")


@pytest.mark.parametrize(
    "written, value",
    [
        ("no", "no"),
        ("yes", "yes"),
        ("true", True),
        ("True", "True"),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("007", "007"),
        ("1_000", "1_000"),
        ("1.5", 1.5),
        ("1.10", "1.10"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("nan", "nan"),
        ("9" * 400, "9" * 400),
        ("12:30:45", "12:30:45"),
        ("+0800", "+0800"),
        ("2024-01-15", "2024-01-15"),
        ("9999-99-99", "9999-99-99"),
        ("0x1F", "0x1F"),
        ('"12"', "12"),
        ("'true'", "true"),
        ("=", "="),
        ("<<", "<<"),
        ("|\n  two\n  lines", "two\nlines\n"),
        (">-\n  folded\n  line", "folded line"),
        ("{}", {}),
        ("[[1], {a: b}]", [[1], {"a": "b"}]),
    ],
)
def test_yaml_values_mean_what_they_say(written, value):
    assert read(f"---\nkey: {written}\n---\n").keys == {"key": value}


@pytest.mark.parametrize(
    "block, line, words",
    [
        ("title: a\ntitle: b", 3, "a second time"),
        ("author:\n  name: a\n  name: b", 4, "a second time"),
        ("a: &x [1]\nb: *x", 2, "anchor"),
        ("a: 1\nb: *x", 3, "alias"),
        ("a: *emphasis*", 2, "begins with “*”"),
        ("a: !!python/object/apply:os.system [ls]", 2, "tag"),
        ("a: !!str b", 2, "tag"),
        ("a: b: c", 2, "second colon"),
        ("ok: 1\na: @name", 3, "“@”"),
        ("ok: 1\na:\n\t- b", 4, "tab"),
        ('a: "open\nb: c', 2, "never closed"),
        ("a: [1, 2\nb: 3", 2, "bracket"),
        ('a: "\\q"', 2, "backslash"),
        ("a: b\n\x07", 3, "control character"),
        ("- a\n- b", 2, "key: value"),
        ("just words", 2, "key: value"),
        ("a: 1\n? [b]\n: c", 3, "must be a word"),
        ("a: [[[[[[[[1]]]]]]]]", 2, "deeper than 8"),
        ("k" * 201 + ": 1", 2, "200 characters"),
        ("a: 1\n b: 2", 3, "second colon"),
        ("%YAML 1.1\na: 1", 3, "cannot be read"),
    ],
)
def test_what_is_not_plain_data_is_refused_with_its_line(block, line, words):
    error = refused(f"---\n{block}\n---\nbody")
    assert error.line == line
    assert words in str(error)
    assert str(error).startswith(f"line {line}: ")


def test_a_block_without_an_end_is_refused():
    assert str(refused("\n---\ntitle: t\n\nbody")) == (
        "line 2: The front matter opened here is never closed. Add a line “---” after its last key."
    )


def test_a_block_too_large_is_refused():
    assert "larger than 64 KiB" in str(refused("---\na: " + "字" * 22_000 + "\n---\n"))


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
    f"{name}: &{name} [{','.join(['*' + before] * 9)}]"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "block",
    [
        BOMB,
        "a: " + "[" * 10_000,
        "[" * 10_000,
        "a: " + "{a: " * 10_000,
        "- " * 10_000,
        "? " * 10_000,
        "a: " + "'" * 9_999,
    ],
)
def test_bombs_are_refused_at_once(block):
    start = time.process_time()
    refused(f"---\n{block}\n---\n")
    assert time.process_time() - start < 0.5


def test_ten_thousand_tags_are_read_at_once():
    start = time.process_time()
    tags = [f"t{number}" for number in range(9_000)]
    assert read(f"---\ntags: [{','.join(tags)}]\n---\n").keys == {"tags": tags}
    assert time.process_time() - start < 0.5


def test_toml_is_understood():
    source = (
        '+++\ntitle = "港口"\ndate = 2024-01-15T08:30:00+08:00\nday = 2024-01-15\nweight = 3\n'
        'tags = ["a",\n "b"]\n\n[author]\nname = "王伟"\n+++\n\nbody'
    )
    document = read(source)
    assert document.keys == {
        "title": "港口",
        "date": "2024-01-15T08:30:00+08:00",
        "day": "2024-01-15",
        "weight": 3,
        "tags": ["a", "b"],
        "author": {"name": "王伟"},
    }
    assert document.lines == {"title": 2, "date": 3, "day": 4, "weight": 5, "tags": 6, "author": 9}
    assert (document.body, document.body_line) == ("body", 13)


@pytest.mark.parametrize(
    "block, line",
    [
        ('a = 1\nb = "open', 3),
        ("a = 1\na = 2", 3),
        ("a = 9999-99-99", 2),
        ("a = " + "[" * 10_000, 2),
        ("a = " + "[" * 9 + "]" * 9, 2),
        ("a = " + "9" * 5_000, 2),
        ("[a", 2),
    ],
)
def test_toml_that_cannot_be_read_is_refused(block, line):
    start = time.process_time()
    assert refused(f"+++\n{block}\n+++\n").line == line
    assert time.process_time() - start < 0.5


def test_every_encoding_an_editor_saves_in_is_decoded():
    text = "---\ntitle: 港口\n---\n通航"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"):
        assert decode(text.encode(encoding)) == text
    assert decode(b"\xfe\xff" + text.encode("utf-16-be")) == text
    assert decode(b"") == ""


@pytest.mark.parametrize(
    "raw, line",
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", 1),
        (b"PK\x03\x04\n\x14\x00\x00\x00", 2),
        ("通航".encode("utf-16-le"), 1),
        (b"\xff\xfea", 1),
        (b"ok\n\x00", 2),
    ],
)
def test_what_is_not_text_is_refused(raw, line):
    with pytest.raises(FrontMatterError) as caught:
        decode(raw)
    assert caught.value.line == line


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**250), 10**250),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
)
names = st.text(max_size=60)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=8,
)


def depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)


@given(st.dictionaries(names, values.filter(lambda value: depth(value) < 8), max_size=5), st.text())
@settings(max_examples=80)
def test_what_is_written_is_read_again(keys, body):
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    document = read(write(keys, body))
    assert (document.keys, document.body) == (keys, body)


def test_the_written_form_is_one_a_person_would_write():
    keys = {
        "title": "港口：“通航”",
        "tags": ["a", "b"],
        "author": {"name": "王伟"},
        "views": 3,
        "x": [{"a": 1, "b": []}],
    }
    assert write(keys, "正文\n") == (
        '---\ntitle: "港口：“通航”"\ntags: ["a", "b"]\nauthor:\n  name: "王伟"\nviews: 3\n'
        "x:\n  - a: 1\n    b: []\n---\n\n正文\n"
    )


@given(st.text(st.sampled_from("-+:#[]{}&*!|>%@`\"' \n\tab0=,?"), max_size=40))
@settings(max_examples=300)
def test_whatever_stands_in_a_block_is_read_or_refused(block):
    for mark in ("---", "+++"):
        with suppress(FrontMatterError):
            read(f"{mark}\n{block}\n{mark}\nbody")
