"""Which articles hold words that readers neither see nor will see, as far as their latest revision goes."""

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.desk import rules
from articles.drafting.models import Article
from articles.drafting.states import APPROVED
from articles.publishing.models import Edition

LAST_APPROVED = 1000  # nearly all of an archive is approved and printed, so only these are looked through


def without_a_copy() -> Q:
    """Articles of which no copy holds the words of the latest revision; a copy that was undone does not count."""
    same = Edition.objects.filter(article=OuterRef("pk"), content_hash=OuterRef("latest__content_hash"))
    return ~Q(Exists(same.uncancelled()))


def ready(person: User) -> QuerySet[Article]:
    """What ``person`` may see of the last approved words that are neither live nor scheduled nor ever were."""
    last = rules.visible(person).filter(state=APPROVED).order_by("-changed_at", "-pk").values("pk")
    return Article.objects.filter(without_a_copy(), pk__in=last[:LAST_APPROVED])
