"""The beacon where Chromium itself hides, renders ahead, fetches ahead and brings back a page, and nothing is played.

Playwright holds every page it knows in front, so these tabs are opened behind its back, by the browser's own protocol.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.signals import request_started
from redis import Redis

from tests.reading import hosting, printing
from tests.reading.test_beacon_in_a_browser import AGENT, LONG

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
QUIET = 1.0  # s in which a beacon would have been sent


@pytest.fixture(scope="module")
def real(browser_type: Any, browser_type_launch_args: dict[str, Any]) -> Iterator[Any]:
    """A Chromium with its back-forward cache on, which calls itself an ordinary one."""
    flags = [*browser_type_launch_args["args"], f"--user-agent={AGENT}", "--accept-lang=zh-CN"]
    options = {**browser_type_launch_args, "args": flags}
    browser = browser_type.launch(**options, ignore_default_args=["--disable-back-forward-cache"])
    yield browser
    browser.close()


class Tabs:
    """Tabs of a browser that nobody drives, and what was counted of the article they show."""

    def __init__(self, browser: Any, live: str, redis: "Redis") -> None:
        self.protocol, self.live, self.redis = browser.new_browser_cdp_session(), live, redis
        self.article = printing.printed(body=LONG).article_id
        self.context = self.protocol.send("Target.createBrowserContext")["browserContextId"]

    def opens(self, path: str, *, behind: bool = False) -> str:
        asked = {"url": self.live + path, "browserContextId": self.context, "background": behind}
        return str(self.protocol.send("Target.createTarget", asked)["targetId"])

    def turns_to(self, tab: str) -> None:
        self.protocol.send("Target.activateTarget", {"targetId": tab})

    def counted(self) -> dict[str, int]:
        """By kind, after a while in which a beacon would have come."""
        time.sleep(QUIET)
        return counted(self.redis)

    def until(self, **wanted: int) -> None:
        eventually(lambda: self.counted() == wanted)


def counted(redis: "Redis") -> dict[str, int]:
    keys = redis.scan_iter("*:n:*")
    return {key.decode().rpartition(":")[2]: sum(map(int, redis.hvals(key))) for key in keys}


@pytest.fixture
def asked() -> Iterator[list[tuple[str, str]]]:
    """Method and purpose of every request for an article or of a beacon."""
    seen: list[tuple[str, str]] = []

    def note(environ: dict[str, Any], **_rest: Any) -> None:
        if environ["PATH_INFO"].startswith(("/articles/", "/views/")):
            seen.append((environ["REQUEST_METHOD"], environ.get("HTTP_SEC_PURPOSE", "")))

    request_started.connect(note)
    yield seen
    request_started.disconnect(note)


def eventually(holds: Callable[[], Any]) -> None:
    """Wait until it holds. Raises AssertionError."""
    deadline = time.monotonic() + 15
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


@pytest.fixture
def tabs(real: Any, live: str, clean_redis: Redis, settings: Any) -> Iterator[Tabs]:
    settings.ROOT_URLCONF = "tests.reading.hosting"
    hosting.OPEN.clear()
    opened = Tabs(real, live, clean_redis)
    yield opened
    hosting.OPEN.set()
    opened.protocol.send("Target.disposeBrowserContext", {"browserContextId": opened.context})


def test_a_tab_behind_another_counts_when_somebody_turns_to_it(tabs: Tabs, asked: Any) -> None:
    front = tabs.opens("/robots.txt")
    tabs.turns_to(front)
    behind = tabs.opens(f"/articles/{tabs.article}-gang-kou/", behind=True)
    eventually(lambda: asked)
    assert (tabs.counted(), asked) == ({}, [("GET", "")])
    tabs.turns_to(behind)
    tabs.until(view=1)
    assert asked == [("GET", ""), ("POST", "")]


@pytest.mark.parametrize("kind, purpose", [("prerender", "prefetch;prerender"), ("prefetch", "prefetch")])
def test_what_the_browser_makes_ahead_counts_when_it_is_opened_and_not_before(
    tabs: Tabs, asked: Any, kind: str, purpose: str
) -> None:
    tabs.turns_to(tabs.opens(f"/ahead/{kind}/{tabs.article}"))
    eventually(lambda: asked)
    assert (tabs.counted(), asked) == ({}, [("GET", purpose)])
    hosting.OPEN.set()
    tabs.until(view=1)
    assert asked == [
        ("GET", purpose),
        ("POST", ""),
    ]  # the page that was made ahead is the one that is shown


def test_back_from_the_cache_of_the_browser_tells_nothing(real: Any, live: str, clean_redis: Redis) -> None:
    context = real.new_context(user_agent=AGENT, locale="zh-CN")
    page, told = context.new_page(), []
    page.on("request", lambda asked: told.append(asked.url) if "/views/" in asked.url else None)
    page.goto(f"{live}/articles/{printing.printed().article_id}-gang-kou/")
    eventually(lambda: counted(clean_redis) == {"view": 1})
    page.evaluate("addEventListener('pageshow', (event) => { window.came_back = event.persisted; })")
    page.goto(f"{live}/robots.txt")
    page.go_back(wait_until="commit")
    eventually(lambda: page.evaluate("window.came_back !== undefined"))
    page.wait_for_timeout(QUIET * 1000)
    assert (page.evaluate("window.came_back"), len(told), counted(clean_redis)) == (True, 1, {"view": 1})
    context.close()
