"""Writing in a real browser: marks, lists, pastes, pictures, preview, completion, and the weight of the page."""

import base64
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from articles.covers import uploading
from articles.covers.models import Cover
from articles.drafting.models import Article
from tests import builders as b
from tests.builders import NOON
from tests.desk.test_editor import picture
from tests.desk.writers import Traffic, open_editor, sign_in, told

pytestmark = pytest.mark.django_db(transaction=True)
Page = Any  # Playwright's page, whose package is not typed for tests

CHOSEN = """(() => {
  const area = document.getElementById('id_body');
  return area.value.slice(area.selectionStart, area.selectionEnd);
})()"""
PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData('text/html', html);
  data.setData('text/plain', text);
  document.getElementById('id_body').dispatchEvent(
    new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""
DROP = """([selector, kind, name]) => {
  const bytes = Uint8Array.from(atob(name), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], 'harbour.jpg', { type: 'image/jpeg' }));
  const made = kind === 'paste'
    ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
  document.querySelector(selector).dispatchEvent(made);
}"""


@pytest.fixture(autouse=True)
def calm(live: str, page: Page) -> Iterator[None]:
    """The database is emptied only when nobody writes into it any more: the page goes before its newsroom."""
    traffic = Traffic(page)
    yield
    traffic.settle()


@pytest.fixture
def quiet(page: Page) -> list[str]:
    """Everything the browser complained about, the policy's violations included."""
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def begun(live: str, page: Page, **words: Any) -> Article:
    writer = b.writer()
    article = b.article(by=writer, **words)
    sign_in(page, live, writer)
    open_editor(page, live, article)
    return article


def body(page: Page) -> str:
    return str(page.input_value("#id_body"))


def write(page: Page, text: str) -> None:
    """Begin anew with ``text`` in the body and all of it selected."""
    page.fill("#id_body", text)
    page.focus("#id_body")
    page.keyboard.press("Control+a")


def test_marks_by_key_and_button_and_the_browsers_own_undo(live: str, page: Page, quiet: list[str]) -> None:
    begun(live, page)
    write(page, "港口")
    page.keyboard.press("Control+b")
    assert body(page) == "**港口**"
    page.keyboard.press("Control+b")
    assert body(page) == "港口"
    page.keyboard.press("Control+z")
    assert body(page) == "**港口**"
    for mark, written in {
        "emphasis": "*港口*", "heading2": "## 港口", "quote": "> 港口", "list": "- 港口", "numbers": "1. 港口",
        "link": "[港口](https://)", "code": "`港口`",
    }.items():  # fmt: skip
        write(page, "港口")
        page.click(f"[data-mark={mark}]")
        assert (mark, body(page)) == (mark, written)
    assert quiet == []


def test_a_list_goes_on_and_an_empty_item_ends_it(live: str, page: Page, quiet: list[str]) -> None:
    begun(live, page)
    write(page, "")
    for words in ("1. 一", "二", "", "尾"):
        page.keyboard.type(words)
        if words != "尾":
            page.keyboard.press("Enter")
    assert body(page) == "1. 一\n2. 二\n尾"
    assert quiet == []


def test_a_footnote_jumps_to_its_note_and_back(live: str, page: Page) -> None:
    begun(live, page)
    write(page, "港口[^1]重开\n\n[^1]: 旧注")
    page.evaluate("document.getElementById('id_body').setSelectionRange(8, 8)")
    page.keyboard.press("Control+Alt+f")
    page.keyboard.type("新注")
    assert body(page) == "港口[^1]重开[^2]\n\n[^1]: 旧注\n[^2]: 新注"
    page.keyboard.press("Control+Alt+f")
    chosen = "(() => { const a = document.getElementById('id_body'); return [a.selectionStart, a.selectionEnd]; })()"
    assert page.evaluate(chosen) == [8, 12]


def test_a_table_is_aligned_with_han_as_two_columns(live: str, page: Page) -> None:
    begun(live, page)
    write(page, "|港|tons|\n|---|--:|\n|甲乙丙|3|")
    page.click("[data-mark=align]")
    page.wait_for_function("document.getElementById('id_body').value.startsWith('| ')")
    assert body(page) == "| 港     | tons |\n| ------ | ---: |\n| 甲乙丙 | 3    |"
    # A dash is a word below the rule, a row may be longer than its head, and a quotation stays one.
    write(page, "> |港|b|\n> |---|--:|\n> |-|二|三|")
    page.click("[data-mark=align]")
    expect(page.locator("#id_body")).to_have_value(
        "> | 港  | b   |     |\n> | --- | --: | --- |\n> | -   | 二  | 三  |"
    )


def test_an_address_over_a_selection_makes_a_link(live: str, page: Page) -> None:
    begun(live, page)
    write(page, "港口")
    page.evaluate(PASTE, ["", "https://a.test/b"])
    assert body(page) == "[港口](https://a.test/b)"


def test_rich_text_becomes_markdown_and_one_undo_brings_the_plain_words_back(live: str, page: Page) -> None:
    begun(live, page)
    write(page, "")
    page.evaluate(PASTE, ["<h2>一</h2><p><b>二</b></p>", "一\n二"])
    expect(page.locator("#id_body")).to_have_value("## 一\n\n**二**")
    page.keyboard.press("Control+z")
    assert body(page) == "一\n二"


def test_cells_become_a_table(live: str, page: Page) -> None:
    begun(live, page)
    write(page, "")
    page.evaluate(PASTE, ["", "港\t吨\n甲\t3"])
    expect(page.locator("#id_body")).to_have_value(re.compile(r"\| 甲 \| 3 \|"))


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_goes_up_into_the_text_with_the_cursor_in_its_alt(live: str, page: Page, kind: str) -> None:
    begun(live, page)
    write(page, "")
    page.evaluate(DROP, ["#id_body", kind, base64.b64encode(picture().read()).decode()])
    expect(page.locator("#id_body")).to_have_value(re.compile("/media/covers/"))
    page.keyboard.type("港口")
    assert body(page).startswith("![港口](/media/covers/")
    assert Cover.objects.get().decorative


def test_a_head_of_keys_fills_the_fields_after_showing_them(live: str, page: Page, quiet: list[str]) -> None:
    writer = b.writer()
    sign_in(page, live, writer)
    page.goto(f"{live}/admin/articles/new/")
    page.focus("#id_body")
    page.evaluate(PASTE, ["", "---\ntitle: 港口重开\ntags: [港口, 天气]\n---\n\n正文。\n"])
    page.wait_for_selector("[data-fills] td:has-text('港口重开')")
    page.click("[data-fills] button[value=fill]")
    expect(page.locator("#id_title")).to_have_value("港口重开")
    assert (body(page), page.input_value("#id_tags")) == ("正文。", "港口, 天气")
    told(page, "Saved")
    assert quiet == []


def test_a_tag_completes_itself_in_the_spelling_that_exists(live: str, page: Page) -> None:
    begun(live, page, tags=("5G",))
    page.fill("#id_tags", "")
    page.focus("#id_tags")
    page.wait_for_selector("#id_tags[role=combobox]")
    page.keyboard.type("５ｇ")
    page.wait_for_selector(".suggestions li:has-text('5G')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#id_tags") == "5G, "


def test_the_readers_page_follows_the_text_and_the_list_leads_to_its_place(
    live: str, page: Page, quiet: list[str]
) -> None:
    begun(live, page)
    page.click("[data-preview-mode=split]")
    shown = page.frame_locator("[data-preview] iframe")
    shown.locator("h1", has_text="港口风暴后恢复通航").wait_for()
    page.fill("#id_title", "边写边看")
    shown.locator("h1", has_text="边写边看").wait_for()
    page.fill("#id_body", "一。\n\n二 TK。")
    page.click("[data-checks-open]")
    page.click(".check.approve button")
    assert page.evaluate(CHOSEN) == "二 TK。"
    assert page.inner_text("[data-length]").startswith("5 ")
    assert quiet == []


def test_a_dropped_cover_shows_its_crops_and_the_earlier_one_comes_back(live: str, page: Page) -> None:
    begun(live, page)
    page.evaluate(DROP, ["[data-cover]", "drop", base64.b64encode(picture().read()).decode()])
    expect(page.locator("[name=cover]")).to_have_value(re.compile("^[0-9a-f]{64}$"))
    first = page.input_value("[name=cover]")
    page.fill("#id_focal_x", "0")
    square = "document.querySelector('[data-crop=\"1\"]').style.objectPosition"
    assert page.evaluate(square) == "0% 50%"
    assert page.locator("[data-cover-warnings] li").count() == 1
    page.evaluate(DROP, ["[data-cover]", "drop", base64.b64encode(picture("navy").read()).decode()])
    page.click("[data-take-back]")
    assert page.input_value("[name=cover]") == first


def test_the_editor_is_light_and_asks_nobody_else(live: str, page: Page, quiet: list[str]) -> None:
    writer = b.writer()
    cover = uploading.upload(picture(), by=writer, now=NOON, alt="港口")
    article = b.article(by=writer, cover=cover.content_digest)
    sign_in(page, live, writer)
    sizes: dict[str, tuple[str, int]] = {}
    page.on(
        "response",
        lambda answer: sizes.update({answer.url: (answer.request.resource_type, len(answer.body()))}),
    )
    page.goto(f"{live}/admin/articles/{article.pk}/edit/")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2000)
    assert all(url.startswith(live) for url in sizes)
    assert "image" in {kind for kind, _size in sizes.values()}
    assert len(sizes) <= 15
    assert sum(size for _kind, size in sizes.values()) <= 600_000
    assert sum(size for kind, size in sizes.values() if kind == "script") <= 80_000
    assert page.evaluate("document.querySelectorAll('*').length") <= 1000
    assert quiet == []
