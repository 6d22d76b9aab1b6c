"""Desk: what each person chose, who was invited, which roles need a second factor, and what people are told."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.drafting.models import Article

LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
KINDS = [
    ("submitted", _("Submitted, for me to judge")),
    ("assigned", _("Given to me to review, and reminders")),
    ("decided", _("Decided on mine")),
    ("mentioned", _("Comments and mentions")),
    ("ended", _("An approval ended by an edit")),
    ("scheduled", _("Scheduled, moved or cancelled")),
    ("live", _("Live")),
    ("withdrawn", _("Taken down, or put into the bin")),
    ("failed", _("Failed or late")),
    ("glass", _("Published under break-glass")),
    ("imported", _("Import finished")),
]
WAYS = [
    ("now", _("At the desk, and by mail at once")),
    ("digest", _("At the desk, and in the daily mail")),
    ("desk", _("At the desk only")),
    ("never", _("Never")),
]


class Preference(models.Model):
    """One person's language and zone at the desk, and when mail may come; hours are of the person's own zone."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preference"
    )
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGES, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    single_keys = models.BooleanField(_("single-letter keys"), default=True)
    hidden_columns = models.JSONField(default=list, blank=True)  # of the article list
    calendar_gaps = models.JSONField(default=dict, blank=True)  # hours, first and last; empty for the usual
    digest_hour = models.PositiveSmallIntegerField(_("daily mail at"), default=8)
    quiet_from = models.PositiveSmallIntegerField(_("quiet from"), null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(_("quiet until"), null=True, blank=True)
    digested_on = models.DateField(null=True, blank=True)
    # How long “Publish now” can be taken back before anybody sees it.
    undo_seconds = models.PositiveSmallIntegerField(_("seconds to undo “Publish now”"), default=10)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [
            models.CheckConstraint(
                name="quiet_hours_have_both_ends",
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__lt=24, quiet_until__lt=24),
            ),
            models.CheckConstraint(name="digest_hour_of_a_day", condition=Q(digest_hour__lt=24)),
            models.CheckConstraint(name="undo_within_a_minute", condition=Q(undo_seconds__lte=60)),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Safety(models.Model):
    """What a role asks of its members beyond a password."""

    group = models.OneToOneField(
        Group, on_delete=models.CASCADE, related_name="safety", verbose_name=_("role")
    )
    second_factor = models.BooleanField(_("members need a second factor"), default=False)

    class Meta:
        verbose_name = _("sign-in policy")
        verbose_name_plural = _("sign-in policies")

    def __str__(self) -> str:
        return str(self.group)


class Invitation(models.Model):
    """An address invited into a role. Only the digest of the link's secret is kept; a link opens once."""

    email = models.EmailField(_("e-mail"))
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+", verbose_name=_("role"))
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.email

    def is_open(self, now: datetime) -> bool:
        """Whether the link still makes an account."""
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at


class NoticeChoice(models.Model):
    """How a person wants to hear of one kind of event."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices"
    )
    kind = models.CharField(max_length=12, choices=KINDS)
    way = models.CharField(max_length=8, choices=WAYS)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_choice_a_kind")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.way}"


class Notice(models.Model):
    """One person told of one event, once: ``source`` names the row that caused it.

    ``facts`` are the words that fill the sentence, so that it is spoken in the reader's language and the event's
    words stay as they were.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=KINDS)
    event = models.CharField(max_length=24)
    source = models.CharField(max_length=64)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=8, choices=WAYS, default="desk")
    mail_due_at = models.DateTimeField(null=True, blank=True)  # when a mail may next be tried
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "source"], name="told_once")]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notices_newest"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notices_unread"),
            models.Index(
                fields=["mail_due_at"],
                condition=Q(mailed_at=None) & ~Q(mail_due_at=None),
                name="notices_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.source}"


class NoticeMark(models.Model):
    """Up to which moment events were told, and how long the mail server is left alone; one row."""

    told_until = models.DateTimeField()
    began_at = models.DateTimeField()  # what happened before is nobody's news
    mail_rests_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.told_until.isoformat()


class CalendarKey(models.Model):
    """The secret of a person's private calendar address, as a digest; a new one takes the old one's place."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_key"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.person_id)


class SavedView(models.Model):
    """A set of filters of the article list that a person has given a name."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="one_view_a_name")]

    def __str__(self) -> str:
        return self.name


class Bulk(models.Model):
    """One step on many articles: what it will do to each, whether it was done, and what can be undone."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=16)
    fields = models.JSONField(default=dict)
    stage = models.CharField(max_length=12, default="foretelling")  # asking, doing, done, undoing, undone
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], condition=Q(stage__in=["foretelling", "doing", "undoing"]), name="bulk_at_work"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.stage}"


class BulkRow(models.Model):
    """One article of a bulk step, as it was when it was ticked; ``facts`` are what undoing needs."""

    bulk = models.ForeignKey(Bulk, on_delete=models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveBigIntegerField()
    content_hash = models.CharField(max_length=64, blank=True)
    fate = models.CharField(max_length=8, default="waits")  # ready, refused, done, undoable, undone, kept
    words = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulk", "place"], name="one_place_a_bulk_row")]
        indexes = [models.Index(fields=["bulk", "fate", "place"], name="bulk_rows_to_do")]

    def __str__(self) -> str:
        return f"{self.bulk_id} {self.place} {self.fate}"
