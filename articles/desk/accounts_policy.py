"""Which roles need a second factor, and who still lacks one."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, Q, QuerySet

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


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
