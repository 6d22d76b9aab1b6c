"""The renderer takes time in proportion to the text, however the text is made."""

import time

import pytest

from articles.text.markdown import render
from tests.text.test_markdown_documents import CONVERTED, REPORT

SHORT, LONG = 2_500, 25_000  # characters
MOST_SECONDS = 2.0  # of processor time for LONG characters of nothing but marks, on a slow machine
MOST_GROWTH = 25  # for ten times the text; quadratic would be 100

FAMILIES = {
    "brackets": "[", "brackets closed": "[]", "links": "[a](b) ", "links open": "[a](", "nested links": "[a](<b",
    "pictures": "![", "pictures open": "![a](", "references": "[a][b]", "definitions": "[a]: b\n\n",
    "quotes": "> ", "quote lines": "> a\n", "quoted lists": "> - ", "ticks": "`", "ticks mixed": "`a``b```c",
    "stars": "*", "stars open": "**a ", "marks mixed": "*_", "marks inside": "a**b", "tildes": "~~a",
    "tables": "|a|\n|-|\n", "tables apart": "|a|\n|-|\n\n", "tables between": "|a|\n|-|\n# h\n", "pipes": "|",
    "entities": "&", "entities open": "&#x", "signs": "<", "tags open": '<a b="', "tags": "<b>", "tag pairs": "<b></b>",
    "raw links": '<a href="x">[b](c)', "comments": "<!-- ", "instructions": "<?", "sections": "<![CDATA[",
    "raw blocks": "<div>\n\n", "details": "<details>\n\n", "raw tables": "<table>\n\n", "attributes": "<a a a a a ",
    "lists": "- ", "list lines": "- a\n", "tasks": "- [ ] a\n", "numbers": "1. ", "citations": "[[1], ",
    "citations closed": "[[1]]", "footnotes": "[^a]", "footnotes open": "[^", "footnote chains": "[^a]: ",
    "notes": "[^1]\n\n[^1]: b\n\n", "addresses": "http://", "addresses closed": "http://a.b)", "www": "www.a",
    "mail": "a@",
    "lines": "a\n", "chinese lines": "中\n", "tabbed": "a\tb\n", "tabbed unevenly": "a\tb\nc\td\te\n",
    "equal headings": "# 同\n\n", "underlines": "a\n-\n", "fences": "```py\n```\n", "indented": "　　中\n",
    "callouts": "> [!NOTE]\n", "backslashes": "\\", "blanks": " ", "wide blanks": "\u3000", "nothing": "\x00",
    "code of empty lines": "```java\n" + "\n" * 900 + "```\n", "code of words": "```java\n" + "a b\n" * 300 + "```\n",
    "code of one line": "```make\n" + "a" * 900 + "\n```\n",
}  # fmt: skip


def seconds(source: str) -> float:
    begin = time.process_time()
    render(source)
    return time.process_time() - begin


def repeated(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def growth(unit: str) -> tuple[float, float]:
    """Seconds for the long text, and how many times those of the short one; noise of the machine only adds."""
    short = min(seconds(repeated(unit, SHORT)) for _turn in range(3))
    long = seconds(repeated(unit, LONG))
    return long, long / max(short, 0.004)


@pytest.mark.parametrize("family", FAMILIES)
def test_marks_without_end_take_time_in_proportion(family: str) -> None:
    measured = (growth(FAMILIES[family]) for _attempt in range(3))
    assert any(long < MOST_SECONDS and times < MOST_GROWTH for long, times in measured)


@pytest.mark.parametrize(
    "source",
    [
        "*a **b " * 3_000 + "**" * 3_000,
        "[" * 5_000 + "a" + "](b)" * 5_000,
        "![" * 5_000 + "a" + "](b)" * 5_000,
        "".join("  " * depth + "- a\n" for depth in range(200)),
        ("> - " * 50 + "a\n") * 200,
        ("> " * 15 + "- a\n") * 1_000,
        "|a" * 100 + "|\n" + "|-" * 100 + "|\n" + "|b\n" * 10_000,
        ("|a" * 100 + "|\n" + "|-" * 100 + "|\n" + "|b\n" * 100 + "\n") * 40,
        "".join(f"[^{number}] " for number in range(2_000))
        + "".join(f"\n\n[^{number}]: a" for number in range(2_000)),
        " ".join("`" * length for length in range(1, 300)),
    ],
)
def test_depth_and_width_are_bounded(source: str) -> None:
    assert seconds(source) < MOST_SECONDS


def test_below_the_deepest_list_no_word_is_lost() -> None:
    source = "".join("  " * depth + f"- w{depth}\n" for depth in range(60))
    plain = render(source).plain
    assert [word for depth in range(60) if (word := f"w{depth}") not in plain] == []
    assert "末" in render("> " * 300 + "末").plain


def test_a_hundred_thousand_characters_of_articles_take_less_than_a_second() -> None:
    long = (REPORT + CONVERTED) * (100_000 // len(REPORT + CONVERTED) + 1)
    assert min(seconds(long) for _turn in range(3)) < 1.0
