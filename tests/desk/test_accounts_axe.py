"""axe-core finds nothing on the screens of accounts, notices and status: both languages, light and dark, two widths."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page

from articles.desk import accounts_inviting, notices
from articles.desk.models import Preference
from articles.publishing.models import Effect
from tests import builders as b
from tests import needs
from tests.reading.test_axe import RUN

pytestmark = pytest.mark.django_db(transaction=True)
AXE = Path(__file__).parents[1] / "foreign" / "node_modules" / "axe-core" / "axe.min.js"
OUTSIDE = ("login/", "account/forgotten/", "welcome/{secret}/")
INSIDE = (
    "notices/", "me/notices/", "me/sessions/", "status/", "invitations/", "account/factors/",
    "account/factors/totp/activate/", "account/factors/webauthn/add/", "account/confirm/",
)  # fmt: skip


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


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_axe_finds_nothing(browser: Any, live: str, language: str) -> None:
    needs.require(AXE.exists(), "axe-core (run `npm ci` in tests/foreign)")
    person = b.chief()
    Preference.objects.create(person=person, language=language)
    secret, found = furnished(person), []
    for width, colours in ((390, "dark"), (1280, "light")):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=colours,
            bypass_csp=True,
            locale=language[:2],
        )
        page = context.new_page()
        found += [
            said for path in OUTSIDE for said in judged(page, f"{live}/admin/{path.format(secret=secret)}")
        ]
        page.goto(f"{live}/admin/login/")
        page.fill("[name=username]", person.username)
        page.fill("[name=password]", "a-long-password")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{live}/admin/")
        found += [said for path in INSIDE for said in judged(page, f"{live}/admin/{path}")]
        context.close()
    assert found == []


def judged(page: Page, address: str) -> list[str]:
    """What axe says against one page, and whether it can be moved sideways."""
    page.goto(address)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    said = [f"{address} {words}" for words in page.evaluate(RUN)]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*said, *([f"{address} is wider than the window"] if wide else [])]
