"""Three people bring a story to its second in a real browser; worker, beat and Valkey stand still when it strikes."""

import json
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.covers.pictures import jpeg
from tests.journeys.test_the_clock_publishes import ask
from tests.newsroom import houses
from tests.newsroom.houses import House

pytestmark = pytest.mark.fault
Page = Any  # Playwright's page, whose package is not typed for tests
HEADLINE = "港口风暴后恢复通航"
AHEAD = 60  # s

PEOPLE = """
from tests import builders as b
from articles.drafting.sections import category_for
category_for("harbour")
print(b.writer(name="writer"), b.editor(name="editor"), b.publisher(name="publisher"))
"""
EFFECTS = """
import json
from articles.publishing.models import Edition, Effect
rows = Effect.objects.order_by("kind").values_list("kind", "attempts", "done_at")
print(json.dumps([[kind, attempts, done is not None] for kind, attempts, done in rows]))
"""
STANDING_STILL = ("celery --quiet -A newsroom worker", "celery --quiet -A newsroom beat", "valkey")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    folder = tmp_path / "var"
    folder.mkdir()
    running = House(folder, EMAIL_URL="file:")
    try:
        running.is_open()
        yield running
    finally:
        for leader in running.children():
            os.killpg(leader, signal.SIGCONT)
        running.close()


def sign_in(page: Page, house: House, name: str) -> None:
    page.context.clear_cookies()
    page.goto(f"http://127.0.0.1:{house.port}/admin/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", "a-long-password")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")


def write(page: Page, picture: Path) -> None:
    """A headline, a standfirst, words, a category and a cover, by keys as far as keys go; then submit."""
    page.keyboard.press("c")
    page.wait_for_url("**/articles/new/")
    for words in (HEADLINE, "两天后，港口重新开放。"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.type("风停了。")
    page.locator("[data-save-state]", has_text=re.compile("^(Saved|已存)")).wait_for()
    page.select_option("#id_category", "harbour")
    page.set_input_files("#id_cover_file", picture)
    page.wait_for_selector("[data-focal-picture]")
    page.fill("#id_cover_alt", "清晨的港口")
    page.fill("#id_cover_credit", "本报")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/admin/articles/\d+/$"))


def approve(page: Page) -> None:
    page.click(f"text={HEADLINE}")
    with page.expect_response("**/do/approve/") as pressed:
        page.click("button.primary")
    assert pressed.value.status == 302


def schedule(page: Page, address: str) -> float:
    """Type a moment a minute ahead; the second since 1970 at which it goes live."""
    page.goto(address)
    moment = int(time.time()) + AHEAD
    typed = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(moment + 8 * 3600))
    page.fill("#live_from", typed)
    with page.expect_response("**/do/schedule/") as pressed:
        page.keyboard.press("Enter")
    assert pressed.value.status == 302
    return float(moment)


def test_the_whole_way_with_everything_stopped_at_its_second(
    house: House, page: Page, tmp_path: Path
) -> None:
    ask(house, PEOPLE)
    picture = tmp_path / "harbour.jpg"
    picture.write_bytes(jpeg(1600, 1000))
    sign_in(page, house, "writer")
    write(page, picture)
    article = page.url
    sign_in(page, house, "editor")
    approve(page)
    sign_in(page, house, "publisher")
    moment = schedule(page, article)
    number = article.rstrip("/").rpartition("/")[2]
    public = f"/articles/{number}-gang-kou-feng-bao-hou-hui-fu-tong-hang/"
    for name in STANDING_STILL:
        houses.freeze_group(house.child(name))
    assert time.time() < moment - 3
    assert house.page(public)[0] == 404
    _turns_on_its_second(house, public, moment)
    for surface in (
        "/",
        "/feeds/latest.atom",
        "/feeds/latest.json",
        "/news-sitemap.xml",
        "/categories/harbour/",
    ):
        assert HEADLINE in house.page(surface)[1], surface
    page.goto(f"http://127.0.0.1:{house.port}{public}")
    assert page.inner_text("h1") == HEADLINE
    assert page.evaluate("document.querySelector('figure img').naturalWidth") > 0
    _each_effect_once(house)


def _turns_on_its_second(house: House, public: str, moment: float) -> None:
    while house.page(public)[0] != 200:
        assert time.time() < moment + 3
        time.sleep(0.05)
    assert 0 <= time.time() - moment < 3


def _each_effect_once(house: House) -> None:
    for leader in house.children():
        os.killpg(leader, signal.SIGCONT)
    house.until(
        lambda: all(done for _kind, _tries, done in json.loads(ask(house, EFFECTS))), "effects run", 90
    )
    kinds = [kind for kind, _tries, _done in json.loads(ask(house, EFFECTS))]
    assert len(kinds) == len(set(kinds))
    assert {"index", "notify", "probe", "purge"} <= set(kinds)
    time.sleep(20)  # two turns of the clock that carries out effects
    letters = "".join(letter.read_text() for letter in (house.folder / "mail").iterdir())
    numbers = re.findall(r"^Message-ID: <([^@]+)@", letters, re.MULTILINE)
    assert numbers.count("edition-1-live") == 1
    # The editor hears of the submission and the writer of the approval; nothing is told twice.
    told = [number for number in numbers if number != "edition-1-live"]
    assert [number.partition("-")[0] for number in told] == ["notice"] * len(set(told))
