"""Reading: what search knows of each printed copy besides the words in the database's own index."""

from django.db import models

from articles.publishing.models import Edition


class SearchEntry(models.Model):
    """What is found of one edition; its tokens stand in the table ``articles_search``, keyed by the edition.

    The keys are folded text in runs parted by single spaces, with one at each end; both databases compare them alike,
    so both put what was found in the same order.
    """

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    headline_key = models.TextField()
    names_key = models.TextField(blank=True)  # tags and authors
    summary_key = models.TextField(blank=True)
    pinyin = models.TextField(blank=True)  # of headline and tags, each parted by a bar
    initials = models.TextField(blank=True)
    indexed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.edition_id)
