"""Reading: what search knows of each printed copy besides the words in the database's own index."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from articles.publishing.models import Edition
from articles.publishing.querysets import standing


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    """Questions about many entries."""

    def live(self, now: datetime) -> SearchEntryQuerySet:
        """The entries of what readers see at ``now``."""
        return self.filter(standing(now))

    def newest_first(self) -> SearchEntryQuerySet:
        """By first publication, then by number, both falling."""
        return self.order_by("-published_at", "-number")


class SearchEntry(models.Model):
    """What is found of one edition; its tokens stand in the table ``articles_search``, keyed by the edition.

    The keys are folded text in runs parted by single spaces, with one at each end; both databases compare them alike,
    so both put what was found in the same order. Number, section and times repeat those of the edition, kept in step
    by the database itself, because a search looks at thousands of these short rows and at few of the long ones.
    """

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    headline_key = models.TextField()
    names_key = models.TextField(blank=True)  # tags and authors
    summary_key = models.TextField(blank=True)
    pinyin = models.TextField(blank=True)  # of headline and tags, each parted by a bar
    initials = models.TextField(blank=True)
    number = models.BigIntegerField()  # of the article
    category_number = models.BigIntegerField(null=True)
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)
    published_at = models.DateTimeField()
    indexed_at = models.DateTimeField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-published_at", "-number", "live_from", "live_until", "edition"], name="found_newest"
            ),
            models.Index(
                fields=["category_number", "-published_at", "-number", "live_from", "live_until", "edition"],
                name="found_in_category",
            ),
        ]

    def __str__(self) -> str:
        return str(self.edition_id)
