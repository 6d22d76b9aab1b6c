"""Reviewing in a real browser: words chosen by pointer and by keys, names completed, changes walked, a press undone."""

from typing import Any

import pytest

from articles.desk.models import Preference
from articles.drafting.models import Article
from articles.publishing.models import Edition
from articles.review import revising
from articles.review.models import Comment, Look
from tests import builders as b
from tests.builders import fresh
from tests.desk.test_browser import quiet, roles, sign_in  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("roles")]
Page = Any  # Playwright's page, whose package is not typed for tests
BODY = "第一段，港口清晨开放。\n\n第二段，引航站六点恢复工作。\n\n第三段没有变。\n"


def opened(live: str, page: Page, article: Article) -> None:
    with page.expect_response("**/look/"):  # the page tells that it is seen
        page.goto(f"{live}/admin/articles/{article.pk}/")


def test_words_are_remarked_on_by_pointer_and_by_keys_and_names_complete_themselves(
    live: str,
    page: Page,
    quiet: list[str],  # noqa: F811
) -> None:
    editor, named = b.editor(), b.person("Chiefs", name="linwan", first_name="晚", last_name="林")
    Preference.objects.create(person=editor, language="en")
    article = b.in_review(by=b.person("Writers", name="linfeng"), body=BODY)
    b.person("Writers", name="linstranger")
    sign_in(page, live, editor)
    opened(live, page, article)
    page.locator(".proof .prose p").first.dblclick(position={"x": 20, "y": 12})
    page.click("[data-comment-here]")
    page.wait_for_selector("#comment-text:focus")
    assert page.input_value("#comment-quote") in BODY
    typing = page.context.new_cdp_session(page)
    page.keyboard.insert_text("请看 ")
    typing.send("Input.imeSetComposition", {"text": "@lin", "selectionStart": 4, "selectionEnd": 4})
    page.wait_for_timeout(400)
    assert page.locator(".mentions").count() == 0
    typing.send("Input.insertText", {"text": "@lin"})
    page.wait_for_selector(".mentions li")
    assert page.locator(".mentions li").all_inner_texts() == ["@linfeng", f"{named.get_full_name()} @linwan"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#comment-text") == "请看 @linwan "
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**#comment-*")
    page.wait_for_function("document.activeElement.matches('.thread:target')")
    page.focus(".proof .prose")
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    chosen = page.evaluate("getSelection().toString()")
    page.keyboard.press("Control+Alt+m")
    page.keyboard.insert_text("又一处")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=2 open")
    assert (Comment.objects.latest("pk").quote, len(chosen) > 1) == (chosen, True)
    page.locator(".article-head h1").click(
        click_count=3
    )  # which ends before the first letter of what follows
    page.keyboard.press("Control+Alt+m")
    assert (page.input_value("#comment-field"), page.input_value("#comment-quote")) == (
        "title",
        "港口风暴后恢复通航",
    )
    assert quiet == []


def test_a_look_is_remembered_changes_are_walked_and_publishing_is_undone(
    live: str,
    page: Page,
    quiet: list[str],  # noqa: F811
) -> None:
    writer, chief = b.writer(), b.chief()
    Preference.objects.create(person=chief, language="en", undo_seconds=60)
    article = b.in_review(by=writer, body=BODY)
    sign_in(page, live, chief)
    opened(live, page, article)
    assert Look.objects.get().person == chief
    changed = b.content(body=BODY.replace("清晨", "傍晚").replace("六点", "七点"))
    revising.revise(
        fresh(article), changed, by=writer, now=Look.objects.get().at, version=fresh(article).version
    )
    opened(live, page, article)
    page.wait_for_selector("text=Changes since you last looked, at revision 1")
    walked = []
    for press in (lambda: page.keyboard.press("j"), lambda: page.click("[data-change-step='1']")):
        press()
        walked.append(page.evaluate("document.activeElement.querySelector('ins').textContent"))
    assert walked == ["傍晚", "七"]
    page.keyboard.press("a")
    page.wait_for_selector("[data-undo-left]")
    left = page.inner_text("[data-undo-left]")
    assert left.startswith("(") and 0 < int(left.strip("()")) <= 60
    page.click(".undo button")
    page.wait_for_selector("text=Undone before anybody saw it.")
    edition = Edition.objects.get()
    assert edition.live_until == edition.live_from
    assert quiet == []
