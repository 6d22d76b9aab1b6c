"""The checklist as a step of Submit: a dialog with every place a press away, and nothing at all where all is well."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.builders import fresh
from tests.desk.test_writing import CHOSEN, begun, calm, quiet, write  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
Page = Any  # Playwright's page, whose package is not typed for tests
FOCUS = "document.activeElement.id"


def test_submit_opens_the_list_leads_to_each_place_and_goes_on_when_it_is_empty(
    live: str,
    page: Page,
    quiet: list[str],  # noqa: F811
) -> None:
    article = begun(live, page)
    dialog = page.locator("[data-checklist]")
    write(page, "用 Go 写，用Go写。\n\n![](/x.jpg)")
    page.keyboard.press("Control+Enter")
    expect(dialog.locator("li")).to_have_count(2)
    expect(dialog.locator("[data-anyway]")).to_be_hidden()
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUS) == "id_body"
    page.keyboard.press("Control+Enter")
    expect(dialog).to_be_visible()
    dialog.locator(".check.submit button").press("Enter")
    assert page.evaluate(CHOSEN) == "![](/x.jpg)"
    page.keyboard.type("TK")
    page.keyboard.press("Control+Enter")
    expect(dialog.locator("[data-anyway]")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('[data-checklist]') !== null")
    dialog.locator("li:has(button + button) button").last.click()
    expect(page.locator("#id_body")).to_have_value("用Go写，用Go写。\n\nTK")
    expect(dialog.locator("li")).to_have_count(1)
    dialog.locator("[data-anyway]").click()
    page.wait_for_url(f"**/articles/{article.pk}/")
    assert (fresh(article).state, article.revisions.count()) == ("in_review", 2)
    assert quiet == []
