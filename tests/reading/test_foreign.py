"""Foreign names and passages say what language they are in, so that a voice reads them and a face sets them rightly."""

import re
from typing import Any

import html5lib
import pytest
from django.test import Client

from articles.drafting.models import Category
from articles.reading import foreign
from tests.reading import printing

pytestmark = pytest.mark.django_db
HAN = re.compile("[\u4e00-\u9fff]")
LANG = "lang"


@pytest.mark.parametrize(
    ("name", "within", "tag", "section"),
    [
        ("港口", "en", "zh-Hans", "zh-Hans"),
        ("港口", "zh-Hant", "", ""),
        ("5G 基站", "en", "zh-Hans", "zh-Hans"),
        ("さくら", "zh-Hans", "ja", "ja"),
        ("한강", "en", "ko", "ko"),
        ("GitHub", "zh-Hans", "", "en"),
        ("iOS", "zh-Hans", "", ""),
        ("5G", "zh-Hans", "", ""),
        ("tide tables", "zh-Hans", "en", "en"),
        ("tide tables", "en", "", ""),
        ("2026", "zh-Hans", "", ""),
    ],
)
def test_a_name_is_in_the_language_of_its_script(name: str, within: str, tag: str, section: str) -> None:
    written = {"": "", **{found: f' lang="{found}"' for found in ("zh-Hans", "en", "ja", "ko")}}
    assert foreign.name_lang(name, within) == written[tag]
    assert foreign.section_lang(name, within) == written[section]


def test_sentences_are_in_the_language_of_their_words() -> None:
    assert foreign.words_lang("沪ICP备12345678号", "en") == ' lang="zh-Hans"'
    assert foreign.words_lang("Covers the port and the sea.", "zh-Hans") == ' lang="en"'
    assert foreign.words_lang("010-1234", "zh-Hans") == foreign.words_lang("", "zh-Hans") == ""


def _unsaid(page: str) -> list[str]:
    """The Han words of a page that stand in no Chinese passage, and their like in attributes that are read out.

    A title has one language: that of what stands before the newsroom's name.
    """
    found: list[str] = []

    def walk(element: Any, lang: str) -> None:
        lang = element.get(LANG, lang)
        text = (element.text or "").partition(" – ")[0] if element.tag == "title" else element.text
        said = [text, *(element.get(name) for name in ("alt", "aria-label", "title", "placeholder"))]
        tails = [child.tail for child in element]
        if (
            isinstance(element.tag, str)
            and element.tag not in ("script", "meta", "link")
            and lang[:2] != "zh"
        ):
            found.extend(words for words in (*said, *tails) if words and HAN.search(words))
        for child in element:
            walk(child, lang)

    walk(html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False), "")
    return found


def test_on_the_english_interface_every_chinese_word_says_so(client: Client, settings: Any) -> None:
    settings.NEWSROOM_LANGUAGE, settings.NEWSROOM_NAME = "en", "潮汐日报"
    settings.NEWSROOM_FOOTER = [("沪ICP备12345678号", "https://beian.example/")]
    printing.section()
    Category.objects.update(description="港口与航道。")
    covered = printing.cover().content_digest
    chinese = printing.printed(cover=covered, tags=("港口", "5G"), authors=("王伟", "Maya"))
    english = printing.printed(
        "Port reopens",
        slug="port",
        language="en",
        tags=("港口",),
        authors=("王伟",),
        body="Calm.",
        summary="Calm.",
    )
    gone = printing.printed("撤下的", slug="gone")
    printing.withdrawn(gone, note="说明")
    corrected = printing.corrected(printing.printed("另一篇", slug="ling"), "四十一。")
    printing.hot_list(chinese, english, corrected)
    paths = ["/", f"/articles/{chinese.article_id}-gang-kou/", f"/articles/{english.article_id}-port/", "/hot/",
             "/categories/harbour/", "/tags/港口/", f"/authors/{chinese.byline[0]['slug']}/", "/archive/2026/11/",
             "/corrections/", "/search/", f"/articles/{gone.article_id}-gone/", "/nothing/"]  # fmt: skip
    unsaid = {path: _unsaid(client.get(path).content.decode()) for path in paths}
    assert {path: words for path, words in unsaid.items() if words} == {}
    assert '<title lang="zh-Hans">' in client.get(paths[1]).content.decode()


def test_on_the_chinese_interface_english_sections_and_headlines_say_so(client: Client) -> None:
    printing.section("world", "World and sea")
    edition = printing.printed(
        "Port reopens", slug="port", language="en", category="world", tags=("tide tables", "GitHub")
    )
    home = client.get("/").content.decode()
    assert '<a href="/categories/world/" lang="en">World and sea</a>' in home
    assert 'lang="en"><a href="/articles/' in home
    page = client.get(f"/articles/{edition.article_id}-port/").content.decode()
    assert '<a class="kicker" href="/categories/world/" lang="en">World and sea</a>' in page
    assert 'rel="tag">tide tables</a>' in page  # the tags of an English article are English
    assert '<h1 lang="en">tide tables</h1>' in client.get("/tags/tide-tables/").content.decode()
    assert "<h1>GitHub</h1>" in client.get("/tags/github/").content.decode()
