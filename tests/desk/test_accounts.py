"""Signing in: limits without Redis, second factors, roles that need one, and a password asked again where it counts."""

import json
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, User
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from articles.desk import accounts
from articles.desk.accounts import FactorKeeper
from articles.desk.models import Safety
from articles.review.models import ReviewPolicy
from tests import builders as b
from tests.builders import NOON
from tests.desk.doors import page, post, signed_in
from tests.desk.test_matrix import MATRIX, Newsroom

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "a-long-password"


def with_app(person: User) -> User:
    """The person with an authenticator app that holds SECRET."""
    TOTP.activate(person, SECRET)
    return person


def code() -> str:
    """What the app shows now."""
    return totp.format_hotp_value(totp.hotp_value(SECRET, next(totp.yield_hotp_counters_from_time())))


def sign_in(client: Client, person: User, password: str = PASSWORD, **fields: Any) -> HttpResponse:
    client.cookies["csrftoken"] = "t" * 32
    answer = post(client, "/admin/login/", username=person.username, password=password, **fields)
    client.cookies["csrftoken"] = "t" * 32  # signing in made a new one
    return answer


def sign_in_json(client: Client, **words: Any) -> Any:
    headers = {"X-CSRFToken": client.cookies["csrftoken"].value[:32] or "t" * 32}
    return client.post(
        "/admin/sign-in.json", json.dumps(words), content_type="application/json", headers=headers
    )


def autosave(client: Client, token: str) -> Any:
    headers = {"X-CSRFToken": token}
    return client.post("/admin/articles/autosave", "{}", content_type="application/json", headers=headers)


def test_a_second_factor_is_asked_for_and_no_script_is_needed() -> None:
    person, client = with_app(b.writer()), signed_in(None)
    first = sign_in(client, person, next="/admin/articles/")
    assert first.headers["Location"].startswith("/admin/account/factors/authenticate/")
    assert client.get("/admin/articles/").status_code == 302
    asked = client.get("/admin/account/factors/authenticate/")
    assert (asked.status_code, 'name="code"' in page(asked)) == (200, True)
    wrong = post(client, "/admin/account/factors/authenticate/", code="000000")
    assert (wrong.status_code, client.get("/admin/articles/").status_code) == (200, 302)
    right = post(client, "/admin/account/factors/authenticate/", code=code())
    assert right.headers["Location"] == "/admin/articles/"
    assert client.get("/admin/articles/").status_code == 200


def test_a_code_opens_once() -> None:
    person = with_app(b.writer())
    for expected in (302, 200):
        client = signed_in(None)
        sign_in(client, person)
        answer = post(client, "/admin/account/factors/authenticate/", code=code())
        assert answer.status_code == expected


def test_a_recovery_code_opens_once_where_the_app_is_lost() -> None:
    person = with_app(b.writer())
    lost = RecoveryCodes.activate(person).generate_codes()[0]
    for expected in (302, 200):
        client = signed_in(None)
        sign_in(client, person)
        assert post(client, "/admin/account/factors/authenticate/", code=lost).status_code == expected


def test_a_secret_is_never_stored_as_it_is(settings: Any) -> None:
    person = with_app(b.writer())
    stored = json.dumps(Authenticator.objects.get(user=person).data)
    assert SECRET not in stored
    kept = FactorKeeper().encrypt("words")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert FactorKeeper().decrypt(kept) == "words"


def test_a_wrong_password_a_strange_name_and_a_readers_account_are_answered_alike() -> None:
    reader = User.objects.create_user("reader", password=PASSWORD)
    closed = b.writer(is_active=False)
    answers = [
        sign_in(signed_in(None), b.writer(), "wrong"),
        sign_in(signed_in(None), User(username="nobody-at-all")),
        sign_in(signed_in(None), reader),
        sign_in(signed_in(None), closed),
    ]
    words = [page(answer).split('role="alert">')[1].split("<")[0] for answer in answers]
    assert len(set(words)) == 1
    assert [answer.status_code for answer in answers] == [200] * 4


def test_guessing_is_stopped_without_redis_and_the_right_password_waits_too() -> None:
    person = b.writer()
    client = signed_in(None)
    for _try in range(5):
        assert "do not belong together" in page(sign_in(client, person, "wrong"))
    assert "Too many attempts" in page(sign_in(client, person))
    with time_machine.travel(NOON + 6 * b.MINUTE, tick=False):
        assert sign_in(client, person).status_code == 302


def test_guessing_codes_is_stopped_too() -> None:
    person, client = with_app(b.writer()), signed_in(None)
    sign_in(client, person)
    for _try in range(5):
        post(client, "/admin/account/factors/authenticate/", code="000000")
    assert post(client, "/admin/account/factors/authenticate/", code=code()).status_code == 200
    assert client.get("/admin/articles/").status_code == 302


@pytest.mark.parametrize("proxies", [0, 1])
def test_one_address_cannot_knock_for_ever_whatever_it_calls_itself(settings: Any, proxies: int) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    client, statuses = signed_in(None), []
    for number in range(31):
        client.defaults["HTTP_X_FORWARDED_FOR"] = f"9.9.9.{number}" + ", 8.8.4.4" * proxies
        statuses.append(sign_in(client, User(username=f"name{number}"), "x").status_code)
    assert (statuses[:30].count(200), statuses[30]) == (30, 429)


@pytest.mark.parametrize("target", [
    "https://evil.test/", "//evil.test/", "/\\evil.test/", "/admin/\\evil.test", "https:evil.test", "/admin/../x",
    "javascript:alert(1)", "/admin/\tx", " /admin/", "/articles/1-x/", "\u3002/admin/", "http:///evil.test",
])  # fmt: skip
def test_signing_in_leads_nowhere_but_to_the_desk(target: str) -> None:
    assert not accounts.is_ours(target)
    answer = sign_in(signed_in(None), b.writer(), next=target)
    assert answer.headers["Location"] == "/admin/"


def test_nobody_signs_up() -> None:
    assert signed_in(None).get("/admin/account/signup/").status_code in {302, 404}
    assert not accounts.Doorkeeper().is_open_for_signup(None)  # type: ignore[arg-type]


def test_a_new_session_begins_with_a_sign_in() -> None:
    client = signed_in(None)
    client.get("/admin/login/")
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    sign_in(client, b.writer())
    assert client.cookies["sessionid"].value != before


def test_in_place_by_json_with_a_second_factor() -> None:
    person, client = with_app(b.writer()), signed_in(None)
    asked = sign_in_json(client, username=person.username, password=PASSWORD)
    assert (asked.status_code, asked.json()["needs"]) == (401, "code")
    wrong = sign_in_json(client, code="000000")
    assert (wrong.status_code, wrong.json()["needs"]) == (401, "code")
    right = sign_in_json(client, code=code())
    assert (right.status_code, right.json()["person"]) == (200, person.pk)
    again = client.get("/admin/sign-in.json").json()
    assert (again["signed_in"], again["person"]) == (True, person.pk)
    token = right.json()["csrf"]
    kept = client.post(
        "/admin/articles/autosave", "{}", content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert kept.status_code == 400  # the token passed; the words were none


def test_in_place_by_json_without_one_and_what_it_refuses() -> None:
    person = b.writer()
    client = signed_in(None)
    assert client.get("/admin/sign-in.json").json()["signed_in"] is False
    client.cookies["csrftoken"] = "t" * 32
    refused = sign_in_json(client, username=person.username, password="wrong")
    assert (refused.status_code, "needs" in refused.json()) == (401, False)
    assert sign_in_json(client, code="000000").status_code == 401
    assert sign_in_json(client, username=1).status_code == 400
    done = sign_in_json(client, username=person.username, password=PASSWORD)
    assert (done.status_code, done.json()["signed_in"]) == (200, True)
    bare = Client(enforce_csrf_checks=True).post("/admin/sign-in.json", "{}", content_type="application/json")
    assert bare.status_code == 403


def strict(name: str) -> None:
    group = Group.objects.get(name=name)
    Safety.objects.create(group=group, second_factor=True)


def test_a_role_that_needs_a_second_factor_opens_nothing_else_without_one() -> None:
    person = b.chief()
    strict("Chiefs")
    client, room = signed_in(person), Newsroom()
    room.hang_a_picture()
    told = {path: client.get(room.address(path)).headers.get("Location") for path in MATRIX}
    shut = {path for path, place in told.items() if place == "/admin/account/factors/"}
    assert {path for path in set(MATRIX) - shut if not path.startswith(("account/", "^account/"))} == {
        "login/", "logout/", "sign-in.json", "welcome/<str:secret>/", "jsi18n/", "password_change/",
        "password_change/done/",
    }  # fmt: skip
    assert client.get("/admin/account/factors/").status_code == 200
    kept = client.post(
        "/admin/articles/autosave", "{}", content_type="application/json", headers={"X-CSRFToken": "t" * 32}
    )
    assert (kept.status_code, kept.json()["set_up"]) == (401, "/admin/account/factors/")
    with_app(person)
    assert client.get("/admin/articles/").status_code == 200
    assert signed_in(b.writer()).get("/admin/articles/").status_code == 200


def test_a_chief_switches_the_policy_of_a_role_on_and_off() -> None:
    client = signed_in(b.chief())
    writers = Group.objects.get(name="Writers")
    address = f"/admin/auth/group/{writers.pk}/change/"
    rights = [str(right.pk) for right in client.get(address).context["adminform"].form["permissions"].initial]
    for needed in (True, False):
        kept = Safety.objects.filter(group=writers).first()
        sent = {
            "name": "Writers", "permissions": rights, "safety-TOTAL_FORMS": "1", "safety-MIN_NUM_FORMS": "0",
            "safety-INITIAL_FORMS": str(int(kept is not None)), "safety-MAX_NUM_FORMS": "1",
            "safety-0-group": str(writers.pk), "safety-0-id": str(kept.pk) if kept else "",
            **({"safety-0-second_factor": "on"} if needed else {}),
        }  # fmt: skip
        assert post(client, address, **sent).status_code == 302
        assert Safety.objects.get(group=writers).second_factor is needed


def test_the_setting_names_roles_too(settings: Any) -> None:
    settings.SECOND_FACTOR_GROUPS = ["Writers"]
    assert signed_in(b.writer()).get("/admin/articles/").headers["Location"] == "/admin/account/factors/"


def test_an_app_is_set_up_and_recovery_codes_follow() -> None:
    person = b.writer()
    client = signed_in(person)
    shown = client.get("/admin/account/factors/totp/activate/")
    assert "data:image/svg+xml" in page(shown)
    secret = shown.context["form"].secret
    value = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    done = post(client, "/admin/account/factors/totp/activate/", code=value)
    assert done.status_code == 302
    kinds = sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    assert kinds == ["recovery_codes", "totp"]
    listed = (
        page(client.get("/admin/account/factors/recovery-codes/"))
        .partition("<textarea")[2]
        .partition("</")[0]
    )
    codes = RecoveryCodes(Authenticator.objects.get(user=person, type="recovery_codes")).get_unused_codes()
    assert (listed.partition(">")[2].split(), len(codes)) == (codes, 10)
    assert [message.to for message in mail.outbox] == [[person.email]] * len(mail.outbox)


def test_the_password_is_asked_again_before_people_are_changed_and_the_form_goes_on() -> None:
    chief, other = b.chief(), b.writer()
    client = signed_in(chief)
    with time_machine.travel(NOON + 6 * b.MINUTE, tick=False):
        address = f"/admin/auth/user/{other.pk}/change/"
        assert client.get(address).headers["Location"].startswith("/admin/account/confirm/?next=")
        fields = {"username": other.username, "email": "new@news.test", "is_active": "on", "is_staff": "on"}
        asked = post(client, address, **fields)
        assert asked.headers["Location"].startswith("/admin/account/confirm/?next=")
        other.refresh_from_db()
        assert other.email != "new@news.test"
        wrong = post(client, asked.headers["Location"], password="wrong")
        assert wrong.status_code == 200
        done = post(client, asked.headers["Location"], password=PASSWORD)
        assert done.status_code == 302
        other.refresh_from_db()
        assert other.email == "new@news.test"


def test_a_form_with_a_password_is_not_kept_while_one_is_asked() -> None:
    client, other = signed_in(b.chief()), b.writer()
    with time_machine.travel(NOON + 6 * b.MINUTE, tick=False):
        address = f"/admin/auth/user/{other.pk}/password/"
        asked = post(client, address, password1="first-words-1", password2="first-words-1")
        assert asked.headers["Location"].startswith("/admin/account/confirm/?next=")
        assert "first-words-1" not in json.dumps(dict(client.session))


def test_the_glass_is_broken_only_by_somebody_who_has_just_shown_a_password() -> None:
    article = b.in_review()
    fields = {"version": b.fresh(article).version, "hash": b.hash_of(article), "reason": "火灾"}
    client = signed_in(b.chief())
    with time_machine.travel(NOON + 6 * b.MINUTE, tick=False):
        address = f"/admin/articles/{article.pk}/do/break_glass/"
        asked = post(client, address, **fields)
        assert asked.headers["Location"].startswith("/admin/account/confirm/?next=")
        assert article.editions.count() == 0
        assert post(client, asked.headers["Location"], password=PASSWORD).status_code == 302
        assert article.editions.count() == 1


def test_a_chief_takes_lost_factors_away_and_the_person_signs_in_with_the_password_alone() -> None:
    person, chief, there = b.writer(), signed_in(b.chief()), signed_in(None)
    sign_in(there, person)
    address = f"/admin/auth/user/{with_app(person).pk}/change/"
    assert there.get("/admin/me/sessions/").status_code == 200
    assert "Take the second factors away" in page(chief.get(address))
    fields = {"username": person.username, "email": person.email, "is_active": "on", "is_staff": "on"}
    assert post(chief, address, **fields).status_code == 302
    assert Authenticator.objects.filter(user=person).count() == 1
    assert post(chief, address, **fields, lost="on").status_code == 302
    assert not Authenticator.objects.filter(user=person).exists()
    assert [message.to for message in mail.outbox] == [[person.email]]
    assert there.get("/admin/").headers["Location"].startswith("/admin/login/")
    assert sign_in(Client(headers={"accept-language": "en"}), person).headers["Location"] == "/admin/"


def test_sessions_are_listed_and_ended_one_by_one_or_all_others() -> None:
    person = b.writer()
    here, there, third = (
        signed_in(None, **{"user-agent": name}) for name in ("Firefox Windows", "Chrome Mac OS X", "x")
    )
    for client in (here, there, third):
        sign_in(client, person)
    listed = page(here.get("/admin/me/sessions/"))
    assert ("Chrome, macOS" in listed, listed.count("this browser")) == (True, 1)
    other = UserSession.objects.get(session_key=there.session.session_key)
    stranger = signed_in(b.writer())
    assert post(stranger, f"/admin/me/sessions/{other.pk}/").status_code == 404
    assert post(here, f"/admin/me/sessions/{other.pk}/").status_code == 302
    assert (there.get("/admin/articles/").status_code, third.get("/admin/articles/").status_code) == (
        302,
        200,
    )
    post(here, "/admin/me/sessions/others/")
    assert (third.get("/admin/articles/").status_code, here.get("/admin/articles/").status_code) == (302, 200)


def test_a_forgotten_password_is_answered_alike_whoever_asks() -> None:
    person = b.writer()
    known = post(signed_in(None), "/admin/account/forgotten/", email=person.email)
    strange = post(signed_in(None), "/admin/account/forgotten/", email="strange@news.test")
    assert (known.status_code, known.headers["Location"]) == (
        strange.status_code,
        strange.headers["Location"],
    )
    link = next(word for word in mail.outbox[0].body.split() if "/forgotten/" in word)
    client = signed_in(None)
    path = client.get("/" + link.split("/", 3)[3]).headers["Location"]
    done = post(client, path, password1="words-nobody-guesses", password2="words-nobody-guesses")
    assert done.status_code == 302
    assert sign_in(signed_in(None), person, "words-nobody-guesses").status_code == 302


def test_without_mail_nobody_is_promised_a_letter(settings: Any) -> None:
    settings.MAIL_IS_OFF = True
    person = b.writer()
    for answer in (
        signed_in(None).get("/admin/account/forgotten/"),
        post(signed_in(None), "/admin/account/forgotten/", email=person.email),
    ):
        assert (answer.status_code, "Mail is off in this newsroom" in page(answer)) == (200, True)
    assert mail.outbox == []


@pytest.mark.parametrize("path", ["forgotten/", "confirm/", "factors/totp/activate/"])
def test_what_calls_itself_json_is_answered_like_any_form(path: str) -> None:
    client = signed_in(b.writer())
    plain = post(client, f"/admin/account/{path}")
    token = {"X-CSRFToken": client.cookies["csrftoken"].value}
    odd = client.post(f"/admin/account/{path}", "[]", content_type="application/json", headers=token)
    assert (plain.status_code, odd.status_code) == (200, 200)
    assert odd.headers["Content-Type"] == plain.headers["Content-Type"]


def test_roles_and_second_factors_have_one_name_on_all_pages() -> None:
    ReviewPolicy.objects.update(group=Group.objects.get(name="Editors"))
    client = signed_in(b.chief())
    named = {
        address: "编辑</" in page(client.get(f"/admin/{address}", headers={"accept-language": "zh-CN"}))
        for address in ("invitations/", "auth/group/", "articles/reviewpolicy/")
    }
    assert named == dict.fromkeys(named, True)
    factors = page(client.get("/admin/account/factors/", headers={"accept-language": "zh-CN"}))
    assert ("通行密钥" in factors, "二次验证" in factors, "安全密钥" in factors) == (True, True, False)


def test_every_page_speaks_both_languages_and_keeps_the_policy() -> None:
    person = with_app(b.writer())
    RecoveryCodes.activate(person)
    client = signed_in(person)
    for address in ("login/", "account/factors/", "account/factors/recovery-codes/", "account/confirm/", "me/sessions/",
                    "account/factors/webauthn/add/", "account/forgotten/"):  # fmt: skip
        asking = signed_in(None) if address in ("login/", "account/forgotten/") else client
        found = {}
        for language in ("en", "zh-CN"):
            answer = asking.get(f"/admin/{address}", headers={"accept-language": language})
            found[language] = page(answer)
            assert (address, answer.status_code) == (address, 200)
            assert " style=" not in found[language]
            assert " onclick=" not in found[language]
        assert found["en"] != found["zh-CN"]
