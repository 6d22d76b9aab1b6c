"""The beacon in a real browser: sent once when the page is really seen, and not where nobody looks or wants it."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from redis import Redis

from tests.reading import printing

pytestmark = pytest.mark.django_db(transaction=True)
AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
Page = Any  # Playwright's page, whose package is not typed for tests
HIDDEN = """
let state = "hidden";
Object.defineProperty(Document.prototype, "visibilityState", { get: () => state });
window.turn = (to) => { state = to; document.dispatchEvent(new Event("visibilitychange")); };
"""
PRERENDERED = """
let ahead = true;
Object.defineProperty(Document.prototype, "prerendering", { get: () => ahead });
window.open_it = () => { ahead = false; document.dispatchEvent(new Event("prerenderingchange")); };
"""
FROM_THE_CACHE = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
QUIET = 400  # ms in which a beacon would have been sent
LONG = "\n\n".join(f"第{part}段。" + "港口在周一清晨重新开放。" * 40 for part in range(30))


class Reader:
    """A browser with a tab, what it told, and what was counted."""

    def __init__(self, page: Page, live: str, redis: "Redis") -> None:
        self.page, self.live, self.redis = page, live, redis
        self.article = printing.printed(body=LONG).article_id
        self.address = f"{live}/articles/{self.article}-gang-kou/"
        self.told: list[Any] = []
        page.on("request", lambda asked: self.told.append(asked) if "/views/" in asked.url else None)

    def opens(self) -> None:
        self.page.goto(self.address)

    def counted(self) -> dict[str, int]:
        """By kind, after a while in which a beacon would have come."""
        self.page.wait_for_timeout(QUIET)
        found: dict[str, int] = {}
        for key in self.redis.scan_iter("*:n:*"):
            found[key.decode().rpartition(":")[2]] = sum(map(int, self.redis.hvals(key)))
        return found

    def until(self, **wanted: int) -> None:
        deadline = time.monotonic() + 15
        while (found := self.counted()) != wanted:
            assert time.monotonic() < deadline, f"{found}, and not {wanted}"


@pytest.fixture
def reader(browser: Any, live: str, clean_redis: Redis) -> Iterator[Reader]:
    context = browser.new_context(user_agent=AGENT, locale="zh-CN")
    yield Reader(context.new_page(), live, clean_redis)
    context.close()


def test_a_seen_page_is_a_view_and_seen_again_a_repeat(reader: Reader) -> None:
    reader.opens()
    reader.until(view=1)
    (told,) = reader.told
    assert (told.method, len(told.post_data), told.headers["content-type"]) == ("POST", 16, "text/plain")
    assert "cookie" not in told.all_headers()
    reader.page.reload()
    reader.until(view=1, repeat=1)


def test_a_tab_in_the_background_counts_when_somebody_turns_to_it(reader: Reader) -> None:
    reader.page.add_init_script(HIDDEN)
    reader.opens()
    assert reader.counted() == {}
    reader.page.evaluate("turn('visible')")
    reader.until(view=1)
    reader.page.evaluate("turn('hidden'); turn('visible')")
    assert reader.counted() == {"view": 1}


def test_a_page_rendered_ahead_counts_when_it_is_opened(reader: Reader) -> None:
    reader.page.add_init_script(PRERENDERED)
    reader.opens()
    assert (reader.counted(), reader.told) == ({}, [])
    reader.page.evaluate("open_it()")
    reader.until(view=1)


def test_a_page_fetched_ahead_runs_nothing(reader: Reader) -> None:
    page = f"<!doctype html><link rel=prefetch href='{reader.address}'>"
    reader.page.route("**/blank", lambda route: route.fulfill(content_type="text/html", body=page))
    with reader.page.expect_response(lambda answer: answer.url == reader.address):
        reader.page.goto(f"{reader.live}/blank")
    assert (reader.counted(), reader.told) == ({}, [])


def test_back_from_the_cache_within_half_an_hour_tells_nothing(reader: Reader) -> None:
    reader.page.clock.install()
    reader.opens()
    reader.until(view=1)
    reader.page.evaluate(FROM_THE_CACHE)
    assert reader.counted() == {"view": 1}
    assert len(reader.told) == 1
    reader.page.clock.fast_forward(1_900_000)
    reader.page.evaluate(FROM_THE_CACHE)
    reader.until(view=1, read=1, repeat=1)  # by the clock of Redis the window is still open


def test_who_asks_for_privacy_tells_nothing(reader: Reader) -> None:
    reader.page.add_init_script(
        "Object.defineProperty(navigator, 'globalPrivacyControl', { get: () => true })"
    )
    reader.opens()
    assert (reader.counted(), reader.told) == ({}, [])


def test_browsers_of_the_newsroom_tell_nothing(reader: Reader) -> None:
    reader.page.add_init_script("localStorage.uncounted = '1'")
    reader.opens()
    assert (reader.counted(), reader.told) == ({}, [])


def test_three_quarters_scrolled_is_read_once(reader: Reader) -> None:
    reader.opens()
    reader.until(view=1)
    reader.page.evaluate("scrollTo(0, document.querySelector('.story').scrollHeight * 0.3)")
    assert reader.counted() == {"view": 1}
    reader.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    reader.until(view=1, read=1)
    reader.page.evaluate("scrollTo(0, 0); scrollTo(0, document.documentElement.scrollHeight)")
    assert reader.counted() == {"view": 1, "read": 1}
    assert [len(told.post_data) for told in reader.told] == [16, 21]


def test_thirty_seconds_on_the_screen_are_read_and_time_behind_another_tab_is_not(reader: Reader) -> None:
    reader.page.add_init_script(HIDDEN.replace('"hidden"', '"visible"', 1))
    reader.page.clock.install()
    reader.opens()
    reader.until(view=1)
    reader.page.clock.run_for(10_000)
    reader.page.evaluate("turn('hidden')")
    reader.page.clock.run_for(60_000)
    assert reader.counted() == {"view": 1}
    reader.page.evaluate("turn('visible')")
    reader.page.clock.run_for(10_000)
    assert reader.counted() == {"view": 1}
    reader.page.clock.run_for(20_000)
    reader.until(view=1, read=1)
