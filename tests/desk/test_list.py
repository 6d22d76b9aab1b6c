"""The article list: both axes, filters in the address, pages by cursor, as many queries for one row as for thirty."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.drafting import planning
from articles.drafting.models import Article
from tests import builders as b
from tests.builders import DAY, HOUR, MINUTE, NOON, fresh, hash_of
from tests.desk.doors import page, post, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
QUERIES = 8


def found(client: Client, query: str = "") -> set[str]:
    """The headlines of a page of the list."""
    answer = client.get(f"/admin/articles/{query}")
    assert answer.status_code == 200
    return {line.title for line in answer.context["lines"]}


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/admin/articles/").status_code == 200
    assert not [row for row in asked.captured_queries if "COUNT(" in row["sql"].upper()]
    return len(asked)


def test_one_row_and_thirty_rows_ask_the_same() -> None:
    client = signed_in(b.chief())
    b.published(at=NOON - HOUR)
    assert queries(client) == QUERIES
    for number in range(35):
        b.article(title=f"第{number}篇")
    assert len(client.get("/admin/articles/").context["lines"]) == 30
    assert queries(client) == QUERIES


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


def pick(article: Article) -> str:
    return f"{article.pk}:{fresh(article).version}:{hash_of(article)}"


def test_bulk_takes_each_step_by_itself_and_says_what_happened() -> None:
    writer = b.writer()
    whole, lacking = b.article(by=writer, title="完整"), b.article(by=writer, title="缺分类", category="")
    answer = post(
        signed_in(writer), "/admin/articles/bulk/", step="submit", pick=[pick(whole), pick(lacking)]
    )
    outcomes = {outcome.title: (outcome.is_done, outcome.words) for outcome in answer.context["outcomes"]}
    assert outcomes["完整"] == (True, "Submitted. Editors see it in their list now.")
    assert outcomes["缺分类"] == (False, "The article still needs: a category.")
    assert (fresh(whole).state, fresh(lacking).state) == ("in_review", "draft")


def test_bulk_approves_only_the_ticked_words_and_never_ones_own() -> None:
    editor = b.editor()
    theirs, own = b.in_review(title="别人的"), b.in_review(by=editor, title="自己的")
    changed = b.in_review(title="改过的")
    old = pick(changed)
    b.writing.revise(fresh(changed), b.content(title="又改了"), by=b.editor(), now=NOON, version=1)
    answer = post(
        signed_in(editor), "/admin/articles/bulk/", step="approve", pick=[pick(theirs), pick(own), old]
    )
    assert [outcome.is_done for outcome in answer.context["outcomes"]] == [True, False, False]


def test_bulk_take_down_needs_the_reason() -> None:
    article = b.published(at=NOON - HOUR).article
    client = signed_in(b.publisher())
    refused = post(client, "/admin/articles/bulk/", step="take_down", pick=pick(article), reason="")
    assert "Say why" in page(refused)
    done = post(client, "/admin/articles/bulk/", step="take_down", pick=pick(article), reason="撤稿")
    assert [outcome.is_done for outcome in done.context["outcomes"]] == [True]


def test_bulk_adds_a_tag_as_a_revision() -> None:
    writer = b.writer()
    article = b.article(by=writer)
    post(signed_in(writer), "/admin/articles/bulk/", step="add_tag", tag="台风，渔业", pick=pick(article))
    latest = fresh(article).latest
    assert latest is not None
    assert (latest.number, latest.tag_names) == (2, ["港口", "天气", "台风", "渔业"])


def test_bulk_leaves_other_peoples_articles_alone() -> None:
    article = b.article()
    picks = [pick(article), "x:y", "9" * 40]
    answer = post(signed_in(b.writer()), "/admin/articles/bulk/", step="submit", pick=picks)
    assert answer.context["outcomes"] == []
    assert fresh(article).state == "draft"
