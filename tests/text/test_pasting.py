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


def test_the_first_row_of_a_table_without_headings_is_its_head() -> None:
    rows = "<table><tbody><tr><td><p>港</p></td><td><b>吨</b></td></tr><tr><td>甲</td><td>3</td></tr></tbody></table>"
    assert pasting.markdown(rows) == "| 港 | **吨** |\n| --- | --- |\n| 甲 | 3 |"


@pytest.mark.parametrize(
    "picture, written",
    [
        ('<img src="https://a.test/b.png" alt="船 [左]">', "<https://a.test/b.png 船 [左]>"),
        ('<img width=60 src="file:///C:/Users/王/clip_image 1.png">', "</lost/clip_image 1.png >"),
        ('<img src="data:image/png;base64,AAAA" alt="船">', "< 船>"),
        ('<img src="data:image/gif;base64,AAAA" data-src="https://a.test/b">', "<https://a.test/b >"),
        ('<img src="https://a.test/count" width="1" height="1">', ""),
        ('<img src="https://a.test/smile.png" alt="🙂">', "🙂"),
    ],
)
def test_whoever_asks_says_what_stands_for_a_picture(picture: str, written: str) -> None:
    def told(address: str, words: str) -> str:
        return f"<{address} {words}>"

    for markup in (f"<p>一{picture}</p>", f"<h2>一{picture}</h2>", f'<p>一<a href="#x">{picture}</a></p>'):
        assert pasting.markdown(markup, picture=told).removeprefix("## ") == f"一{written}"


def test_endless_nesting_becomes_its_plain_words() -> None:
    assert pasting.markdown("<ul><li>" * 3000 + "深", "深") == "深"


def test_more_than_a_million_characters_are_refused() -> None:
    with pytest.raises(pasting.Refused):
        pasting.markdown("x" * 1_000_001)


def test_cells_between_tabs_become_a_table_and_other_words_do_not() -> None:
    assert pasting.table("港\t吨\n甲\t3|4\n") == "| 港 | 吨 |\n| --- | --- |\n| 甲 | 3\\|4 |"
    assert pasting.table("一\t二") == ""
    assert pasting.table("一\n二") == ""
