"""axe-core finds nothing on any screen that the table of addresses knows, and none can be moved sideways."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from articles.covers import uploading
from articles.desk import accounts_inviting, notices
from articles.desk.models import Preference
from articles.drafting.models import Article
from articles.publishing import withdrawing
from articles.publishing.models import Effect
from articles.review import commenting, revising
from tests import builders as b
from tests import needs
from tests.builders import NOON, fresh
from tests.desk.doors import signed_in
from tests.desk.test_editor import picture
from tests.desk.test_matrix import MATRIX, Newsroom
from tests.reading.test_axe import RUN

pytestmark = pytest.mark.django_db(transaction=True)
AXE = Path(__file__).parents[1] / "foreign" / "node_modules" / "axe-core" / "axe.min.js"
# Every screen is seen once in the quick run, in every look in the slow one; 640 and 320 px are 1280 at 200 and 400 %.
ONCE = [("zh-hans", 390, "dark"), ("en", 1280, "light")]
SIZES = [(320, "light"), (390, "light"), (390, "dark"), (640, "light"), (1280, "light"), (1280, "dark")]
LOOKS = [(language, *size) for language in ("zh-hans", "en") for size in SIZES]
BODY = "第一段[链接](https://example.com/)。\n\n## 小标题\n\n| 甲 | 乙 |\n| - | - |\n| 1 | 2 |\n\n【待补】\n"


def furnished(person: User) -> str:
    """A notice of each look, an effect that was given up, an invitation; returns the secret of its link."""
    now = timezone.now()
    effect = Effect.objects.filter(edition=b.published(at=now - b.HOUR), kind="notify")
    effect.update(parked_at=now, attempts=3, last_error="no route to host")
    article = b.article(now=now).pk
    facts = {"title": "港口", "who": "王伟", "reason": "请补充来源"}
    for source in ("read", "unread"):
        event = notices.Event("decided", "sent_back", source, article, now, {person.pk}, None, facts)
        notices.tell([event], now=now)
    notices.read(person, now=now, up_to=notices.of(person)[1].pk)
    role = b.editor().groups.get()
    return accounts_inviting.invite("lin@news.test", role, by=b.chief(), now=now)[1]


class Furnished(Newsroom):
    """Texts in every state, remarks, two revisions apart, covers, and everything that hangs on the chief."""

    def __init__(self) -> None:
        super().__init__()
        self.hang_a_picture()
        owner, self.judge = self.owner, self.people["chief"]
        assert self.judge is not None
        cover = uploading.upload(picture(), by=owner, now=NOON, alt="港口", credit="社")
        self.article = b.article(by=owner, body=BODY, cover=cover.content_digest)
        revising.revise(
            self.article, b.content(title="改过的标题", body=BODY + "\n又一段。\n"), by=owner, now=NOON,
            version=fresh(self.article).version,
        )  # fmt: skip
        latest = fresh(self.article).latest
        assert latest is not None
        remark = {"now": NOON, "by": self.judge}
        first = commenting.comment(latest, text="出处？", quote="又一段", within=latest.body, **remark)  # type: ignore[arg-type]
        commenting.reply(first, text="见附件。", now=NOON, by=owner)
        commenting.comment(latest, text="标题太长。", now=NOON, by=self.judge, field="title")
        self.states: dict[str, Article] = {
            "in review": b.in_review(by=owner, body=BODY),
            "approved": b.approved(by=owner),
            "scheduled": b.published(by=owner, at=NOON + 400 * b.DAY, now=NOON - b.HOUR).article,
            "live": b.published(by=owner, at=NOON - b.HOUR).article,
            "withdrawn": b.published(by=owner, at=NOON - b.HOUR).article,
        }
        withdrawing.take_down(self.states["withdrawn"], by=b.publisher(), now=NOON, reason="x")

    def screens(self, client: Client) -> list[str]:
        """The addresses of all pages that answer a chief, without the ones that only a script reads."""
        found = [self.address(route) for route in MATRIX if "forgotten/(" not in route]
        for article in self.states.values():
            found += [
                f"/admin/articles/{article.pk}/{part}" for part in ("", "edit/", "history/", "difference/")
            ]
        found += [f"/admin/calendar/?view={view}" for view in ("week", "month", "agenda")]
        found += ["/admin/articles/?q=标题", "/admin/articles/?state=in_review"]
        return [address for address in dict.fromkeys(found) if _is_page(client, address)]


def _is_page(client: Client, address: str) -> bool:
    answer = client.get(address)
    answer.close()
    return answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")


def _judged(page: Page, address: str) -> list[str]:
    """What axe says against one page, and whether it can be moved sideways."""
    page.goto(address)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*page.evaluate(RUN), *(["is wider than the window"] if wide else [])]


def _found(browser: Any, live: str, look: tuple[str, int, str], part: slice = slice(None)) -> list[str]:
    """What axe says in one look against ``part`` of the screens."""
    language, width, colours = look
    room = Furnished()
    assert room.judge is not None
    Preference.objects.create(person=room.judge, language=language)
    client, secret = signed_in(room.judge), furnished(room.judge)
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=colours, bypass_csp=True, locale=language[:2]
    )
    page = context.new_page()
    outside = ["/admin/login/", "/admin/account/forgotten/", f"/admin/welcome/{secret}/"]
    found = [f"{address}: {said}" for address in outside for said in _judged(page, live + address)]
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live}])
    screens = room.screens(client)
    assert len(screens) > 60
    found += [f"{address}: {said}" for address in screens[part] for said in _judged(page, live + address)]
    context.close()
    return found


@pytest.fixture(autouse=True)
def axe() -> None:
    needs.require(AXE.exists(), "axe-core (run `npm ci` in tests/foreign)")


@pytest.mark.parametrize("turn", [0, 1])
def test_axe_finds_nothing_on_any_screen(browser: Any, live: str, turn: int) -> None:
    assert _found(browser, live, ONCE[turn], slice(turn, None, 2)) == []


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing_in_any_look(browser: Any, live: str, look: tuple[str, int, str]) -> None:
    assert _found(browser, live, look) == []
