"""What no morning holds: publishing, correcting, taking down, finding, tagging and pinning, each within its budget."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.covers import uploading
from articles.desk.models import Preference
from articles.drafting import planning
from articles.drafting.models import Article, Autosave
from articles.popularity import history, listing
from articles.publishing.models import Edition, Pin
from articles.publishing.wording import newsroom_zone
from articles.review import decisions, revising
from tests import builders as b
from tests.builders import DAY, HOUR, fresh, hash_of
from tests.desk.days import Day, Effort
from tests.desk.test_browser import quiet, roles, saved, sign_in  # noqa: F401
from tests.desk.test_editor import picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.day, pytest.mark.usefixtures("roles")]
Page = Any  # Playwright's page, whose package is not typed for tests
Made = dict[str, Article]
# The task: what Wagtail 8.0.1 takes in clicks; our budget of clicks and fields, and the loads it needs.
BUDGETS = {
    "caption and credit": ("3", Effort(clicks=0, fields=2, loads=0)),
    "approve and publish": ("2", Effort(clicks=1, fields=0, loads=1)),
    "take it back": ("not there", Effort(clicks=1, fields=0, loads=1)),
    "publish now": ("2", Effort(clicks=2, fields=0, loads=1)),
    "schedule what is under review": ("7", Effort(clicks=2, fields=1, loads=2)),
    "the same, planned by its writer": ("7", Effort(clicks=1, fields=0, loads=1)),
    "what goes out when": ("not there", Effort(clicks=0, fields=0, loads=1)),
    "correct a live article": ("3", Effort(clicks=2, fields=1, loads=1)),
    "take down": ("3", Effort(clicks=2, fields=1, loads=1)),
    "find by a word within the headline": ("not found", Effort(clicks=0, fields=1, loads=1)),
    "tag ten articles": ("not there", Effort(clicks=4, fields=1, loads=2)),
    "pin with an end": ("not there", Effort(clicks=2, fields=0, loads=1)),
    "why is it hot": ("not there", Effort(clicks=1, fields=0, loads=0)),
}


def test_every_task_stays_within_its_budget(live: str, page: Page, quiet: list[str]) -> None:  # noqa: F811
    chief = b.chief()
    Preference.objects.create(person=chief, language="en", undo_seconds=30)
    made = newsroom(chief)
    day = Day(page)
    sign_in(page, live, chief)
    for play in (caption, publish, schedule, plan, correct, take_down, find, tag, pin, why):
        play(page, day, f"{live}/admin/", made)
        day.begin("")
    day.keep({task: there for task, (there, _most) in BUDGETS.items()})
    assert set(day.efforts) == set(BUDGETS)
    over = {task: spent for task, spent in day.efforts.items() if exceeds(spent, BUDGETS[task][1])}
    assert over == {}
    assert quiet == []


def exceeds(spent: Effort, most: Effort) -> bool:
    return spent.clicks > most.clicks or spent.fields > most.fields or spent.loads > most.loads


def newsroom(chief: User) -> Made:
    """Every article of the plays, before the browser asks for any."""
    now, editor = timezone.now(), b.editor()
    cover = uploading.upload(picture(), by=chief, now=now, alt="港口")
    made = {
        "caption": b.article(by=chief, cover=cover.content_digest),
        "publish": b.in_review(by=editor),
        "schedule": b.in_review(by=editor, title="没有时间的稿件"),
        "plan": b.in_review(by=editor, title="周末之前的稿件"),
        "find": b.article(by=editor, title="隧道检修后恢复通车"),
    }
    for name in ("correct", "take_down", "pin"):
        made[name] = b.published(at=now - 5 * HOUR, by=editor, publisher=chief).article
    planning.plan(made["plan"], planned_for=sunday_evening(), by=editor, now=now)
    version = fresh(made["correct"]).version
    revising.revise(made["correct"], b.content(body="七点恢复工作。"), by=editor, now=now, version=version)
    decisions.submit(made["correct"], by=editor, now=now, version=version + 1)
    for number in range(10):
        made[f"tag {number}"] = b.article(by=editor, title=f"潮汐预报{number}")
    hour = int(now.timestamp()) // 3600
    history.invent_many({made["pin"].pk: {hour - 1: 400, hour - 2: 30}}, now=now)
    listing.rank(now)
    return made


def sunday_evening() -> datetime:
    """The last second of the week that the calendar opens with."""
    today = timezone.now().astimezone(newsroom_zone())
    return (today + (6 - today.weekday()) * DAY).replace(hour=23, minute=59, second=59, microsecond=0)


def caption(page: Page, day: Day, desk: str, made: Made) -> None:
    """After the words for those who cannot see, the Tab key leads on."""
    page.goto(f"{desk}articles/{made['caption'].pk}/edit/")
    page.focus("#id_cover_alt")
    day.begin("caption and credit")
    for name, words in (("caption", "周一清晨的港口"), ("credit", "本报 王伟")):
        while page.evaluate("document.activeElement.id") != f"id_cover_{name}":
            page.keyboard.press("Tab")
        page.keyboard.insert_text(words)
    saved(page)
    filled = Autosave.objects.get(article=made["caption"]).fields
    assert (filled["cover_caption"], filled["cover_credit"]) == ("周一清晨的港口", "本报 王伟")


def publish(page: Page, day: Day, desk: str, made: Made) -> None:
    """One press approves and publishes, one takes it back unseen, one publishes what stays approved."""
    article = made["publish"]
    page.goto(f"{desk}articles/{article.pk}/")
    day.begin("approve and publish")
    page.click("[data-primary]")
    page.wait_for_selector("[data-undo]")
    first = Edition.objects.get(article=article)
    assert (fresh(article).state, first.live_until, first.content_hash) == (
        "approved",
        None,
        hash_of(article),
    )
    day.begin("take it back")
    page.click(".undo button")
    page.wait_for_selector("text=Undone before anybody saw it.")
    first.refresh_from_db()
    assert first.live_until == first.live_from
    day.begin("publish now")
    page.click("button:text-is('Publish now')")
    page.wait_for_selector("[data-undo]")
    second = Edition.objects.filter(article=article).latest("number")
    assert (second.live_until, second.live_from - second.printed_at <= timedelta(seconds=30)) == (None, True)


def schedule(page: Page, day: Day, desk: str, made: Made) -> None:
    """Approved with one press, and the time typed into the field that appears."""
    page.goto(f"{desk}articles/{made['schedule'].pk}/")
    day.begin("schedule what is under review")
    page.click("#verdict button:text-is('Approve')")
    page.click("#live_from")
    page.keyboard.insert_text("明早7:30")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Goes live")
    edition = Edition.objects.get(article=made["schedule"])
    assert (edition.live_from.hour, edition.live_from.minute, edition.live_until) == (23, 30, None)


def plan(page: Page, day: Day, desk: str, made: Made) -> None:
    """The time that its writer wished for stands on the button; then the calendar shows it."""
    page.goto(f"{desk}articles/{made['plan'].pk}/")
    day.begin("the same, planned by its writer")
    page.click("[data-primary]")
    page.wait_for_selector("text=Goes live")
    assert Edition.objects.get(article=made["plan"]).live_from == sunday_evening()
    day.begin("what goes out when")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/calendar/")
    page.wait_for_selector("main >> text=周末之前的稿件")


def correct(page: Page, day: Day, desk: str, made: Made) -> None:
    """The publisher says what kind of change it is, and readers read the note."""
    article = made["correct"]
    page.goto(f"{desk}articles/{article.pk}/")
    day.begin("correct a live article")
    page.click("#verdict [value=correction]")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("引航站七点开工，不是六点。")
    page.click("[data-primary]")
    page.wait_for_selector("[data-undo]")
    printed = Edition.objects.filter(article=article).latest("number")
    assert (printed.kind, printed.note) == ("correction", "引航站七点开工，不是六点。")
    assert (printed.number, printed.content_hash) == (2, hash_of(article))


def take_down(page: Page, day: Day, desk: str, made: Made) -> None:
    article = made["take_down"]
    page.goto(f"{desk}articles/{article.pk}/")
    day.begin("take down")
    page.click("#take_down summary")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("消息来源收回了说法")
    page.click("#take_down button")
    page.wait_for_selector("text=Taken down.")
    assert not Edition.objects.live(timezone.now()).filter(article=article).exists()
    assert article.moves.filter(verb="take_down", reason="消息来源收回了说法").count() == 1


def find(page: Page, day: Day, desk: str, made: Made) -> None:
    """A word from the middle of the headline, which no space parts from its neighbours."""
    page.goto(desk)
    day.begin("find by a word within the headline")
    page.keyboard.press("Control+k")
    page.keyboard.insert_text("恢复通车")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/articles/{made['find'].pk}/**")


def tag(page: Page, day: Day, desk: str, made: Made) -> None:
    """First and last ticked, the word, and the list of what follows confirmed."""
    page.goto(f"{desk}articles/?q=潮汐预报")
    day.begin("tag ten articles")
    boxes = page.locator("input[name=pick]")
    boxes.nth(0).click()
    boxes.nth(9).click(modifiers=["Shift"])
    page.click("#b-tag")
    page.keyboard.insert_text("潮汐")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/bulk/*/")
    page.click("[data-primary]")
    page.locator("li.is-undoable").nth(9).wait_for()
    latest = [fresh(made[f"tag {number}"]).latest for number in range(10)]
    assert [each is not None and "潮汐" in each.tag_names for each in latest] == [True] * 10


def pin(page: Page, day: Day, desk: str, made: Made) -> None:
    """The end stands in the field."""
    page.goto(f"{desk}articles/{made['pin'].pk}/")
    day.begin("pin with an end")
    page.click("#pin summary")
    page.click("#pin button")
    page.wait_for_selector("text=Pinned.")
    held = Pin.objects.get(article=made["pin"])
    assert held.live_until is not None and held.live_until - held.live_from > 23 * HOUR


def why(page: Page, day: Day, desk: str, _made: Made) -> None:
    """The hot list opens into its reasons."""
    page.goto(f"{desk}hot/")
    day.begin("why is it hot")
    page.click(".hot-list summary")
    page.wait_for_selector(".hot-list details[open] .sentences:visible")
    heat = page.inner_text(".hot-list details[open] .heat")
    assert f"= {heat}" in page.inner_text(".hot-list details[open] .reasons-of")
