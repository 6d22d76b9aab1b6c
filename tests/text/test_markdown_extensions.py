"""What our Markdown knows beyond CommonMark: headings, tables, tasks, notes, citations, figures and code."""

import html
import re

import pytest

from articles.text.highlighting import LANGUAGES, LONGEST, LONGEST_TOGETHER, coloured_code
from articles.text.markdown import Heading, Picture, render


def body(source: str, **options: object) -> str:
    return render(source, **options).html.strip()  # type: ignore[arg-type]


def tags(name: str, markup: str) -> list[str]:
    return re.findall(rf"<{name}\b[^>]*>", markup)


# Headings


def test_headings_begin_at_two_and_leave_no_gap() -> None:
    printed = render("# 甲\n\n### 乙\n\n###### 丙\n\n## 丁\n\n# 戊")
    assert [(heading.level, heading.text) for heading in printed.toc] == [
        (2, "甲"), (3, "乙"), (4, "丙"), (3, "丁"), (2, "戊"),
    ]  # fmt: skip
    assert "<h1" not in printed.html


def test_an_anchor_keeps_chinese_and_is_a_link_named_by_its_heading() -> None:
    printed = render("## 1.1 多模态 **AI**：价值")
    assert printed.toc == (Heading(2, "1.1 多模态 AI：价值", "h-1-1-多模态-ai-价值"),)
    assert printed.html == (
        '<h2 id="h-1-1-多模态-ai-价值"><a class="anchor" href="#h-1-1-多模态-ai-价值">'
        "1.1 多模态 <strong>AI</strong>：价值</a></h2>\n"
    )


def test_equal_headings_get_different_anchors() -> None:
    printed = render("## 总结\n\n## 总结\n\n## 总结 2\n\n## ！\n\n## ？")
    anchors = ["h-总结", "h-总结-2", "h-总结-2-2", "h-section", "h-section-2"]
    assert [heading.anchor for heading in printed.toc] == anchors


def test_a_heading_with_a_link_has_no_link_around_it() -> None:
    assert tags("a", body("## 见 [此处](/a)")) == ['<a href="/a">']


def test_the_first_heading_equal_to_the_title_is_not_printed_twice() -> None:
    printed = render("导语\n\n# ２０２４ 年 趋势\n\n## 甲\n\n## 2024年趋势", title="2024年趋势")
    assert [heading.text for heading in printed.toc] == ["甲", "2024年趋势"]
    assert [heading.level for heading in printed.toc] == [2, 2]


def test_headings_inside_quotes_stay_out_of_the_contents_and_empty_ones_vanish() -> None:
    printed = render("> # 引\n\n#\n\n## 甲")
    assert [heading.text for heading in printed.toc] == ["甲"]
    assert printed.html.count("<h") == 2


# Tables and tabbed lines

FIGURES = (
    "## 增长\n\n| 公司 | 营收 | 份额 |\n|---|---|:-:|\n| 甲 | 1,250 亿元 | 57.2% |\n| 乙 | — | 约 3% |\n"
)


def test_a_table_stands_in_a_named_region_that_takes_focus() -> None:
    assert tags("div", body(FIGURES)) == [
        '<div class="table-region" role="region" tabindex="0" aria-label="增长">'
    ]


def test_columns_of_figures_stand_right_and_written_alignment_wins() -> None:
    printed = body(FIGURES)
    assert tags("th", printed) == [
        '<th scope="col">', '<th class="num" scope="col">', '<th class="center" scope="col">',
    ]  # fmt: skip
    assert tags("td", printed) == ["<td>", '<td class="num">', '<td class="center">'] * 2


def test_regions_under_one_heading_have_different_names() -> None:
    table = "| a |\n|---|\n| b |\n\n"
    assert re.findall('aria-label="([^"]+)"', body("## 甲\n\n" + table * 3)) == ["甲", "甲（2）", "甲（3）"]
    assert re.findall('aria-label="([^"]+)"', body(table * 2, language="en")) == ["Table", "Table (2)"]


def test_a_table_directly_after_a_line_is_a_table() -> None:
    assert body("如下表所示：\n| a | b |\n|---|---|\n| 1 | 2 |").startswith("<p>如下表所示：</p>\n<div")


def test_more_cells_than_an_article_may_have_stay_lines() -> None:
    wide = "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "|词\n" * 200
    printed = render(wide)
    assert "<table" not in printed.html
    assert printed.plain.count("词") == 200


def test_even_lines_with_tabs_are_a_table() -> None:
    printed = body("目录\n2023 回顾\t3\n算力“破墙”\t11\n结语\t34\n\n正文")
    assert tags("td", printed) == ["<td>", '<td class="num">'] * 3
    assert printed.startswith("<p>目录</p>") and printed.endswith("<p>正文</p>")
    assert render("甲\t1\n乙\t2").plain == "甲 1\n乙 2"


def test_uneven_lines_with_tabs_keep_their_ends() -> None:
    assert body("甲\t1\n乙\t2\t3") == "<p>甲\u20031<br>\n乙\u20032\u20033</p>"


def test_one_line_with_a_tab_is_a_paragraph() -> None:
    assert body("甲\t1") == "<p>甲\t1</p>"


# Tasks, callouts, strikethrough


def test_tasks_show_a_named_sign_and_no_field() -> None:
    printed = body("- [x] 写\n- [ ] 审\n\n1. [x] a", language="en")
    assert "<input" not in printed
    assert re.findall('aria-label="([^"]+)">(.)', printed) == [
        ("Done", "☑"),
        ("Not done", "☐"),
        ("Done", "☑"),
    ]
    assert 'class="contains-task-list"' in printed


def test_a_loose_task_holds_its_sign_in_the_paragraph() -> None:
    assert body("- [x] 写\n\n  再写").startswith(
        '<ul class="contains-task-list">\n<li class="task-list-item">\n<p><span class="task"'
    )


@pytest.mark.parametrize("language, title", [("zh-hans", "警告"), ("zh-Hant", "警告"), ("en", "Warning")])
def test_a_callout_is_named_in_the_language_of_the_article(language: str, title: str) -> None:
    assert body("> [!WARNING]\n> 风大", language=language) == (
        f'<div class="callout callout-warning" role="note">\n<p class="callout-title">{title}</p>\n<p>风大</p>\n</div>'
    )


def test_two_tildes_strike_and_one_does_not() -> None:
    assert body("~~旧~~ 3~5 与 7~10") == "<p><s>旧</s> 3~5 与 7~10</p>"


# Footnotes


def test_a_footnote_leads_there_and_back() -> None:
    assert body("甲[^a]。乙[^a]。\n\n[^a]: 注。") == (
        '<p>甲<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup>。'
        '乙<sup class="footnote-ref"><a href="#fn-1" id="fnref-1-2" role="doc-noteref">1</a></sup>。</p>\n'
        '<section class="footnotes" role="doc-endnotes" aria-label="脚注"><ol>\n<li id="fn-1"><p>注。'
        ' <a href="#fnref-1" class="footnote-back" role="doc-backlink" aria-label="返回正文 1">↩︎</a>'
        ' <a href="#fnref-1-2" class="footnote-back" role="doc-backlink" aria-label="返回正文 1-2">↩︎</a>'
        "</p>\n</li>\n</ol></section>"
    )


def test_footnotes_are_numbered_as_they_are_read_and_none_is_lost() -> None:
    source = "乙[^b]甲[^a]\n\n[^a]: 甲注\n[^b]: 乙注[^c]\n[^c]: 丙注\n[^d]: 无人提及\n[^a]: 又一甲注\n"
    assert render(source).plain.split("\n") == ["乙甲", "乙注", "甲注", "又一甲注", "丙注", "无人提及"]


def test_a_definition_after_a_footnote_is_no_part_of_it() -> None:
    printed = body("甲[^1]，见[[2]]。\n\n[^1]: 注\n[2]: https://example.com/x")
    assert '<sup class="cite">[<a href="https://example.com/x" rel="noopener">2</a>]</sup>' in printed
    assert "[2]:" not in printed


def test_a_mark_without_a_note_stays_as_written() -> None:
    assert body("甲[^x]") == "<p>甲[^x]</p>"


# Citations


@pytest.mark.parametrize(
    "source, printed",
    [
        ("投入[[2], [11], [20]]。", "[2, 11, 20]"),
        ("基础[[1]]。", "[1]"),
        ("基础[[1]，[3]]。", "[1, 3]"),
        ("基础[[1][3]]。", "[1, 3]"),
        ("基础[[1]-[3]]。", "[1-3]"),
    ],
)
def test_a_citation_without_references_is_plain_superscript(source: str, printed: str) -> None:
    assert f'<sup class="cite">{printed}</sup>。' in body(source)


def test_a_citation_links_to_the_references_there_are() -> None:
    assert body("投入[[2], [11]]。\n\n[2]: https://example.com/二", site="https://news.example") == (
        '<p>投入<sup class="cite">[<a href="https://example.com/%E4%BA%8C" rel="noopener">2</a>, 11]</sup>。</p>'
    )


def test_an_ordinary_link_whose_text_is_bracketed_stays_a_link() -> None:
    assert body("[[1]](/a)") == '<p><a href="/a">[1]</a></p>'
    assert body("a [[b], [c]]") == "<p>a [[b], [c]]</p>"


# Links and pictures


def test_links_elsewhere_are_marked_and_ours_are_not() -> None:
    printed = body(
        "[a](https://other.example) [b](https://news.example/x) [c](/y) [d](#h-z)",
        site="https://news.example",
    )
    assert tags("a", printed) == [
        '<a href="https://other.example" rel="noopener">',
        '<a href="https://news.example/x">',
        '<a href="/y">',
        '<a href="#h-z">',
    ]


def test_a_picture_alone_is_a_figure_and_its_title_the_caption() -> None:
    assert body('![图 *一*](/a.png "说明 <1>")') == (
        '<figure><img src="/a.png" alt="图 一" loading="lazy" decoding="async">'
        "<figcaption>说明 &lt;1&gt;</figcaption></figure>"
    )
    assert body("![甲](/a.png)\n![乙](/b.png)").count("<figure>") == 2
    assert body("[![甲](/a.png)](/b)").startswith('<figure><a href="/b"><img ')


def test_a_picture_in_a_sentence_stays_in_it() -> None:
    assert (
        body("见 ![甲](a.png) 图")
        == '<p>见 <img src="a.png" alt="甲" loading="lazy" decoding="async"> 图</p>'
    )


def test_a_picture_of_ours_comes_with_sizes_and_formats() -> None:
    avif = "/media/x-640.avif 640w, /media/x-1080.avif 1080w"
    ours = Picture((("image/avif", avif),), "/media/x-1080.jpg", 1080, 720)
    printed = body("![港口](图片/港口.jpg)", pictures={"图片/港口.jpg": ours})
    assert printed == (
        f'<figure><picture><source type="image/avif" srcset="{avif}" sizes="(min-width: 42rem) 40rem, 100vw">'
        '<img src="/media/x-1080.jpg" width="1080" height="720" alt="港口" loading="lazy" decoding="async">'
        "</picture></figure>"
    )


def test_pictures_from_nowhere_allowed_leave_their_words() -> None:
    assert body("![甲](mailto:a@b.c)") == "<p>甲</p>"
    assert body("![甲](data:image/png;base64,AAAA)") == "<p>![甲](data:image/png;base64,AAAA)</p>"


# Code


def test_code_is_coloured_by_class_and_its_language_shown() -> None:
    assert body('```python\ndef f(): return "甲"\n```') == (
        '<pre class="code" tabindex="0" data-language="python"><code><span class="hl-keyword">def</span> '
        '<span class="hl-name">f</span>(): <span class="hl-keyword">return</span> '
        '<span class="hl-string">"甲"</span>\n</code></pre>'
    )


def test_code_in_an_unknown_language_stays_plain() -> None:
    assert body("```mermaid\na-->b\n```") == (
        '<pre class="code" tabindex="0" data-language="mermaid"><code>a--&gt;b\n</code></pre>'
    )
    assert body("    a <b>") == '<pre class="code" tabindex="0"><code>a &lt;b&gt;\n</code></pre>'


def test_long_code_stays_plain_and_whole() -> None:
    code = "x = 1\n" * (LONGEST // 6 + 1)
    assert "<span" not in body(f"```python\n{code}```")
    assert render(f"```python\n{code}```").plain.count("x = 1") == LONGEST // 6 + 1
    blocks = f"```python\n{'x = 1' * 10}\n" + "y = 2\n" * 1000 + "```\n\n"
    assert body(blocks * 20).count("hl-number") <= LONGEST_TOGETHER // 5


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_known_language_keeps_every_character(language: str) -> None:
    code = 'if x == "甲":\n    # 注\n    y = 1.5 /* a */ <b c="d">&amp;</b>\n\n{ "k": [1, 2] } -- z\n'
    coloured = coloured_code(code, language)
    assert coloured is not None
    assert html.unescape(re.sub(r"<[^>]+>", "", coloured)) == code


# The whole


def test_the_plain_text_holds_words_and_no_markup() -> None:
    source = (
        "## 甲\n\n乙**丙**[丁](/x)`code`\n\n> 引\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![图](/a.png '说明')\n"
    )
    assert render(source).plain == "甲\n乙丙丁code\n引\na b\n1 2\n图\n说明"


def test_nothing_comes_of_nothing() -> None:
    assert render("") == ("", (), "")
    assert render("\n \n\t\n") == ("", (), "")
