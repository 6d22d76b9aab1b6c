"""Who is in an article: known to the cache, gone after 30 s, and said to be unknown when the cache is away."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from articles.desk import presence
from articles.review import revising
from tests import builders as b
from tests.builders import NOON
from tests.desk.doors import page, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def beat(client: Client, number: int, **sent: Any) -> HttpResponse:
    return client.post(  # type: ignore[return-value]
        f"/admin/articles/{number}/presence", json.dumps(sent), content_type="application/json",
        headers={"X-CSRFToken": "t" * 32},
    )  # fmt: skip


@pytest.mark.usefixtures("clean_redis")
def test_two_people_see_each_other_and_the_field_each_is_in() -> None:
    writer, editor = b.writer(), b.editor(first_name="一", last_name="王")
    article = b.article(by=writer)
    assert beat(signed_in(editor), article.pk, tab="a", field="title").json() == {
        "people": [],
        "is_away": False,
        "newer": "",
    }
    seen = beat(signed_in(writer), article.pk, tab="b", field="body").json()["people"]
    assert seen == [{"short": "一 王"[-2:], "label": "一 王 is in this field", "field": "title"}]


@pytest.mark.usefixtures("clean_redis")
def test_a_page_that_goes_is_no_other_tab_of_its_person() -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    beat(client, article.pk, tab="before the save")
    beat(client, article.pk, tab="elsewhere")
    assert beat(client, article.pk, tab="before the save", goes=True).json() == {}
    beat(client, article.pk, tab="never seen", goes=True)
    labels = [person["label"] for person in beat(client, article.pk, tab="after it").json()["people"]]
    assert labels == ["You, in another tab"]


@pytest.mark.usefixtures("clean_redis")
def test_whoever_is_silent_for_thirty_seconds_is_gone() -> None:
    writer = b.writer()
    presence.sit(7, writer, "a", "", NOON)
    assert presence.here_names(7, NOON + timedelta(seconds=29)) == [writer.username]
    assert presence.here_names(7, NOON + timedelta(seconds=30)) == []


def test_without_a_cache_presence_is_unknown_and_says_so() -> None:
    writer = b.writer()
    article = b.article(by=writer)
    assert beat(signed_in(writer), article.pk, tab="a").json() == {
        "people": [],
        "is_away": True,
        "newer": "",
    }


def test_whoever_only_reads_learns_with_a_beat_that_somebody_saved() -> None:
    writer, editor = b.writer(), b.editor(first_name="Oskar", last_name="Brandt")
    article = b.article(by=writer)
    assert beat(signed_in(writer), article.pk, tab="a", base="1").json()["newer"] == ""
    revising.revise(article, b.content(body="新"), by=editor, now=NOON, version=article.version)
    assert beat(signed_in(writer), article.pk, tab="a", base="1").json()["newer"] == "Oskar Brandt"
    assert beat(signed_in(writer), article.pk, tab="a", base="2").json()["newer"] == ""
    assert beat(signed_in(writer), article.pk, tab="a", base="x").status_code == 400


def test_presence_is_closed_to_whoever_may_not_see_the_article() -> None:
    article = b.article()
    assert beat(signed_in(b.writer()), article.pk, tab="a").status_code == 403
    assert beat(signed_in(None), article.pk, tab="a").status_code == 401
    assert beat(signed_in(b.editor()), article.pk).status_code == 400


def test_the_sign_in_answers_a_page_in_json_and_a_frame_with_a_word() -> None:
    writer = b.writer()
    asked = {"accept": "application/json"}
    assert signed_in(writer, **asked).get("/admin/signed-in/").json() == {"person": str(writer.pk)}
    assert signed_in(None, **asked).get("/admin/signed-in/").status_code == 401
    assert "You are signed in." in page(signed_in(writer, accept="text/html").get("/admin/signed-in/"))
