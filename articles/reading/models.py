"""Reading: the search index's own copy of each printed headline, summary and body, as tokens."""

from django.db import models

from articles.publishing.models import Edition


class SearchEntry(models.Model):
    """What is found of one edition; the tokens themselves stand in the database's own index, keyed by this row."""

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    headline_key = models.CharField(max_length=300)  # the folded headline, for the whole-headline band
    pinyin = models.TextField(blank=True)
    initials = models.CharField(max_length=300, blank=True)
    indexed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["headline_key"], name="search_headline")]

    def __str__(self) -> str:
        return str(self.edition_id)
