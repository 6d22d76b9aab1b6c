"""The headline is seen whole at any width, stays one line of words, and needs no JavaScript for either."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.desk.test_writing import begun, calm, quiet  # noqa: F401
from tests.desk.writers import compose

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
Page = Any  # Playwright's page, whose package is not typed for tests

LONG = "港口风暴过后恢复通航，首批十二艘货轮今晨离港，滞留旅客的去留与补偿仍待各方商定，记者整夜守在码头"
FIELD = "document.getElementById('id_title')"
HIDDEN = f"{FIELD}.scrollHeight - {FIELD}.clientHeight"


def test_a_long_headline_is_seen_whole_and_stays_one_line(live: str, page: Page, quiet: list[str]) -> None:  # noqa: F811
    begun(live, page)
    headline = page.locator("#id_title")
    low = headline.bounding_box()["height"]
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        headline.fill(LONG)
        assert page.evaluate(HIDDEN) <= 0
    assert headline.bounding_box()["height"] > low
    headline.fill("港口")
    headline.press("End")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('停摆\\r\\n  三天\\n')")
    page.keyboard.press("Control+v")
    expect(headline).to_have_value("港口停摆 三天")
    page.keyboard.press("Control+z")
    expect(headline).to_have_value("港口")
    headline.press("End")
    compose(page, "hai", "海")
    expect(headline).to_have_value("港口海")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_summary"
    expect(headline).to_have_value("港口海")
    assert quiet == []
