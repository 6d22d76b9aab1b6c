"""make desk-day: an editor's whole day in a real browser, with every pointer click counted beside Wagtail's."""

from typing import Any

import pytest

from articles.desk.models import Preference
from articles.drafting.models import Article
from articles.drafting.sections import category_for
from articles.publishing.models import Edition
from articles.review.models import Comment
from tests import builders as b
from tests.builders import fresh
from tests.desk.days import Day
from tests.desk.test_browser import quiet, roles, saved, sign_in  # noqa: F401
from tests.desk.test_editor import picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.day]
Page = Any  # Playwright's page, whose package is not typed for tests
MOST_CLICKS = 14
DROP = """([slot, bytes]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(bytes)], "harbour.jpg", { type: "image/jpeg" }));
  const drop = new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true });
  document.querySelector(slot).dispatchEvent(drop);
}"""
# Measured in Wagtail 8.0.1 for the same work.
WAGTAIL = {
    "reach an empty headline": 5, "write and save": 7, "cover with alt text and credit": 9, "focal point": 5,
    "submit": 2, "see what changed": 3, "comment on words": 2, "request changes": 4, "change and resubmit": 2,
    "approve": 2, "schedule": 7,
}  # fmt: skip


@pytest.mark.usefixtures("roles")
def test_from_an_idea_to_a_schedule_in_fourteen_clicks(
    live: str,
    page: Page,
    quiet: list[str],  # noqa: F811
) -> None:
    writer, editor, publisher = b.writer(), b.editor(), b.publisher()
    for person in (writer, editor, publisher):
        Preference.objects.create(person=person, language="en")
    category_for("harbour")
    day = Day(page)
    sign_in(page, live, writer)
    article = write(page, day, live)
    sign_in(page, live, editor)
    judge(page, day, article)
    day.begin("")
    sign_in(page, live, writer)
    change(page, day, article)
    day.begin("")
    sign_in(page, live, editor)
    approve(page, day, article)
    day.begin("")
    sign_in(page, live, publisher)
    schedule(page, day)
    there = {task: str(clicks) for task, clicks in WAGTAIL.items()}
    day.keep(there, f"all of it, as measured there in one go: 36\nclicks: {day.clicks}")
    assert set(day.efforts) == set(WAGTAIL)
    assert day.clicks <= MOST_CLICKS
    assert quiet == []


def write(page: Page, day: Day, live: str) -> Article:
    """From nothing to submitted, with cover, focal point and a wish when to appear."""
    day.begin("reach an empty headline")
    page.keyboard.press("c")
    page.wait_for_url("**/articles/new/")
    day.begin("write and save")
    page.keyboard.type("港口风暴后恢复通航")
    page.keyboard.press("Tab")
    page.keyboard.type("两天后，港口重新开放。")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("风停了。引航站六点恢复工作。")
    saved(page)
    page.click("#id_category")  # opens the list
    page.keyboard.press("Escape")
    page.select_option("#id_category", "harbour")
    day.count()  # the choice in the browser's own list, which no script sees
    page.click("#id_planned_for")
    page.keyboard.type("明早7:30")
    saved(page)
    day.begin("cover with alt text and credit")
    page.evaluate(DROP, ["[data-cover]", list(picture().read())])
    page.wait_for_selector("[data-focal-picture]")
    while not page.input_value("[name=cover]"):  # the upload's answer fills the fields of the cover
        page.wait_for_timeout(50)
    saved(page)
    page.click("#id_cover_alt")
    page.keyboard.insert_text("港口清晨")
    while page.evaluate("document.activeElement.id") != "id_cover_credit":
        page.keyboard.press("Tab")
    page.keyboard.insert_text("本报")
    day.begin("focal point")
    page.locator("[data-focal-picture]").click(position={"x": 40, "y": 40})
    saved(page)
    day.begin("submit")
    article = Article.objects.get()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"{live}/admin/articles/{article.pk}/")
    assert fresh(article).state == "in_review"
    day.begin("")
    return article


def judge(page: Page, day: Day, article: Article) -> None:
    """Open what waits, see it, remark on words, send it back."""
    day.begin("see what changed")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/articles/{article.pk}/")
    day.begin("comment on words")
    page.locator(".proof .prose p").first.dblclick(position={"x": 30, "y": 12})
    page.keyboard.press("Control+Alt+m")
    page.wait_for_selector("#comment-text:focus")
    page.keyboard.insert_text("时间对吗？")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Your comment is kept.")
    remark = Comment.objects.get()
    assert (remark.text, bool(remark.quote)) == ("时间对吗？", True)
    day.begin("request changes")
    page.keyboard.press("r")
    page.wait_for_selector("#comment:focus")
    page.keyboard.insert_text("请核对时间")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Sent back with your reason.")
    assert fresh(article).state == "changes_requested"


def change(page: Page, day: Day, article: Article) -> None:
    """Change the text and hand it in again."""
    day.begin("change and resubmit")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/articles/{article.pk}/#comment-*")  # the remark that waits for an answer
    page.click("nav.tabs a:has-text('Edit')")
    page.wait_for_url("**/edit/")
    page.click("#id_body")
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("时间已经核对。")
    saved(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/articles/{article.pk}/")
    assert fresh(article).state == "in_review"


def approve(page: Page, day: Day, article: Article) -> None:
    """The difference since the own verdict is what the screen opens with; one key approves."""
    day.begin("approve")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/articles/{article.pk}/")
    page.wait_for_selector(".difference ins:has-text('时间已经核对。')")
    page.keyboard.press("a")
    page.wait_for_selector("text=Approved: exactly this text.")


def schedule(page: Page, day: Day) -> None:
    """The wish of the writer stands in the field; the highlighted button takes it."""
    day.begin("schedule")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#live_from")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Goes live")
    edition = Edition.objects.get()
    assert (edition.live_from.hour, edition.live_from.minute) == (23, 30)
