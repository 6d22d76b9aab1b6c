"""Pictures under real hands: pasted within words, dropped without a line, cut half way; none is lost, no word waits."""

import base64
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from articles.covers.models import Cover
from tests import builders as b
from tests.desk.test_editor import picture
from tests.desk.test_writing import DROP, begun, body, calm, write  # noqa: F401
from tests.desk.writers import compose, crash, open_editor, sign_in, told, until

pytestmark = pytest.mark.django_db(transaction=True)
Page = Any  # Playwright's page, whose package is not typed for tests

PASTE = """([html, text, rtf]) => {
  const data = new DataTransfer();
  for (const [kind, words] of [['html', html], ['plain', text], ['rtf', rtf]]) data.setData(`text/${kind}`, words);
  document.getElementById('id_body').dispatchEvent(
    new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""
KEPT = """new Promise((resolve) => {
  const asked = indexedDB.open('desk-pictures', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('files', { keyPath: 'key' });
  asked.onsuccess = () => {
    const count = asked.result.transaction('files').objectStore('files').count();
    count.onsuccess = () => { asked.result.close(); resolve(count.result); };
  };
})"""
# Every module that takes a picture in has come.
READY = """['pasting', 'clipping', 'keeping', 'pictures', 'sending', 'waiting'].every((name) =>
  performance.getEntriesByType('resource').some((each) => each.name.includes(`/desk/${name}`) && each.responseEnd))"""
MARK = "![TK picture: harbour.jpg]()"
UP = re.compile(r"!\[\]\(/media/covers/[^)]*\)")


def jpeg(colour: str = "red") -> bytes:
    return picture(colour).read()


def drop(page: Page, place: str = "#id_body", colour: str = "red") -> None:
    page.evaluate(DROP, [place, "drop", base64.b64encode(jpeg(colour)).decode()])


def test_pictures_of_pasted_words_go_up_and_what_nobody_has_leaves_a_mark(live: str, page: Page) -> None:
    begun(live, page)
    write(page, "")
    data = base64.b64encode(jpeg()).decode()
    html = f'<p>前</p><p><img src="data:image/jpeg;base64,{data}" alt="船"></p><p><img src="https://a.test/b.png"></p>'
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(PASTE, [html, "前", ""])
    expect(page.locator("#id_body")).to_have_value(
        re.compile(rf"^前\n\n{UP.pattern}\n\n\[TK picture: b.png\]\(https://a.test/b.png\)$")
    )
    expect(page.locator("[data-body-trouble]")).to_contain_text("1 picture did not come")
    assert [url for url in asked if "a.test" in url] == []
    write(page, "")
    blip = (
        rf"{{\pict{{\*\picprop\sp}}\picscalex100\jpegblip\bliptag-7{{\*\blipuid 0aff}}{jpeg('navy').hex()}}}"
    )
    page.evaluate(PASTE, ['<p>后</p><img src="file:///C:/clip_image001.jpg">', "后", rf"{{\rtf1 {blip}}}"])
    expect(page.locator("#id_body")).to_have_value(re.compile(rf"^后\n\n{UP.pattern}$"))
    assert Cover.objects.count() == 2


def test_without_a_line_a_picture_waits_while_words_go_on_and_then_goes_up(live: str, page: Page) -> None:
    begun(live, page)
    write(page, "前\n\n")
    page.keyboard.press("Control+End")
    until(page, READY)
    page.context.set_offline(True)
    drop(page)
    expect(page.locator("#id_body")).to_have_value(f"前\n\n{MARK}")
    page.keyboard.type("后")
    assert body(page) == f"前\n\n{MARK}后"
    expect(page.locator("[data-pictures]")).to_contain_text("Not uploaded yet")
    page.focus("#id_title")
    page.context.set_offline(False)
    expect(page.locator("#id_body")).to_have_value(re.compile(rf"^前\n\n{UP.pattern}后$"))
    assert page.evaluate("document.activeElement.id") == "id_title"
    expect(page.locator("[data-pictures]")).to_be_hidden()


def test_a_tab_that_dies_half_way_gives_its_pictures_to_the_next(live: str, page: Page) -> None:
    article = begun(live, page)
    write(page, "前")
    page.keyboard.press("End")
    held = ("**/articles/picture", "**/covers/upload/")
    for place in held:
        page.context.route(place, lambda _route: None)  # it never arrives
    drop(page)
    drop(page, "[data-cover]", "navy")
    until(page, f"{KEPT}.then((count) => count === 2)")
    page.fill("#id_cover_alt", "夜里的船")
    told(page, "Saved")
    for place in held:
        page.context.unroute(place)
    crash(page)
    other = page.context.new_page()
    other.goto(f"{live}/admin/articles/{article.pk}/edit/")
    other.click("[data-local-use]")
    expect(other.locator("#id_body")).to_have_value(re.compile(rf"^前{UP.pattern}$"))
    expect(other.locator("[name=cover]")).to_have_value(re.compile("^[0-9a-f]{64}$"))
    assert other.input_value("#id_cover_alt") == "夜里的船"
    assert Cover.objects.count() == 2


def test_enter_in_a_line_goes_to_the_next_field_and_saves_nothing(live: str, page: Page) -> None:
    writer = b.writer()
    article = b.article(by=writer)
    sign_in(page, live, writer)
    open_editor(page, live, article)
    page.evaluate("addEventListener('submit', () => { window.sent = true; }, { capture: true })")
    page.focus("#id_title")
    compose(page, "gang", "港")
    for field, following in (("title", "summary"), ("cover_alt", "cover_caption"), ("slug", "language")):
        page.evaluate(
            "(name) => { for (const each of document.querySelectorAll('details')) each.open = true; }"
        )
        page.focus(f"#id_{field}")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == f"id_{following}"
    page.keyboard.press("Enter")
    assert (page.evaluate("window.sent"), article.revisions.count()) == (None, 1)
