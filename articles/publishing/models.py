"""Publishing: the printed copies readers see, when they are seen, and the side effects that follow."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from articles.covers.models import Cover
from articles.drafting.models import Article, Author, Category, Tag
from articles.publishing.listed import IN_LISTS, Listed
from articles.publishing.querysets import EditionQuerySet, EffectQuerySet, PinQuerySet
from articles.text.content import Content

KINDS = [
    ("first", _("First publication")),
    ("typo", _("Typo")),
    ("correction", _("Correction")),
    ("update", _("Update")),
    ("return", _("Back online")),
]
NEWEST = ("-published_at", "-article", "-live_from", "live_until")
PLACES = [("home", _("Home page")), ("hot", _("Hot list"))]


class Edition(models.Model):  # type: ignore[django-manager-missing]  # taggit is untyped
    """One printed copy: frozen words, and the interval in which readers see it.

    Public at t exactly when ``live_from <= t`` and (``live_until`` is null or ``> t``). An empty interval
    (``live_until == live_from``) was never public. ``proof`` covers everything printed, so that a changed byte shows.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=KINDS, default="first")
    note = models.TextField(blank=True)  # public: the words of the correction
    # Public: all notes up to this copy, newest first: {"at", "kind", "note"}.
    notes = models.JSONField(default=list)

    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    slug = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=12)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="editions")
    category_slug = models.CharField(max_length=80, blank=True)
    tag_names = models.JSONField(default=list)
    author_names = models.JSONField(default=list)
    cover = models.ForeignKey(Cover, on_delete=models.PROTECT, null=True, related_name="editions")
    cover_digest = models.CharField(max_length=64, blank=True, default="")
    extra = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)

    byline = models.JSONField(default=list)  # {"name", "slug", "bio"}
    length = models.PositiveIntegerField(default=0)  # 字数 or words, by the language
    minutes = models.PositiveSmallIntegerField(default=1)
    translation_key = models.CharField(max_length=200, blank=True, default="")
    renderer = models.PositiveSmallIntegerField(default=0)
    proof = models.CharField(max_length=64)

    approvals = models.JSONField(default=list)  # {"decision", "by", "at", "kind"}
    approval_count = models.PositiveSmallIntegerField(default=0)
    break_glass_reason = models.TextField(blank=True, default="")

    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True, blank=True)  # its own end, or the start of the next copy
    wanted_until = models.DateTimeField(null=True, blank=True)  # its own end, whatever follows it
    published_at = models.DateTimeField()  # start of the first copy that was ever public; it never moves
    updated_at = models.DateTimeField(null=True, blank=True)  # start of the last correction or update
    # "gone" or "redirect" after a take-down.
    after_end = models.CharField(max_length=12, blank=True, default="")
    redirect_to = models.ForeignKey(
        Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    end_reason = models.TextField(blank=True, default="")  # internal
    end_note = models.TextField(blank=True, default="")  # public
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    printed_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)  # when the probe first saw it public

    # Long columns stand last: SQLite reads a row from its beginning, and lists want nothing that is behind these.
    body = models.TextField(blank=True)
    toc = models.JSONField(default=list)  # [level, text, anchor]
    html = models.TextField(blank=True)
    plain = models.TextField(blank=True)

    # Pictures of the library that the text shows; the cover stands apart.
    pictures = models.ManyToManyField(Cover, related_name="shown_in")
    tags = TaggableManager(through="articles.EditionTag", blank=True)
    authors = models.ManyToManyField(Author, through="articles.EditionAuthor", related_name="editions")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="one_number_an_edition"),
            models.CheckConstraint(
                name="edition_interval_ordered",
                condition=Q(live_until=None) | Q(live_until__gte=F("live_from")),
            ),
            models.CheckConstraint(
                name="edition_approved_or_glass_broken",
                condition=Q(approval_count__gte=1) | ~Q(break_glass_reason=""),
            ),
            models.CheckConstraint(
                name="correction_has_a_note", condition=~Q(kind="correction") | ~Q(note="")
            ),
        ]
        indexes = [
            models.Index(fields=["live_from"], name="edition_begins"),
            models.Index(fields=["live_until"], name="edition_ends"),
            # Lists are walked in these, and told live from ended without a look at the rows, which hold long texts.
            models.Index(fields=[*NEWEST, "updated_at"], name="edition_newest"),
            models.Index(fields=["category", *NEWEST], name="edition_in_category"),
            models.Index(fields=["language", *NEWEST], name="edition_in_language"),
            models.Index(fields=["kind", "-live_from", "-id"], name="edition_of_kind"),
            models.Index(fields=["article", "live_from", "live_until"], name="edition_of_article"),
            models.Index(fields=["translation_key"], name="edition_translations"),
            # Few copies were undone before anybody saw them, and their articles are looked for by their words.
            models.Index(fields=["article"], condition=Q(live_until=F("live_from")), name="edition_undone"),
            # Few copies went out under break-glass, and the desk's home looks for them among all.
            models.Index(Length("break_glass_reason"), name="edition_glass"),
        ]

    def __str__(self) -> str:
        return f"#{self.article_id} e{self.number}"

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

    def is_live(self, now: datetime) -> bool:
        """Whether readers see this copy at ``now``."""
        return self.live_from <= now and (self.live_until is None or self.live_until > now)


class EditionTag(Listed, ItemBase):  # type: ignore[django-manager-missing]  # taggit is untyped
    """A tag of a printed copy, in its place."""

    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="edition_items")
    content_object = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="tag_items")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["tag", *IN_LISTS, "content_object"], name="tagged_newest")]

    def __str__(self) -> str:
        return f"{self.content_object_id}: {self.tag_id}"


class EditionAuthor(Listed):
    """An author of a printed copy, in the order of the byline."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="author_items")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="edition_items")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["author", *IN_LISTS, "edition"], name="written_newest")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.author_id}"


class Pin(models.Model):
    """Holds an article at a place of a list for a time; ended, never deleted."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="pins")
    place = models.CharField(_("place"), max_length=8, choices=PLACES, default="home")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    live_from = models.DateTimeField(_("from"))
    live_until = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = _("pin")
        verbose_name_plural = _("pins")
        constraints = [
            models.CheckConstraint(
                name="pin_interval_ordered", condition=Q(live_until=None) | Q(live_until__gte=F("live_from"))
            ),
            models.CheckConstraint(name="pin_position_counts_from_one", condition=Q(position__gte=1)),
        ]

    def __str__(self) -> str:
        return f"#{self.article_id} {self.place} {self.position}"


class Effect(models.Model):
    """One side effect of an edition, recorded in the transaction that caused it, carried out once."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="effects")
    kind = models.CharField(max_length=20)
    wanted_at = models.DateTimeField()  # when it should have happened: lateness is measured from here
    due_at = models.DateTimeField()  # when to try next
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # counted before each try
    deaths = models.PositiveSmallIntegerField(default=0)  # tries that never came back
    done_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")  # what a service outside said

    objects = EffectQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "kind"], name="each_effect_once")]
        indexes = [
            # What was given up is there too: few rows, which home and the status page look for among all.
            models.Index(fields=["due_at"], condition=Q(done_at=None), name="effects_to_do"),
            # The status page asks what was done of each kind, of the last thirty days and at last.
            models.Index(fields=["kind", "done_at"], name="effects_done"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.edition_id}"


class Generation(models.Model):
    """The number of the public site: raised by every change readers can see, it names a set of cached pages."""

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)
