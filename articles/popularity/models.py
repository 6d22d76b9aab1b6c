"""Popularity: counted views, the standing they give an article, and every list ever computed with its reasons."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.drafting.models import Article


class ViewHour(models.Model):
    """Views of one kind of one article in one hour, as one life of a counter store stated them."""

    pk = models.CompositePrimaryKey("hour", "kind", "article_id", "epoch")
    hour = models.IntegerField()  # whole hours since 1970, UTC
    kind = models.CharField(max_length=8)
    article_id = models.BigIntegerField()
    epoch = models.CharField(max_length=32)
    count = models.BigIntegerField()
    prev = models.BigIntegerField(default=0)  # before the last growth

    class Meta:
        indexes = [models.Index(fields=["article_id", "kind", "hour"], name="views_of_article")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.article_id} {self.hour}: {self.count}"


class ViewDay(models.Model):
    """The same of a whole UTC day, for hours that are too old to be kept one by one; no fact is stated here."""

    pk = models.CompositePrimaryKey("day", "kind", "article_id")
    day = models.IntegerField()  # whole days since 1970, UTC
    kind = models.CharField(max_length=8)
    article_id = models.BigIntegerField()
    count = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["article_id", "kind", "day"], name="days_of_article")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.article_id} day {self.day}: {self.count}"


class Standing(models.Model):
    """Where an article stands: totals, forward-decayed sums (null: nothing counted) and its place."""

    article = models.OneToOneField(
        Article, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="standing"
    )
    views = models.BigIntegerField(default=0)
    imported_views = models.BigIntegerField(default=0)
    l24 = models.FloatField(null=True)
    l6 = models.FloatField(null=True)
    l1 = models.FloatField(null=True)
    published_at = models.DateTimeField(null=True)
    last_view_at = models.DateTimeField(null=True)
    heat = models.FloatField(null=True)
    place = models.PositiveIntegerField(null=True)
    is_hot = models.BooleanField(default=False)
    hot_since = models.DateTimeField(null=True)
    slot_minutes = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["l1"], name="standing_l1"),
            models.Index(fields=["l6"], name="standing_l6"),
            models.Index(fields=["place"], condition=Q(place__isnull=False), name="standing_placed"),
            models.Index(fields=["is_hot"], condition=Q(is_hot=True), name="standing_hot"),
        ]

    def __str__(self) -> str:
        return f"#{self.article_id}: {self.views}"


class HotList(models.Model):
    """One computed ranking, in force from ``ranked_at`` to the next row of its list."""

    ranked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    entries = models.JSONField(default=list)
    candidates = models.PositiveIntegerField(default=0)
    certified = models.BooleanField(default=False)
    rising = models.JSONField(default=list)  # articles, fastest first
    thinned = models.BooleanField(default=False)  # holds only article, place and heat of its first places
    # The last column, because the name hides Python's own list from the lines below it.
    list = models.CharField(max_length=100, default="site")  # "site" or "category:<slug>"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "ranked_at"], name="one_list_a_moment")]

    def __str__(self) -> str:
        return f"{self.list} {self.ranked_at:%Y-%m-%d %H:%M}"


class BoostQuerySet(models.QuerySet["Boost"]):
    """Questions about many boosts."""

    def in_force(self, now: datetime) -> "BoostQuerySet":
        """The boosts that hold at ``now``."""
        return self.filter(Q(live_until=None) | Q(live_until__gt=now), live_from__lte=now, ended_at=None)

    def held(self, moment: datetime) -> "BoostQuerySet":
        """The boosts that held at a moment of the past, whatever became of them since."""
        alive = Q(live_until=None) | Q(live_until__gt=moment)
        return self.filter(alive, Q(ended_at=None) | Q(ended_at__gt=moment), live_from__lte=moment)

    def endless(self, now: datetime) -> "BoostQuerySet":
        """The boosts without an end that have held for a week: somebody should look at them."""
        return self.in_force(now).filter(live_until=None, live_from__lte=now - timedelta(days=7))


class Boost(models.Model):
    """Multiplies an article's heat for a time, with a reason; 0 excludes, below 1 buries; ended, never deleted."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="boosts")
    factor = models.FloatField(_("factor"))
    reason = models.CharField(_("reason"), max_length=300)
    live_from = models.DateTimeField(_("from"))
    live_until = models.DateTimeField(_("until"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BoostQuerySet.as_manager()

    class Meta:
        verbose_name = _("boost")
        verbose_name_plural = _("boosts")
        constraints = [
            models.CheckConstraint(
                name="boost_factor_sane", condition=Q(factor=0) | Q(factor__gte=0.25, factor__lte=4)
            ),
            models.CheckConstraint(name="boost_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="boost_interval_ordered", condition=Q(live_until=None) | Q(live_until__gt=F("live_from"))
            ),
            models.UniqueConstraint(
                fields=["article"], condition=Q(ended_at=None), name="one_boost_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.article_id} × {self.factor:g}"


class AgeRate(models.Model):
    """Views and hours collected by articles of one box of age, fading with time: the typical rate of an age."""

    box = models.PositiveSmallIntegerField(primary_key=True)
    views = models.FloatField(default=0)
    hours = models.FloatField(default=0)
    hour = models.IntegerField(default=0)  # the last hour learned, so that none is learned twice

    def __str__(self) -> str:
        return str(self.box)


class AgeSpread(models.Model):
    """How many views an hour brought to how many articles of one box of age: what is usual, and how far it varies."""

    hour = models.IntegerField()  # whole hours since 1970, UTC
    box = models.PositiveSmallIntegerField()
    counts = models.JSONField(default=dict)  # views of the hour to articles that had so many

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hour", "box"], name="one_spread_an_hour_and_box")]

    def __str__(self) -> str:
        return f"{self.hour} box {self.box}"


class Evaluation(models.Model):
    """How well the list that stood at the beginning of an hour foretold it, beside the classical formulas."""

    hour = models.IntegerField(primary_key=True)  # whole hours since 1970, UTC
    evaluated_at = models.DateTimeField()
    candidates = models.PositiveIntegerField(default=0)
    views = models.PositiveIntegerField(default=0)  # of the candidates in that hour
    ndcg = models.JSONField(default=dict)  # ranker to NDCG@10; empty when there was nothing to tell apart
    precision = models.JSONField(default=dict)  # ranker to P@10

    def __str__(self) -> str:
        return str(self.hour)


class FlushMark(models.Model):
    """How many merges of a shard the database has seen: the lock of flushers and the detector of rollbacks."""

    shard = models.PositiveSmallIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    flushed_at = models.DateTimeField(null=True)
    late_views = models.BigIntegerField(default=0)  # merged only when their hour was sealed

    def __str__(self) -> str:
        return str(self.shard)


class CounterLife(models.Model):
    """A life of our own counters, told from those of other producers of facts by its epoch."""

    epoch = models.CharField(max_length=32, primary_key=True)
    shard = models.PositiveSmallIntegerField()
    seen_at = models.DateTimeField()  # when a flush first met it

    def __str__(self) -> str:
        return f"{self.shard}: {self.epoch}"


class DoubtReview(models.Model):
    """Somebody's verdict on doubtful views of some hours; written once, never changed."""

    VERDICTS = [("admit", _("Admit")), ("discard", _("Discard"))]

    verdict = models.CharField(_("verdict"), max_length=8, choices=VERDICTS)
    first_hour = models.IntegerField()  # whole hours since 1970, UTC
    last_hour = models.IntegerField()  # the last one included
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )  # empty: of all articles
    views = models.BigIntegerField()  # how many were decided
    reason = models.CharField(_("reason"), max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("verdict on doubtful views")
        verbose_name_plural = _("verdicts on doubtful views")
        constraints = [
            models.CheckConstraint(
                name="doubt_review_verdict_known", condition=Q(verdict__in=["admit", "discard"])
            ),
            models.CheckConstraint(name="doubt_review_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="doubt_review_hours_ordered", condition=Q(last_hour__gte=F("first_hour"))
            ),
        ]
        indexes = [models.Index(fields=["-made_at", "-id"], name="doubt_review_recent")]

    def __str__(self) -> str:
        return f"{self.verdict} {self.views}"
