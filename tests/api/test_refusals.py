"""Whatever is asked, the API refuses in plain words and never breaks; it reads only and sets no cookie."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from articles.api import cursors
from tests import builders
from tests.api.making import API, get
from tests.builders import HOUR, NOON

pytestmark = pytest.mark.django_db

DATE = "This is not a date. Write 2026-11-22 or 2026-11-22T08:00:00+08:00."
LIMIT = "The limit must be a whole number from 1 to 100."
NAME = "This name is too long or holds a character that no name has."
CURSOR = "This cursor was not given out by this list. Start again without it."


@pytest.fixture(autouse=True)
def in_english(settings: Any) -> None:
    settings.NEWSROOM_LANGUAGE = "en"


@pytest.mark.parametrize(
    "field, words, sentence",
    [
        *[("limit", words, LIMIT) for words in ("0", "-1", "101", "many", "", "1.5", "9" * 10_000, "\x00")],
        *[
            ("since", words, DATE)
            for words in ("yesterday", "2026-13-01", "\x00", "9" * 10_000, "0001-01-01")
        ],
        *[
            ("until", words, DATE)
            for words in ("9999-12-31", "2026-11-22T25:00", "١٢", "0001-01-01T00:00:00+23:00")
        ],
        *[
            (field, words, NAME)
            for field in ("category", "tag", "author", "language")
            for words in ("a\x00b", "x" * 10_000)
        ],
        *[
            ("cursor", words, CURSOR)
            for words in ("x", "\x00", "MTIz", "港", "A" * 10_000, "MS4x=", "MS4gMQ")
        ],
    ],
)
def test_parameters_that_cannot_be_read_are_refused_in_words(field: str, words: str, sentence: str) -> None:
    builders.published(at=NOON - HOUR)
    assert get("/articles", 400, **{field: words}) == {"error": sentence, "field": field}


@pytest.mark.parametrize("place", [(1, 2**63), (1, 0), (10**30, 1), (-(10**30), 1)])
def test_a_cursor_outside_of_all_time_and_number_is_refused(place: tuple[int, int]) -> None:
    assert get("/articles", 400, cursor=cursors._packed(*place))["field"] == "cursor"


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    expected = {"error": "This period ends before it begins.", "field": "until"}
    assert get("/articles", 400, since="2026-11-22", until="2026-11-20") == expected


def test_more_parameters_than_django_takes_apart_are_refused() -> None:
    query = "&".join(f"a{number}=1" for number in range(1500))
    response = Client().get(f"{API}/articles?{query}")
    assert (response.status_code, response.json()["field"]) == (400, None)


@pytest.mark.parametrize("path", ["/articles", "/articles/1", "/hot", "/openapi.json", "/nothing", "/"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_can_be_sent(method: str, path: str) -> None:
    response = Client(enforce_csrf_checks=True).generic(
        method, API + path, b"{}", content_type="application/json"
    )
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert response.json() == {
        "error": "This address can be read, but nothing can be sent to it.",
        "field": None,
    }


def test_an_unknown_address_is_refused_in_json() -> None:
    assert get("/nothing/at/all/", 404) == {"error": "There is nothing here.", "field": None}


def test_without_the_database_the_api_asks_for_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_given: Any, **_named: Any) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr("articles.publishing.models.EditionQuerySet.live", away)
    response = Client().get(f"{API}/articles")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert response.json()["field"] is None
