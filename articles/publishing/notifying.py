"""Tells the authors, the approvers and the publisher by mail what readers now see."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.utils import translation
from django.utils.translation import gettext as _

from articles.publishing.models import Edition
from articles.publishing.wording import clock_time


def tell_published(edition: Edition, now: datetime, without: Collection[str] = ()) -> None:
    """One message to everybody concerned that the edition is live. Sends nothing when it is not.

    The addresses ``without`` hear of it elsewhere.
    """
    if edition.is_live(now):
        with translation.override(settings.NEWSROOM_LANGUAGE):
            subject = _("Live: %(title)s") % {"title": edition.title}
            body = _("“%(title)s” is live since %(time)s.\n\n%(address)s\n") % {
                "title": edition.title,
                "time": clock_time(edition.live_from),
                "address": public_address(edition),
            }
        _send(edition, "live", subject, body, without)


def tell_taken_down(edition: Edition, now: datetime, without: Collection[str] = ()) -> None:
    """One message to everybody concerned that the article is gone, with the internal reason."""
    with translation.override(settings.NEWSROOM_LANGUAGE):
        subject = _("Taken down: %(title)s") % {"title": edition.title}
        body = _("“%(title)s” was taken down at %(time)s.\n\nReason: %(reason)s\n") % {
            "title": edition.title,
            "time": clock_time(edition.live_until or now),
            "reason": edition.end_reason,
        }
    _send(edition, "down", subject, body, without)


def public_address(edition: Edition) -> str:
    """The absolute address readers use."""
    slug = f"-{edition.slug}" if edition.slug else ""
    return f"{settings.NEWSROOM_URL}/articles/{edition.article_id}{slug}/"


def addressees(edition: Edition) -> list[str]:
    """The addresses of the authors' accounts, the approvers and the publisher, each once."""
    names = [row["by"] for row in edition.approvals]
    people = User.objects.filter(is_active=True).exclude(email="")
    authors = people.filter(author__editions=edition)
    approvers = people.filter(username__in=names)
    publisher = people.filter(username=edition.printed_by.username if edition.printed_by else "")
    return sorted({person.email for group in (authors, approvers, publisher) for person in group})


def _send(edition: Edition, event: str, subject: str, body: str, without: Collection[str]) -> None:
    """The message's number is the same at every try, so a mail server can drop a second copy."""
    to = [address for address in addressees(edition) if address not in without]
    if not to:
        return
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    message = EmailMessage(
        " ".join(subject.split()),
        body,
        to=[settings.DEFAULT_FROM_EMAIL],
        bcc=to,
        connection=get_connection(),
        headers={"Message-ID": f"<edition-{edition.pk}-{event}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    message.send()
