"""axe-core finds nothing on the hot list when there is one, a sum is open and a pin or a boost is tried."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from articles.desk.models import Preference
from articles.popularity import history, listing
from tests import builders as b
from tests import needs
from tests.builders import HOUR, NOON
from tests.desk.doors import signed_in
from tests.reading.test_axe import RUN

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]
AXE = Path(__file__).parents[1] / "foreign" / "node_modules" / "axe-core" / "axe.min.js"
H = int(NOON.timestamp()) // 3600


def ranked() -> list[int]:
    made = [b.published(at=NOON - (3 + n) * HOUR, title=f"港口 {n}").article_id for n in range(4)]
    history.invent_many({pk: {H - 1: 90 - n, H - 20: 5} for n, pk in enumerate(made)}, now=NOON)
    listing.rank(NOON)
    return made


def judged(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*page.evaluate(RUN), *(["is wider than the window"] if wide else [])]


@pytest.mark.parametrize("language, width, colours", [("zh-hans", 390, "dark"), ("en", 1280, "light")])
def test_axe_finds_nothing_on_a_list_with_reasons(
    browser: Any, live: str, language: str, width: int, colours: str
) -> None:
    needs.require(AXE.exists(), "axe-core (run `npm ci` in tests/foreign)")
    made, person = ranked(), b.chief()
    Preference.objects.create(person=person, language=language)
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=colours, bypass_csp=True
    )
    cookie = signed_in(person).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live}])
    page, found = context.new_page(), []
    page.goto(f"{live}/admin/hot/")
    page.locator(".hot-list summary").first.click()
    found += judged(page)
    for kind in ("boost", "pin"):
        page.goto(f"{live}/admin/hot/?why={made[2]}")
        found += judged(page)
        page.click(f"button[name=try][value={kind}]")
        page.wait_for_selector("#tried tbody tr")
        assert page.locator("#tried tbody tr").count() == len(made)
        assert page.locator("#boost-reason").is_visible()
        found += judged(page)
    page.goto(f"{live}/admin/hot/what-if/?day=2026-11-21&half_lives=12,1&kappa=2")
    assert found + judged(page) == []
    context.close()
