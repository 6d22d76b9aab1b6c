"""Search through the API finds what the search page finds, in its order, and refuses in words."""

from typing import Any

import pytest
from django.test import Client

from articles.publishing.models import Edition
from articles.reading import indexing
from tests import builders
from tests.api.making import API, cover, covered, get, many
from tests.builders import DAY, HOUR, MINUTE, NOON

pytestmark = pytest.mark.django_db


def indexed(edition: Edition) -> Edition:
    indexing.index_edition(edition, NOON)
    return edition


def found(**asked: Any) -> list[int]:
    return [each["id"] for each in get("/search", **asked)["articles"]]


def test_two_characters_find_an_article_and_the_headline_comes_first() -> None:
    body = indexed(builders.published(at=NOON - HOUR, title="别的消息", body="后来恢复通航。", tags=()))
    headline = indexed(builders.published(at=NOON - DAY))
    answer = get("/search", q="通航")
    assert [each["id"] for each in answer["articles"]] == [headline.article_id, body.article_id]
    assert {name: answer[name] for name in ("total", "next", "query", "is_cut", "by_pinyin")} == {
        "total": 2,
        "next": None,
        "query": "通航",
        "is_cut": False,
        "by_pinyin": False,
    }
    assert found(q="通航", sort="time") == [body.article_id, headline.article_id]
    assert answer["articles"][0] == get("/articles", until="2026-11-21")["articles"][0]


@pytest.mark.parametrize(
    "asked, expected",
    [({"tag": "５Ｇ"}, 1), ({"category": "sea"}, 1), ({"category": "none"}, 0), ({"since": "2026-11-22"}, 1),
     ({"until": "2026-11-21"}, 1), ({"until": "2026-11-22"}, 2), ({"until": "2026-11-22T10:59:59"}, 1)],
)  # fmt: skip
def test_a_search_is_narrowed_as_a_list_is(asked: dict[str, str], expected: int) -> None:
    indexed(builders.published(at=NOON - DAY))
    indexed(builders.published(at=NOON - HOUR, category="sea", tags=("5G",)))
    assert get("/search", q="港口", **asked)["total"] == expected


def test_the_next_address_leads_through_all_that_was_found() -> None:
    made = [indexed(edition).article_id for edition in many(21)]
    first = get("/search", q="潮汐", sort="time", since="2026-11-01")
    assert first["next"] == (
        "http://testserver/api/v1/search?since=2026-11-01&q=%E6%BD%AE%E6%B1%90&sort=time&page=2"
    )
    second = Client().get(first["next"]).json()
    assert [each["id"] for each in first["articles"] + second["articles"]] == made
    assert (second["total"], second["next"]) == (21, None)


def test_a_scheduled_article_is_found_on_the_second_and_not_before(clock: Any) -> None:
    edition = indexed(builders.published(at=NOON + HOUR))
    clock.move_to(NOON + HOUR - MINUTE / 60)
    assert found(q="通航") == []
    clock.move_to(NOON + HOUR)
    assert found(q="通航") == [edition.article_id]


@pytest.mark.parametrize(
    "q", ["*", '"', "-", "NEAR(a b)", "a:b", "&|!()", "' OR 1=1 --", " ", "\u202e港", "%", "\ud7ff"]
)
def test_operators_of_databases_are_only_words(q: str) -> None:
    indexed(builders.published(at=NOON - HOUR))
    assert get("/search", q=q)["total"] in (0, 1)


def test_a_long_query_is_cut_and_a_very_long_one_refused() -> None:
    assert get("/search", q="港" * 101)["is_cut"] is True
    assert get("/search", 400, q="港" * 401)["field"] == "q"


@pytest.mark.parametrize(
    "field, asked",
    [
        ("q", {}),
        ("q", {"q": ""}),
        ("q", {"q": "a\x00b"}),
        ("sort", {"q": "港口", "sort": "heat"}),
        *[("page", {"q": "港口", "page": page}) for page in ("0", "51", "x", "9" * 10_000)],
        ("since", {"q": "港口", "since": "soon"}),
        ("until", {"q": "港口", "since": "2026-11-22", "until": "2026-11-20"}),
    ],
)
def test_what_cannot_be_read_is_refused(field: str, asked: dict[str, str]) -> None:
    assert get("/search", 400, **asked)["field"] == field


@pytest.mark.parametrize("number", [1, 20])
def test_a_search_takes_as_many_queries_for_20_results_as_for_one(
    number: int, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.PAGE_CACHE = False
    for edition in [*many(number - 1), covered(cover())]:
        indexed(edition)
    with django_assert_num_queries(4):
        assert len(found(q="港口")) == number


def test_an_answer_is_kept_like_any_other() -> None:
    response = Client().get(f"{API}/search?q=x")
    assert response.headers["Cache-Control"] == "public, no-transform, max-age=0, s-maxage=60"
