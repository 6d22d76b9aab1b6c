"""Notices by mail, never in a person's quiet hours: at once, or gathered once a day; the clock asks the database."""

import logging
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from smtplib import SMTPRecipientsRefused
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk import notices_words
from articles.desk.models import Notice, NoticeMark, Preference

MOST_LINES = 50
MOST_TRIES = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
REST = timedelta(minutes=2)  # after a mail server did not answer
KEPT = timedelta(days=90)
log = logging.getLogger(__name__)


def mail(now: datetime) -> int:
    """Send what is due; returns how many messages left. A server that is away is asked again two minutes later."""
    mark = NoticeMark.objects.filter(pk=1).first()
    if mark is None or (mark.mail_rests_until and mark.mail_rests_until > now):
        return 0
    try:
        return _at_once(now) + _digests(now)
    except OSError as error:
        log.warning("Notices wait, for the mail server did not take one: %s", error)
        NoticeMark.objects.filter(pk=1).update(mail_rests_until=now + REST)
        return 0


def tidy(now: datetime) -> int:
    """Forget notices of which nobody needs to know any more; returns how many."""
    return Notice.objects.filter(at__lt=now - KEPT).delete()[0]


def _at_once(now: datetime) -> int:
    due = Notice.objects.filter(mailed_at=None, mail_due_at__lte=now)
    people = User.objects.filter(pk__in=due.values("person")).select_related("preference").order_by("pk")
    return sum(
        _send_due(person, due.filter(person=person), now) for person in people if not is_quiet(person, now)
    )


def _send_due(person: User, due: QuerySet[Notice], now: datetime) -> int:
    rows = list(due.order_by("at", "pk"))
    ids = [row.pk for row in rows]
    tries = max((row.mail_tries for row in rows), default=0)
    wait = min(FIRST_WAIT * 2 ** min(tries, 10), LONGEST_WAIT)
    # Whoever moves all the rows on has them; another worker that saw them too finds none left.
    if not ids or due.filter(pk__in=ids).update(mail_due_at=now + wait, mail_tries=F("mail_tries") + 1) < len(
        ids
    ):
        return 0
    mine = Notice.objects.filter(pk__in=ids)
    try:
        _send(person, rows, now, is_digest=False)
    except SMTPRecipientsRefused as error:
        log.warning("The address of account %s was refused: %s", person.pk, error)
        mine.filter(mail_tries__gte=MOST_TRIES).update(mail_due_at=None)
        return 0
    mine.update(mailed_at=now)
    return 1


def _digests(now: datetime) -> int:
    waiting = Notice.objects.filter(way="digest", mailed_at=None, read_at=None).values("person")
    people = (
        User.objects.filter(pk__in=waiting, is_active=True).exclude(email="").select_related("preference")
    )
    return sum(_send_digest(person, now) for person in people.order_by("pk"))


def _send_digest(person: User, now: datetime) -> int:
    """The daily mail, if its hour has struck since the last one, outside quiet hours: else when they end."""
    held, _new = Preference.objects.get_or_create(person=person)
    due = _digest_due(held, now)
    rows = Notice.objects.filter(person=person, way="digest", mailed_at=None, read_at=None)
    if _sleeps(held, now) or not rows.filter(at__lte=due).exists():
        return 0
    not_yet = Preference.objects.filter(Q(digested_on=None) | Q(digested_on__lt=due.date()), pk=held.pk)
    if not not_yet.update(digested_on=due.date()):
        return 0
    told = list(rows.order_by("at", "pk"))
    try:
        _send(person, told, now, is_digest=True)
    except SMTPRecipientsRefused as error:
        log.warning("The address of account %s was refused: %s", person.pk, error)
        return 0
    except OSError:
        Preference.objects.filter(pk=held.pk).update(digested_on=held.digested_on)
        raise
    Notice.objects.filter(pk__in=[row.pk for row in told]).update(mailed_at=now)
    return 1


def _digest_due(held: Preference, now: datetime) -> datetime:
    """The last moment at which the hour of the daily mail struck, in the person's own zone."""
    local = now.astimezone(_zone(held))
    day = local.date() - timedelta(days=local.hour < held.digest_hour)
    return datetime.combine(day, time(held.digest_hour), local.tzinfo)


def _send(person: User, rows: Sequence[Notice], now: datetime, *, is_digest: bool) -> None:
    """One message; its number is the same at every try, so a mail server can drop a second copy."""
    held = getattr(person, "preference", None)
    language = (held and held.language) or settings.NEWSROOM_LANGUAGE
    with translation.override(language), timezone.override(ZoneInfo(settings.NEWSROOM_TIME_ZONE)):
        subject = _subject(rows, now, is_digest)
        body = _body(rows, now)
    number = f"notice-{rows[0].pk}-{rows[-1].pk}-{person.pk}"
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    headers = {"Message-ID": f"<{number}@{host}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(" ".join(subject.split()), body, to=[person.email], headers=headers).send()


def _subject(rows: Sequence[Notice], now: datetime, is_digest: bool) -> str:
    if is_digest:
        words = ngettext("%(count)s notice of the day", "%(count)s notices of the day", len(rows))
        return words % {"count": len(rows)}
    if len(rows) == 1:
        return notices_words.sentence(rows[0], now)
    return ngettext("%(count)s notice", "%(count)s notices", len(rows)) % {"count": len(rows)}


def _body(rows: Sequence[Notice], now: datetime) -> str:
    parts = []
    for row in rows[:MOST_LINES]:
        lines = [notices_words.sentence(row, now), notices_words.aside(row), _absolute(row)]
        parts.append("\n".join(line for line in lines if line))
    if len(rows) > MOST_LINES:
        more = len(rows) - MOST_LINES
        parts.append(ngettext("And %(count)s more.", "And %(count)s more.", more) % {"count": more})
    parts.append(_("What comes by mail you choose here: %(address)s") % {
        "address": f"{settings.NEWSROOM_URL}{settings.STAFF_PREFIX}me/notices/"
    })  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _absolute(notice: Notice) -> str:
    return settings.NEWSROOM_URL + notices_words.address(notice)


def is_quiet(person: User, now: datetime) -> bool:
    """Whether no mail may come to the person at ``now``."""
    held = getattr(person, "preference", None)
    return held is not None and _sleeps(held, now)


def _sleeps(held: Preference, now: datetime) -> bool:
    if held.quiet_from is None or held.quiet_until is None:
        return False
    hour = now.astimezone(_zone(held)).hour
    begin, end = held.quiet_from, held.quiet_until
    return begin <= hour < end if begin <= end else hour >= begin or hour < end


def _zone(held: Preference) -> ZoneInfo:
    return ZoneInfo(held.time_zone or settings.NEWSROOM_TIME_ZONE)
