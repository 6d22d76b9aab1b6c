"""The content contract: every key, every alias, every fallback, and back again."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text.keys import NAMES
from articles.text.manuscript import FrontMatterError, Manuscript, Person, compose, parse

SHANGHAI = ZoneInfo("Asia/Shanghai")

REPORT = """---
title: "2026年港口复航：从停摆到通航"
summary: "三天停摆之后，港口重新开放。"
category: "city"
tags: ["港口", "风暴", "航运"]
author:
  name: "林记者"
  bio: "航运记者"
publishDate: "2026-01-15"
updateDate: "2026-01-16 09:30"
coverImage: "/images/news/port.jpg"
coverAlt: "货轮"
coverCaption: "首艘货轮进港"
coverCredit: "王摄影"
coverLicence: "CC BY 4.0"
coverFocal: "0.25, 0.5"
isSticky: true
isHot: true
views: 1250
readTime: 8
translationKey: port-2026
weight: 10
---

# 2026年港口复航：从停摆到通航

正文第一段。
"""


def read(source: str, name: str = "file.md") -> Manuscript:
    return parse(source, name=name, zone=SHANGHAI)


def key(text: str, body: str = "# 题\n") -> Manuscript:
    return read(f"---\n{text}\n---\n{body}")


def refused(text: str) -> FrontMatterError:
    with pytest.raises(FrontMatterError) as caught:
        key("title: t\n" + text)
    return caught.value


def test_the_reference_file_is_read_whole():
    assert read(REPORT) == Manuscript(
        title="2026年港口复航：从停摆到通航",
        summary="三天停摆之后，港口重新开放。",
        body="# 2026年港口复航：从停摆到通航\n\n正文第一段。",
        category="city",
        tags=("港口", "风暴", "航运"),
        authors=(Person("林记者", "航运记者"),),
        publish_at=datetime(2026, 1, 14, 16, tzinfo=UTC),
        update_at=datetime(2026, 1, 16, 1, 30, tzinfo=UTC),
        cover_path="/images/news/port.jpg",
        cover_alt="货轮",
        cover_caption="首艘货轮进港",
        cover_credit="王摄影",
        cover_licence="CC BY 4.0",
        cover_focal=(0.25, 0.5),
        is_sticky=True,
        is_hot=True,
        views=1250,
        read_minutes=8,
        extra={"translationKey": "port-2026", "weight": 10},
    )
    assert read(REPORT).warnings == ()
    assert read(compose(read(REPORT))) == read(REPORT)


@pytest.mark.parametrize(
    "text, fact, value",
    [
        ("headline: 题目", "title", "题目"),
        ("title: 2024", "title", "2024"),
        ("title: >\n  two\n  lines", "title", "two lines"),
        ("description: 说明", "summary", "说明"),
        ("excerpt: 摘要", "summary", "摘要"),
        ("custom_excerpt: 摘要", "summary", "摘要"),
        ("description: ''\nexcerpt: 摘要", "summary", "摘要"),
        ("categories: 科技", "category", "科技"),
        ("categories: [tech, ai]", "category", "tech"),
        ("categories:\n  - [tech, ai]", "category", "tech"),
        ("categories: [tech, ai]", "tags", ("ai",)),
        ("categories: [tech, ai]\ntags: [港口, AI]", "tags", ("港口", "AI")),
        ("tags: 港口，风暴、航运；天气;5G,５ｇ", "tags", ("港口", "风暴", "航运", "天气", "5G")),
        ("tags: [2024, true, a]", "tags", ("2024", "true", "a")),
        ("tags:", "tags", ()),
        ("keywords: a, b", "tags", ("a", "b")),
        ("author: 王伟", "authors", (Person("王伟"),)),
        ("author: 王伟、李娜", "authors", (Person("王伟"), Person("李娜"))),
        ("author: Smith, John", "authors", (Person("Smith, John"),)),
        (
            "authors: [王伟, {name: 李娜, bio: 记者}, 王伟]",
            "authors",
            (Person("王伟"), Person("李娜", "记者")),
        ),
        ("date: 2024-01-15", "publish_at", datetime(2024, 1, 14, 16, tzinfo=UTC)),
        ("pubDate: 2024-1-5", "publish_at", datetime(2024, 1, 4, 16, tzinfo=UTC)),
        ("published: 2024/01/15 08:30", "publish_at", datetime(2024, 1, 15, 0, 30, tzinfo=UTC)),
        ("published_at: 2024-01-15T08:30:00.000Z", "publish_at", datetime(2024, 1, 15, 8, 30, tzinfo=UTC)),
        ("date: 2024-01-15 08:30:00 +0800", "publish_at", datetime(2024, 1, 15, 0, 30, tzinfo=UTC)),
        ("date: 2024-01-15T08:30:00-05:30", "publish_at", datetime(2024, 1, 15, 14, 0, tzinfo=UTC)),
        ("date: 2024年1月15日 08:30", "publish_at", datetime(2024, 1, 15, 0, 30, tzinfo=UTC)),
        ("date: Mon, 15 Jan 2024 08:30:00 +0800", "publish_at", datetime(2024, 1, 15, 0, 30, tzinfo=UTC)),
        ("date: 2024-01-15T08:30:45.123456Z", "publish_at", datetime(2024, 1, 15, 8, 30, 45, 123456, UTC)),
        ("publishDate: 2024-01-15\ndate: 2020-01-01", "publish_at", datetime(2024, 1, 14, 16, tzinfo=UTC)),
        ("lastmod: 2024-01-15", "update_at", datetime(2024, 1, 14, 16, tzinfo=UTC)),
        ("updated: 2024-01-15", "update_at", datetime(2024, 1, 14, 16, tzinfo=UTC)),
        ("cover: a.jpg", "cover_path", "a.jpg"),
        ("image: a.jpg", "cover_path", "a.jpg"),
        ("banner: a.jpg", "cover_path", "a.jpg"),
        ("thumbnail: a.jpg", "cover_path", "a.jpg"),
        ("feature_image: https://example.org/a.jpg", "cover_path", "https://example.org/a.jpg"),
        ("images: [a.jpg, b.jpg]", "cover_path", "a.jpg"),
        ("cover: {image: a.jpg, alt: 货轮}", "cover_path", "a.jpg"),
        ("cover: {image: a.jpg, alt: 货轮}", "cover_alt", "货轮"),
        ("cover: {image: a.jpg, alt: 货轮}\ncoverAlt: 港口", "cover_alt", "港口"),
        ("coverFocal: [0, 1]", "cover_focal", (0.0, 1.0)),
        ("coverFocal: {x: 0.2, y: 0.8}", "cover_focal", (0.2, 0.8)),
        ("coverFocal: 0.2 0.8", "cover_focal", (0.2, 0.8)),
        ("isSticky: yes", "is_sticky", True),
        ("isSticky: 1", "is_sticky", True),
        ("isSticky: 否", "is_sticky", False),
        ("sticky: 100", "is_sticky", True),
        ("isHot: no", "is_hot", False),
        ("views: '1,250'", "views", 1250),
        ("views: 12.0", "views", 12),
        ("readTime: 8 min read", "read_minutes", 8),
        ("reading_time: 8 分钟", "read_minutes", 8),
        ("slug: gang-kou", "slug", "gang-kou"),
        ("permalink: /2024/01/gang-kou.html", "slug", "gang-kou"),
        ("permalink: https://example.org/news/gang-kou/", "slug", "gang-kou"),
        ("permalink: /:year/:title/", "slug", ""),
        ("lang: zh-CN", "language", "zh-hans"),
        ("locale: en_US", "language", "en"),
        ("language: zh_TW", "language", "zh-hant"),
        ("lang: fr", "language", "fr"),
        ("draft: true", "is_draft", True),
        ("published: false", "is_draft", True),
        ("published: true", "is_draft", False),
        ("status: draft", "is_draft", True),
        ("Publish-Date: 2024-01-15", "publish_at", datetime(2024, 1, 14, 16, tzinfo=UTC)),
    ],
)
def test_keys_of_every_house_are_understood(text, fact, value):
    assert getattr(key(text), fact) == value


def test_toml_with_dates_of_its_own_is_understood():
    found = read(
        '+++\ntitle = "t"\ndate = 2024-01-15T08:30:00+08:00\nlastmod = 2024-01-16\ndraft = false\n+++\nbody'
    )
    assert (found.publish_at, found.update_at) == (
        datetime(2024, 1, 15, 0, 30, tzinfo=UTC),
        datetime(2024, 1, 15, 16, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "text, sentence",
    [
        (
            "publishDate: soon",
            "“publishDate” is “soon”, which is no date. Write it like 2024-01-15T08:30:00+08:00.",
        ),
        ("publishDate: 9999-99-99", "which is no date"),
        ("publishDate: 2024-02-30", "which is no date"),
        ("publishDate: 12:30:45", "which is no date"),
        ("publishDate: '+0800'", "which is no date"),
        ("publishDate: 0001-01-01", "which is no date"),
        ("publishDate: 20240115", "which is no date"),
        ("publishDate: [2024]", "which is no date"),
        ("updateDate: 2024-01-15T25:00", "which is no date"),
        ("updateDate: 2024-01-15T08:00+99:00", "which is no date"),
        ("coverFocal: 1.5, 0.5", "two numbers between 0 and 1"),
        ("coverFocal: 0.5", "two numbers between 0 and 1"),
        ("coverFocal: nan, 0", "two numbers between 0 and 1"),
        ("coverFocal: centre", "two numbers between 0 and 1"),
        ("views: -1", "must lie between 0 and"),
        ("views: many", "not a whole number"),
        ("views: 1.5", "not a whole number"),
        ("views: true", "not a whole number"),
        ("views: 9999999999999999", "must lie between"),
        ("views: " + "9" * 5000, "not a whole number"),
        ("readTime: 0", "must lie between 1 and"),
        ("readTime: long", "not a whole number"),
        ("isSticky: maybe", "neither yes nor no"),
        ("isSticky: 2", "neither yes nor no"),
        ("isHot: [true]", "neither yes nor no"),
        ("draft: soon", "neither yes nor no"),
        ("language: Klingon!", "names no language"),
        ("summary: [a]", "must be words"),
        ("category: {a: b}", "must be words"),
        ("tags: {a: b}", "words or a list of words"),
        ("tags: [" + "长" * 101 + "]", "101 characters, and 100 fit"),
        ("author: {bio: only}", "author without a name"),
        ("author: [{name: [a]}]", "must be a name"),
        ("author: " + "名" * 121, "more than 120 characters"),
        ("coverImage: {path: [a]}", "must be words"),
        ("coverCaption: [a]", "must be words"),
        ("slug: [a]", "must be words"),
    ],
)
def test_a_value_that_cannot_be_right_is_refused_with_its_line(text, sentence):
    error = refused(text)
    assert error.line == 3
    assert sentence in str(error)
    assert "%(" not in str(error)


def test_a_headline_that_does_not_fit_is_refused():
    with pytest.raises(FrontMatterError, match="301 characters, and 300 fit"):
        key("title: " + "字" * 301)


PLAIN = """好的，请查阅这份关于港口复航的完整报告。

# 港口**复航**综合报告

## 执行摘要

2026年是港口从*停摆*走向[通航](https://example.org)的关键一年[[2], [11]]，货运逐步恢复。后续将陆续开放更多航线，
并在年内完成全部泊位的检修与升级工作，届时吞吐能力将超过风暴之前的水平，沿线各市的成本也会随之下降。
"""


def test_a_plain_report_finds_its_headline_behind_the_preamble():
    found = read(PLAIN, "000_hash.txt")
    assert found.title == "港口复航综合报告"
    assert found.summary == "2026年是港口从停摆走向通航的关键一年，货运逐步恢复。"
    assert found.body == PLAIN.strip("\n")
    assert (found.language, found.category, found.tags, found.warnings) == ("zh-hans", "", (), ())


CONVERTED = """

The background is a full-page photograph of a harbour. It shows three cranes and a ship in the morning light.

2026 航运趋势

目录

2025 回顾\t3
港口“复航”\t8

2025 回顾

准确性：● ● ●

核心判断：2026 年全球航运将逐步恢复。港口吞吐量可能提前回到风暴之前。
"""


def test_a_converted_document_without_a_heading_is_named_by_its_file():
    found = read(CONVERTED, "reports/001_shipping.v2.txt")
    assert found.title == "001_shipping.v2"
    assert found.summary == "核心判断：2026 年全球航运将逐步恢复。港口吞吐量可能提前回到风暴之前。"
    assert [(warning.line, warning.message % warning.params) for warning in found.warnings] == [
        (1, "The text has no headline, so the file's name “001_shipping.v2” stands in for it.")
    ]


@pytest.mark.parametrize(
    "body, title",
    [
        ("## 二级\n\n# 一级 #\n", "一级"),
        ("```\n# code\n```\n\n# 题", "题"),
        ("题目\n===\n\n正文", "题目"),
        ("# \n\n# **`码`** 与 [链接](a)", "码 与 链接"),
        ("正文", "file"),
        ("", "file"),
    ],
)
def test_without_a_key_the_first_heading_is_the_headline(body, title):
    assert read(body).title == title


@pytest.mark.parametrize(
    "body, summary",
    [
        (
            "- 列表\n\n| a | b |\n|---|---|\n\n![图](a.jpg)\n\n```\ncode\n```\n\n这一段才是正文的第一段，说了一件事。",
            "这一段才是正文的第一段，说了一件事。",
        ),
        (
            "Here is the report you asked for:\n\n# Port\n\nThe port opened again on Monday after the storm.",
            "The port opened again on Monday after the storm.",
        ),
        (
            "好的产品需要时间打磨，这一段是正文而不是客套话。\n\n## 节",
            "好的产品需要时间打磨，这一段是正文而不是客套话。",
        ),
        ("第一行被折断，\n第二行接着说完了这句话。", "第一行被折断，第二行接着说完了这句话。"),
        ("没有句号但有足够的长度可以作摘要", "没有句号但有足够的长度可以作摘要"),
        ("短。", ""),
        ("", ""),
        ("甲" * 100 + "。", "甲" * 79 + "…"),
        ("甲" * 50 + "，" + "乙" * 50 + "。", "甲" * 50 + "…"),
        ("甲" * 60 + "。”" + "乙" * 50 + "。", "甲" * 60 + "。”"),
        ("word " * 50 + "end.", ("word " * 32)[:-1].rsplit(" ", 1)[0] + "…"),
    ],
)
def test_without_a_key_the_first_real_paragraph_is_the_summary(body, summary):
    assert read(body).summary == summary


@pytest.mark.parametrize("text", ["summary: ''", "title: ''\nsummary: ''"])
def test_what_our_own_key_says_empty_stays_empty(text):
    assert key(text, "# 题\n\n这一段是正文的第一段，说了一件事。").summary == ""


def test_a_blank_line_of_a_template_says_nothing():
    found = key("title:\nsummary:\ndate:\ntags: []", "# 题\n\n这一段是正文的第一段，说了一件事。")
    assert (found.title, found.summary, found.publish_at, found.extra) == (
        "题",
        "这一段是正文的第一段，说了一件事。",
        None,
        {},
    )


@pytest.mark.parametrize(
    "body, language",
    [
        ("The port reopened on Monday.", "en"),
        ("港口周一重新开放。", "zh-hans"),
        ("The Beijing (北京) office reopened on Monday after a long pause.", "en"),
        ("使用 Transformer 与 LoRA 训练 GPT 模型。", "zh-hans"),
        ("12 34", "en"),
        ("", "zh-hans"),
    ],
)
def test_the_language_is_read_off_the_text(body, language):
    assert read(body).language == language


def test_what_loses_to_another_key_is_kept():
    found = key(
        "publishDate: 2024-01-15\ndate: 2020-01-01\ncategory: a\ncategories: [b]\nimages: [x.jpg, y.jpg]"
    )
    assert found.extra == {"date": "2020-01-01", "categories": ["b"], "images": ["x.jpg", "y.jpg"]}
    assert key(compose(found).split("---\n")[1]) == replace(found, body="# 题")


def test_what_is_lost_is_said():
    found = key("author: {name: 王伟, email: w@example.org}\nslug: 你 好")
    assert [(warning.line, warning.message % warning.params) for warning in found.warnings] == [
        (2, "What “author” says besides name and bio is not kept: email."),
        (3, "“slug” is “你 好”, which is no address, so it becomes “ni-hao”."),
    ]


def test_control_characters_never_arrive():
    found = read('---\ntitle: "a\\0b"\nx: ["\\u0007y"]\n---\nbo\x00dy\x0c')
    assert (found.title, found.extra, found.body) == ("ab", {"x": ["y"]}, "body")


def test_an_extra_key_is_never_mistaken_for_a_fact_on_the_way_back():
    lonely = Manuscript(title="t", extra={name: "x" for names in NAMES.values() for name in names[1:]})
    assert read(compose(lonely)) == lonely


def test_a_large_file_is_read_in_time():
    start = time.process_time()
    read("没有标题的一段正文，很长。\n\n" * 60_000)
    assert time.process_time() - start < 5


line = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl"), exclude_characters="\ufffe\uffff"), max_size=20
).map(str.strip)
line = line.filter(lambda text: "\u2028" not in text and text == text.strip())
block = st.lists(line, max_size=4).map("\n".join).map(str.strip)
tag = st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=8)
moments = st.datetimes(timezones=st.just(timezone(timedelta(hours=8)))).filter(
    lambda moment: 1 < moment.year < 9999
)
extras = st.dictionaries(
    st.one_of(
        line,
        st.sampled_from([name for names in NAMES.values() for name in names[1:]] + ["published", "status"]),
    ),
    st.one_of(
        block,
        st.none(),
        st.booleans(),
        st.integers(-9, 10**20),
        st.just("draft"),
        st.lists(line),
        st.dictionaries(line, block),
    ),
).filter(lambda extra: not {names[0] for names in NAMES.values()} & set(extra))


def distinct(items, identity):
    return tuple({identity(item): item for item in reversed(items)}.values())[::-1]


def manuscripts():
    from articles.text.tags import key as tag_key

    return st.builds(
        Manuscript,
        title=line,
        summary=block,
        body=block.map(lambda text: text.strip("\n")),
        category=line,
        tags=st.lists(tag, max_size=4).map(lambda tags: distinct(tags, tag_key)),
        authors=st.lists(st.builds(Person, line.filter(bool), block), max_size=3)
        .map(lambda people: distinct(people, lambda person: tag_key(person.name)))
        .filter(lambda people: all(tag_key(person.name) for person in people)),
        slug=st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True) | st.just(""),
        language=st.sampled_from(["zh-hans", "en", "zh-hant", "fr"]),
        publish_at=st.none() | moments,
        update_at=st.none() | moments,
        cover_path=line,
        cover_alt=block,
        cover_caption=block,
        cover_credit=block,
        cover_licence=block,
        cover_focal=st.none() | st.tuples(st.floats(0, 1), st.floats(0, 1)),
        is_sticky=st.booleans(),
        is_hot=st.booleans(),
        views=st.integers(0, 10**15),
        read_minutes=st.none() | st.integers(1, 10_000),
        is_draft=st.booleans(),
        extra=extras,
    )


@given(manuscripts())
@settings(max_examples=80)
def test_export_and_import_give_the_same_manuscript(manuscript):
    assert read(compose(manuscript)) == manuscript


@given(st.text(max_size=200))
def test_any_text_imports_and_comes_back(source):
    try:
        found = read(source)
    except FrontMatterError:
        return
    assert read(compose(found)) == found
