"""Review: verdicts on a content hash, comments, who looked at what, outsiders' links, and each category's policy."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.drafting.models import Article, Category, Revision

VERDICTS = [("approve", _("Approved")), ("request_changes", _("Changes requested"))]
KINDS = [("review", _("Review")), ("import", _("Import"))]


class ReviewPolicy(models.Model):
    """How many approvals a category asks for, and of which group; the row without a category is the rule for all."""

    category = models.OneToOneField(
        Category, on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("category")
    )
    approvals = models.PositiveSmallIntegerField(_("approvals needed"), default=1)
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("only by members of")
    )
    comments_resolved = models.BooleanField(_("comments must be resolved first"), default=False)

    class Meta:
        verbose_name = _("review policy")
        verbose_name_plural = _("review policies")
        constraints = [
            models.CheckConstraint(name="policy_asks_for_someone", condition=models.Q(approvals__gte=1)),
            models.UniqueConstraint(Coalesce("category", models.Value(0)), name="one_policy_for_the_rest"),
        ]

    def __str__(self) -> str:
        return str(self.category or _("every other category"))


class Decision(models.Model):
    """A verdict by one person on one content hash; withdrawn, never deleted."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="decisions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="decisions")
    content_hash = models.CharField(max_length=64)
    verdict = models.CharField(max_length=20, choices=VERDICTS)
    kind = models.CharField(max_length=12, choices=KINDS, default="review")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    comment = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["article", "content_hash", "verdict"], name="decision_by_hash")]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "content_hash", "by"],
                condition=models.Q(verdict="approve", withdrawn_at=None),
                name="one_standing_approval_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verdict} #{self.article_id}"


class ReviewLink(models.Model):
    """An outsider's way to one text and to no other. Only the digest of the link's secret is kept."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="review_links")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    expert = models.CharField(_("name"), max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    sign_note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("review link")
        verbose_name_plural = _("review links")

    def __str__(self) -> str:
        return f"#{self.article_id} {self.expert}"

    def is_open(self, now: datetime) -> bool:
        """Whether the link still shows its text."""
        return self.withdrawn_at is None and now < self.expires_at


class Look(models.Model):
    """Which words a person last had on the screen, one row a text; what changed since is what the review opens with."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="looks")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="looks")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "article", "revision"], name="one_look_a_revision")
        ]

    def __str__(self) -> str:
        return f"#{self.article_id} {self.person_id}"


class Assignment(models.Model):
    """Whose turn an article is, and by when; the newest word counts, the audit keeps the older ones.

    It is done when that person has judged, or somebody else has and the text is approved.
    """

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="assignment")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    due_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(reminded_at=None, done_at=None),
                name="assignment_to_remind",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.article_id} {self.person_id}"


class Comment(models.Model):
    """A remark anchored to words: the quote with its neighbours finds its place again after an edit.

    Somebody of the house wrote it, or whoever holds ``link``.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    answers = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(ReviewLink, on_delete=models.PROTECT, null=True, related_name="comments")
    at = models.DateTimeField()
    text = models.TextField()
    field = models.CharField(max_length=20, blank=True)
    quote = models.TextField(blank=True)
    before = models.CharField(max_length=120, blank=True)
    after = models.CharField(max_length=120, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(fields=["article", "at"], name="comments_of_article"),
            models.Index(
                fields=["article"],
                condition=models.Q(resolved_at=None, answers=None),
                name="comments_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="comment_by_person_or_link",
                condition=models.Q(by=None, link__isnull=False) | models.Q(by__isnull=False, link=None),
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]
