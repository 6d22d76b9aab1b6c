"""Doors of the desk as a browser knocks on them: signed in, with CSRF checks on, at a fixed noon."""

import time
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from articles.drafting.models import Article
from tests.builders import fresh, hash_of


def signed_in(person: User | None, **headers: Any) -> Client:
    """A browser in which ``person`` is signed in; CSRF checks are on."""
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en", **headers})
    if person is not None:
        client.force_login(person)
        confirm(client, person)
    client.cookies["csrftoken"] = "t" * 32
    return client


def confirm(client: Client, person: User) -> None:
    """Whoever has just signed in with a password is not asked for it again."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def post(client: Client, address: str, **fields: Any) -> HttpResponse:
    """Send a form with its CSRF token."""
    return client.post(address, {"csrfmiddlewaretoken": "t" * 32, **fields})  # type: ignore[return-value]


def take(client: Client, article: Article, verb: str, **fields: Any) -> HttpResponse:
    """Press a button of the article's screen; it carries the version and hash that are there now, unless given."""
    shown = fresh(article)
    carried = {"version": shown.version, "hash": hash_of(article), **fields}
    return post(client, f"/admin/articles/{article.pk}/do/{verb}/", **carried)


def in_bulk(client: Client, *, is_sure: bool = True, **fields: Any) -> dict[str, tuple[str, str]]:
    """Choose a step for ticked articles, and press the button under what it foretells; outcomes by headline."""
    place = post(client, "/admin/articles/bulk/", **fields).headers["Location"]
    if is_sure:
        assert post(client, f"{place}go/").status_code == 302
    outcomes = client.get(place).context["outcomes"]
    return {outcome.title: (outcome.fate, outcome.words) for outcome in outcomes}


def words(article: Article, **changes: Any) -> dict[str, Any]:
    """The fields of the editor's form as the page would fill them."""
    shown = fresh(article)
    latest = shown.latest
    assert latest is not None
    filled = {
        "title": latest.title, "summary": latest.summary, "body": latest.body, "category": latest.category_slug,
        "tags": ", ".join(latest.tag_names), "authors": "、".join(latest.author_names), "slug": latest.slug,
        "language": latest.language, "extra": "", "cover": latest.cover_digest, "focal_x": "50", "focal_y": "50",
        "version": shown.version, "base": latest.number,
    }  # fmt: skip
    return {**filled, **changes}


def page(response: HttpResponse) -> str:
    """The page's text."""
    return response.content.decode()
