"""A form with an old token, or of somebody whose sign-in ran out, keeps every word and goes off with one more press."""

import re

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from articles.drafting.models import Article
from tests import builders as b
from tests.desk.doors import page, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
HERE = {"Origin": "http://testserver", "Accept": "text/html"}
WORDS = '第一段。\n\n"引用" <b>与</b> & 符号'


def stale(
    person: User | None, article: Article, *, headers: dict[str, str] = HERE
) -> tuple[Client, HttpResponse]:
    """A comment sent with the token of a page from before the last sign-in."""
    client = signed_in(person)
    sent = {"csrfmiddlewaretoken": "s" * 32, "comment_text": WORDS, "comment_quote": "", "since": "live"}
    return client, client.post(f"/admin/articles/{article.pk}/comments/", sent, headers=headers)  # type: ignore[return-value]


def fields(answer: HttpResponse) -> dict[str, str]:
    """The form of the page, as a browser would send it."""
    import html

    shown = page(answer).partition('class="narrow again"')[2]
    plain = re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', shown)
    long = re.findall(r'<textarea[^>]*?name="([^"]+)"[^>]*>\n(.*?)</textarea>', shown, re.DOTALL)
    return {name: html.unescape(value) for name, value in (*plain, *long)}


def test_an_old_token_does_nothing_and_loses_nothing() -> None:
    article, editor = b.in_review(), b.editor(first_name="兆青")
    client, answer = stale(editor, article)
    assert (answer.status_code, article.comments.count()) == (403, 0)
    assert "in the name of 兆青" in page(answer)
    filled = fields(answer)
    assert (filled["comment_text"], filled["since"]) == (WORDS, "live")
    assert client.post(f"/admin/articles/{article.pk}/comments/", filled).status_code == 302
    assert article.comments.get().text == WORDS


def test_who_is_signed_out_keeps_the_words_and_reads_how_to_go_on() -> None:
    article = b.in_review()
    client = signed_in(None)
    sent = {"csrfmiddlewaretoken": "t" * 32, "reason": "消息来源收回了说法", "hash": "f" * 64}
    answer = client.post(f"/admin/articles/{article.pk}/do/take_down/", sent, headers=HERE)
    assert (answer.status_code, fields(answer)["reason"]) == (403, "消息来源收回了说法")  # type: ignore[arg-type]
    assert "/admin/login/?next=" in page(answer)  # type: ignore[arg-type]
    assert stale(None, article)[1].status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_from_elsewhere_is_refused_and_not_shown(headers: dict[str, str]) -> None:
    article = b.in_review()
    _client, answer = stale(b.editor(), article, headers={"Accept": "text/html", **headers})
    assert (answer.status_code, "第一段" in page(answer), article.comments.count()) == (403, False, 0)


def test_passwords_and_doors_of_accounts_are_never_shown_again() -> None:
    client = signed_in(None)
    sent = {"csrfmiddlewaretoken": "s" * 32, "username": "someone", "password": "a-long-password"}
    answer = client.post("/admin/login/", sent, headers=HERE)
    assert (answer.status_code, "a-long-password" in answer.content.decode()) == (403, False)
    client = signed_in(b.chief())
    made = client.post("/admin/auth/user/add/", sent | {"password1": "geheim-geheim"}, headers=HERE)
    assert (made.status_code, "geheim" in made.content.decode()) == (403, False)
