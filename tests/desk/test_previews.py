"""What readers would see, before anything is printed: the page, a list, a search result, a shared link."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.covers import uploading
from articles.drafting.models import Article
from articles.popularity.models import HotList
from tests import builders as b
from tests.builders import HOUR, NOON
from tests.desk.doors import post, signed_in, words
from tests.desk.test_editor import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
CHARACTERS = 12_000
CPU_SECONDS = 0.3


def beside(client: Client, article: Article, **fields: Any) -> dict[str, Any]:
    answer: dict[str, Any] = post(client, f"/admin/articles/{article.pk}/beside", **fields).json()  # type: ignore[attr-defined]
    return answer


@pytest.mark.parametrize("look", ["", "list", "found", "link"])
def test_each_look_shows_unsaved_words_with_a_cover_that_only_staff_may_see(look: str) -> None:
    writer = b.writer()
    cover = uploading.upload(picture(), by=writer, now=NOON, alt="港口")
    article = b.article(by=writer, cover=cover.content_digest)
    sent = words(article, title="还没有人看过", cover_alt="港口", page="1", look=look)
    shown = beside(signed_in(writer), article, **sent)["page"]
    title = "还没有人看过" if look != "" else "还没有人"
    assert title in shown.replace("</span>", "").replace("<wbr>", "")
    assert "/admin/media/covers/" in shown
    assert 'src="/media/covers/' not in shown
    assert "Preview of unsaved content." in shown
    assert article.revisions.count() == 1


def test_todays_hot_list_stands_around_it() -> None:
    writer = b.writer()
    live = [b.published(at=NOON - HOUR, title=f"热{number}", tags=()) for number in range(4)]
    entries = [
        {"article": each.article_id, "heat": 9.0, "place": place} for place, each in enumerate(live, 1)
    ]
    HotList.objects.create(ranked_at=NOON, confirmed_at=NOON, entries=entries)
    article = b.article(by=writer, category="tides")
    for look in ("", "list", "found"):
        shown = beside(signed_in(writer), article, **words(article, page="1", look=look))["page"]
        assert (look, shown.count("hot-lines"), "热3" in shown) == (look, 1, True)


@pytest.mark.parametrize(("look", "queries"), [("", 16), ("list", 16), ("found", 15), ("link", 13)])
def test_a_preview_asks_the_same_however_much_is_live(look: str, queries: int) -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    sent = words(article, page="1", look=look)
    asked = []
    for number in (1, 5):
        for each in range(number):
            b.published(at=NOON - HOUR, title=f"已上线{number}-{each}")
        with CaptureQueriesContext(connection) as counted:
            beside(client, article, **sent)
        asked.append(len(counted))
    assert asked == [queries, queries]


def test_a_page_of_twelve_thousand_characters_is_drawn_in_time() -> None:
    writer = b.writer()
    paragraph = "风停了，引航站六点恢复工作，**第一批**船在[港口](https://a.test/)外等了两天。"
    body = "\n\n".join(
        [f"## 第{part}节\n\n{paragraph * 10}" for part in range(CHARACTERS // (len(paragraph) * 10))]
    )
    article, client = b.article(by=writer, body=body), signed_in(writer)
    sent, spent = words(article, page="1"), []
    for turn in range(5):
        begun = time.process_time()
        assert f"改{turn}" in beside(client, article, **{**sent, "body": f"改{turn}\n\n{body}"})["page"]
        spent.append(time.process_time() - begun)
    assert sorted(spent)[2] <= CPU_SECONDS
