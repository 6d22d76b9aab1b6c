"""Readers' pages: what is live is shown, what is not is unknown, and the number of queries never grows."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings

from articles.drafting import writing
from articles.publishing import pinning
from tests import builders
from tests.builders import DAY, HOUR, MINUTE, NOON
from tests.reading import printing

pytestmark = pytest.mark.django_db


def text(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def test_a_live_article_prints_its_words_byline_and_dates(client: Client) -> None:
    printing.section()
    edition = printing.printed(at=NOON - DAY)
    page = text(client, f"/articles/{edition.article_id}-gang-kou/")
    assert "<h1>港口风暴后恢复通航</h1>" in page
    assert '<main id="main" lang="zh-Hans" data-view=' in page
    assert "两天的风暴过后，港口在周一清晨重新开放。" in page
    assert '<time datetime="2026-11-21T12:00:00+08:00">2026年11月21日 12:00</time>' in page
    assert "<strong>注意：</strong>引航站六点恢复工作。" in page
    assert ">王伟</a>" in page


def test_a_scheduled_article_appears_on_the_second(client: Client, at_noon: Any) -> None:
    edition = printing.printed(at=NOON + HOUR)
    path = f"/articles/{edition.article_id}-gang-kou/"
    at_noon.move_to(NOON + HOUR - MINUTE / 60)
    assert client.get(path).status_code == 404
    at_noon.move_to(NOON + HOUR)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("wrong", ["", "-gang", "-Gang-Kou", "-another-slug"])
def test_a_wrong_slug_leads_to_the_right_one_while_the_article_is_live(client: Client, wrong: str) -> None:
    edition = printing.printed()
    response = client.get(f"/articles/{edition.article_id}{wrong}/")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/articles/{edition.article_id}-gang-kou/"


def test_an_article_has_one_address(client: Client) -> None:
    edition = printing.printed()
    number = edition.article_id
    type(edition).objects.filter(pk=edition.pk).update(slug="")
    assert client.get(f"/articles/{number}/").status_code == 200
    for other in (f"/articles/{number}-/", f"/articles/0{number}/", f"/articles/{number}-x/"):
        response = client.get(other)
        assert (response.status_code, response.headers["Location"]) == (301, f"/articles/{number}/"), other


def test_unknown_draft_and_embargoed_numbers_answer_byte_for_byte_alike(client: Client) -> None:
    draft = builders.article(title="草稿")
    embargoed = printing.printed("禁令下的稿件", at=NOON + DAY, slug="jin-ling")
    paths = [f"/articles/{number}-some-words/" for number in (draft.pk, embargoed.article_id, 987654321)]
    answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert answers[0].content == answers[1].content == answers[2].content
    assert dict(answers[0].headers) == dict(answers[1].headers) == dict(answers[2].headers)


def test_a_withdrawn_article_is_gone_and_says_only_when_and_the_public_note(client: Client) -> None:
    edition = printing.printed("一个已经撤下的标题")
    printing.withdrawn(edition, note="信源撤回了说法。")
    page = text(client, f"/articles/{edition.article_id}-gang-kou/", 410)
    assert "2026年11月22日 12:00" in page
    assert "信源撤回了说法。" in page
    assert "一个已经撤下的标题" not in page
    assert "gang-kou" not in page


def test_a_withdrawn_article_with_a_redirect_leads_there_while_that_is_live(
    client: Client, at_noon: Any
) -> None:
    target = printing.printed("新的稿件", slug="xin")
    edition = printing.printed("旧的稿件", slug="jiu")
    printing.withdrawn(edition, redirect_to=target.article)
    response = client.get(f"/articles/{edition.article_id}-jiu/")
    assert (response.status_code, response.headers["Location"]) == (
        301,
        f"/articles/{target.article_id}-xin/",
    )
    printing.withdrawn(target, at=NOON + HOUR)
    at_noon.move_to(NOON + HOUR)
    assert client.get(f"/articles/{edition.article_id}-jiu/").status_code == 410


def test_a_correction_stands_above_the_text(client: Client) -> None:
    edition = printing.corrected(printing.printed(), "实际是四十一艘。")
    page = text(client, f"/articles/{edition.article_id}-gang-kou/")
    notes = page[page.index('<div class="notes">') : page.index('class="prose"')]
    assert "11月22日 12:00" in notes
    assert "实际是四十一艘。" in notes


def test_the_front_page_shows_an_article_once_in_lead_latest_and_blocks(client: Client) -> None:
    printing.section()
    editions = printing.many(20)
    page = text(client, "/")
    for edition in editions:
        assert page.count(f'/articles/{edition.article_id}-{edition.slug}/"') <= 1
    assert sum(f"/articles/{edition.article_id}-" in page for edition in editions) == 16


def test_a_pin_holds_its_place_and_the_newest_fill_the_others(client: Client) -> None:
    old = printing.printed("置顶的旧稿", at=NOON - 30 * DAY, slug="old")
    newest = printing.many(5)[-1]
    pinning.pin(old.article, place="home", position=2, live_from=NOON - HOUR, live_until=NOON + HOUR,
                by=builders.person("Publishers"), now=NOON)  # fmt: skip
    page = text(client, "/")
    assert page.index(newest.title) < page.index("置顶的旧稿") < page.index("第4号潮汐报告")


def test_lists_of_category_tag_and_author_hold_their_articles(client: Client) -> None:
    printing.section()
    edition = printing.printed(tags=("５Ｇ 网络",))
    other = printing.printed("别处的稿件", category="economy", tags=("港口",), authors=("李娜",), slug="bie")
    author = edition.byline[0]["slug"]
    for path in ("/categories/harbour/", "/tags/5g-网络/", f"/authors/{author}/"):
        page = text(client, path)
        assert edition.title in page, path
        assert other.title not in page, path


def test_another_spelling_leads_to_the_one_address(client: Client) -> None:
    slug = printing.printed(tags=("5G",)).byline[0]["slug"]
    for spelling, own in (
        ("/tags/５Ｇ/", "/tags/5g/"),
        ("/categories/Ｈarbour/", "/categories/harbour/"),
        (f"/authors/{slug.upper()}/", f"/authors/{slug}/"),
    ):
        response = client.get(spelling)
        assert (response.status_code, response.headers["Location"]) == (301, own)
    assert {client.get(f"/{kind}/Nobody/").status_code for kind in ("tags", "categories", "authors")} == {404}


def test_a_thin_tag_is_not_indexed(client: Client) -> None:
    for place in range(2):
        printing.printed(f"稿件{place}", tags=("潮汐",), slug=f"s{place}")
    assert '<meta name="robots" content="noindex, follow">' in text(client, "/tags/潮汐/")
    printing.printed("第三篇", tags=("潮汐",), slug="s3")
    assert "noindex" not in text(client, "/tags/潮汐/")


def test_pages_of_a_list_have_addresses_of_their_own(client: Client) -> None:
    printing.section()
    printing.many(21)
    second = text(client, "/categories/harbour/?page=2")
    assert "第1号潮汐报告" in second
    assert '<link rel="canonical" href="http://testserver/categories/harbour/?page=2">' in second
    response = client.get("/categories/harbour/?page=1")
    assert (response.status_code, response.headers["Location"]) == (301, "/categories/harbour/")
    for nonsense in ("3", "0", "-1", "x", "51", "02", "１"):
        assert client.get("/categories/harbour/", {"page": nonsense}).status_code == 404, nonsense


def test_the_archive_holds_a_month_by_day_and_knows_its_neighbours(client: Client) -> None:
    printing.printed("十一月的稿件", at=NOON, slug="a")
    printing.printed("九月的稿件", at=NOON - 60 * DAY, slug="b")
    page = text(client, "/archive/2026/11/")
    assert "十一月的稿件" in page
    assert "/archive/2026/09/" in page
    assert "/archive/2026/10/" not in page
    for missing in ("2026/10", "2027/01", "2026/13", "0000/01", "9999/12"):
        assert client.get(f"/archive/{missing}/").status_code == 404, missing
    assert client.get("/archive/").headers["Location"] == "/archive/2026/11/"


def test_the_hot_list_drops_what_is_withdrawn_and_marks_movement(client: Client) -> None:
    editions = printing.many(4)
    printing.hot_list(*editions, was=2)
    printing.withdrawn(editions[0])
    page = text(client, "/hot/")
    assert editions[0].title not in page
    assert page.index(editions[1].title) < page.index(editions[2].title)
    assert "▼ 1" in page


def test_an_old_hot_list_shows_its_time_and_loses_its_marks(
    client: Client, at_noon: Any, settings: Any
) -> None:
    settings.NEWSROOM_LANGUAGE = "en"
    editions = printing.many(4)
    printing.hot_list(*editions, was=9)
    assert 'class="rubric"><a href="/hot/">Hot list</a></h2>' in text(client, "/")
    at_noon.move_to(NOON + 6 * MINUTE)
    assert "as of" in text(client, "/")
    assert "▲" in text(client, "/hot/")
    at_noon.move_to(NOON + 61 * MINUTE)
    assert "▲" not in text(client, "/hot/")


def test_fewer_than_three_hot_articles_leave_the_block_out(client: Client) -> None:
    printing.hot_list(*printing.many(2))
    assert 'class="hot"' not in text(client, "/")


def test_corrections_are_listed_while_their_article_is_live(client: Client) -> None:
    edition = printing.printed()
    printing.corrected(edition, "四十改为四十一。")
    assert "四十改为四十一。" in text(client, "/corrections/")
    printing.withdrawn(edition)
    assert "四十改为四十一。" not in text(client, "/corrections/")


def test_translations_name_each_other(client: Client) -> None:
    chinese = printing.printed(extra={"translationKey": "storm"})
    pair = {"translationKey": "storm"}
    english = printing.printed("Port reopens", language="en", slug="port", extra=pair, at=NOON - HOUR)
    page = text(client, f"/articles/{chinese.article_id}-gang-kou/")
    other = text(client, f"/articles/{english.article_id}-port/")
    assert "English version" in page
    assert "中文版" in other
    for name, edition in (("zh-Hans", chinese), ("en", english), ("x-default", chinese)):
        link = f'hreflang="{name}" href="http://testserver/articles/{edition.article_id}-{edition.slug}/"'
        assert link in page
        assert link in other
    assert '<main id="main" lang="en"' in other


def test_the_working_copy_changes_no_byte_of_the_page(client: Client) -> None:
    edition = printing.printed()
    path = f"/articles/{edition.article_id}-gang-kou/"
    before = client.get(path).content
    article = builders.fresh(edition.article)
    changed = builders.content(title="秘密的新标题")
    writing.revise(article, changed, by=builders.chief(), now=NOON, version=article.version)
    assert client.get(path).content == before


def test_reader_pages_set_no_cookie_and_vary_on_nothing(client: Client) -> None:
    edition = printing.printed()
    for path in (
        "/",
        f"/articles/{edition.article_id}-gang-kou/",
        "/hot/",
        "/categories/harbour/",
        "/nothing/",
    ):
        response = client.get(path)
        assert not response.cookies, path
        assert "Vary" not in response.headers, path


def test_pages_can_only_be_read(client: Client) -> None:
    response = Client(enforce_csrf_checks=True).post("/")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert client.head("/").content == b""
    assert int(client.head("/").headers["Content-Length"]) == len(client.get("/").content)


def test_the_interface_speaks_the_newsrooms_language(client: Client) -> None:
    edition = printing.printed()
    path = f"/articles/{edition.article_id}-gang-kou/"
    with override_settings(NEWSROOM_LANGUAGE="en"):
        page = text(client, path)
    assert '<html lang="en">' in page
    assert '<main id="main" lang="zh-Hans"' in page
    assert "21 November 2026, 12:00" in page


@pytest.mark.parametrize("number", [1, 30])
def test_queries_of_every_page_are_equal_for_1_and_30_rows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    printing.section()
    picture = printing.cover()
    editions = printing.many(number, cover=picture.content_digest, tags=("潮汐", "港口"))
    last = editions[-1]
    printing.hot_list(*(editions * 3)[:10])
    author = last.byline[0]["slug"]
    budgets = {
        f"/articles/{last.article_id}-{last.slug}/": 3,
        "/": 3,
        "/categories/harbour/": 6,
        "/tags/潮汐/": 6,
        f"/authors/{author}/": 6,
        "/hot/": 4,
        "/archive/2026/11/": 4,
    }
    for path, queries in budgets.items():
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200, path


def test_a_page_is_there_while_somebody_else_holds_the_write_lock(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Django asks a new connection what it can do in a transaction of its own, and remembers a refusal."""
    edition = printing.printed()
    monkeypatch.setitem(vars(connection.features), "supports_json_field", False)
    text(client, f"/articles/{edition.article_id}-gang-kou/")
    text(client, "/")
