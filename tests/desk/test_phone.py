"""A thumb on a phone: every screen's targets are 44 px high, its fields 16 px, and its primary button in sight."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.covers import uploading
from articles.desk.models import Preference
from tests import builders as b
from tests.builders import NOON
from tests.desk.test_browser import roles  # noqa: F401
from tests.desk.test_editor import picture
from tests.desk.writers import settled, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# What is too small to meet or to read; links within sentences are as high as their line.
FAULTS = """() => {
  const told = (element) => `${element.localName} ${(element.textContent || element.name).trim().slice(0, 30)}`;
  const box = (element) => (element.closest("label") ?? element).getBoundingClientRect();
  const isSeen = (element) => element.checkVisibility({ opacityProperty: true }) && box(element).height > 1;
  const isInline = (element) => element.localName === "a" && getComputedStyle(element).display === "inline";
  const isTicked = (element) => element.matches("[type=checkbox], [type=radio]");
  const all = [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")];
  const seen = all.filter((element) => isSeen(element) && !isInline(element));
  const low = seen.filter((element) => box(element).height < (isTicked(element) ? 24 : 44) - 0.5).map(told);
  const fine = seen.filter((element) => element.matches("input, select, textarea") && !isTicked(element));
  const small = fine.filter((element) => parseFloat(getComputedStyle(element).fontSize) < 16).map(told);
  const { scrollWidth, clientWidth } = document.documentElement;
  return [...low, ...small.map((name) => `${name}: small letters`), ...(scrollWidth > clientWidth ? ["wide"] : [])];
}"""
IN_SIGHT = """() => [...document.querySelectorAll(".primary[data-primary]")].every((button) => {
  const { top, bottom } = button.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
})"""
WIDTH = "document.documentElement.scrollWidth"
COVERED = """() => {
  const { activeElement: at } = document;
  const { left, right, top, bottom } = at.getBoundingClientRect();
  const [y, isSeen] = [(Math.max(0, top) + Math.min(innerHeight, bottom)) / 2, bottom > 0 && top < innerHeight];
  const there = document.elementFromPoint((left + right) / 2, y);
  const isFree = !there || at.contains(there) || there.contains(at) || there.closest("label")?.control === at;
  return at === document.body || (isSeen && isFree) ? "" : `${at.localName} ${at.name || at.textContent.trim()}`;
}"""


def lead_by_the_menu(page: Any) -> None:
    """Every place of the desk is two taps away from a header of one line, on the narrowest screen too."""
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.locator("#header").bounding_box()["height"] < 60
    page.tap(".menu > summary")
    assert page.evaluate(FAULTS) == []
    last = page.locator(".menu-body button").last.bounding_box()
    assert last["y"] + last["height"] <= 640
    for shut in (lambda: page.keyboard.press("Escape"), lambda: page.dispatch_event("#content", "click")):
        shut()
        assert page.locator(".menu[open]").count() == 0
        page.tap(".menu > summary")
    page.tap(".menu .places a:has-text('Calendar')")
    page.wait_for_url("**/admin/calendar/")
    page.set_viewport_size(PHONE["viewport"])


@pytest.mark.usefixtures("roles")
def test_a_thumb_meets_every_target_and_no_focus_is_behind_a_bar(browser: Any, live: str) -> None:
    chief = b.chief()
    User.objects.filter(pk=chief.pk).update(first_name="Wilhelmina", last_name="Featherstonehaugh")
    Preference.objects.create(person=chief, language="en")
    cover = uploading.upload(picture(), by=chief, now=NOON, alt="港口", credit="社")
    draft = b.article(by=chief, cover=cover.content_digest)
    addresses = ["", "articles/", f"articles/{draft.pk}/edit/", f"articles/{b.in_review().pk}/"]
    addresses += [f"articles/{b.approved().pk}/", "calendar/", "calendar/?view=month", "me/", "at/"]
    addresses += ["auth/user/", f"auth/user/{chief.pk}/change/", f"articles/{b.in_review().pk}/links/"]
    page = browser.new_context(**PHONE).new_page()
    sign_in(page, live, chief)
    for address in addresses:
        page.goto(f"{live}/admin/{address}")
        assert (address, page.evaluate(FAULTS), settled(page, IN_SIGHT, True)) == (address, [], True)
    lead_by_the_menu(page)
    page.goto(f"{live}/admin/articles/{draft.pk}/edit/")
    page.evaluate("document.activeElement.blur()")
    covered = set()
    for _step in range(60):
        page.keyboard.press("Tab")
        covered.add(page.evaluate(COVERED))
    assert covered == {""}
    page.context.close()


@pytest.mark.usefixtures("roles")
def test_at_twice_the_size_nothing_is_cut_off_and_the_primary_button_is_in_view(
    browser: Any, live: str
) -> None:
    chief = b.chief()
    draft, approved = b.article(by=chief), b.approved()
    addresses = [f"articles/{draft.pk}/edit/", f"articles/{b.in_review().pk}/", f"articles/{approved.pk}/"]
    page = browser.new_context(viewport={"width": 640, "height": 512}).new_page()
    sign_in(page, live, chief)
    for address in [*addresses, "calendar/?view=week", "articles/"]:
        page.goto(f"{live}/admin/{address}")
        assert (address, page.evaluate(WIDTH) <= 640, settled(page, IN_SIGHT, True)) == (address, True, True)
    page.set_viewport_size({"width": 1280, "height": 1024})
    page.goto(f"{live}/admin/{addresses[-1]}")
    page.evaluate("document.documentElement.style.fontSize = '32px'")
    page.wait_for_selector("#publish .primary.afloat")
    assert (page.evaluate(WIDTH) <= 1280, settled(page, IN_SIGHT, True)) == (True, True)
    page.evaluate("document.querySelector('#publish .primary').parentElement.scrollIntoView()")
    page.wait_for_selector("#publish .primary:not(.afloat)")
    page.context.close()
