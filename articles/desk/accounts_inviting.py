"""Inviting by mail: a chief names an address and a role; the link makes one account, once, until it expires."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.desk.models import Invitation
from articles.text.refusals import Refused


class NotInvited(Refused):
    """The link opens nothing, or the invitation may not be sent."""


def waiting(now: datetime) -> QuerySet[Invitation]:
    """The invitations whose links still open, the newest first."""
    rows = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    return rows.select_related("group", "invited_by").order_by("-invited_at", "-pk")


@transaction.atomic
def invite(email: str, group: Group, *, by: User, now: datetime) -> tuple[Invitation, str]:
    """A new invitation and the secret of its link; an older one of the same address ends.

    Raises NotInvited without the right, or when the address has an account.
    """
    if not by.has_perm("auth.add_user"):
        raise NotInvited(_("Only chiefs invite people."))
    if not by.is_superuser and not _holds(by, group):
        raise NotInvited(_("This role may do more than you, so you cannot invite anybody into it."))
    if User.objects.filter(email__iexact=email).exists():
        raise NotInvited(_("Somebody with this address has an account already."))
    Invitation.objects.filter(email__iexact=email, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=now
    )
    secret = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        email=email, group=group, digest=_digest(secret), invited_by=by, invited_at=now,
        expires_at=now + timedelta(hours=settings.INVITATION_HOURS),
    )  # fmt: skip
    return made, secret


def _holds(person: User, group: Group) -> bool:
    """Nobody hands on rights that they do not have."""
    wanted = group.permissions.select_related("content_type")
    return person.has_perms([f"{each.content_type.app_label}.{each.codename}" for each in wanted])


def send(invitation: Invitation, secret: str) -> None:
    """Mail the link, in the newsroom's language. Raises OSError when the mail server is away."""
    with translation.override(settings.NEWSROOM_LANGUAGE):
        subject = _("Your account at %(newsroom)s") % {"newsroom": settings.NEWSROOM_NAME}
        body = _(
            "%(person)s invites you to work at %(newsroom)s.\n\n"
            "Choose a name and a password here, until %(time)s:\n%(address)s\n\n"
            "The link works once. If you expected nothing of the kind, leave it alone."
        ) % {
            "person": invitation.invited_by.get_full_name() or invitation.invited_by.get_username(),
            "newsroom": settings.NEWSROOM_NAME,
            "time": f"{timezone.localtime(invitation.expires_at):%Y-%m-%d %H:%M} ({settings.NEWSROOM_TIME_ZONE})",
            "address": link(secret),
        }
    EmailMessage(" ".join(subject.split()), body, to=[invitation.email]).send()


def link(secret: str) -> str:
    """The absolute address that opens the invitation."""
    return settings.NEWSROOM_URL + reverse("admin:welcome", args=[secret])


def withdraw(number: int, *, by: User, now: datetime) -> None:
    """Close a link before it is used. Raises NotInvited when it is used or closed already."""
    if not by.has_perm("auth.add_user"):
        raise NotInvited(_("Only chiefs withdraw invitations."))
    if not waiting(now).filter(pk=number).update(withdrawn_at=now):
        raise NotInvited(_("This invitation was used or has ended, so there is nothing to withdraw."))


def opened(secret: str, now: datetime) -> Invitation:
    """The invitation behind a link. Raises NotInvited with the way out."""
    found = Invitation.objects.select_related("group", "invited_by").filter(digest=_digest(secret)).first()
    if found is None or not found.is_open(now):
        raise NotInvited(_("This link was used, withdrawn or has expired. Ask a chief for a new one."))
    return found


@transaction.atomic
def accept(
    secret: str, *, username: str, first_name: str, last_name: str, password: str, now: datetime
) -> User:
    """Make the account of an open invitation. Raises NotInvited, or ValidationError for a weak password.

    A conditional UPDATE decides between two who open the same link.
    """
    invitation = opened(secret, now)
    person = User(
        username=username, email=invitation.email, first_name=first_name, last_name=last_name, is_staff=True
    )
    validate_password(password, person)
    person.set_password(password)
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
        accepted_at=now
    ):
        raise NotInvited(_("This link was used a moment ago."))
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError({"username": _("Somebody has this name already.")}) from error
    person.groups.add(invitation.group)
    Invitation.objects.filter(pk=invitation.pk).update(person=person)
    return person


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
