"""Passkeys in a real browser with an authenticator made of software, under the strict policy."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page

from tests import builders as b

pytestmark = pytest.mark.django_db(transaction=True)


def authenticator(page: Page) -> None:
    """A fingerprint reader that always says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_signs_in_without_a_password(live: str, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    person = b.writer()
    site = live.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not to a number
    authenticator(page)
    page.goto(f"{site}/admin/login/")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", "a-long-password")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/admin/")
    page.goto(f"{site}/admin/account/factors/webauthn/add/")
    assert page.get_by_label("Sign in with it alone, without the password").count() == 1
    page.get_by_label("What you call this device").fill("Laptop")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    assert sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True)) == [
        "recovery_codes",
        "webauthn",
    ]
    page.context.clear_cookies()
    page.goto(f"{site}/admin/login/")
    page.click("#passkey_login")
    page.wait_for_url(f"{site}/admin/")
    assert said == []
