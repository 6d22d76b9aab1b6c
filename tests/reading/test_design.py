"""Pages fit every reader: narrow screens, wide text, dark, print, forced colours, no scripts; nothing jumps."""

import io
from typing import Any

import pytest
from PIL import Image

from tests.builders import MINUTE, NOON
from tests.reading import printing, showcase

pytestmark = pytest.mark.django_db(transaction=True)
# What WCAG 2.2 asks a page to bear under 1.4.12.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The height of each row of facts now, and as it was printed.
HEIGHTS = """() => [...document.querySelectorAll(".lead .facts")].map((facts) => {
  const time = facts.querySelector("time"), now = facts.offsetHeight;
  facts.style.minBlockSize = "";
  time.textContent = time.title || time.textContent;
  return [now, facts.offsetHeight];
})"""
JUMPS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) sum += each.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""
CUT = """() => [...document.querySelectorAll("h1, h2, h3, .headline, .kicker, .facts, button, .sections a, .tags a")]
  .filter((each) => each.checkVisibility() && getComputedStyle(each).overflow !== "visible" && !each.matches(".unseen"))
  .filter((each) => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
  .map((each) => each.outerHTML.slice(0, 90))"""
GROUND = "getComputedStyle(document.documentElement).backgroundColor"
LIGHT, DARK = "rgb(251, 250, 246)", "rgb(15, 22, 27)"


@pytest.fixture
def pages(live: str) -> dict[str, str]:
    return {name: f"{live}{path}" for name, path in showcase.build().items()}


def test_no_page_scrolls_sideways_or_cuts_words(page: Any, pages: dict[str, str]) -> None:
    """At 320 px, which is 1280 px at 400 %, and at 390 px with the wider spacing."""
    for name, address in pages.items():
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(address)
        assert page.evaluate(OVERFLOW) == 0, name
        page.set_viewport_size({"width": 390, "height": 900})
        page.evaluate(
            "(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
            " document.adoptedStyleSheets = [sheet]; }",
            SPACED,
        )
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).letterSpacing") != "normal"
        assert (page.evaluate(OVERFLOW), page.evaluate(CUT)) == (0, []), name


def test_nothing_jumps_while_a_page_loads(page: Any, pages: dict[str, str]) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for name in ("home", "article", "category", "hot", "search", "404"):
            page.goto(pages[name])
            assert page.evaluate(JUMPS) <= 0.02, (name, width)
    page.set_viewport_size(
        {"width": 640, "height": 512}
    )  # 1280 px at 200 %: the masthead is as full as it can be
    page.goto(pages["article"])
    assert page.evaluate(JUMPS) <= 0.02


def test_a_phone_shows_where_the_words_of_a_search_stand(page: Any, pages: dict[str, str]) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(pages["search"])
    assert page.locator(".found .summary").first.is_visible()


def test_pages_ask_for_few_files_and_none_from_elsewhere(
    browser: Any, live: str, pages: dict[str, str]
) -> None:
    for name, most in (("article", 12), ("home", 25)):
        context = browser.new_context()
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(pages[name], wait_until="networkidle")
        assert len(asked) <= most, asked
        assert [url for url in asked if not url.startswith(live)] == []
        context.close()


def test_the_toggle_goes_from_system_to_light_to_dark_and_is_remembered(
    browser: Any, pages: dict[str, str]
) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(pages["home"])
    toggle = page.locator("[data-theme-toggle]")
    seen = [page.evaluate(GROUND)]
    for _press in range(3):
        toggle.click()
        seen.append(page.evaluate(GROUND))
    assert seen == [DARK, LIGHT, DARK, DARK]
    toggle.click()
    page.goto(pages["article"])
    assert page.evaluate(GROUND) == LIGHT
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    page.close()


def test_lists_say_for_a_day_how_long_ago(page: Any, live: str) -> None:
    """Also when the page stays open, and never on paper that a cache keeps."""
    for place, age in enumerate((0, 5, 180, 24 * 60)):
        printing.printed(f"稿件{place}", at=NOON - age * MINUTE, slug=f"s{place}")
    page.clock.install(time=NOON)
    page.goto(live)
    times = page.locator(".lead time")
    assert times.all_inner_texts() == ["刚刚", "5分钟前", "3小时前", "11月21日 12:00"]
    assert times.nth(1).get_attribute("title") == "11月22日 11:55"
    page.clock.run_for(2 * 60 * 1000)
    assert times.all_inner_texts()[:2] == ["2分钟前", "7分钟前"]
    page.set_viewport_size({"width": 190, "height": 640})
    page.reload()
    heights = page.evaluate(HEIGHTS)
    assert [now for now, _printed in heights] == [printed for _now, printed in heights]
    assert len({printed for _now, printed in heights}) > 1 or heights[0][1] > 30


def test_without_scripts_everything_can_be_read(browser: Any, pages: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(pages["article"])
    assert not page.locator("[data-theme-toggle]").is_visible()
    assert not page.locator(".share button").first.is_visible()
    page.locator(".toc summary").click()
    assert page.locator(".toc nav a").first.is_visible()
    assert page.locator(".footnotes").is_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(pages["article"])
    assert page.locator(".toc nav a").first.is_visible()
    context.close()


def test_contents_stay_in_sight_on_wide_screens(page: Any, pages: dict[str, str]) -> None:
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(pages["article"])
    page.evaluate("scrollTo({ top: 1300, behavior: 'instant' })")
    top = page.locator(".toc").evaluate("(toc) => toc.getBoundingClientRect().top")
    assert 0 < top < 60


def test_forced_colours_and_less_motion_are_honoured(browser: Any, pages: dict[str, str]) -> None:
    for asked in ({"forced_colors": "active"}, {"reduced_motion": "reduce"}):
        page = browser.new_page(**asked)
        page.goto(pages["article"])
        assert page.locator(".progress").evaluate("(bar) => getComputedStyle(bar).display") == "none"
        page.close()
    still = browser.new_page(reduced_motion="reduce")
    still.goto(pages["article"])
    assert still.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    still.close()


def test_the_keyboard_goes_everywhere_visibly(page: Any, pages: dict[str, str]) -> None:
    page.goto(pages["article"])
    stops: list[list[Any]] = []
    for _press in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
              const { className, tagName } = document.activeElement;
              return [tagName, className, outlineStyle, parseFloat(outlineWidth)];
            }"""
        )
        if stop[0] == "BODY":
            break
        stops.append(stop)
    assert stops[0][1] == "skip"
    assert {"table-region", "code", "copy-code"} <= {name for stop in stops for name in stop[1].split()}
    assert [stop for stop in stops if stop[2] == "none" or stop[3] < 1] == []


def test_code_is_copied_as_it_was_written(browser: Any, pages: dict[str, str]) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(pages["article"])
    page.locator(".copy-code").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("def song(tide: int) -> str:  # 潮水\n    return f")
    context.close()


def test_paper_is_black_on_white_with_nothing_to_press(browser: Any, pages: dict[str, str]) -> None:
    page = browser.new_page(color_scheme="dark", viewport={"width": 700, "height": 900})
    page.goto(pages["article"])
    page.locator("[data-theme-toggle]").click()
    page.locator("[data-theme-toggle]").click()
    page.emulate_media(media="print")
    gone = [".sections", ".search", ".theme", ".toc", ".tags", ".after", ".footer", ".crumbs", ".copy-code"]
    assert [each for each in gone if page.locator(each).first.is_visible()] == []
    kept = [".notes", ".short-address", "h1", ".byline", ".footnotes", ".cover"]
    assert [each for each in kept if not page.locator(each).first.is_visible()] == []
    look = "(each) => { const s = getComputedStyle(each); return [s.fontSize, s.color, s.backgroundColor]; }"
    assert page.locator("html").evaluate(look) == ["14.6667px", "rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    comment = page.locator(".hl-comment").first.evaluate("(each) => getComputedStyle(each).color")
    assert comment == "rgb(95, 102, 112)"
    assert page.locator(".cover img").evaluate("(img) => img.getBoundingClientRect().height") <= 8 * 96 / 2.54
    after = page.locator(".prose a[href^='https']").first.evaluate(
        "(a) => getComputedStyle(a, '::after').content"
    )
    assert "https://example.org/" in after
    short = page.locator(".short-address").inner_text()
    assert short.endswith(f"/{pages['article'].rstrip('/').rpartition('/')[2].partition('-')[0]}/")
    assert page.pdf(format="A4").startswith(b"%PDF")
    corner = Image.open(io.BytesIO(page.screenshot())).convert("RGB").getpixel((3, 3))
    assert corner == (255, 255, 255)
    page.close()
