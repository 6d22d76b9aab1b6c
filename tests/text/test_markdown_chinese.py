"""Chinese text in Markdown: emphasis, line ends, bare addresses, dots and notes."""

import pytest

from articles.text.markdown import commonmark, render


def body(source: str) -> str:
    return render(source).html.strip()


@pytest.mark.parametrize(
    "source, expected",
    [
        ("**注意：**后面", "<strong>注意：</strong>后面"),
        ("新**“稀土”**材料", "新<strong>“稀土”</strong>材料"),
        ("**“稀土”**新材料", "<strong>“稀土”</strong>新材料"),
        ("他说**（重要）**的话", "他说<strong>（重要）</strong>的话"),
        ("这是**《条例》**全文", "这是<strong>《条例》</strong>全文"),
        ("共**50%**的人", "共<strong>50%</strong>的人"),
        ("**自注意力（Self-Attention）**能够", "<strong>自注意力（Self-Attention）</strong>能够"),
        ("原价~~“一百”元。~~现价", "原价<s>“一百”元。</s>现价"),
        ("前*——破折——*后", "前<em>——破折——</em>后"),
        ("단어**(강조)**를", "단어<strong>(강조)</strong>를"),
    ],
)
def test_emphasis_beside_chinese_marks_is_emphasis(source: str, expected: str) -> None:
    assert body(source) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "source",
    ["a * foo bar*", 'a*"foo"*', "**foo bar **", "_foo_bar_baz_", "*(**foo**)*", "foo*(*bar)", "**(**foo)"],
)
def test_emphasis_in_ascii_text_is_as_commonmark_says(source: str) -> None:
    ours = body(source).replace('<p class="note">', "<p>")
    assert ours == commonmark(source).strip().replace("&quot;", '"')


def test_emoji_are_no_chinese_characters() -> None:
    assert body("🎉**(x)**a") == "<p>🎉**(x)**a</p>"
    assert body("a**🎉**b") == "<p>a**🎉**b</p>"
    assert body("中**🎉**文") == "<p>中<strong>🎉</strong>文</p>"


@pytest.mark.parametrize(
    "source, expected",
    [
        ("第一行，\n第二行", "第一行，第二行"),
        ("第一行\n**第二**行", "第一行<strong>第二</strong>行"),
        ("**第一**\n第二", "<strong>第一</strong>第二"),
        ("他说“好”\n然后走", "他说“好”然后走"),
        ("话音未落\n——门开了", "话音未落——门开了"),
        ("引文\n— 作者", "引文\n— 作者"),
        ("one\ntwo", "one\ntwo"),
        ("中文\nEnglish", "中文\nEnglish"),
        ("한국어\n문장", "한국어\n문장"),
        ("第一行  \n第二行", "第一行<br>\n第二行"),
    ],
)
def test_a_line_end_between_chinese_characters_leaves_nothing(source: str, expected: str) -> None:
    assert body(source) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "source, address, after",
    [
        ("见 https://example.com/a，后文", "https://example.com/a", "，后文"),
        ("见https://example.com/a后文", "https://example.com/a", "后文"),
        ("（https://example.com/a）", "https://example.com/a", "）"),
        ("“https://example.com/a”", "https://example.com/a", "”"),
        ("**https://example.com/a**，", "https://example.com/a", "</strong>，"),
        ("see https://example.com/a_(b)).", "https://example.com/a_(b)", ")."),
        ("https://example.com/?a=1&b=2。", "https://example.com/?a=1&amp;b=2", "。"),
    ],
)
def test_a_bare_address_ends_where_chinese_begins(source: str, address: str, after: str) -> None:
    assert f'<a href="{address}" rel="noopener">{address}</a>{after}' in body(source)


def test_an_address_in_angle_brackets_keeps_its_chinese() -> None:
    assert 'href="https://example.com/%E4%B8%AD%E6%96%87"' in body("<https://example.com/中文>")


def test_www_and_mail_addresses_are_links() -> None:
    assert body("访问www.example.com。") == (
        '<p>访问<a href="http://www.example.com" rel="noopener">www.example.com</a>。</p>'
    )
    assert (
        body("写信给desk@example.com。")
        == '<p>写信给<a href="mailto:desk@example.com">desk@example.com</a>。</p>'
    )


def test_times_ratios_and_code_are_no_addresses() -> None:
    assert "<a" not in body("12:30 比 3:2，`https://example.com` 与 http: 与 a@b")


def test_short_han_emphasis_gets_dots_and_nothing_else_does() -> None:
    assert body("这是*重点*。") == '<p>这是<em class="dots">重点</em>。</p>'
    fifteen, sixteen = "一" * 15, "一" * 16
    assert 'class="dots"' in body(f"这*{fifteen}*了")
    assert 'class="dots"' not in body(f"这*{sixteen}*了")
    assert 'class="dots"' not in body("这*AI 重点*了")


def test_a_paragraph_that_is_one_emphasis_is_a_note() -> None:
    assert body("*本文首发于**某**博客，转载请注明出处。*") == (
        '<p class="note"><em>本文首发于<strong>某</strong>博客，转载请注明出处。</em></p>'
    )
    assert 'class="note"' not in body("*甲* 与 *乙*")
    assert 'class="note"' not in body("**加粗**")


def test_quotation_marks_dashes_and_ranges_stay_as_written() -> None:
    source = '“甲”‘乙’——丙……丁 3~5 天，7~10 天 "quoted" it\'s (c) -- ...'
    assert render(source).plain == source


def test_a_line_indented_the_chinese_way_begins_a_paragraph() -> None:
    assert body("　　第一段。\n　　第二段。") == "<p>第一段。</p>\n<p>第二段。</p>"


def test_a_sentence_after_a_finished_list_item_is_a_paragraph() -> None:
    assert body("- 甲。\n- 乙。\n综上所述") == "<ul>\n<li>甲。</li>\n<li>乙。</li>\n</ul>\n<p>综上所述</p>"
    assert body("- one.\ntwo") == "<ul>\n<li>one.\ntwo</li>\n</ul>"


def test_a_list_directly_after_a_bold_line_is_a_list() -> None:
    assert body("**主要特点：**\n- 甲\n- 乙") == (
        "<p><strong>主要特点：</strong></p>\n<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>"
    )
