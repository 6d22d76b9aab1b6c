"""Whatever is written, nothing runs, nothing is swallowed, and a second cleaning changes nothing."""

import re
from urllib.parse import urlsplit

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text.markdown import render
from articles.text.sanitising import TAGS, clean

OUR_NAME = re.compile(r"(?:h-[\w-]+|fn-\d+|fnref-\d+(?:-\d+)?)")
ADDRESSES = ("href", "src", "srcset", "action", "formaction", "data", "poster", "background", "xlink:href")

SCRIPTS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    " javascript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;&#x61;vascript&colon;alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script&colon;alert(1)",
    "javascript&#0000058;alert(1)",
    "\u200bjavascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "file:///etc/passwd",
    "blob:https://x/y",
    "view-source:javascript:1",
)
CARRIERS = (
    "[x]({})",
    "[x](<{}>)",
    "![x]({})",
    "![x](<{}>)",
    "<{}>",
    "[x]\n\n[x]: {}",
    "[x]\n\n[x]: <{}>",
    "![x]\n\n[x]: {}",
    "[[1]]\n\n[1]: <{}>",
    '<a href="{}">x</a>',
    "<a href='{}'>x</a>",
    "<a href={}>x</a>",
    '<img src="{}">',
    '<div>\n<a href="{}">x</a><img src="{}" srcset="{} 1x">\n</div>',
    '<details ontoggle="{}" open><summary>x</summary></details>',
)
MARKUP = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x></SCRIPT>",
    "a <script>alert(1)</script> b",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<img/src=x/onerror=alert(1)>",
    '![x](y "\\" onerror=alert(1) x=\\"")',
    '![" onerror="alert(1)](x)',
    '[x](https://a/"onmouseover="alert(1))',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:1'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x></object><embed src=x>",
    "<base href=//x>",
    "<meta http-equiv=refresh content='0;url=javascript:1'>",
    "<link rel=stylesheet href=//x>",
    "<style>@import '//x'</style>",
    "<p style='background:url(javascript:1)'>x</p>",
    "<form action=//x><input name=a><button formaction=//y>z</button></form>",
    "<a id=location name=body href=#>x</a>",
    "<h2 id=forms>x</h2>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext>x",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><img src=x onerror=alert(1)>",
    "<a href='x' target=_blank ping=//y>x</a>",
    "<table background=//x><tr><td onclick=alert(1)>x</table>",
    "<b><i></b></i><a><a><table><a><tr><td><b>x",
    "<ruby><rt><p>x</ruby></p>",
    '```html" onclick="alert(1)\n<script>alert(1)</script>\n```',
    '```"><script>alert(1)</script>\nx\n```',
    '## <img src=x onerror=alert(1)> "onclick=alert(1)\n\n| a |\n|---|\n| <script>x</script> |',
    '[^"><img src=x onerror=1>]\n\n[^"><img src=x onerror=1>]: x',
    "> [!NOTE]\n> <script>alert(1)</script>",
    "- [x] <img src=x onerror=alert(1)>",
    '<a href="https://x" title="</a><script>alert(1)</script>">y</a>',
    "<video src=x onerror=alert(1)><audio src=x onerror=1>",
    "<picture><source srcset='javascript:1'><img src=x></picture>",
    "<select><option><img src=x onerror=alert(1)></select>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<details open ontoggle=alert(1)>x</details>",
    "\x00<script\x00>alert(1)</script>",
    '<a href="jav\x00ascript:alert(1)">x</a>',
)


def faults(markup: str) -> list[str]:
    """What a second parser finds in ``markup`` that must not be there."""
    tree = html5lib.parseFragment(markup, treebuilder="etree", namespaceHTMLElements=False)
    found = []
    for element in list(tree.iter())[1:]:
        if element.tag not in TAGS:
            found.append(f"tag {element.tag}")
        for key, value in element.attrib.items():
            name = str(key).lower()
            if name.startswith("on") or name in ("style", "name", "srcdoc", "target", "ping"):
                found.append(f"attribute {name}")
            if name == "id" and not OUR_NAME.fullmatch(value):
                found.append(f"id {value}")
            if name in ADDRESSES and _scheme(value) not in ("", "http", "https", "mailto"):
                found.append(f"address {value}")
            if name in ("src", "srcset") and _scheme(value) == "mailto":
                found.append(f"picture {value}")
    return found


def _scheme(address: str) -> str:
    """The scheme as a browser reads it: controls and spaces at the ends and line ends inside are gone."""
    return urlsplit(re.sub(r"[\t\r\n]", "", address).strip("".join(map(chr, range(33))))).scheme.lower()


def holds(source: str) -> None:
    printed = render(source, title="标题", language="zh-hans", site="https://news.example")
    assert faults(printed.html) == []
    assert clean(printed.html) == printed.html


def test_the_second_parser_sees_what_must_not_be_there() -> None:
    bad = '<p style="x" onclick="y" id="z"><script>1</script><a href=" java\nscript:1" name="n">a</a></p>'
    assert faults(bad) == [
        "attribute style", "attribute onclick", "id z", "tag script", "address  java\nscript:1", "attribute name",
    ]  # fmt: skip


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("script", SCRIPTS)
def test_no_carrier_brings_a_script_address_through(carrier: str, script: str) -> None:
    holds(carrier.replace("{}", script))


@pytest.mark.parametrize("source", MARKUP)
@pytest.mark.parametrize(
    "frame", ["{}", "> {}", "- {}\n- x", "甲 {} 乙", "**{}**", "{}\n\n## 甲", "<div>\n{}\n</div>"]
)
def test_hostile_markup_comes_out_harmless_and_settled(source: str, frame: str) -> None:
    holds(frame.replace("{}", source))


TAGS_ALONE = (
    "<b> </b> <i> </i> <a_href=x> </a> <p> </p> <table> <tr><td> </table> <ul><li> </div> <div> <details> <summary> "
    "</details> <ruby> <rt> <pre> </pre> <code> <dl><dt> <figure> <!-- -->"
).split()
MARKS = (
    *(
        "**",
        "*",
        "_",
        "~~",
        "`",
        "```\n",
        "[",
        "](",
        ")",
        "![",
        "[^1]",
        "\n[^1]: ",
        "[[1], [2]]",
        "\n[1]: /x\n",
    ),
    *("\n", "\n\n", "    ", "\t", "> ", "- ", "1. ", "- [x] ", "# ", "\n|a|b|\n|-|-|\n|1|2|\n", "---\n"),
    *("&lt;", "&#60;", '"', "'", "中文", "“”", "，", "。", "word", "https://example.com/x，", "\u3000\u3000"),
    *("\x00", "\ud800", "\u202e", "\ufffe", "😀", "é", "\x0b"),
)
CARRIED = tuple(carrier.replace("{}", script) for carrier in CARRIERS for script in SCRIPTS[:4])
FRAGMENTS = st.sampled_from((*MARKUP, *CARRIED, *(tag.replace("_", " ") for tag in TAGS_ALONE), *MARKS))


@settings(max_examples=300)
@given(st.lists(FRAGMENTS, max_size=14).map("".join))
def test_no_mixture_of_markup_gets_through(source: str) -> None:
    holds(source)


@settings(max_examples=200)
@given(st.text(st.characters(), max_size=200))
def test_any_text_at_all_can_be_rendered(source: str) -> None:
    holds(source)


HTML_FRAGMENTS = st.sampled_from(
    (
        "<b>|</b>|<i>|</i>|<a href=x>|</a>|<p>|</p>|<table>|</table>|<tr>|<td>|</td>|<tbody>|<caption>|<ul>|<li>|<ol>"
        "|</ul>|<h2>|</h3>|<div>|</div>|<pre>|\n|</pre>|<code>|<details>|<summary>|<dl>|<dt>|<dd>|<ruby>|<rt>|<rp>"
        "|<figure>|<svg>|<math>|<mi>|<style>|</style>|<script>|<title>|<textarea>|<select>|<option>|<template>|<form>"
        "|<br>|<hr>|<img src=x>|<!--|-->|x|&lt;|\x00|<a id=h-x>|<p class=note>|<em class='dots x'>|<section>"
        "|<span class=task role=img>|<button>|<nobr>|<font>|<frameset>|<body>|<html>"
    ).split("|")
)


@settings(max_examples=500)
@given(st.lists(HTML_FRAGMENTS, max_size=25).map("".join))
def test_cleaned_markup_is_clean_and_a_second_cleaning_changes_nothing(markup: str) -> None:
    cleaned = clean(markup)
    assert faults(cleaned) == []
    assert clean(cleaned) == cleaned


def test_markup_that_does_not_settle_is_shown_as_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.text.sanitising.SETTLES_WITHIN", 0)
    assert clean("<b>a &amp; &lt;b&gt;</b>") == "<p>a &amp; &lt;b&gt;</p>"


def test_a_small_part_of_html_is_kept() -> None:
    source = 'H<sub>2</sub> <kbd>K</kbd><mark lang="en" class="x" id="y">m</mark> <ruby>漢<rp>(</rp><rt>hàn</rt></ruby>'
    assert render(source).html == f"<p>{source}</p>\n".replace(' class="x" id="y"', "")


def test_details_hold_markdown_and_an_open_one_swallows_nothing() -> None:
    assert render("<details>\n<summary>更多</summary>\n\n**甲**\n\n</details>").html == (
        "<details>\n<summary>更多</summary>\n<p><strong>甲</strong></p>\n</details>"
    )
    assert "<details" not in render("<details>\n\n甲").html


@pytest.mark.parametrize(
    "swallower", "<script> <!-- <textarea> <style> <title> <plaintext> <svg> <T>".split()
)
def test_no_tag_swallows_the_text_after_it(swallower: str) -> None:
    assert "后文" in render(f"甲 {swallower} 乙\n\n后文").plain
    assert "后文" in render(f"{swallower}\n\n后文").plain


def test_tags_nobody_knows_are_words() -> None:
    assert render("返回 List<String> 与 <T>").plain == "返回 List<String> 与 <T>"
    assert render("Map<K>\n\n<K>\n乙").plain == "Map<K>\n<K> 乙"


def test_crossed_and_open_tags_end_with_their_paragraph() -> None:
    assert render("<b>甲\n\n乙 *<i>丙*</i>").html == "<p>甲</p>\n<p>乙 <em>丙</em></p>\n"


def test_raw_links_and_pictures_follow_the_same_rules() -> None:
    assert render('<a href="https://x.example" target="_blank">x</a> <a href="javascript:1">y</a>').html == (
        '<p><a href="https://x.example" rel="noopener">x</a> <a>y</a></p>\n'
    )
    assert render('甲 <img src="/a.png" alt="图" width=9>').html == (
        '<p>甲 <img src="/a.png" alt="图" loading="lazy" decoding="async"></p>\n'
    )


def test_a_raw_table_stands_in_a_region_too() -> None:
    printed = render("<table><tr><td>甲</td><td>乙</td></tr></table>")
    assert printed.html.startswith('<div class="table-region" role="region"')
    assert printed.plain == "甲 乙"


def test_raw_headings_stay_out_of_the_outline() -> None:
    assert render("<h1>甲</h1>").html == "<p><strong>甲</strong></p>"


def test_broken_characters_are_shown_as_such_and_controls_vanish() -> None:
    assert render("\ufeff甲\x00\ud800乙\x07丙\x0b丁\uffff").plain == "甲\ufffd\ufffd乙丙丁"
