"""Search words: one tokenizer for both sides, queries that are never operators, marks on the printed text."""

import re
import sqlite3
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import folding
from articles.text.search import (
    Mark,
    fold,
    highlight,
    indexable,
    initials,
    parse_query,
    pinyin,
    snippet,
    to_fts5,
    to_tsquery,
    to_tsvector,
    tokens,
)

HEADLINE = "港口风暴后恢复通航：5G 新材料立功"


@pytest.mark.parametrize(
    "text, plain",
    [
        ("臺灣", "台湾"),
        ("５Ｇ　ＡＩ", "5g ai"),
        ("Café ÉCOLE", "cafe ecole"),
        ("e\u0301te\u0301", "ete"),
        ("㈱…ﬁ½", "(株)...fi1⁄2"),
        ("が\u304b\u3099", "がが"),
        ("İstanbul", "istanbul"),
        ("神\ufa19", "神神"),
    ],
)
def test_width_case_accents_and_script_are_folded(text, plain):
    assert fold(text) == plain


@given(st.text())
def test_every_folded_character_knows_its_place(text):
    folded, places = folding.folded(text)
    assert len(places) == len(folded) + 1
    assert places == sorted(places)
    assert places[-1] == len(text)
    assert all(place < len(text) for place in places[:-1])


@given(st.text())
def test_folding_twice_changes_nothing_a_token_shows(text):
    assert tokens(fold(text)) == tokens(text)


@pytest.mark.parametrize(
    "text, found",
    [
        ("港口风暴", ["港口", "口风", "风暴", "暴"]),
        ("港", ["港"]),
        ("港口，风暴", ["港口", "口", "风暴", "暴"]),
        ("恢复GPT-4通航", ["恢复", "复", "gpt", "4", "通航", "航"]),
        ("5G's 3.5倍", ["5g", "s", "3", "5", "倍"]),
        ("snake_case", ["snake", "case"]),
        ("“”…", []),
        ("x" * 200, ["x" * 64]),
    ],
)
def test_a_text_becomes_tokens(text, found):
    assert tokens(text) == found
    assert indexable(text) == " ".join(found)


@given(st.text())
def test_tokens_hold_letters_and_digits_only(text):
    assert re.fullmatch(r"(?:[^\W_]+(?: [^\W_]+)*)?", indexable(text))


@pytest.mark.parametrize(
    "typed, phrases, prefixes, excluded",
    [
        ("恢复通航", (("恢复", "复通", "通航"),), (), ()),
        ("港", (), ("港",), ()),
        ("GPT 通航", (("通航",),), ("gpt",), ()),
        ("５Ｇ网络", (("网络",),), ("5g",), ()),
        ('"New York" port', (("new", "york"),), ("port",), ()),
        ("“恢复通航”", (("恢复", "复通", "通航"),), (), ()),
        ("「恢复GPT通航」", (("恢复", "复", "gpt", "通航"),), (), ()),
        ('"GPT通"', (("gpt", "通*"),), (), ()),
        ("港口 -风暴 -GPT", (("港口",),), (), (("风暴",), ("gpt",))),
        ('港口 -"New York"', (("港口",),), (), (("new", "york"),)),
        ("港口 －港", (("港口",),), (), (("港*",),)),
        ("GPT-4", (), ("gpt", "4"), ()),
        ('"never closed', (), ("never", "closed"), ()),
        ('"" - * AND ( NEAR/2', (), ("and", "near", "2"), ()),
        ("港口 港口 gpt GPT", (("港口",),), ("gpt",), ()),
        ("", (), (), ()),
        ("！？", (), (), ()),
    ],
)
def test_what_is_typed_is_words(typed, phrases, prefixes, excluded):
    query = parse_query(typed)
    assert (query.phrases, query.prefixes, query.excluded) == (phrases, prefixes, excluded)
    assert (query.text, query.cut) == (typed, False)


def test_a_long_query_is_cut_and_says_so():
    query = parse_query(" " + "港口" * 51)
    assert (query.text, query.cut) == ("港口" * 50, True)
    assert parse_query("字" * 100).cut is False
    start = time.process_time()
    assert parse_query('"-(' * 33_000).cut is True
    assert time.process_time() - start < 0.05


@pytest.mark.parametrize(
    "typed, fts5, tsquery",
    [
        ("恢复通航", '("恢复 复通 通航")', "('恢复' <-> '复通' <-> '通航')"),
        ("港 gpt", '("港" * AND "gpt" *)', "('港':*) & ('gpt':*)"),
        ("港口 -风暴 -gpt", '(("港口")) NOT ("风暴" OR "gpt")', "('港口') & !(('风暴')) & !(('gpt'))"),
        ("-风暴", "", ""),
        ("", "", ""),
    ],
)
def test_queries_are_written_for_both_databases(typed, fts5, tsquery):
    assert (to_fts5(parse_query(typed)), to_tsquery(parse_query(typed))) == (fts5, tsquery)


def test_a_query_may_be_kept_to_some_columns():
    assert to_fts5(parse_query("通航 -gpt"), ["title", "tags"]) == '({title tags} : ("通航")) NOT ("gpt")'


def test_places_are_written_for_postgresql():
    assert to_tsvector("港口 gpt 港口", "A") == "'港口':1A,4A '口':2A,5A 'gpt':3A"
    many = to_tsvector("a " * 20_000)
    assert many.count(",") == 254
    assert to_tsvector("a b", first=16_383) == "'a':16383D 'b'"


def index(*texts: str) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(title, body, tokenize='unicode61')")
    rows = [(indexable(text), indexable("正文 body")) for text in texts]
    connection.executemany("INSERT INTO found (title, body) VALUES (?, ?)", rows)
    return connection


def rows_for(connection: sqlite3.Connection, typed: str, columns: tuple[str, ...] = ()) -> list[int]:
    match = to_fts5(parse_query(typed), columns)
    return [
        row
        for (row,) in connection.execute(
            "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid", [match]
        )
    ]


def test_every_part_of_a_headline_of_two_characters_or_more_finds_it():
    with_headline = index(HEADLINE, "别的新闻：港 口 风 暴")
    runs = re.findall("[\u4e00-\u9fff]+", HEADLINE)
    parts = {run[a:b] for run in runs for a in range(len(run)) for b in range(a + 2, len(run) + 1)}
    assert len(parts) == 46
    assert {part: rows_for(with_headline, part) for part in parts} == {part: [1] for part in parts}
    assert rows_for(with_headline, HEADLINE) == [1]
    with_headline.close()


@pytest.mark.parametrize(
    "typed, rows",
    [
        ("港", [1, 3]),
        ("口", [1, 3]),
        ("通航", [1]),
        ("港口 -通航", [3]),
        ("臺灣", [2]),
        ("GPT", [2]),
        ("gp", [2]),
        ('"gp"', []),
        ('"New York" -gpt', [3]),
        ('"恢复通"', [1]),
        ('"York 港"', [3]),
        ("body", [1, 2, 3]),
        ('a" OR "b', []),
        ("title:通航", []),
        ("港口 NEAR(通航)", []),
        ("new*", [3]),
    ],
)
def test_sqlite_finds_what_is_meant(typed, rows):
    connection = index(HEADLINE, "台湾的ＧＰＴ模型", "New York 港口")
    assert rows_for(connection, typed) == rows
    connection.close()


def test_columns_keep_sqlite_to_the_headline():
    connection = index(HEADLINE)
    assert rows_for(connection, "body", ("title",)) == []
    connection.close()


@given(st.text(max_size=120))
def test_nothing_that_is_typed_is_an_error_for_sqlite(typed):
    match = to_fts5(parse_query(typed))
    if match:
        connection = index(HEADLINE)
        connection.execute("SELECT rowid FROM found WHERE found MATCH ?", [match]).fetchall()
        connection.close()


@given(st.text(max_size=120))
def test_nothing_that_is_typed_leaves_its_quotes_in_a_tsquery(typed):
    written = to_tsquery(parse_query(typed))
    assert re.sub(r"'[^\W_]+'(?::\*)?", "w", written).strip("w&!()<-> ") == ""


def test_headlines_are_found_by_their_sounds():
    assert pinyin("港口风暴后恢复通航 5G") == "gangkoufengbaohouhuifutonghang5g"
    assert initials("港口风暴，AI 新材料") == "gkfbaixcl"
    assert initials("重慶銀行") == "cqyh"


def shown(marks: list[Mark]) -> str:
    return "".join(f"[{mark.text}]" if mark.hit else mark.text for mark in marks)


@pytest.mark.parametrize(
    "text, typed, marked",
    [
        (HEADLINE, "恢复通航", "港口风暴后[恢复通航]：5G 新材料立功"),
        (HEADLINE, "港 新材料 5g", "[港]口风暴后恢复通航：[5G] [新材料]立功"),
        ("臺灣的５Ｇ", "台湾 5g", "[臺灣]的[５Ｇ]"),
        ("GPT models", "gp", "[GPT] models"),
        ("Café…après", "cafe apres", "[Café]…[après]"),
        ("㈱港口", "株 港口", "[㈱港口]"),
        ("通通航航", "通航", "通[通航]航"),
        ("港口港口", "港口", "[港口港口]"),
        ("a b <mark>", "mark", "a b <[mark]>"),
        ("港口", "-港口", "港口"),
        ("恢复GPT通航后", "“GPT通”", "恢复[GPT通]航后"),
        ("", "港口", ""),
        ("港口", "", "港口"),
    ],
)
def test_hits_are_marked_on_the_text_as_it_was_printed(text, typed, marked):
    assert shown(highlight(text, parse_query(typed))) == marked


@given(st.text("港口风暴臺灣５G…e\u0301 ，gpt", max_size=60), st.text('港口风暴台湾5Ggpt "-', max_size=12))
def test_marks_joined_are_the_text(text, typed):
    assert "".join(mark.text for mark in highlight(text, parse_query(typed))) == text
    assert all(mark.text for mark in highlight(text, parse_query(typed)))


LONG = (
    "开头的句子没有要找的东西。" * 20
    + "港口今晨开放。"
    + "中间的句子也没有。" * 20
    + "港口风暴之后，货轮恢复通航。"
    + "结尾。" * 60
)


def test_a_snippet_shows_the_densest_place():
    found = shown(snippet(LONG, parse_query("港口 通航"), 60))
    assert found.startswith("…")
    assert "[港口]风暴之后，货轮恢复[通航]。" in found
    assert found.endswith("…")


def test_a_snippet_begins_with_a_sentence_or_a_word():
    assert shown(snippet(LONG, parse_query("恢复通航"), 60)).startswith("…港口风暴之后，货轮[恢复通航]。")
    english = (
        "filler words before anything happens " * 9 + "the harbour reopened " + "and more words after it " * 9
    )
    assert re.match(r"…\w+ ", shown(snippet(english, parse_query("harbour"), 60)))
    assert " [harbour] reopened " in shown(snippet(english, parse_query("harbour"), 60))


def test_a_short_text_is_shown_whole_on_one_line():
    assert shown(snippet(" 港口\n\n通航 ", parse_query("通航"))) == "港口 [通航]"


def test_without_a_hit_the_beginning_is_shown():
    assert shown(snippet("字" * 200, parse_query("港口"), 50)) == "字" * 48 + "…"


@given(st.text("港口风暴 gpt。\n", max_size=300), st.text("港口风暴gpt ", max_size=8), st.integers(20, 150))
def test_a_snippet_is_never_longer_than_it_may_be(text, typed, size):
    marks = snippet(text, parse_query(typed), size)
    line = re.sub(r"\s+", " ", text).strip()
    assert sum(len(mark.text) for mark in marks) <= size
    assert "".join(mark.text for mark in marks).strip("…") in line
    query = parse_query(typed)
    whole = highlight(line, query)
    if any(mark.hit for mark in whole):
        assert any(mark.hit for mark in marks)


@pytest.mark.parametrize("unit", ["港口", "gpt ", "臺", "é", "…", "e\u0301", "\u0301", "ü", "\u0430"])
def test_long_texts_are_folded_and_marked_in_time(unit):
    text = unit * (60_000 // len(unit))
    query = parse_query("港口 港 gpt e -港口")
    start = time.process_time()
    snippet(text, query)
    assert time.process_time() - start < 2
