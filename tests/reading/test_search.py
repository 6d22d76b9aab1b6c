"""Search finds two-character words, ranks alike on both databases, and never knows more than the clock."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from articles.publishing.models import Edition
from articles.reading import indexing, searching
from articles.reading.searching import Filters
from tests.builders import DAY, HOUR, NOON
from tests.reading import printing

pytestmark = pytest.mark.django_db
HEADLINES = [
    "港口风暴后恢复通航",
    "重庆银行行长谈稀土新材料",
    "臺灣半導體廠的第三班",
    "５Ｇ网络覆盖渔港",
    "Port reopens after the storm",
    "GPT-4 之后：大模型走向产业应用",
]


def indexed(title: str, **words: Any) -> Edition:
    words.setdefault("summary", "一句与标题无关的话。")
    words.setdefault("body", "正文另有内容。")
    words.setdefault("tags", ())
    edition = printing.printed(title, **words)
    indexing.index_edition(edition, NOON)
    return edition


def titles(text: str, *, now: datetime = NOON, **options: Any) -> list[str]:
    return [edition.title for edition in searching.search(text, now=now, **options).editions]


def test_every_piece_of_a_headline_finds_it_and_the_whole_puts_it_first() -> None:
    for place, headline in enumerate(HEADLINES):
        indexed(headline, slug=f"s{place}", at=NOON - DAY - place * HOUR)
    # Newer articles that hold the words too, but deeper.
    for place, headline in enumerate(HEADLINES):
        indexed(f"第{place}篇较新的稿件", body=f"引用：{headline}。", slug=f"n{place}", at=NOON - HOUR)
    for headline in HEADLINES:
        assert titles(headline)[0] == headline
        han = [run for run in headline.replace("５Ｇ", " ").split() if run]
        for run in han:
            for start in range(len(run) - 1):
                for end in range(start + 2, len(run) + 1):
                    piece = run[start:end]
                    if all("\u4e00" <= char <= "\u9fff" for char in piece):
                        assert headline in titles(piece), piece


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("通航", "港口风暴后恢复通航"),
        ("恢复通航", "港口风暴后恢复通航"),
        ("港口", "港口风暴后恢复通航"),
        ("港", "港口风暴后恢复通航"),
        ("通航 港口", "港口风暴后恢复通航"),
        ("臺灣", "臺灣半導體廠的第三班"),
        ("台湾半导体", "臺灣半導體廠的第三班"),
        ("5G", "５Ｇ网络覆盖渔港"),
        ("５ｇ", "５Ｇ网络覆盖渔港"),
        ("STORM", "Port reopens after the storm"),
        ("reop", "Port reopens after the storm"),
        ('"the storm"', "Port reopens after the storm"),
        ("gpt-4", "GPT-4 之后：大模型走向产业应用"),
    ],
)
def test_a_fixed_set_of_queries_finds_what_it_should(asked: str, expected: str) -> None:
    for place, headline in enumerate(HEADLINES):
        indexed(headline, slug=f"s{place}")
    assert expected in titles(asked)


@pytest.mark.parametrize(
    "asked",
    [
        "口风",
        "通航港口",
        '"storm the"',
        "port -storm",
        "eopens",
        "",
        "   ",
        "-港口",
        '"',
        "*",
        "AND",
        "港口 OR",
    ],
)
def test_what_is_not_there_is_not_found(asked: str) -> None:
    indexed("港口恢复通航")
    indexed("Port reopens after the storm", slug="en", language="en")
    assert titles(asked) == []


def test_the_bands_come_in_their_order_and_newer_first_within_one() -> None:
    indexed("旧的正文", body="这里说到潮汐发电。", slug="a", at=NOON - 2 * HOUR)
    indexed("新的正文", body="这里也说到潮汐发电。", slug="b", at=NOON - HOUR)
    indexed("摘要里有", summary="说的是潮汐发电。", slug="c", at=NOON - 3 * HOUR)
    indexed("标签里有", tags=("潮汐发电",), slug="d", at=NOON - 4 * HOUR)
    indexed("发电靠的是潮汐", slug="e", at=NOON - 5 * HOUR)
    indexed("昨天的潮汐发电站", slug="f", at=NOON - 6 * HOUR)
    indexed("潮汐发电", slug="g", at=NOON - 7 * HOUR)
    assert titles("潮汐发电") == [
        "潮汐发电",
        "昨天的潮汐发电站",
        "标签里有",
        "摘要里有",
        "新的正文",
        "旧的正文",
    ]
    assert titles("潮汐 发电")[:3] == ["发电靠的是潮汐", "昨天的潮汐发电站", "潮汐发电"]
    assert titles("潮汐发电", sort="time")[:2] == ["新的正文", "旧的正文"]


def test_filters_narrow_and_say_which_to_drop() -> None:
    indexed("港口的消息", category="harbour", tags=("航运",), slug="a", at=NOON - 3 * DAY)
    assert titles("港口", filters=Filters(category="harbour")) == ["港口的消息"]
    assert titles("港口", filters=Filters(tag="航运")) == ["港口的消息"]
    assert titles("港口", filters=Filters(category="science")) == []
    assert titles("港口", filters=Filters(since=NOON - DAY)) == []
    assert titles("港口", filters=Filters(until=NOON - DAY)) == ["港口的消息"]
    wrong = Filters(category="science", since=NOON - 9 * DAY)
    assert searching.counts_without("港口", now=NOON, filters=wrong) == {"category": 1}


def test_a_scheduled_story_is_found_on_the_second_and_a_withdrawn_one_no_more() -> None:
    edition = indexed("明早见报", at=NOON + HOUR)
    assert titles("见报") == []
    assert titles("见报", now=NOON + HOUR) == ["明早见报"]
    printing.withdrawn(edition, at=NOON + 2 * HOUR)
    assert titles("见报", now=NOON + 2 * HOUR) == []


def test_indexing_again_changes_nothing_and_a_cancelled_copy_is_forgotten() -> None:
    edition = indexed("只有一次")
    indexing.index_edition(edition, NOON)
    assert titles("一次") == ["只有一次"]
    edition.live_until = edition.live_from
    indexing.index_edition(edition, NOON)
    assert titles("一次") == []
    assert indexing.reindex(NOON) == 1
    assert titles("一次") == ["只有一次"]


def test_letters_without_a_result_are_tried_as_pinyin() -> None:
    indexed("港口风暴后恢复通航", tags=("量子计算",))
    for letters in ("gangkou", "huifutongh", "gkfb", "liangzi", "lzjs"):
        found = searching.search(letters, now=NOON)
        assert [edition.title for edition in found.editions] == ["港口风暴后恢复通航"], letters
        assert found.by_pinyin
    assert titles("zzz") == []


def test_a_word_at_the_end_of_a_very_long_article_is_found_as_a_phrase() -> None:
    body = "潮水涨落，船只进出。" * 4000 + "最后一句提到鲸歌记录。"
    indexed("很长的稿件", body=body)
    assert titles("鲸歌记录") == ["很长的稿件"]
    assert titles("鲸歌记录 船只") == ["很长的稿件"]
    assert titles("歌鲸记录") == []


def test_near_headlines_share_pairs_of_characters() -> None:
    indexed("港口风暴后恢复通航")
    assert [edition.title for edition in searching.near("港口关闭", now=NOON)] == ["港口风暴后恢复通航"]
    assert searching.near("", now=NOON) == []


def test_the_page_marks_words_in_headline_and_snippet(client: Client) -> None:
    indexed("港口恢复通航", body="长长的前文。" * 60 + "引航站说港口六点开放。" + "后文。" * 60)
    page = client.get("/search/", {"q": "港口 引航"}).content.decode()
    assert "<mark>港口</mark>恢复通航" in page
    assert "<mark>引航</mark>站说<mark>港口</mark>六点开放。" in page
    assert '<meta name="robots" content="noindex, follow">' in page


def test_the_page_answers_every_query_with_200(client: Client) -> None:
    indexed("港口恢复通航")
    for query in (
        "",
        "没有的词",
        "'; DROP TABLE articles_search; --",
        '"' * 50,
        "港" * 500,
        "\x00",
        "%",
        "NEAR(a b)",
        "a:b",
        "<script>",
    ):
        response = client.get("/search/", {"q": query})
        assert response.status_code == 200, query
        assert "<script>" not in response.content.decode().partition("<body")[2], query
    for wrong in (
        "since=2026-13-45",
        "since=x&until=0001-01-01",
        "category=none",
        "tag=" + "x" * 300,
        "sort=x",
    ):
        assert client.get(f"/search/?q=港口&{wrong}").status_code == 200, wrong


def test_a_long_query_is_cut_and_says_so(client: Client, settings: Any) -> None:
    settings.NEWSROOM_LANGUAGE = "en"
    assert "Only the first 100 characters" in client.get("/search/", {"q": "港口" * 60}).content.decode()


def test_pages_of_results_keep_the_query(client: Client) -> None:
    for place in range(21):
        indexed(f"港口消息第{place}号", slug=f"p{place}", at=NOON - place * HOUR - HOUR)
    page = client.get("/search/", {"q": "港口", "sort": "time"}).content.decode()
    assert 'href="/search/?q=%E6%B8%AF%E5%8F%A3&amp;sort=time&amp;page=2"' in page
    assert "港口消息第20号" in client.get("/search/", {"q": "港口", "page": "2"}).content.decode().replace(
        "<mark>", ""
    ).replace("</mark>", "")


def test_the_pages_of_a_search_begin_at_its_bare_address_and_end(client: Client) -> None:
    indexed("港口消息")
    first = client.get("/search/", {"q": "港口", "sort": "time", "page": "1"})
    assert (first.status_code, first.headers["Location"]) == (301, "/search/?q=%E6%B8%AF%E5%8F%A3&sort=time")
    assert client.get("/search/?page=1").headers["Location"] == "/search/"
    assert client.get("/search/", {"q": "港口", "page": "2"}).status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_a_search_takes_the_same_queries_for_1_and_30_articles(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    for edition in printing.many(number, cover=printing.cover().content_digest):
        indexing.index_edition(edition, NOON)
    with django_assert_num_queries(6):
        assert client.get("/search/", {"q": "潮汐"}).status_code == 200
