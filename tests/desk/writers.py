"""Hands on a real keyboard: signing in, typing with an input method, and reading what came of the words."""

import contextlib
import re
import time
from typing import Any

from django.contrib.auth.models import User
from playwright.sync_api import Error, expect

from articles.drafting.models import Article

PASSWORD = "a-long-password"
Page = Any  # Playwright's page, whose package is not typed for tests
PATIENCE = 30_000  # ms for what must come; pictures are opened in processes of their own, however busy the machine is
COPIES = """new Promise((resolve) => {
  const asked = indexedDB.open('desk', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('copies', { keyPath: 'key' });
  asked.onsuccess = () => {
    const all = asked.result.transaction('copies').objectStore('copies').getAll();
    all.onsuccess = () => { asked.result.close(); resolve(JSON.stringify(all.result)); };
  };
})"""
expect.set_options(timeout=PATIENCE)


def sign_in(page: Page, live: str, person: User) -> None:
    page.context.clear_cookies()
    page.goto(f"{live}/admin/login/")
    fill_in(page, person)
    page.wait_for_url(f"{live}/admin/")


def fill_in(place: Any, person: User) -> None:
    """Name, password, Enter, on the door's own page or in a frame."""
    place.locator("[name=username], [name=login]").first.fill(person.username)
    place.locator("[name=password]").first.fill(PASSWORD)
    place.locator("[name=password]").first.press("Enter")


def open_editor(page: Page, live: str, article: Article) -> None:
    page.goto(f"{live}/admin/articles/{article.pk}/edit/")
    page.focus("#id_body")
    page.keyboard.press("Control+End")


def told(page: Page, words: str) -> None:
    """Wait until the state of saving begins with ``words``."""
    page.locator("[data-save-state]", has_text=re.compile(f"^{words}")).wait_for()


def settled(page: Page, look: str, wanted: Any) -> Any:
    """What ``look`` sees on the page as soon as it is what is ``wanted``, or when patience is over.

    The page's policy lets no text be run as a script that would wait there.
    """
    deadline = time.monotonic() + PATIENCE / 1000
    while (seen := page.evaluate(look)) != wanted and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    return seen


def until(page: Page, fact: str) -> None:
    """Wait until a fact of the page is true."""
    assert settled(page, fact, True) is True, fact


def kept(page: Page, words: str) -> None:
    """Wait until the browser's database holds ``words``."""
    until(page, f"{COPIES}.then((copies) => copies.includes({words!r}))")


def compose(page: Page, letters: str, words: str) -> None:
    """Type ``letters`` with an input method and choose ``words``, as the browser's debugging protocol plays it."""
    hands = page.context.new_cdp_session(page)
    for end in range(1, len(letters) + 1):
        hands.send(
            "Input.imeSetComposition",
            {"text": letters[:end], "selectionStart": end, "selectionEnd": end},
        )
    hands.send("Input.insertText", {"text": words})
    hands.detach()


def crash(page: Page) -> None:
    """Kill the process behind a tab; the browser lives on."""
    with page.expect_event("crash"), contextlib.suppress(Error):  # what should load this dies of it
        page.goto("chrome://crash")


class Traffic:
    """Which requests of a browser are under way, so that a test ends when its server is at rest."""

    def __init__(self, page: Page) -> None:
        self.page, self.open = page, set[Any]()
        page.context.on("request", lambda request: self.open.add(request))
        page.context.on("requestfinished", lambda request: self.open.discard(request))
        page.context.on("requestfailed", lambda request: self.open.discard(request))

    def settle(self) -> None:
        """Wait until nothing is being saved or asked any more; a crashed tab asks nothing."""
        for _turn in range(50):
            pages = [page for page in self.page.context.pages if self._is_busy(page)]
            if not self.open and not pages:
                break
            self.page.context.pages[-1].wait_for_timeout(100)
        self.page.context.close()

    def _is_busy(self, page: Page) -> bool:
        with contextlib.suppress(Error):
            said = page.locator("[data-save-state]")
            return bool(said.count()) and said.inner_text(timeout=500).startswith("Saving")
        return False


def taken(page: Page) -> str:
    """Every word that is on the screen of the editor, or offered on it."""
    offered = page.locator("[data-local-offer] ~ section, section.notice").all_text_contents()
    return "\n".join([page.input_value("#id_title"), page.input_value("#id_body"), *offered])
