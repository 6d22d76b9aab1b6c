"""Drafting: the working copy, its immutable revisions, unsaved text and the chained audit."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase

from articles.covers.models import Cover
from articles.drafting.doors import DOORS
from articles.text.content import Content

STATES = [
    ("draft", _("Draft")),
    ("in_review", _("In review")),
    ("changes_requested", _("Changes requested")),
    ("approved", _("Approved")),
]


class Category(models.Model):
    """A section of the newsroom; its slug is part of an article's content."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("description"), max_length=300, blank=True)
    position = models.PositiveIntegerField(_("position"), default=100)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name


class Author(models.Model):
    """A byline: a name with a page of its own, and the account that writes under it where there is one."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    bio = models.TextField(_("biography"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("account")
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name


class Tag(TagBase):
    """A tag known by its width- and case-folded key, shown as first written."""

    key = models.CharField(max_length=100, unique=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")


class Article(models.Model):
    """Identity and working copy: one state, one latest revision, one version number for lost-update checks."""

    state = models.CharField(_("state"), max_length=20, choices=STATES, default="draft")
    latest = models.OneToOneField("Revision", on_delete=models.PROTECT, null=True, related_name="latest_of")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    planned_for = models.DateTimeField(_("planned for"), null=True, blank=True)
    embargoed_until = models.DateTimeField(_("not before"), null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    imported_from = models.CharField(max_length=500, unique=True, null=True)
    audit_tip = models.CharField(max_length=64, blank=True, default="")  # hash of this article's latest move

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("submit_article", _("Can submit own articles")),
            ("edit_any_article", _("Can edit everybody's articles")),
            ("approve_article", _("Can approve and request changes")),
            ("publish_article", _("Can schedule, publish, take down and correct")),
            ("pin_article", _("Can pin")),
            ("boost_article", _("Can boost and bury")),
            ("review_doubt", _("Can admit or discard doubtful views")),
            ("break_glass", _("Can publish without approval, with a reason")),
        ]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="article_recent"),
            models.Index(fields=["state", "-changed_at", "-id"], name="article_by_state"),
            models.Index(fields=["created_by", "-changed_at", "-id"], name="article_by_person"),
            # Few of an archive are planned for a time still or lie in the bin.
            models.Index(
                fields=["planned_for"], condition=models.Q(planned_for__isnull=False), name="article_planned"
            ),
            models.Index(
                fields=["discarded_at"], condition=models.Q(discarded_at__isnull=False), name="article_binned"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_state_known", condition=models.Q(state__in=[state for state, _label in STATES])
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Revision(models.Model):  # type: ignore[django-manager-missing]  # taggit is untyped
    """One saved version, never changed afterwards. The names beside the relations are the frozen words."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    slug = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=12, default="zh-hans")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    category_slug = models.CharField(max_length=80, blank=True)
    tag_names = models.JSONField(default=list)
    author_names = models.JSONField(default=list)
    cover = models.ForeignKey(Cover, on_delete=models.PROTECT, null=True, related_name="revisions")
    cover_digest = models.CharField(max_length=64, blank=True, default="")
    extra = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    # The long column stands last: SQLite reads a row from its beginning, and lists want nothing that is behind it.
    body = models.TextField(blank=True)
    tags = TaggableManager(through="articles.RevisionTag", blank=True)
    authors = models.ManyToManyField(Author, through="articles.RevisionAuthor", related_name="revisions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_number_a_revision")]
        indexes = [
            models.Index(fields=["article", "content_hash"], name="revision_by_hash"),
            models.Index(fields=["language"], name="revision_in_language"),
        ]

    def __str__(self) -> str:
        return f"#{self.article_id} r{self.number}"

    @property
    def content(self) -> Content:
        """The words as room ``text`` knows them, made of the frozen columns alone."""
        return Content(
            title=self.title,
            summary=self.summary,
            body=self.body,
            tags=tuple(self.tag_names),
            category=self.category_slug,
            authors=tuple(self.author_names),
            cover=self.cover_digest,
            slug=self.slug,
            language=self.language,
            extra=self.extra,
        )


class RevisionTag(ItemBase):
    """A tag of a revision, in its place."""

    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="revision_items")
    content_object = models.ForeignKey(
        Revision, on_delete=models.CASCADE, related_name="tag_items", db_index=False
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        # Whether a revision has a tag is told without a look at the tag's other revisions.
        indexes = [models.Index(fields=["content_object", "tag"], name="revision_tagged")]

    def __str__(self) -> str:
        return f"{self.content_object_id}: {self.tag_id}"


class RevisionAuthor(models.Model):
    """An author of a revision, in the order of the byline."""

    revision = models.ForeignKey(
        Revision, on_delete=models.CASCADE, related_name="author_items", db_index=False
    )
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="revision_items")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["revision", "author"], name="revision_written")]

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.author_id}"


class Autosave(models.Model):
    """Unsaved text of one person on one article; it never touches a revision and is never validated."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="autosaves")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    base = models.ForeignKey(Revision, on_delete=models.CASCADE, null=True, related_name="+")
    tab = models.CharField(max_length=64)
    sequence = models.PositiveBigIntegerField()
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="one_autosave_a_person")]

    def __str__(self) -> str:
        return f"#{self.article_id} {self.person_id}"


class Move(models.Model):
    """Who did what to which article, when, from where and why.

    ``own_hash`` covers the row and the hash of the one before.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="moves")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    door = models.CharField(_("from where"), max_length=12, choices=DOORS)
    reason = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    own_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_number_a_move")]

    def __str__(self) -> str:
        return f"#{self.article_id} {self.verb}"
