"""Annoyances of the stock admin that the editor's pages are free of, each by its number in the desk's own list."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.desk.models import Preference
from articles.drafting.models import Article
from tests import builders as b
from tests.builders import fresh
from tests.desk.doors import page, post, signed_in, words
from tests.desk.test_editor import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
CHIEFS_PAGES = (
    "", "articles/", "articles/new/", "calendar/", "me/", "newsroom/", "articles/category/add/", "articles/author/add/",
    "articles/reviewpolicy/add/", "auth/user/", "auth/user/add/", "hot/", "at/", "figures/",
    "status/", "invitations/",
)  # fmt: skip
WRITERS_PAGES = (
    "", "articles/", "articles/new/", "calendar/", "me/", "hot/", "figures/", "notices/", "bin/", "account/factors/",
)  # fmt: skip
MODELS = re.compile(
    r"(?i)\b(?:articles?\s+app|autosave object|articles?\.(?:article|revision|edition)"
    r"|(?:article|revision|edition) object|site administration|recent actions|app_list|taggit)\b"
)


def shown(client: Client, path: str) -> str:
    answer = client.get(f"/admin/{path}")
    assert (path, answer.status_code) == (path, 200)
    return page(answer)


def test_5_one_field_takes_a_time_and_no_page_counts_hours_ahead() -> None:
    chief = b.chief()
    Preference.objects.create(person=chief, time_zone="America/New_York", language="en")
    article, client = b.article(by=chief), signed_in(chief)
    address = f"/admin/articles/{article.pk}/edit/"
    post(client, address, **words(article, planned_for="明早7:30", planned_for_was=""))
    assert f"{fresh(article).planned_for:%Y-%m-%d %H:%M}" == "2026-11-22 23:30"
    for path in (*CHIEFS_PAGES, f"articles/{article.pk}/edit/", f"articles/{article.pk}/"):
        text = shown(client, path)
        assert (path, "DateTimeShortcuts" in text, "vTimeField" in text, "hours ahead" in text) == (
            path, False, False, False,
        )  # fmt: skip


def test_6_a_form_with_errors_still_has_its_cover_and_shows_it() -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    sent = words(article, planned_for="sometime", cover_licence="CC BY 4.0")
    answer = post(client, f"/admin/articles/{article.pk}/edit/", **sent, cover_file=picture())
    text = page(answer)
    assert answer.status_code == 422
    assert re.search(r'name="cover" value="[0-9a-f]{64}"', text)
    assert re.search(r'<img src="/admin/media/covers/[^"]+"[^>]*data-focal-picture', text)
    assert 'value="CC BY 4.0"' in text


def test_11_no_page_asks_to_hold_a_key_for_choosing_several() -> None:
    chief = b.chief()
    client = signed_in(chief)
    own = [f"auth/user/{chief.pk}/change/", f"auth/group/{chief.groups.get().pk}/change/"]
    texts = "".join(shown(client, path) for path in (*CHIEFS_PAGES, *own))
    assert (re.findall(r"<select[^>]*\bmultiple\b", texts), "Hold down" in texts) == ([], False)


def test_13_no_model_or_app_name_stands_on_a_page_a_writer_opens() -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    own = [f"articles/{article.pk}/{part}" for part in ("", "edit/", "history/", "difference/")]
    for path in (*WRITERS_PAGES, *own):
        text = shown(client, path)
        bare = unescape(re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL))
        assert (path, MODELS.findall(bare)) == (path, [])


def test_18_every_error_line_is_a_link_to_a_field_of_the_page() -> None:
    writer = b.writer()
    article, client = b.article(by=writer), signed_in(writer)
    wrong: dict[str, Any] = {
        "title": "长" * 301, "planned_for": "sometime", "embargoed_until": "?", "cover_alt": "长" * 501, "extra": "{",
        "slug": "x" * 121, "note": "长" * 301, "focal_x": "300",
    }  # fmt: skip
    text = page(post(client, f"/admin/articles/{article.pk}/edit/", **words(article, **wrong)))
    summary = re.search(r'<section class="refusal".*?</section>', text, re.DOTALL)
    assert summary is not None
    lines = re.findall(r"<li>(.*?)</li>", summary[0], re.DOTALL)
    links = [re.search(r'<a href="#([^"]+)">', line) for line in lines]
    assert len(lines) == len(wrong)
    for found in links:
        assert found is not None
        assert f'id="{found[1]}"' in text
        assert f'id="{found[1]}_error"' in text


@pytest.mark.parametrize("path", ["articles/new/", "calendar/", "at/", "hot/", "me/"])
def test_17_every_field_of_a_page_has_a_label(path: str) -> None:
    text = shown(signed_in(b.chief()), path)
    labelled = set(re.findall(r'<label[^>]*\bfor="([^"]+)"', text))
    bare = []
    for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", text):
        named = re.search(r'\bid="([^"]+)"', tag)
        is_silent = re.search(r'type="(?:hidden|submit|radio|checkbox)"|\bhidden\b|aria-label=', tag)
        if not is_silent and not (named and named[1] in labelled):
            bare.append(tag)
    assert bare == []


def asked(client: Client, address: str, **fields: Any) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert post(client, address, **fields).status_code in (200, 302)
    return len(counted)


def test_saving_submitting_and_looking_beside_ask_as_much_for_an_article_of_any_age() -> None:
    writer = b.writer()
    client, counts = signed_in(writer), []
    for revisions in (1, 12):
        article = b.article(by=writer)
        address = f"/admin/articles/{article.pk}/edit/"
        for number in range(revisions):
            post(client, address, **words(article, body=f"第{number}稿。"))
        counts.append(
            {
                "save": asked(client, address, **words(article, body="改了。")),
                "save unchanged": asked(client, address, **words(article)),
                "beside": asked(client, f"/admin/articles/{article.pk}/beside", **words(article)),
                "submit": asked(client, address, **words(article, title=f"{revisions}", then="submit")),
            }
        )
    assert counts[0] == counts[1] == {
        "save": 37, "save unchanged": 22, "beside": 10, "submit": 60,
    }  # fmt: skip
    assert Article.objects.filter(state="in_review").count() == 2
