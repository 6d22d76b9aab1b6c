"""Type as the house sets it, read from what Chromium computed on a phone and on a desktop."""

from typing import Any

import pytest

from tests.reading import showcase

pytestmark = pytest.mark.django_db(transaction=True)
STYLES = """(asked) => asked.map(([selector, name]) => {
  const found = document.querySelector(selector);
  if (!found) return `nothing is ${selector}`;
  const value = getComputedStyle(found).getPropertyValue(name);
  return name === "line-height" ? (parseFloat(value) / parseFloat(getComputedStyle(found).fontSize)).toFixed(2) : value;
})"""
FIRST = ".prose > p:first-child"
CHINESE = {
    (FIRST, "line-height"): "1.75",
    (FIRST, "line-break"): "strict",
    (FIRST, "word-break"): "normal",
    (FIRST, "text-autospace"): "normal",
    (FIRST, "text-spacing-trim"): "normal",
    (FIRST, "font-synthesis-style"): "none",
    (FIRST, "text-indent"): "0px",
    (".prose", "overflow-wrap"): "anywhere",
    (".prose", "text-wrap-style"): "pretty",
    ("h1", "text-wrap-style"): "balance",
    ("em.dots", "font-style"): "normal",
    ("em.dots", "text-emphasis-style"): "dot",
    ("em.dots", "text-emphasis-position"): "under",
    ("em.dots", "font-weight"): "400",
    (".prose em:not(.dots, .note em)", "font-style"): "normal",
    (".prose em:not(.dots, .note em)", "font-weight"): "600",
    (".note em", "font-weight"): "400",
    (".note em", "font-style"): "normal",
    ("blockquote", "font-style"): "normal",
    ("pre code", "text-autospace"): "no-autospace",
    ("pre code", "text-spacing-trim"): "space-all",
    (".prose p code, .prose li code", "text-autospace"): "no-autospace",
    ("td.num", "text-align"): "end",
    ("td.num", "font-variant-numeric"): "tabular-nums",
    ("time", "font-variant-numeric"): "tabular-nums",
}
ENGLISH = {
    (FIRST, "line-height"): "1.60",
    (FIRST, "text-align"): "start",
    (".prose > p > em", "font-style"): "italic",
}
PAGES = [("article", CHINESE), ("english article", ENGLISH)]


@pytest.fixture
def pages(live: str) -> dict[str, str]:
    return {name: f"{live}{path}" for name, path in showcase.build().items()}


def test_styles_are_those_of_the_language(page: Any, pages: dict[str, str]) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for name, wanted in PAGES:
            page.goto(pages[name])
            found = page.evaluate(STYLES, [list(key) for key in wanted])
            assert dict(zip(wanted, found, strict=True)) == wanted, (name, width)


@pytest.mark.parametrize(("width", "size", "align"), [(390, 17, "start"), (1280, 18, "justify")])
def test_lines_have_the_length_of_their_script(
    page: Any, pages: dict[str, str], width: int, size: int, align: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(pages["article"])
    first = page.locator(FIRST)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{size}px"
    assert first.evaluate("(p) => getComputedStyle(p).textAlign") == align
    characters = first.evaluate("(p) => p.getBoundingClientRect().width") / size
    assert (19 <= characters <= 22) if width == 390 else characters == pytest.approx(38, abs=0.1)


def test_quotation_marks_between_han_are_full_width(page: Any, pages: dict[str, str]) -> None:
    page.goto(pages["article"])
    ems = page.locator(FIRST).evaluate(
        """(p) => {
          const text = p.firstChild, at = text.data.indexOf("“"), range = document.createRange();
          range.setStart(text, at);
          range.setEnd(text, at + 1);
          return range.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize);
        }"""
    )
    assert ems >= 0.9


def test_space_appears_between_han_and_latin_but_not_in_the_text(page: Any, pages: dict[str, str]) -> None:
    page.goto(pages["article"])
    wider = """(p) => {
      const width = (space) => {
        const span = document.createElement("span");
        span.textContent = "共5G站";
        span.style.textAutospace = space;
        p.append(span);
        const found = span.getBoundingClientRect().width;
        span.remove();
        return found;
      };
      return width("normal") - width("no-autospace");
    }"""
    assert page.locator(FIRST).evaluate(wider) > 2


def test_a_footnote_stays_with_its_word_and_can_be_hit(page: Any, pages: dict[str, str]) -> None:
    """It stands close to the word before it, on the same line at every width, and 24 px around it are its own."""
    page.goto(pages["article"])
    look = """(a) => {
      const text = a.closest("sup").previousSibling, end = document.createRange();
      end.setStart(text, text.length - 1);
      end.setEnd(text, text.length);
      const word = end.getBoundingClientRect(), mark = a.getBoundingClientRect();
      const hit = document.elementFromPoint(mark.x + mark.width / 2 - 11, mark.y + mark.height / 2);
      return [Math.abs(word.bottom - mark.bottom) < word.height, Math.abs(mark.x - word.right) < 2, hit === a];
    }"""
    reference = page.locator(".footnote-ref a").first
    for width in range(320, 420, 10):
        page.set_viewport_size({"width": width, "height": 900})
        reference.evaluate("(a) => a.scrollIntoView({ block: 'center', behavior: 'instant' })")
        assert reference.evaluate(look) == [True, True, True], width


def test_light_and_dark_differ_in_colours_only(browser: Any, pages: dict[str, str]) -> None:
    boxes = """() => [...document.querySelectorAll("body *")].map((each) => {
      const { x, y, width, height } = each.getBoundingClientRect();
      return [each.tagName, x, y, width, height].join(" ");
    })"""
    shapes: dict[str, list[list[str]]] = {"light": [], "dark": []}
    grounds: dict[str, set[str]] = {"light": set(), "dark": set()}
    for colours, found in shapes.items():
        page = browser.new_page(color_scheme=colours, viewport={"width": 1280, "height": 900})
        for name in ("article", "english article", "home"):
            page.goto(pages[name])
            found.append(page.evaluate(boxes))
            grounds[colours].add(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
        page.close()
    assert shapes["light"] == shapes["dark"]
    assert grounds == {"light": {"rgb(251, 250, 246)"}, "dark": {"rgb(15, 22, 27)"}}
