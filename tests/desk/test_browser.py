"""The desk in a real browser: from an empty page to a schedule with mouse and keys, and words that outlive trouble."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from articles.drafting.models import Article, Autosave
from articles.drafting.sections import category_for
from articles.publishing.models import Edition
from tests import builders as b
from tests.builders import fresh
from tests.desk.writers import COPIES, kept, until

pytestmark = pytest.mark.django_db(transaction=True)
Page = Any  # Playwright's page, whose package is not typed for tests


@pytest.fixture
def roles() -> None:
    """A browser test empties the database at its end, the roles of the migrations included."""
    from importlib import import_module

    from django.apps import apps

    import_module("articles.migrations.0003_roles").make_roles(apps, None)


@pytest.fixture
def quiet(page: Page) -> list[str]:
    """Everything the browser complained about, the policy's violations included; asserted empty at the end."""
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def sign_in(page: Page, live: str, person: User) -> None:
    page.context.clear_cookies()
    page.goto(f"{live}/admin/login/")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", "a-long-password")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live}/admin/")


def saved(page: Page) -> None:
    page.locator("[data-save-state]", has_text=re.compile("^Saved")).wait_for()


@pytest.mark.usefixtures("roles")
def test_from_an_empty_page_to_a_schedule(live: str, page: Page, quiet: list[str]) -> None:
    writer, editor, publisher = b.writer(), b.editor(), b.publisher()
    category_for("harbour")
    sign_in(page, live, writer)
    page.keyboard.press("c")
    page.wait_for_url("**/articles/new/")
    page.keyboard.type("港口风暴后恢复通航")
    page.keyboard.press("Tab")
    page.keyboard.type("两天后，港口重新开放。")
    page.keyboard.press("Tab")
    page.keyboard.type("风停了。")
    saved(page)
    article = Article.objects.get()
    assert page.url == f"{live}/admin/articles/{article.pk}/edit/"
    page.select_option("#id_category", "harbour")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"{live}/admin/articles/{article.pk}/")
    assert (fresh(article).state, Autosave.objects.count()) == ("in_review", 0)

    sign_in(page, live, editor)
    page.click("text=港口风暴后恢复通航")
    page.click("button.primary:has-text('Approve')")
    page.wait_for_selector("text=Approved: exactly this text.")
    assert fresh(article).state == "approved"

    sign_in(page, live, publisher)
    page.goto(f"{live}/admin/articles/{article.pk}/")
    page.fill("#live_from", "明早7:30")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Goes live")
    edition = Edition.objects.get()
    assert (edition.live_from.hour, edition.live_from.minute) == (23, 30)
    assert quiet == []


@pytest.mark.usefixtures("roles")
def test_words_are_back_after_the_tab_was_killed(live: str, page: Page, quiet: list[str]) -> None:
    writer = b.writer()
    article = b.article(by=writer)
    sign_in(page, live, writer)
    page.goto(f"{live}/admin/articles/{article.pk}/edit/")
    page.route("**/autosave", lambda route: route.abort())
    page.focus("#id_body")
    page.keyboard.press("Control+End")
    page.keyboard.type("断线后写的一句。")
    kept(page, "断线后写的一句。")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.goto(f"{live}/admin/articles/{article.pk}/edit/")
    other.click("[data-local-use]")
    assert "断线后写的一句。" in other.input_value("#id_body")
    saved(other)
    assert "断线后写的一句。" in Autosave.objects.get().fields["body"]


@pytest.mark.usefixtures("roles")
def test_signed_out_says_so_and_goes_on_after_signing_in_elsewhere(live: str, page: Page) -> None:
    writer = b.writer()
    article = b.article(by=writer)
    sign_in(page, live, writer)
    page.goto(f"{live}/admin/articles/{article.pk}/edit/")
    page.context.clear_cookies()
    page.fill("#id_title", "退出登录时写的标题")
    page.wait_for_selector("[data-save-state]:has-text('Signed out')")
    other = page.context.new_page()
    other.goto(f"{live}/admin/login/")
    other.fill("[name=username]", writer.username)
    other.fill("[name=password]", "a-long-password")
    other.keyboard.press("Enter")
    other.wait_for_url(f"{live}/admin/")
    page.bring_to_front()
    saved(page)
    assert Autosave.objects.get().fields["title"] == "退出登录时写的标题"
    page.keyboard.press("Control+s")  # the token that the page came with is void
    page.wait_for_selector("text=/Saved as revision 2|修订版2/")
    assert fresh(article).latest.title == "退出登录时写的标题"  # type: ignore[union-attr]


@pytest.mark.usefixtures("roles")
def test_a_saved_revision_leaves_nothing_to_offer(live: str, page: Page, quiet: list[str]) -> None:
    writer = b.writer()
    article = b.article(by=writer)
    sign_in(page, live, writer)
    page.goto(f"{live}/admin/articles/{article.pk}/edit/")
    page.fill("#id_title", "存成修订")
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=Saved as revision 2.")
    until(page, f"{COPIES}.then((copies) => copies === '[]')")
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-local-use]").count() == 0
    assert page.evaluate("localStorage.uncounted") == "1"
    assert quiet == []


@pytest.mark.usefixtures("roles")
def test_a_picture_goes_up_at_once_and_a_click_sets_its_focal_point(
    live: str, page: Page, quiet: list[str], tmp_path: Any
) -> None:
    from tests.desk.test_editor import picture

    (tmp_path / "harbour.jpg").write_bytes(picture().read())
    writer = b.writer()
    article = b.article(by=writer)
    sign_in(page, live, writer)
    page.goto(f"{live}/admin/articles/{article.pk}/edit/")
    page.set_input_files("#id_cover_file", tmp_path / "harbour.jpg")
    expect(page.locator("[name=cover]")).to_have_value(re.compile("^[0-9a-f]{64}$"))
    shown = page.locator("[data-focal-picture]")
    box = shown.bounding_box()
    assert box is not None
    shown.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.5})
    page.focus("[data-focal-picture]")
    page.keyboard.press("ArrowRight")
    page.fill("#id_cover_alt", "港口")
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=Saved as revision 2.")
    cover = fresh(article).latest.cover  # type: ignore[union-attr]
    assert cover is not None
    assert (cover.alt, round(cover.focal_x, 2), round(cover.focal_y, 2)) == ("港口", 0.26, 0.5)
    assert quiet == []


@pytest.mark.usefixtures("roles")
def test_a_file_that_is_no_picture_holds_up_no_words(live: str, page: Page, tmp_path: Any) -> None:
    (tmp_path / "notes.jpg").write_bytes(b"no picture")
    writer = b.writer()
    article = b.article(by=writer)
    sign_in(page, live, writer)
    page.goto(f"{live}/admin/articles/{article.pk}/edit/")
    page.set_input_files("#id_cover_file", tmp_path / "notes.jpg")
    page.wait_for_selector("[data-cover-error]:not([hidden])")
    assert page.locator("[data-focal-picture]").count() == 0
    page.fill("#id_title", "港口照常通航")
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=Saved as revision 2.")
    assert fresh(article).latest.title == "港口照常通航"  # type: ignore[union-attr]


@pytest.mark.usefixtures("roles")
def test_a_double_click_sends_one_form(live: str, page: Page) -> None:
    writer = b.writer()
    article = b.article(by=writer)
    sign_in(page, live, writer)
    page.goto(f"{live}/admin/articles/{article.pk}/")
    page.dblclick("button:has-text('Submit for review')")
    page.wait_for_selector("text=Submitted.")
    assert article.moves.filter(verb="submit").count() == 1


@pytest.mark.usefixtures("roles")
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways(live: str, page: Page, width: int) -> None:
    chief = b.chief()
    long = (
        "Lopadotemachoselachogaleokranioleipsanodrimhypotrimmatosilphioparaomelitokatakechymenokichlepikoss"
    )
    body = f"{long}\n\n```\n{long * 3}\n```\n"
    article = b.in_review(title=long, summary=long, body=body, authors=(long,), tags=(long,))
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(page, live, chief)
    addresses = ["", "articles/", "articles/new/", "at/", "me/", "newsroom/", "auth/user/"]
    addresses += [f"articles/{article.pk}/{rest}" for rest in ("", "edit/", "history/", "difference/")]
    for address in addresses:
        page.goto(f"{live}/admin/{address}")
        assert (address, page.evaluate("document.documentElement.scrollWidth")) == (address, width)


@pytest.mark.usefixtures("roles")
@pytest.mark.parametrize("arrives", [True, False])
def test_words_typed_while_a_picture_goes_up_stay(
    live: str, page: Page, tmp_path: Any, arrives: bool
) -> None:
    from tests.desk.test_editor import picture

    (tmp_path / "harbour.jpg").write_bytes(picture().read())
    writer = b.writer()
    article = b.article(by=writer)
    sign_in(page, live, writer)
    page.goto(f"{live}/admin/articles/{article.pk}/edit/")
    held: list[Any] = []
    page.route("**/covers/upload/", lambda route: held.append(route))
    with page.expect_request("**/covers/upload/"):
        page.set_input_files("#id_cover_file", tmp_path / "harbour.jpg")
    while not held:
        page.wait_for_timeout(20)
    page.fill("#id_cover_alt", "清晨的港口")
    if arrives:
        held[0].continue_()
    else:
        held[0].abort()
    page.wait_for_selector("[data-cover]:not([aria-busy])")
    assert bool(page.input_value("[name=cover]")) is arrives
    if not arrives:
        page.unroute("**/covers/upload/")
        page.click("[data-cover-again]")
    expect(page.locator("[name=cover]")).to_have_value(re.compile("^[0-9a-f]{64}$"))
    assert page.input_value("#id_cover_alt") == "清晨的港口"
