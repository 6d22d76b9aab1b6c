"""Invitations: a link by mail that makes one account, once, in the role it names, until it expires."""

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core import mail

from articles.desk import accounts_inviting
from articles.desk.accounts_inviting import NotInvited
from articles.desk.models import Invitation, Safety
from tests import builders as b
from tests.builders import NOON
from tests.desk.doors import page, post, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
WORDS = {"username": "xiaolin", "last_name": "林", "first_name": "晚", "password": "words-nobody-guesses"}


def editors() -> Group:
    b.editor()
    return Group.objects.get(name="Editors")


def invited(**fields: Any) -> tuple[Invitation, str]:
    return accounts_inviting.invite("lin@news.test", editors(), by=b.chief(), now=NOON, **fields)


def path(secret: str) -> str:
    return f"/admin/welcome/{secret}/"


def test_a_chief_invites_by_mail_and_the_link_signs_in_once() -> None:
    client, group = signed_in(b.chief()), editors()
    sent = post(client, "/admin/invitations/", email="lin@news.test", group=group.pk)
    assert sent.status_code == 302
    (message,) = mail.outbox
    assert message.to == ["lin@news.test"]
    link = next(word for word in message.body.split() if "/welcome/" in word)
    address = "/" + link.split("/", 3)[3]
    guest = signed_in(None)
    assert guest.get(address).status_code == 200
    begun = post(guest, address, **WORDS)
    assert begun.headers["Location"] == "/admin/"
    person = User.objects.get(username="xiaolin")
    held = (person.email, person.is_staff, person.is_superuser, [each.name for each in person.groups.all()])
    assert held == ("lin@news.test", True, False, ["Editors"])
    assert guest.get("/admin/articles/").status_code == 200
    again = post(signed_in(None), address, **{**WORDS, "username": "second"})
    assert (again.status_code, User.objects.filter(username="second").count()) == (410, 0)


def test_only_the_digest_of_the_secret_is_kept() -> None:
    made, secret = invited()
    assert (len(made.digest), secret in str(Invitation.objects.values())) == (64, False)


def test_a_link_expires() -> None:
    _made, secret = invited()
    with time_machine.travel(NOON + 72 * b.HOUR, tick=False):
        assert signed_in(None).get(path(secret)).status_code == 410
    with time_machine.travel(NOON + 72 * b.HOUR - b.MINUTE, tick=False):
        assert signed_in(None).get(path(secret)).status_code == 200


def test_a_withdrawn_link_opens_nothing() -> None:
    made, secret = invited()
    client = signed_in(b.chief())
    assert post(client, f"/admin/invitations/{made.pk}/withdraw/").status_code == 302
    assert signed_in(None).get(path(secret)).status_code == 410
    with pytest.raises(NotInvited):
        accounts_inviting.withdraw(made.pk, by=b.chief(), now=NOON)


def test_a_new_invitation_ends_the_older_one() -> None:
    _made, first = invited()
    invited()
    with pytest.raises(NotInvited):
        accounts_inviting.opened(first, NOON)


def test_whoever_has_an_account_is_not_invited() -> None:
    person = b.writer()
    with pytest.raises(NotInvited):
        accounts_inviting.invite(person.email.upper(), editors(), by=b.chief(), now=NOON)


def test_only_chiefs_invite_and_nobody_hands_on_more_than_they_have() -> None:
    for person in (b.writer(), b.editor(), b.publisher()):
        with pytest.raises(NotInvited):
            accounts_inviting.invite("lin@news.test", editors(), by=person, now=NOON)
    chief, owners = b.chief(), Group.objects.create(name="Owners")
    from django.contrib.auth.models import Permission

    owners.permissions.add(Permission.objects.get(codename="delete_user"))
    with pytest.raises(NotInvited):
        accounts_inviting.invite("lin@news.test", owners, by=chief, now=NOON)


def test_a_weak_password_and_a_taken_name_use_nothing_up() -> None:
    b.writer(name="taken")
    _made, secret = invited()
    weak = post(signed_in(None), path(secret), **{**WORDS, "password": "12345"})
    taken = post(signed_in(None), path(secret), **{**WORDS, "username": "taken"})
    assert (weak.status_code, taken.status_code) == (422, 422)
    assert post(signed_in(None), path(secret), **WORDS).status_code == 302


@pytest.mark.parametrize("is_off", [False, True])
def test_a_mail_server_that_is_away_or_none_at_all_costs_no_invitation(settings: Any, is_off: bool) -> None:
    settings.MAIL_IS_OFF = is_off
    if not is_off:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client, group = signed_in(b.chief()), editors()
    shown = page(post(client, "/admin/invitations/", email="lin@news.test", group=group.pk))
    secret = shown.split("/admin/welcome/")[1].split("/")[0]
    assert signed_in(None).get(path(secret)).status_code == 200


def test_an_invited_role_that_needs_a_second_factor_leads_there() -> None:
    group = editors()
    Safety.objects.create(group=group, second_factor=True)
    _made, secret = accounts_inviting.invite("lin@news.test", group, by=b.chief(), now=NOON)
    guest = signed_in(None)
    assert post(guest, path(secret), **WORDS).status_code == 302
    assert guest.get("/admin/articles/").headers["Location"] == "/admin/account/factors/"
    # Whoever has just chosen a password is not asked for it on the way to the app.
    assert guest.get("/admin/account/factors/totp/activate/").status_code == 200
