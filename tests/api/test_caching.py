"""Answers live as long as pages do, are the same for everybody, and cost nothing while nothing has changed."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.reading import seasons
from tests import builders
from tests.api.making import API, get
from tests.builders import HOUR, MINUTE, NOON

pytestmark = pytest.mark.django_db
PATHS = ("/articles", "/categories", "/hot", "/openapi.json")


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_ends_with_the_next_change_and_carries_no_cookie(path: str) -> None:
    builders.published(at=NOON + MINUTE / 2)
    response = Client().get(API + path)
    assert response.headers["Cache-Control"] == "public, no-transform, max-age=0, s-maxage=30"
    assert response.headers["CDN-Cache-Control"] == (
        "public, max-age=30, stale-while-revalidate=0, stale-if-error=86400"
    )
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Vary" not in response.headers
    assert not response.cookies


def test_an_answer_and_a_page_have_the_same_lifetimes() -> None:
    builders.published(at=NOON - HOUR, until=NOON + HOUR)
    page, answer = Client().get("/"), Client().get(f"{API}/articles")
    for name in ("Cache-Control", "CDN-Cache-Control"):
        assert answer.headers[name] == page.headers[name]


def test_an_unchanged_answer_is_304_without_asking_for_a_single_article() -> None:
    builders.published(at=NOON - HOUR)
    first = Client().get(f"{API}/articles")
    tag = first.headers["ETag"]
    for sent in (tag, tag.removeprefix("W/"), f'"other", {tag}'):
        with CaptureQueriesContext(connection) as asked:
            again = Client().get(f"{API}/articles", headers={"If-None-Match": sent})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert [query for query in asked.captured_queries if "title" in query["sql"]] == []


def test_a_new_article_makes_a_new_answer() -> None:
    builders.published(at=NOON - HOUR)
    tag = Client().get(f"{API}/articles").headers["ETag"]
    builders.published(at=NOON - HOUR)
    seasons.forget()
    again = Client().get(f"{API}/articles", headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert len(again.json()["articles"]) == 2


def test_every_question_has_a_tag_of_its_own() -> None:
    builders.published(at=NOON - HOUR)
    asked = ("", "?limit=1", "?limit=2", "?language=en", "?author=wang-wei", "?cursor=")
    tags = {Client().get(f"{API}/articles{question}").headers["ETag"] for question in asked}
    assert len(tags) == len(asked)


def test_head_is_get_without_its_body() -> None:
    builders.published(at=NOON - HOUR)
    got, head = Client().get(f"{API}/articles"), Client().head(f"{API}/articles")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(got.content))
    assert head.headers["ETag"] == got.headers["ETag"]


def test_staff_get_the_same_bytes(client: Client) -> None:
    builders.published(at=NOON - HOUR)
    client.force_login(builders.chief())
    own, other = client.get(f"{API}/articles"), Client().get(f"{API}/articles")
    assert (own.content, sorted(own.headers.items())) == (other.content, sorted(other.headers.items()))


def test_without_the_page_cache_nothing_is_kept_anywhere(settings: Any) -> None:
    settings.PAGE_CACHE = False
    response = Client().get(f"{API}/articles")
    assert response.headers["Cache-Control"] == "public, no-transform, max-age=0, s-maxage=0"
    assert "ETag" not in response.headers


def test_chinese_is_sent_as_chinese() -> None:
    builders.published(at=NOON - HOUR)
    response = Client().get(f"{API}/articles")
    assert "港口风暴后恢复通航" in response.content.decode()
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_the_root_leads_to_the_description(path: str) -> None:
    response = Client().get(API + path)
    assert (response.status_code, response.headers["Location"]) == (302, "/api/v1/openapi.json")
    assert set(get("/openapi.json")["paths"]) == {
        f"{API}/{each}"
        for each in (
            "articles",
            "articles/{article_id}",
            "categories",
            "tags/{slug}",
            "authors/{slug}",
            "hot",
            "search",
        )
    }
