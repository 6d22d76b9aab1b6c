"""Annoyances that are a matter of seconds, on the browser's own clock: words reach the server, the page follows."""

from typing import Any

import pytest

from articles.drafting.models import Autosave
from tests import builders as b
from tests.desk.test_writing import calm  # noqa: F401
from tests.desk.writers import open_editor, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
Page = Any  # Playwright's page, whose package is not typed for tests
STEP, KEYS = 500, 22  # ms between two keys, so that the typing never rests, for eleven seconds


def test_4_and_15_words_are_on_the_server_within_11_s_and_beside_within_half_a_second_of_a_pause(
    live: str,
    page: Page,
) -> None:
    writer = b.writer()
    article = b.article(by=writer)
    sign_in(page, live, writer)
    page.clock.install()
    open_editor(page, live, article)
    page.click("[data-preview-mode=split]")
    page.frame_locator("[data-preview] iframe").locator(".prose p").first.wait_for()
    page.focus("#id_body")
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 30"))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url.rpartition("/")[2]))
    for _key in range(KEYS):
        page.keyboard.type("a")
        page.clock.run_for(STEP)
    for _turn in range(300):  # the server's own time, while the page's clock stands still
        if Autosave.objects.filter(article=article).exists():
            break
        page.wait_for_timeout(100)
    assert "aaaaaaaaaaaaaaaa" in Autosave.objects.get(article=article).fields["body"]
    before = sent.count("beside")
    page.keyboard.type("b")
    page.clock.run_for(200)  # of the half second; the rest is the server's
    for _turn in range(300):
        if sent.count("beside") > before:
            break
        page.wait_for_timeout(100)
    assert sent.count("beside") == before + 1
    page.clock.resume()
    page.frame_locator("[data-preview] iframe").locator(".prose p", has_text="aaab").wait_for()
