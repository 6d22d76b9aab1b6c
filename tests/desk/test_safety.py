"""Nothing that was typed is lost: after each blow it is on the server, on the screen, or offered for restoring."""

import os
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import F
from playwright.sync_api import expect

from articles.drafting.models import Article, Autosave
from tests import builders as b
from tests.builders import fresh
from tests.desk.writers import (
    Traffic,
    compose,
    crash,
    fill_in,
    kept,
    open_editor,
    sign_in,
    taken,
    told,
    until,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.safety]
Page = Any  # Playwright's page, whose package is not typed for tests
ROUNDS = int(os.environ.get("SAFETY_ROUNDS", "2"))
KEPT_WITHIN = 250  # ms after a key, by the page's own clock


@pytest.fixture(autouse=True)
def calm(live: str, page: Page) -> Iterator[None]:
    """The database is emptied only when nobody writes into it any more: the page goes before its newsroom."""
    traffic = Traffic(page)
    yield
    traffic.settle()


def begun(live: str, page: Page, **words: Any) -> Article:
    """A writer sits in the editor of an article of theirs, the cursor at its end."""
    writer = b.writer()
    article = b.article(by=writer, **words)
    sign_in(page, live, writer)
    open_editor(page, live, article)
    return article


def back(page: Page, live: str, article: Article) -> Page:
    """Another tab on the same article, opened after something happened to the first."""
    other = page.context.new_page()
    other.goto(f"{live}/admin/articles/{article.pk}/edit/")
    other.wait_for_load_state("networkidle")
    return other


def recover(page: Page, words: str) -> None:
    """Take what is offered, this computer's newest words first, until ``words`` are on the screen."""
    for _offer in range(3):
        if words in page.input_value("#id_body"):
            break
        here, there = page.locator("[data-local-use]"), page.locator("a.button", has_text="Use them")
        here.or_(there).first.wait_for()
        (here if here.count() else there).first.click()
        page.wait_for_load_state("networkidle")


def autosaved(article: Article) -> str:
    """The body that the server holds for whoever wrote last."""
    return str(Autosave.objects.filter(article=article).order_by("-saved_at")[0].fields["body"])


def test_a_cut_network_is_said_and_everything_goes_up_when_it_is_back(live: str, page: Page) -> None:
    article = begun(live, page)
    page.context.set_offline(True)
    compose(page, "duanxian", "断线后写的")
    told(page, "Offline")
    icon = "getComputedStyle(document.querySelector('[data-save-state]'), '::before').content.slice(1, 2)"
    assert page.evaluate(icon) == "!"
    page.keyboard.type("and on.")
    page.context.set_offline(False)
    told(page, "Saved")
    assert page.evaluate(icon) == "✓"
    assert autosaved(article).endswith("断线后写的and on.")
    # The server has seen a higher number of this tab: the clock of this computer runs an hour behind.
    Autosave.objects.update(sequence=F("sequence") + 3_600_000)
    page.keyboard.type(" Late.")
    told(page, "Saved")
    assert autosaved(article).endswith("and on. Late.")


def test_words_of_a_crashed_tab_are_offered_with_their_difference(live: str, page: Page) -> None:
    page.clock.install()
    article = begun(live, page)
    page.route("**/autosave", lambda route: route.abort())
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 30"))
    compose(page, "bengkui", "崩溃前的一句")
    page.clock.run_for(KEPT_WITHIN)
    kept(page, "崩溃前的一句")
    page.clock.resume()
    crash(page)
    other = back(page, live, article)
    other.locator("summary", has_text="difference").first.click()
    other.locator("[data-local-difference] ins", has_text="崩溃前的一句").wait_for()
    other.click("[data-local-use]")
    assert "崩溃前的一句" in other.input_value("#id_body")
    told(other, "Saved")
    assert "崩溃前的一句" in autosaved(article)


def test_an_expired_sign_in_is_renewed_in_place_and_saving_makes_one_revision(live: str, page: Page) -> None:
    article = begun(live, page)
    writer = article.created_by
    assert writer is not None
    page.context.clear_cookies()
    compose(page, "tuichu", "退出后写的")
    told(page, "Signed out")
    page.click("[data-save-state] button")
    fill_in(page.frame_locator(".sign-in-dialog iframe"), writer)
    told(page, "Saved")
    assert page.locator(".sign-in-dialog").count() == 0
    assert page.evaluate("document.activeElement.id") == "id_body"
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=Saved as revision 2.")
    assert article.revisions.count() == 2
    assert "退出后写的" in str(fresh(article).latest.body)  # type: ignore[union-attr]


def test_saving_after_the_sign_in_ran_out_asks_for_it_and_then_saves(live: str, page: Page) -> None:
    article = begun(live, page)
    writer = article.created_by
    assert writer is not None
    page.keyboard.type("最后一句")
    told(page, "Saved")
    page.context.clear_cookies()
    page.keyboard.press("Control+s")
    fill_in(page.frame_locator(".sign-in-dialog iframe"), writer)
    page.wait_for_selector("text=Saved as revision 2.")
    assert "最后一句" in str(fresh(article).latest.body)  # type: ignore[union-attr]


def test_anothers_sign_in_neither_takes_nor_shows_my_words_and_i_come_back(live: str, page: Page) -> None:
    article, other = begun(live, page), b.editor()
    assert article.created_by is not None
    page.context.clear_cookies()
    page.keyboard.type("只属于我")
    told(page, "Signed out")
    page.keyboard.type("的话")
    assert page.inner_text("[data-save-state]").startswith("Signed out")
    page.click("[data-save-state] button")
    fill_in(page.frame_locator(".sign-in-dialog iframe"), other)
    told(page, "Somebody else")
    assert Autosave.objects.count() == 0
    theirs = back(page, live, article)
    assert "只属于我的话" not in taken(theirs)
    theirs.close()
    page.keyboard.type("，还有")
    assert page.inner_text("[data-save-state]").startswith("Somebody else")
    page.click("[data-save-state] button")
    fill_in(page.frame_locator(".sign-in-dialog iframe"), article.created_by)
    told(page, "Saved")
    assert autosaved(article).endswith("只属于我的话，还有")


def test_two_tabs_of_one_person_lose_neither_text(live: str, page: Page) -> None:
    article = begun(live, page)
    page.keyboard.type("第一个标签页的话")
    told(page, "Saved")
    second = back(page, live, article)
    second.focus("#id_body")
    second.keyboard.press("Control+End")
    second.keyboard.type("第二个标签页的话")
    told(second, "Saved")
    crash(page)
    crash(second)
    third = back(page, live, article)
    third.locator("summary", has_text="difference").first.wait_for()
    for summary in third.locator("summary", has_text="difference").all():
        summary.click()
    third.locator("ins", has_text="第一个标签页的话").wait_for()
    third.locator("ins", has_text="第二个标签页的话").wait_for()


def test_two_people_both_find_their_words_and_answer_each_clash(live: str, page: Page) -> None:
    article = begun(live, page, title="旧标题", body="只有一段。\n")
    editor = b.editor()
    from articles.review import revising

    revising.revise(
        article,
        b.content(title="她的标题", body="她写的话。\n"),
        by=editor,
        now=b.NOON,
        version=article.version,
    )
    page.fill("#id_title", "我的标题")
    page.fill("#id_body", "我写的话。")
    told(page, ".*saved a newer revision")
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=Put two texts together")
    expect(page.locator("[data-save]")).to_be_disabled()
    page.check("[name='answer-title'][value=mine]")
    page.check("[name='answer-0'][value=both]")
    page.click("[data-save]")
    page.wait_for_selector("text=Saved as revision 3.")
    latest = fresh(article).latest
    assert latest is not None
    assert (latest.title, latest.body.strip()) == ("我的标题", "我写的话。\n\n她写的话。")


def test_a_refused_storage_is_said_and_the_tab_keeps_the_words(live: str, page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'indexedDB', { get() { throw new Error('closed'); } });"
    )
    article = begun(live, page)
    page.context.set_offline(True)
    page.keyboard.type("没有数据库")
    until(page, "Object.keys(sessionStorage).filter((key) => key.startsWith('desk:')).length === 1")
    told(page, "Kept only while this tab is open")
    page.context.set_offline(False)
    told(page, "Saved")
    assert "没有数据库" in autosaved(article)


def test_while_a_word_is_composed_nothing_acts_on_it(live: str, page: Page) -> None:
    article = begun(live, page, body="- 一")
    page.keyboard.press("Control+End")
    hands = page.context.new_cdp_session(page)
    hands.send("Input.imeSetComposition", {"text": "gang", "selectionStart": 4, "selectionEnd": 4})
    held = "document.getElementById('id_body').dispatchEvent(new KeyboardEvent('keydown', "
    page.evaluate(
        held + "{ key: 'Enter', keyCode: 229, bubbles: true, isComposing: true, cancelable: true }))"
    )
    page.evaluate(held + "{ key: 's', ctrlKey: true, keyCode: 229, isComposing: true, bubbles: true }))")
    page.wait_for_timeout(1500)
    assert Autosave.objects.count() == 0
    assert article.revisions.count() == 1
    hands.send("Input.insertText", {"text": "港口"})
    told(page, "Saved")
    assert autosaved(article) == "- 一港口"
    page.keyboard.press("Enter")
    page.keyboard.type("二")
    assert page.input_value("#id_body") == "- 一港口\n- 二"


def test_leaving_warns_only_while_words_are_nowhere_kept(live: str, page: Page) -> None:
    begun(live, page)
    page.keyboard.type("已存")
    told(page, "Saved")
    warned: list[str] = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    page.goto(f"{live}/admin/")
    assert warned == []


@pytest.mark.parametrize("blow", ["cable", "session", "tab"])
def test_at_any_moment_of_typing_a_blow_loses_nothing(live: str, page: Page, blow: str) -> None:
    chance = random.Random(f"safety {blow}")
    article = begun(live, page)
    writer = article.created_by
    assert writer is not None
    for turn in range(ROUNDS):
        words = f"第{turn}回写的话"
        compose(page, "hua", words)
        kept(page, words)
        page.wait_for_timeout(chance.randrange(1200))
        if blow == "cable":
            page.context.set_offline(True)
            page.keyboard.type("x")
            kept(page, f"{words}x")
            page.context.set_offline(False)
        elif blow == "session":
            page.context.clear_cookies()
            page.keyboard.type("x")
            told(page, "Signed out")
            page.click("[data-save-state] button")
            fill_in(page.frame_locator(".sign-in-dialog iframe"), writer)
            told(page, "Saved")
        else:
            crash(page)
            page = back(page, live, article)
            recover(page, words)
            page.focus("#id_body")
            page.keyboard.press("Control+End")
        assert words in page.input_value("#id_body")
    # Words that came back from the server are there already; one more goes the usual way.
    page.keyboard.type("完")
    told(page, "Saved")
    assert all(f"第{turn}回写的话" in autosaved(article) for turn in range(ROUNDS))
