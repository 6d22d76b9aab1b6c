"""字数, words and minutes, as editors know them from their word processor."""

import time

import pytest

from articles.text.counting import characters, length, minutes, words
from articles.text.plain import inline, passages, prose_and_code


@pytest.mark.parametrize(
    "text, count",
    [
        ("", 0),
        ("港口风暴后恢复通航。", 10),
        ("“稀土”——新材料……", 11),
        ("5G 与 GPT-4 的 3.5 倍", 6),
        ("2024年，AI 芯片", 6),
        ("it’s fine", 2),
        ("half-width, punctuation. does not count!", 5),
        ("见 https://example.org/a/b?c=1 原文", 4),
        ("５Ｇ", 1),
    ],
)
def test_characters_are_counted_as_in_a_word_processor(text, count):
    assert characters(text) == count


@pytest.mark.parametrize(
    "markdown, count",
    [
        ("# 标题", 2),
        ("**重点**与*强调*和~~删除~~", 8),
        ("[链接](https://example.org/long/path)", 2),
        ("![图片说明](a.jpg)正文", 2),
        ("1. 第一\n2. 第二", 4),
        ("- [x] 完成", 2),
        ("> 引文", 2),
        ("| 名 | 值 |\n| --- | --- |\n| 甲 | 乙 |", 4),
        ("正文[[2], [11]]。", 3),
        ("正文[^1]。\n\n[^1]: 注释", 5),
        ("正文[链接][a]\n\n[a]: https://example.org", 4),
        ("<b>粗</b>体&nbsp;字", 3),
        ("标题\n===\n\n正文\n\n---\n", 4),
        ("```python\nprint\n```", 1),
        ("`a b`", 2),
    ],
)
def test_markup_does_not_count(markdown, count):
    assert characters(markdown) == count


def test_words_are_those_of_other_scripts():
    assert words("A well-known port, 港口, reopened at 10:30.") == 6
    assert words("稀土") == 0


def test_length_is_said_in_the_readers_unit():
    text = "港口 reopened 通航"
    assert (length(text, "zh-hans"), length(text, "en")) == (5, 1)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", 1),
        ("字" * 200, 1),
        ("字" * 599, 1),
        ("字" * 600, 2),
        ("word " * 714, 3),
        ("字" * 400 + "\n\n" + "word " * 238, 2),
        ("```\n" + "word " * 952 + "\n```", 2),
    ],
)
def test_minutes_weigh_han_words_and_code(text, expected):
    assert minutes(text) == expected


def test_passages_know_their_kinds_and_lines():
    text = (
        "# 题\n\n段一\n续\n- 项\n  续\n\n> 引\n\n```\n码\n```\n| a |\n|---|\n\n***\n    not code after a rule"
    )
    assert [(part.kind, part.line) for part in passages(text)] == [
        ("heading", 1),
        ("paragraph", 3),
        ("item", 5),
        ("quote", 8),
        ("code", 10),
        ("table", 13),
        ("rule", 16),
        ("code", 17),
    ]


@pytest.mark.parametrize(
    "markup, plain",
    [
        ("2 * 3 * 4", "2 * 3 * 4"),
        (r"\*not emphasis\*", "*not emphasis*"),
        ("snake_case_name and _this_", "snake_case_name and this"),
        ("`**kept**` and ``a ` b``", "**kept** and a ` b"),
        ("`never closed **bold**", "`never closed bold"),
        ("<https://example.org> & 5 < 6", "https://example.org & 5 < 6"),
        ("[a [b](c)", "[a b"),
        ("[甲](https://example.org/维基_(页))", "甲"),
    ],
)
def test_inline_markup_is_taken_off(markup, plain):
    assert inline(markup) == plain


HOSTILE = [
    "[",
    "[x](",
    "![",
    "![a](",
    "`",
    "`a``",
    "**",
    "*a ",
    "a_",
    "_",
    "<",
    "<!--",
    "<a ",
    "&#",
    "\\",
    "[[1],",
    ">",
    "- ",
    "1. ",
    "|",
    "\n|",
    "~",
    "```\n",
    "> ```\n",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_reading_takes_time_in_proportion(unit):
    text = unit * (100_000 // len(unit))
    start = time.process_time()
    prose_and_code(text)
    assert time.process_time() - start < 1.0
