"""Categories, tags, authors and the hot list: only what holds something public, in a fixed number of queries."""

from typing import Any

import pytest

from tests import builders
from tests.api.making import cover, covered, get, hot_list, many, withdrawn
from tests.builders import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db


def test_only_categories_with_something_live_are_named() -> None:
    builders.published(at=NOON - HOUR, category="sea")
    builders.published(at=NOON + HOUR, category="secret")
    assert get("/categories") == {
        "categories": [
            {
                "slug": "sea",
                "name": "Sea",
                "description": "",
                "url": "http://testserver/categories/sea/",
                "articles": "http://testserver/api/v1/articles?category=sea",
            }
        ]
    }


def test_every_spelling_of_a_tag_leads_to_the_tag() -> None:
    builders.published(at=NOON - HOUR, tags=("5G",))
    builders.published(at=NOON - HOUR, tags=("5G", "秘密"))
    builders.published(at=NOON + HOUR, tags=("5G",))
    expected = {
        "slug": "5g",
        "name": "5G",
        "count": 2,
        "url": "http://testserver/tags/5g/",
        "articles": "http://testserver/api/v1/articles?tag=5g",
    }
    assert [get(f"/tags/{spelling}") for spelling in ("5g", "5G", "５Ｇ")] == [expected] * 3


def test_an_author_is_told_as_last_printed() -> None:
    builders.published(at=NOON - HOUR)
    assert get("/authors/wang-wei") == {
        "slug": "wang-wei",
        "name": "王伟",
        "bio": "",
        "url": "http://testserver/authors/wang-wei/",
        "articles": "http://testserver/api/v1/articles?author=wang-wei",
    }


@pytest.mark.parametrize("path", ["/tags/港口", "/authors/wang-wei"])
def test_tags_and_authors_without_anything_live_are_unknown(path: str) -> None:
    builders.article()
    builders.published(at=NOON + DAY)
    withdrawn(builders.published(at=NOON - HOUR))
    assert get(path, 404) == {"error": "There is nothing here.", "field": None}


@pytest.mark.parametrize("slug", ["%00", "x" * 10_000, "%FF", "..", "a%2Fb", "%20", "'\"--"])
@pytest.mark.parametrize("list_of", ["tags", "authors"])
def test_names_that_nothing_has_are_not_found(list_of: str, slug: str) -> None:
    builders.published(at=NOON - HOUR)
    assert get(f"/{list_of}/{slug}", 404)["error"] == "There is nothing here."


def test_the_hot_list_tells_place_heat_and_movement() -> None:
    first, second, third = many(3)
    kept = hot_list(second, first, third)
    kept.entries[0] |= {"was": 3}
    kept.entries[1] |= {"was": None}
    kept.save(update_fields=["entries"])
    found = get("/hot")
    assert found["as_of"] == "2026-11-22T12:00:00+08:00"
    told = [(each["place"], each["article"]["id"], each["moved"], each["is_new"]) for each in found["places"]]
    assert told == [
        (1, second.article_id, 2, False),
        (2, first.article_id, 0, True),
        (3, third.article_id, 0, False),
    ]
    assert {each["heat"] for each in found["places"]} == {12.5}


def test_the_hot_list_closes_over_what_is_gone_and_is_empty_rather_than_short() -> None:
    made = many(4)
    hot_list(*made)
    withdrawn(made[1])
    places = get("/hot")["places"]
    assert [(each["place"], each["article"]["id"]) for each in places] == [
        (1, made[0].article_id), (2, made[2].article_id), (3, made[3].article_id),
    ]  # fmt: skip
    withdrawn(made[0])
    assert get("/hot") == {"as_of": None, "places": []}


@pytest.mark.parametrize("number", [3, 30])
def test_the_hot_list_takes_as_many_queries_for_30_places_as_for_3(
    number: int, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.PAGE_CACHE = False
    hot_list(*many(number - 1), covered(cover()))
    with django_assert_num_queries(3):
        assert len(get("/hot")["places"]) == number


@pytest.mark.parametrize("number", [1, 30])
def test_categories_tags_and_authors_take_one_query(
    number: int, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.PAGE_CACHE = False
    for place in range(number):
        builders.published(at=NOON - HOUR, category=f"section-{place}", tags=("sea",))
    for path in ("/categories", "/tags/sea", "/authors/wang-wei"):
        with django_assert_num_queries(1):
            get(path)
