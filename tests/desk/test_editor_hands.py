"""The editor and the calendar under real hands: looks of the preview, the library, times, keys, an input method."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.covers import uploading
from articles.drafting import planning
from articles.drafting.models import Article
from articles.drafting.sections import category_for
from tests import builders as b
from tests.builders import fresh
from tests.desk.test_editor import picture
from tests.desk.test_writing import CHOSEN, PASTE, begun, body, calm, quiet, write  # noqa: F401
from tests.desk.writers import compose, open_editor, sign_in, until

pytestmark = pytest.mark.django_db(transaction=True)
Page = Any  # Playwright's page, whose package is not typed for tests
SEEN = "document.querySelector('[data-preview] iframe').contentWindow"
PAPER = f"{SEEN}.getComputedStyle({SEEN}.document.querySelector('.sections')).display"


def test_the_preview_has_four_looks_three_widths_and_paper(live: str, page: Page, quiet: list[str]) -> None:  # noqa: F811
    writer = b.writer()
    long = "\n\n".join(f"第{number}段，风停了。" for number in range(60))
    article = b.article(by=writer, body=long)
    sign_in(page, live, writer)
    open_editor(page, live, article)
    page.click("[data-preview-mode=split]")
    shown = page.frame_locator("[data-preview] iframe")
    shown.locator(".prose p", has_text="第59段").wait_for()
    page.focus("#id_body")
    page.keyboard.press("Control+End")
    until(page, f"{SEEN}.scrollY > 1000")
    last = "((page) => [...page.querySelectorAll('.prose p')].at(-1).getBoundingClientRect().top)"
    until(page, f"{last}({SEEN}.document) < {SEEN}.innerHeight")
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    until(page, f"{SEEN}.scrollY < 1000")
    for look, mark in (
        ("list", ".roll .card"),
        ("found", ".found mark"),
        ("link", ".link.large"),
        ("", ".prose p"),
    ):
        page.click(f"[data-shows='{look}']")
        shown.locator(mark).first.wait_for()
    for width in (390, 820, 1280):
        page.click(f"[data-width='{width}']")
        until(page, f"{SEEN}.innerWidth === {width}")
    until(page, f"{PAPER} !== 'none'")
    page.click("[data-theme-choice=print]")
    until(page, f"{PAPER} === 'none' && {SEEN}.innerWidth === 794")
    page.click("[data-theme-choice=dark]")
    until(page, f"{PAPER} !== 'none' && {SEEN}.document.documentElement.dataset.theme === 'dark'")
    assert quiet == []


def test_a_cover_is_found_in_the_library_and_its_focal_point_moves_by_keys(
    live: str,
    page: Page,
    quiet: list[str],  # noqa: F811
) -> None:
    writer = b.writer()
    held = uploading.upload(
        picture("navy"), by=writer, now=timezone.now(), alt="夜里的港口", credit="王伟", licence="CC0"
    )
    uploading.upload(picture("red"), by=writer, now=timezone.now(), alt="山")
    article = b.article(by=writer)
    sign_in(page, live, writer)
    open_editor(page, live, article)
    page.hover("[data-cover]")
    page.click("[data-library] summary")
    expect(page.locator("[data-library-found] button")).to_have_count(2)
    page.fill("#find-cover", "港口 王伟")
    expect(page.locator("[data-library-found] button")).to_have_count(1)
    page.click("[data-library-found] button")
    assert page.input_value("[name=cover]") == held.content_digest
    assert (page.input_value("#id_cover_alt"), page.input_value("#id_cover_licence")) == ("夜里的港口", "CC0")
    page.focus("[data-focal-picture]")
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowUp", "Shift+ArrowDown"):
        page.keyboard.press(key)
    assert (page.input_value("#id_focal_x"), page.input_value("#id_focal_y")) == ("61", "59")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/edit/")
    page.wait_for_selector("text=revision 2")
    made = fresh(article).latest.cover  # type: ignore[union-attr]
    assert (made.picture_id, made.focal, made.licence) == (held.picture_id, (0.61, 0.59), "CC0")
    assert quiet == []


def test_names_and_category_are_found_by_typing_and_enter_sends_no_form(
    live: str,
    page: Page,
    quiet: list[str],  # noqa: F811
) -> None:
    for slug in ("tides", "harbour"):
        category_for(slug)
    begun(live, page, tags=("恢复通航", "5G"))
    page.fill("#id_tags", "")
    page.focus("#id_tags")
    page.wait_for_selector("#id_tags[role=combobox]")
    compose(page, "tonghang", "通航")
    page.wait_for_selector(".suggestions li:has-text('恢复通航')")
    page.keyboard.press("Enter")
    page.keyboard.type("潮汐、")
    assert page.input_value("#id_tags") == "通航, 潮汐、"
    compose(page, "wug", "５Ｇ")
    page.keyboard.type("；")
    expect(page.locator("#id_tags")).to_have_value("通航, 潮汐、5G；")
    page.fill("#id_tags", "")
    page.keyboard.type("５g")
    page.keyboard.press("Enter")
    expect(page.locator("#id_tags")).to_have_value("5G, ")
    page.focus("#find-category")
    page.wait_for_selector("#find-category[role=combobox]")
    page.keyboard.type("tid")
    page.wait_for_selector(".suggestions li")
    page.keyboard.press("Enter")
    assert (page.input_value("#id_category"), page.input_value("#find-category")) == ("tides", "")
    page.fill("#id_planned_for", "明早7:30")
    page.focus("#id_planned_for")
    expect(page.locator("output.when-line").first).to_contain_text("07:30 Shanghai (UTC+08:00)")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.input_value("#id_planned_for") == "明早7:30"
    article = Article.objects.get()
    assert (article.planned_for, article.revisions.count()) == (None, 1)
    page.focus("#id_tags")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/articles/{article.pk}/")
    assert fresh(article).state == "in_review"
    assert quiet == []


def test_nothing_acts_while_somebody_composes(live: str, page: Page, quiet: list[str]) -> None:  # noqa: F811
    begun(live, page)
    write(page, "- 一")
    page.keyboard.press("End")
    hands = page.context.new_cdp_session(page)
    hands.send("Input.imeSetComposition", {"text": "gang", "selectionStart": 4, "selectionEnd": 4})
    for key, code in (("Enter", 229), ("b", 229)):
        named = {
            "type": "rawKeyDown",
            "key": key,
            "windowsVirtualKeyCode": code,
            "modifiers": 2 if key == "b" else 0,
        }
        hands.send("Input.dispatchKeyEvent", named)
    assert body(page) == "- 一gang"
    hands.send("Input.insertText", {"text": "港"})
    page.keyboard.press("Enter")
    assert body(page) == "- 一港\n- "
    page.focus("#id_title")
    page.keyboard.press("End")
    hands.send("Input.imeSetComposition", {"text": "hai", "selectionStart": 3, "selectionEnd": 3})
    hands.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "windowsVirtualKeyCode": 229})
    hands.send("Input.insertText", {"text": "海"})
    assert page.input_value("#id_title").endswith("海")
    assert Article.objects.get().revisions.count() == 1
    assert quiet == []


def test_pasting_plain_and_a_head_of_keys_that_is_left_as_it_is(live: str, page: Page) -> None:
    begun(live, page)
    write(page, "")
    plain = "document.getElementById('id_body').dispatchEvent(new KeyboardEvent('keydown', { key: 'V', code: 'KeyV',"
    page.evaluate(f"{plain} ctrlKey: true, shiftKey: true, bubbles: true }}))")
    taken = page.evaluate(
        PASTE.replace(".dispatchEvent(", ".dispatchEvent(window.sent = ") + "", ["<b>二</b>", "二"]
    )
    assert (taken, page.evaluate("window.sent.defaultPrevented")) == (None, False)
    page.evaluate(PASTE, ["<p><b>二</b></p>", "二"])
    expect(page.locator("#id_body")).to_have_value("**二**")
    write(page, "")
    page.fill("#id_title", "")
    page.focus("#id_body")
    page.evaluate(PASTE, ["", "---\ntitle: 港口\n---\n正文"])
    page.click("[data-fills] button[value=plain]")
    expect(page.locator("#id_body")).to_have_value("---\ntitle: 港口\n---\n正文")
    assert page.input_value("#id_title") == ""


def test_the_calendar_by_keys_and_by_mouse_begins_an_article_and_moves_one(
    live: str,
    page: Page,
    quiet: list[str],  # noqa: F811
) -> None:
    writer = b.writer()
    tomorrow = (timezone.localtime() + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    article = b.article(by=writer)
    planning.plan(article, planned_for=tomorrow, by=writer, now=timezone.now())
    sign_in(page, live, writer)
    address = f"{live}/admin/calendar/?day={tomorrow:%Y-%m-%d}"
    page.goto(address)
    item = f"#planned-{article.pk} summary"
    page.focus(item)
    page.keyboard.press("m")
    page.keyboard.type("soon")
    page.keyboard.press("Escape")
    assert page.evaluate(f"document.activeElement === document.querySelector('{item}')")
    page.keyboard.press("m")
    page.keyboard.press("Control+a")
    page.keyboard.type(f"{tomorrow:%Y-%m-%d} 10:30")
    page.keyboard.press("Enter")
    with page.expect_navigation():
        page.click("form.undo button")
    assert fresh(article).planned_for == tomorrow
    page.goto(address)
    slots = page.locator(f"section[aria-labelledby='d-{tomorrow:%Y-%m-%d}'] [data-new]")
    slots.nth(10).focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.href").endswith(f"T11%3A00{tomorrow:%z}".replace("+", "%2B"))
    page.keyboard.press("Enter")
    expect(page.locator("#id_planned_for")).to_have_value(f"{tomorrow:%Y-%m-%d} 11:00")
    page.goto(address)
    slots.nth(20).locator("..").click(position={"x": 60, "y": 8})
    expect(page.locator("#id_planned_for")).to_have_value(re.compile("20:00$"))
    assert Article.objects.count() == 1
    page.set_viewport_size({"width": 1280, "height": 1400})
    page.goto(address)
    with page.expect_navigation():
        page.locator(f"#planned-{article.pk}").drag_to(slots.nth(20).locator(".."))
    expect(page.locator("form.undo button")).to_be_visible()
    assert fresh(article).planned_for == tomorrow.replace(hour=20)
    assert quiet == []
