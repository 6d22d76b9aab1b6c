"""The article list in a real browser: it answers while one types, ticks ranges, and shows consequences first."""

from typing import Any

import pytest

from tests import builders as b
from tests.builders import fresh
from tests.desk.test_browser import roles, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("roles")]
__all__ = ["roles"]
Page = Any  # Playwright's page, whose package is not typed for tests


def ticked(page: Page) -> int:
    return int(page.locator("input[name=pick]:checked").count())


def test_the_list_by_keys_ranges_and_one_step_with_its_undoing(live: str, page: Page) -> None:
    editor = b.editor()
    articles = [b.article(title=f"第{number}篇") for number in range(4)]
    b.article(title="潮汐预报")
    sign_in(page, live, editor)
    page.goto(f"{live}/admin/articles/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert ticked(page) == 1
    page.keyboard.press("/")
    page.keyboard.type("di")
    page.locator("tbody tr").nth(4).wait_for(state="detached")
    page.wait_for_url("**/articles/?q=di")
    page.locator("input[name=pick]").nth(0).click()
    page.locator("input[name=pick]").nth(3).click(modifiers=["Shift"])
    assert ticked(page) == 4
    page.fill("#b-tag", "水")
    page.press("#b-tag", "Enter")
    page.wait_for_url("**/articles/bulk/*/")
    assert page.locator("li.is-ready").count() == 4
    assert {fresh(each).version for each in articles} == {1}
    page.keyboard.press("Enter")
    page.locator("li.is-undoable").first.wait_for()
    page.get_by_role("button", name="4").click()
    page.locator("li.is-undone").first.wait_for()
    assert {fresh(each).version for each in articles} == {3}
