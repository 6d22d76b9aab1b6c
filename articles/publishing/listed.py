"""What items of tags and authors repeat of their copy, so that lists are walked in them."""

from django.db import models

IN_LISTS = ("-published_at", "-number", "-live_from", "live_until")


class Listed(models.Model):
    """Where the copy of an item stands in lists and when; repeated from the copy by the database itself.

    A list of a tag or an author is walked in these from the newest on, however few or old its articles are among
    all, and without a look at the copies, which are long.
    """

    number = models.BigIntegerField(null=True, editable=False)  # of the article
    published_at = models.DateTimeField(null=True, editable=False)
    live_from = models.DateTimeField(null=True, editable=False)
    live_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
