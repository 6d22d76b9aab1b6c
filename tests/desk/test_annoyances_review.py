"""Six of the stock admin's annoyances are gone: of keys, revisions, states, many rows, deletion and the one button."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import ProtectedError
from playwright.sync_api import expect

from articles.desk.models import Preference
from articles.drafting import planning, states
from articles.drafting.models import Article
from articles.publishing.models import Edition
from articles.review import commenting, revising
from tests import builders as b
from tests.builders import DAY, HOUR, NOON, fresh
from tests.desk.doors import page, signed_in, take
from tests.desk.test_browser import quiet, roles, sign_in  # noqa: F401
from tests.desk.writers import settled

still = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
moving = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("roles")]
SCREENS = [(1440, 900), (390, 844)]
# Moves that a person makes; the others of the table follow from what people write and decide.
MADE = {"submit", "withdraw_submission", "request_changes", "approve"}


def marked(marks: list[Any]) -> Any:
    def decorate(test: Any) -> Any:
        for mark in marks:
            test = mark(test)
        return test

    return decorate


def english(person: User) -> User:
    Preference.objects.create(person=person, language="en")
    return person


@marked(still)
def test_9_every_revision_shows_its_difference_its_preview_and_its_way_back() -> None:
    writer = b.writer()
    article, client = b.article(by=writer, title="第一稿"), signed_in(writer)
    for number in (2, 3):
        revising.revise(
            fresh(article),
            b.content(title=f"第{number}稿"),
            by=writer,
            now=NOON,
            version=fresh(article).version,
        )
    shown = page(client.get(f"/admin/articles/{article.pk}/history/"))
    entries = re.findall(r'<li id="r(\d)".*?<div class="revision-moves">(.*?)</div>', shown, re.DOTALL)
    assert [number for number, _moves in entries] == ["3", "2", "1"]
    for number, moves in entries:
        links = re.findall(r'href="([^"]+)"', moves)
        assert f"/admin/articles/{article.pk}/revisions/{number}/" in links
        assert any("/difference/?from=" in link and link.endswith(f"to={number}") for link in links)
        assert all(client.get(link.replace("&amp;", "&")).status_code == 200 for link in links)
        assert ("/do/restore/" in moves) == (number != "3")
    assert take(client, article, "restore", revision="1").status_code == 302
    assert fresh(article).latest.title == "第一稿"  # type: ignore[union-attr]


def in_state(state: str, writer: User) -> Article:
    made = {"draft": b.article, "in_review": b.in_review, "approved": b.approved}.get(state, b.in_review)(
        by=writer
    )
    if state == "changes_requested":
        b.decisions.request_changes(made, content_hash=b.hash_of(made), by=b.editor(), now=NOON, comment="改")
    return fresh(made)


@marked(still)
@pytest.mark.parametrize("state", sorted(states.EVERY))
def test_10_no_state_is_a_select_box_and_every_closed_move_says_why(state: str) -> None:
    writer = b.writer()
    article = in_state(state, writer)
    assert article.state == state
    possible = {verb for verb in MADE if states.may(verb, state)}
    for person in (writer, b.editor(), b.publisher(), b.chief()):
        client = signed_in(person)
        answer = client.get(f"/admin/articles/{article.pk}/")
        shown, found = page(answer), answer.context["offers"]
        assert possible == MADE & set(found)
        for verb in possible:
            closed = f'disabled aria-describedby="why-{verb}"' in shown
            assert (verb, closed) == (verb, bool(found[verb].refused))
            assert closed or f"/do/{verb}/" in shown
        for name in ("state", "status"):
            assert f'<select id="{name}"' not in shown
            assert f'name="{name}"' not in shown + page(client.get(f"/admin/articles/{article.pk}/edit/"))


@marked(still)
def test_14_the_printed_stays_and_the_discarded_comes_back_whole() -> None:
    chief = b.chief(is_superuser=True)
    client, edition = signed_in(chief), b.published(at=NOON - HOUR)
    for row in (edition.article, edition.category, edition.printed_by, edition.tags.all()[0]):
        with pytest.raises(ProtectedError):
            row.delete()  # type: ignore[union-attr]
    assert client.post(f"/admin/articles/article/{edition.article_id}/delete/").status_code in (403, 404)
    assert take(client, edition.article, "discard").status_code == 409
    assert Edition.objects.live(NOON).get() == edition
    draft = b.in_review(title="扔错的稿")
    commenting.comment(draft.latest, text="留着", by=chief, now=NOON)
    before = (fresh(draft).latest, draft.comments.count(), fresh(draft).state)
    planning.discard(draft, by=chief, now=NOON - 29 * DAY)
    assert "扔错的稿" in page(client.get("/admin/bin/"))
    assert take(client, draft, "recover").status_code == 302
    assert fresh(draft).discarded_at is None
    assert (fresh(draft).latest, draft.comments.count(), fresh(draft).state) == before


@marked(moving)
def test_12_two_rows_in_four_clicks_with_the_consequences_first_and_an_undo_after(
    live: str, page: Any
) -> None:
    writer = english(b.writer())
    rows = [b.article(by=writer, title=f"稿{number}") for number in (1, 2)]
    sign_in(page, live, writer)
    page.goto(f"{live}/admin/articles/")
    for article in rows:
        page.click(f'input[name=pick][value^="{article.pk}:"]')
    page.click("button[name=step][value=submit]")
    page.wait_for_selector("text=Nothing has happened yet.")
    assert {fresh(article).state for article in rows} == {"draft"}
    assert page.locator(".outcomes li").count() == 2
    page.click("button.primary[data-primary]")  # the fourth click
    page.wait_for_selector("text=2 of 2 done.")
    assert {fresh(article).state for article in rows} == {"in_review"}
    page.click("button:has-text('Undo it for 2 articles')")
    page.wait_for_selector("text=2 of 2 undone.")
    assert {fresh(article).state for article in rows} == {"draft"}


@marked(moving)
def test_7_the_palette_reaches_every_step_of_the_page(live: str, page: Any, quiet: list[str]) -> None:  # noqa: F811
    chief = english(b.chief())
    article = b.in_review()
    open_steps = {
        "Approve", "Approve and publish now", "Request changes", "Withdraw from review", "Edit", "Discard",
        "Ask somebody to review", "Publish without approval",
    }  # fmt: skip
    sign_in(page, live, chief)
    page.goto(f"{live}/admin/articles/{article.pk}/")
    page.wait_for_load_state("networkidle")
    missing = set()
    for label in open_steps:
        page.keyboard.press("Control+k")
        page.fill("[data-palette] input", label)
        found = page.locator("[data-palette] [role=option]", has_text=label)
        found.first.wait_for()
        missing |= set() if found.count() else {label}
        page.keyboard.press("Escape")
    assert missing == set()
    page.goto(f"{live}/admin/articles/")
    for label in ("Add the tag", "More filters", "Sign out"):
        page.keyboard.press("Control+k")
        page.fill("[data-palette] input", label)
        page.locator("[data-palette] [role=option]", has_text=label).first.wait_for()
        page.keyboard.press("Escape")
    page.keyboard.press("Control+Shift+k")  # a browser's own key
    assert page.locator("[data-palette][open]").count() == 0
    page.keyboard.press("?")
    expect(page.locator("[data-help] dt")).to_have_count(page.locator("[data-shortcut]").count())
    assert page.locator("[data-help] dt").count() > 10
    assert quiet == []


def buttons(live: str) -> list[tuple[User, str]]:
    """Everybody's one button, in every state a person acts on."""
    writer, editor, publisher, chief = (
        english(make()) for make in (b.writer, b.editor, b.publisher, b.chief)
    )
    planned = b.approved(by=writer)
    scheduled = b.published(by=writer, at=NOON + 3650 * DAY, now=NOON)
    replaced = b.published(by=writer, at=NOON + 3650 * DAY, now=NOON).article
    revising.revise(
        fresh(replaced), b.content(title="新"), by=writer, now=NOON, version=fresh(replaced).version
    )
    b.decisions.submit(fresh(replaced), by=writer, now=NOON, version=fresh(replaced).version)
    b.decisions.approve(replaced, content_hash=b.hash_of(replaced), by=b.editor(), now=NOON)
    in_review = b.in_review(by=writer)
    screens = [
        (writer, b.article(by=writer)), (writer, in_review), (editor, in_review), (chief, in_review),
        (publisher, planned), (publisher, scheduled.article), (publisher, replaced),
    ]  # fmt: skip
    found = [(person, f"{live}/admin/articles/{article.pk}/") for person, article in screens]
    return [*found, (writer, f"{live}/admin/articles/new/")]


IN_VIEW = """() => [...document.querySelectorAll("[data-primary]")].map((button) => {
  const box = button.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth && button.contains(top);
})"""


@marked(moving)
def test_16_one_primary_button_always_in_view(live: str, page: Any) -> None:
    seen: dict[str, list[bool]] = {}
    signed: User | None = None
    for person, address in buttons(live):
        if person != signed:
            sign_in(page, live, person)
            signed = person
        for width, height in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(address)
            seen[f"{person} {address} {width}"] = settled(page, IN_VIEW, [True])
    assert {key: found for key, found in seen.items() if found != [True]} == {}
