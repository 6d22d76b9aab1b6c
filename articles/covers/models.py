"""Covers: a picture with its words and its focal point; the file is kept once however often it is used."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Picture(models.Model):
    """One uploaded file, re-encoded and known by the digest of what was uploaded."""

    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the uploaded bytes
    original = models.FileField(upload_to="originals/", max_length=200)  # never served
    width = models.PositiveIntegerField()  # px, after the EXIF orientation
    height = models.PositiveIntegerField()  # px
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.digest[:12]


class Cover(models.Model):
    """A picture with alt text, caption, credit and focal point; other words are another row.

    ``content_digest`` covers the file and every word, and stands in the content hash of an article.
    """

    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="covers", verbose_name=_("picture"))
    alt = models.CharField(_("alternative text"), max_length=500, blank=True)
    decorative = models.BooleanField(_("decorative, needs no alternative text"), default=False)
    caption = models.CharField(_("caption"), max_length=1000, blank=True)
    credit = models.CharField(_("credit"), max_length=300, blank=True)
    focal_x = models.FloatField(default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)])
    focal_y = models.FloatField(default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)])
    content_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("cover")
        verbose_name_plural = _("covers")
        constraints = [
            models.CheckConstraint(
                name="cover_focal_point_inside",
                condition=models.Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
            )
        ]

    def __str__(self) -> str:
        return self.alt or self.content_digest[:12]


class Rendition(models.Model):
    """One file that exists and may be listed: a crop of a cover in one width and format."""

    cover = models.ForeignKey(Cover, on_delete=models.CASCADE, related_name="renditions")
    crop = models.CharField(max_length=8)  # "wide" 16:9, "card" 4:3, "square" 1:1, "share" 1200×630, "whole"
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
