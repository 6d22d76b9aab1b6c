"""Annoyances that are a matter of seconds, on the browser's own clock: words reach the server, the page follows."""

from typing import Any

import pytest

from articles.drafting.models import Autosave
from tests import builders as b
from tests.desk.test_writing import calm  # noqa: F401
from tests.desk.writers import open_editor, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
Page = Any  # Playwright's page, whose package is not typed for tests
STEP = 500  # ms between two keys, so that the typing never rests


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
    at, sent = 0, list[tuple[str, int]]()
    page.on("request", lambda request: sent.append((request.url.rpartition("/")[2], at)))
    for _key in range(22):
        page.keyboard.type("a")
        page.clock.run_for(STEP)
        at += STEP
    saved = [moment for what, moment in sent if what == "autosave"]
    assert saved
    assert saved[0] <= 11_000
    for _turn in range(100):  # the server's own time, however busy the machine is
        if Autosave.objects.filter(article=article).exists():
            break
        page.wait_for_timeout(100)
    assert "aaaaaaaaaaaaaaaa" in Autosave.objects.get(article=article).fields["body"]
    before = len([what for what, _moment in sent if what == "beside"])
    page.keyboard.type("b")
    page.clock.run_for(200)  # of the half second; the rest is the server's
    page.wait_for_timeout(200)
    assert len([what for what, _moment in sent if what == "beside"]) == before + 1
    page.clock.resume()
    page.frame_locator("[data-preview] iframe").locator(".prose p", has_text="aaab").wait_for()
