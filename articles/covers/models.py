"""Covers: a picture with its words and its focal point; the file is kept once however often it is used."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _


class Picture(models.Model):
    """One uploaded file as it came, known by its digest; readers only ever get what was encoded anew from it.

    The bytes stay as they are, so that an export carries the same digest to another newsroom.
    """

    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the uploaded bytes
    original = models.FileField(upload_to="originals/", max_length=200)  # never served
    width = models.PositiveIntegerField()  # px, after the EXIF orientation
    height = models.PositiveIntegerField()  # px
    # Alt, caption, credit and licence that were written inside the file (IPTC, XMP): hostile text, already cleaned.
    found_words = models.JSONField(default=dict, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return self.digest[:12]


class CoverQuerySet(models.QuerySet["Cover"]):
    """Questions about many covers."""

    def render_due(self, now: datetime) -> "CoverQuerySet":
        """Covers that wait for the worker at ``now``, the longest waiting first."""
        return self.filter(render_due_at__lte=now).order_by("render_due_at", "pk")

    def render_parked(self) -> "CoverQuerySet":
        """Covers on which the worker has given up; what is missing is only missing, JPEG is there."""
        return self.filter(render_due_at=None).exclude(render_error="").order_by("pk")


class Cover(models.Model):
    """A picture with alt text, caption, credit, licence and focal point; other words are another row.

    ``content_digest`` covers the file and every word, and stands in the content hash of an article.
    """

    picture = models.ForeignKey(
        Picture, on_delete=models.PROTECT, related_name="covers", verbose_name=_("picture")
    )
    alt = models.CharField(_("alternative text"), max_length=500, blank=True)
    decorative = models.BooleanField(_("decorative, needs no alternative text"), default=False)
    caption = models.CharField(_("caption"), max_length=1000, blank=True)
    credit = models.CharField(_("credit"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    focal_x = models.FloatField(default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)])
    focal_y = models.FloatField(default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)])
    content_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # When the worker looks at this cover next; none when nothing is missing or it has given up.
    render_due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    render_attempts = models.PositiveSmallIntegerField(default=0)
    render_error = models.CharField(max_length=500, blank=True, default="")

    objects = CoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("cover")
        verbose_name_plural = _("covers")
        constraints = [
            models.CheckConstraint(
                name="cover_focal_point_inside",
                condition=models.Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
            )
        ]
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="cover_newest"),
            models.Index(fields=["id"], condition=models.Q(alt="", decorative=False), name="cover_wordless"),
            # Few covers have a fault, and the status page counts them among all.
            models.Index(Length("render_error"), name="cover_faulty"),
        ]

    def __str__(self) -> str:
        return self.alt or self.content_digest[:12]

    @property
    def focal(self) -> tuple[float, float]:
        """Where the eye should rest: x and y as shares of width and height, from the upper left."""
        return self.focal_x, self.focal_y


class Rendition(models.Model):
    """One file that exists and may be listed: a crop of a cover in one width and format."""

    cover = models.ForeignKey(Cover, on_delete=models.CASCADE, related_name="renditions")
    crop = models.CharField(
        max_length=8
    )  # "wide" 16:9, "card" 4:3, "square" 1:1, "share" 1200×630, "whole", "news…"
    mime = models.CharField(max_length=16)
    width = models.PositiveIntegerField()  # px
    height = models.PositiveIntegerField()  # px
    size = models.PositiveIntegerField()  # bytes
    name = models.CharField(max_length=200, unique=True)  # storage name, made of digest, crop, width, format

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cover", "crop", "mime", "width"], name="one_rendition_of_a_kind")
        ]

    def __str__(self) -> str:
        return self.name
