"""Which roles need a second factor, who still lacks one, and how it goes when it was lost."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
GONE_MAILS = {
    Authenticator.Type.TOTP: "mfa/email/totp_deactivated", Authenticator.Type.WEBAUTHN: "mfa/email/webauthn_removed",
}  # fmt: skip


def strict_groups() -> QuerySet[Group]:
    """The roles whose members need a second factor, by the setting or by their own policy."""
    return Group.objects.filter(Q(safety__second_factor=True) | Q(name__in=settings.SECOND_FACTOR_GROUPS))


def needs_factor() -> Exists:
    """For a query of people: whether a role of theirs asks for a second factor."""
    return Exists(strict_groups().filter(user=OuterRef("pk")))


def has_factor() -> Exists:
    """For a query of people: whether they have an authenticator app or a passkey."""
    return Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS))


def people() -> QuerySet[User]:
    """Every account with ``needs_factor`` and ``has_factor``."""
    return User.objects.annotate(needs_factor=needs_factor(), has_factor=has_factor())


def take_factors_away(person: User, request: HttpRequest) -> None:
    """For somebody who lost phone and recovery codes: the password is enough again, and every browser is signed out.

    The person hears of it by mail, in case that it was not they who asked.
    """
    rows = Authenticator.objects.filter(user=person)
    kinds = sorted(set(rows.values_list("type", flat=True)))
    rows.delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    for kind in kinds:
        if template := GONE_MAILS.get(Authenticator.Type(kind)):
            get_adapter(request).send_notification_mail(template, person)
