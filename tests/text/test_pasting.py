"""Rich text becomes Markdown: bold by style, lists, links, cells; what is hostile or endless becomes plain words."""

import pytest

from articles.text import pasting


@pytest.mark.parametrize(
    "markup, written",
    [
        (
            '<b style="font-weight:normal"><p><span style="font-weight:700">注意：</span>开</p></b>',
            "**注意：**开",
        ),
        ('<p><span style="font-style:italic">斜</span></p>', "*斜*"),
        ("<h2>一</h2><p>二</p>", "## 一\n\n二"),
        ("<ul><li>一<ul><li>二</li></ul></li></ul>", "- 一\n  - 二"),
        ('<p>看<a href="https://a.test/b">这里</a></p>', "看[这里](https://a.test/b)"),
        ('<p>看<a href="javascript:alert(1)">这里</a></p>', "看这里"),
        ("<section>一</section><section>二</section>", "一\n\n二"),
        ("<style>p{}</style><script>x</script><p>一</p><!-- 二 -->", "一"),
        ('<p>一<img src="data:image/png;base64,AA"></p>', "一"),
        ("<p>1*2_3</p>", "1\\*2\\_3"),
    ],
)
def test_markup_becomes_markdown(markup: str, written: str) -> None:
    assert pasting.markdown(markup) == written


def test_a_bar_in_a_cell_stays_in_its_cell() -> None:
    rows = "<table><tr><th>港</th><th>吨</th></tr><tr><td>甲|乙</td><td>3</td></tr></table>"
    assert pasting.markdown(rows) == "| 港 | 吨 |\n| --- | --- |\n| 甲\\|乙 | 3 |"


def test_endless_nesting_becomes_its_plain_words() -> None:
    assert pasting.markdown("<ul><li>" * 3000 + "深", "深") == "深"


def test_more_than_a_million_characters_are_refused() -> None:
    with pytest.raises(pasting.Refused):
        pasting.markdown("x" * 1_000_001)


def test_cells_between_tabs_become_a_table_and_other_words_do_not() -> None:
    assert pasting.table("港\t吨\n甲\t3|4\n") == "| 港 | 吨 |\n| --- | --- |\n| 甲 | 3\\|4 |"
    assert pasting.table("一\t二") == ""
    assert pasting.table("一\n二") == ""
