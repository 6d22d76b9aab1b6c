"""The article list: both axes, filters in the address, pages by cursor, as many queries for one row as for thirty."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.desk import finding, lists, presence
from articles.desk.models import SavedView
from articles.drafting import planning
from articles.popularity import standing
from articles.popularity.models import ViewHour
from articles.publishing.models import Edition
from articles.reading import indexing, matching
from articles.review import assigning, commenting, decisions
from tests import builders as b
from tests.builders import DAY, HOUR, MINUTE, NOON, fresh, hash_of
from tests.desk.doors import page, post, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
QUERIES = 13
SEARCH_QUERIES = 20  # for two words


def found(client: Client, query: str = "") -> set[str]:
    """The headlines of a page of the list."""
    answer = client.get(f"/admin/articles/{query}")
    assert answer.status_code == 200
    return {line.title for line in answer.context["lines"]}


def queries(client: Client, query: str = "") -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/admin/articles/{query}").status_code == 200
    sql = [row["sql"].upper() for row in asked.captured_queries]
    assert not [each for each in sql if "COUNT(" in each and 'FROM "ARTICLES_ARTICLE"' in each]
    return len(asked)


def test_one_row_and_thirty_rows_ask_the_same() -> None:
    client = signed_in(b.chief())
    b.published(at=NOON - HOUR)
    b.article(title="从未发表")
    assert queries(client) == QUERIES
    for number in range(35):
        b.article(title=f"第{number}篇")
    assert len(client.get("/admin/articles/").context["lines"]) == 30
    assert queries(client) == QUERIES


def test_two_words_ask_the_same_whether_few_or_many_articles_hold_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(4):
        indexing.index_edition(b.published(at=NOON - HOUR, title=f"潮汐预报{number}"), NOON)
    client = signed_in(b.chief())
    few = queries(client, "?q=潮汐 预报"), found(client, "?q=潮汐 预报")
    monkeypatch.setattr(matching, "MOST", 3)
    assert (queries(client, "?q=潮汐 预报"), found(client, "?q=潮汐 预报")) == few
    assert (few[0], len(few[1])) == (SEARCH_QUERIES, 4)


def test_pages_follow_each_other_without_a_gap() -> None:
    writer = b.writer()
    titles = {f"第{number}篇" for number in range(65)}
    for number, title in enumerate(sorted(titles)):
        b.article(by=writer, title=title, now=NOON - DAY + number // 4 * MINUTE)
    client, seen, query = signed_in(writer), [], "?"
    while query:
        answer = client.get(f"/admin/articles/{query}")
        seen += [line.title for line in answer.context["lines"]]
        query = f"?{answer.context['older']}" if answer.context["older"] else ""
    assert (len(seen), set(seen)) == (65, titles)


@pytest.fixture
def newsroom() -> None:
    b.article(title="草稿一篇")
    b.in_review(title="在审一篇")
    b.published(at=NOON - HOUR, title="在线一篇", category="tides", authors=("李强",))
    b.published(at=NOON + HOUR, now=NOON - HOUR, title="预定一篇")
    b.published(at=NOON - 3 * HOUR, until=NOON - HOUR, title="下线一篇")


@pytest.mark.usefixtures("newsroom")
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?state=draft", {"草稿一篇"}),
        ("?state=in_review", {"在审一篇"}),
        ("?live=live", {"在线一篇"}),
        ("?live=scheduled", {"预定一篇"}),
        ("?live=withdrawn", {"下线一篇"}),
        ("?live=never", {"草稿一篇", "在审一篇"}),
        ("?category=tides", {"在线一篇"}),
        ("?author=li-qiang", {"在线一篇"}),
        ("?q=在线", {"在线一篇"}),
        ("?q=港口 重新", {"草稿一篇", "在审一篇", "在线一篇", "预定一篇", "下线一篇"}),
        ("?q=nothing-like-it", set()),
        ("?live=never&q=港口 重新", {"草稿一篇", "在审一篇"}),
        ("?live=never&q=在审", {"在审一篇"}),
        ("?bin=1", set()),
        (
            "?state=nonsense&live=nonsense&before=nonsense",
            {"草稿一篇", "在审一篇", "在线一篇", "预定一篇", "下线一篇"},
        ),
        ("?before=2026-13-45~x", {"草稿一篇", "在审一篇", "在线一篇", "预定一篇", "下线一篇"}),
    ],
)
def test_filters_stand_in_the_address(query: str, titles: set[str]) -> None:
    assert found(signed_in(b.chief()), query) == titles


def test_what_was_undone_before_anybody_saw_it_is_found_among_what_was_never_public(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    undone = b.published(at=NOON + HOUR, now=NOON - HOUR, title="撤销一篇")
    Edition.objects.filter(pk=undone.pk).update(live_until=undone.live_from)
    monkeypatch.setattr(finding, "_at_work", lambda _person: [])  # as of one approved long ago
    assert found(signed_in(b.chief()), "?live=never&q=撤销") == {"撤销一篇"}


def test_a_number_finds_its_article() -> None:
    article = b.article(title="要找的")
    b.article(title="别的")
    assert found(signed_in(b.chief()), f"?q=%23{article.pk}") == {"要找的"}


def test_a_writer_sees_only_their_own() -> None:
    writer = b.writer()
    b.article(by=writer, title="我的")
    b.article(title="别人的")
    assert found(signed_in(writer)) == {"我的"}


def test_discarded_articles_lie_in_the_bin() -> None:
    writer = b.writer()
    planning.discard(b.article(by=writer, title="扔掉的"), by=writer, now=NOON - HOUR)
    client = signed_in(writer)
    assert (found(client), found(client, "?bin=1")) == (set(), {"扔掉的"})


def test_both_axes_stand_side_by_side() -> None:
    edition = b.published(at=NOON - HOUR)
    line = signed_in(b.chief()).get("/admin/articles/").context["lines"][0]
    assert (line.public, line.copy) == ("Live since 11:00", "no changes")
    assert edition.article_id == line.article.pk


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?tag=台风", {"带标签"}),
        ("?tag=５Ｇ", {"宽字"}),
        ("?language=en", {"English"}),
        ("?since=2026-11-22", {"今天改的"}),
        ("?until=2026-11-20", set()),
        ("?open=1", {"有人问"}),
        ("?today=1", {"今晚上线"}),
        ("?noalt=1", set()),
        ("?q=yinhangzhan", {"引航站"}),
        ("?q=yhz", {"引航站"}),
        ("?q=只在正文里", {"正文"}),
        ("?q=' OR 1=1", set()),
    ],
)
def test_rarer_filters_and_searches_stand_in_the_address_too(query: str, titles: set[str]) -> None:
    b.article(title="带标签", tags=("台风",))
    b.article(title="宽字", tags=("5G",))
    b.article(title="English", language="en")
    b.article(title="今天改的", now=NOON - HOUR)
    b.article(title="引航站")
    b.article(title="正文", body="只在正文里有的话。")
    asked = b.article(title="有人问")
    commenting.comment(fresh(asked).latest, text="？", by=b.editor(), now=NOON)
    b.published(at=NOON + HOUR, now=NOON - DAY, title="今晚上线")
    assert found(signed_in(b.chief()), query) == titles


def test_a_view_is_kept_under_a_name_renewed_and_forgotten() -> None:
    writer = b.writer()
    client = signed_in(writer)
    post(client, "/admin/articles/views/", name=" 我的 桌面 ", query="state=draft&mine=1&nonsense=1")
    made = SavedView.objects.get()
    assert (made.person, made.name, made.query) == (writer, "我的 桌面", "state=draft&mine=1")
    post(client, "/admin/articles/views/", name="我的 桌面", query="state=approved")
    assert [view.query for view in client.get("/admin/articles/").context["views"]] == ["state=approved"]
    post(client, "/admin/articles/views/", name=" ", query="state=approved")
    post(signed_in(b.writer()), f"/admin/articles/views/{made.pk}/forget/")
    assert SavedView.objects.count() == 1
    post(client, f"/admin/articles/views/{made.pk}/forget/")
    assert SavedView.objects.count() == 0


def test_each_person_hides_columns_and_keeps_the_filters() -> None:
    b.article(title="只看标题", summary="这句不看")
    editor, other = signed_in(b.editor()), signed_in(b.editor())
    kept = post(editor, "/admin/articles/columns/", column=["changed", "nonsense"], query="state=draft")
    assert kept.headers["Location"] == "/admin/articles/?state=draft"
    assert editor.get("/admin/articles/").context["shown"] == {"changed"}
    assert "这句不看" not in page(editor.get("/admin/articles/"))
    assert "这句不看" in page(other.get("/admin/articles/"))


@pytest.mark.usefixtures("clean_redis")
def test_who_is_in_an_article_stands_in_its_row() -> None:
    article = b.article()
    presence.sit(article.pk, b.editor(), "tab", "title", NOON)
    presence.sit(article.pk, b.chief(), "tab", "", NOON)
    names = signed_in(b.chief()).get("/admin/articles/").context["lines"][0].here
    assert len(re.split(", |、", names)) == 2


def test_open_remarks_and_views_stand_in_the_row() -> None:
    edition = b.published(at=NOON - HOUR)
    article = fresh(edition.article)
    first = commenting.comment(article.latest, text="？", by=b.editor(), now=NOON)
    commenting.reply(first, text="是", by=b.editor(), now=NOON)
    ViewHour.objects.create(
        hour=standing.hour_of(NOON), kind="view", article_id=article.pk, epoch="x", count=5
    )
    line = signed_in(b.chief()).get("/admin/articles/").context["lines"][0]
    assert (line.remarks, line.views, line.length) == (1, 5, edition.length)
    assert line.spark.split(" ")[-1] == "96,1"
    assert lists.spark([0, 2, 4]) == "0,23 48,12 96,1"


def test_the_length_is_told_before_anything_was_printed() -> None:
    b.article(title="草稿", body="二十个字的正文。")
    b.published(at=NOON - HOUR, title="已发", body="两百个字。")
    lines = signed_in(b.chief()).get("/admin/articles/").context["lines"]
    assert {line.title: line.length for line in lines} == {"草稿": 8, "已发": 5}


def test_words_that_were_approved_long_ago_and_never_printed_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    b.approved(title="常备的旧稿", now=NOON - 9 * DAY)
    b.approved(title="新近一篇", now=NOON - DAY)
    monkeypatch.setattr(finding, "JUST_APPROVED", 1)
    assert found(signed_in(b.chief()), "?q=常备") == {"常备的旧稿"}


def test_the_list_is_narrowed_to_whose_turn_it_is() -> None:
    writer, editor, publisher = b.writer(), b.editor(), b.publisher()
    b.article(by=writer, title="草稿")
    b.article(title="别人的草稿")
    back = b.in_review(by=writer, title="退回")
    decisions.request_changes(back, content_hash=hash_of(back), by=b.editor(), now=NOON, comment="改")
    b.in_review(by=writer, title="在审")
    given = b.in_review(title="请别人审")
    assigning.assign(given, person=b.editor(), by=editor, now=NOON)
    asked = b.in_review(title="请我审")
    assigning.assign(asked, person=editor, by=b.editor(), now=NOON)
    b.approved(title="待发")
    b.published(at=NOON - HOUR, title="已发")
    b.published(at=NOON + HOUR, now=NOON - HOUR, title="已排")
    turns = {
        turn: found(signed_in(editor), f"?turn={turn}") for turn in ("writer", "editor", "publisher", "x")
    }
    assert turns["writer"] == {"草稿", "别人的草稿", "退回"}
    assert turns["editor"] == {"在审", "请别人审", "请我审"}
    assert turns["publisher"] == {"待发"}
    assert len(turns["x"]) == 9
    mine = [found(signed_in(person), "?turn=me") for person in (writer, editor, publisher)]
    assert mine == [{"草稿", "退回"}, {"在审", "请我审"}, {"待发"}]
    assert 'value="me" selected' in page(signed_in(writer).get("/admin/articles/?turn=me"))
