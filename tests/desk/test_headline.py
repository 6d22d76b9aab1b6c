"""The headline is seen whole at any width, stays one line of words, and needs no JavaScript for either."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.desk.test_writing import begun, calm, quiet  # noqa: F401
from tests.desk.writers import compose, settled

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


def lacking(page: Page, words: str) -> None:
    """From here on the browser is one that lets no field grow by the style sheet."""
    page.add_init_script("CSS.supports = (name) => name !== 'field-sizing'")

    def without(route: Any) -> None:
        answer = route.fetch()
        sheet = answer.text()
        assert words in sheet
        route.fulfill(response=answer, body=sheet.replace(words, ""))

    page.route("**/desk/desk*.css", without)


def test_a_script_grows_it_where_no_style_can(live: str, page: Page, quiet: list[str]) -> None:  # noqa: F811
    lacking(page, "field-sizing: content;")
    begun(live, page, title=LONG)
    headline = page.locator("#id_title")

    def height(width: int) -> float:
        """Once nothing of the headline is hidden any more."""
        page.set_viewport_size({"width": width, "height": 844})
        assert (width, settled(page, f"{HIDDEN} <= 0", True)) == (width, True)
        return float(headline.bounding_box()["height"])

    wide = height(1280)
    turned = height(390)
    assert turned > wide
    headline.fill("港口")
    assert height(390) < wide
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(f"navigator.clipboard.writeText('{LONG[2:]}')")
    page.keyboard.press("End")
    page.keyboard.press("Control+v")
    expect(headline).to_have_value(LONG)
    assert (height(390), height(1280)) == (turned, wide)
    assert quiet == []
