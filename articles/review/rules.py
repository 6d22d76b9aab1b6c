"""Who may judge what: the policy of a category, and four eyes over every contributor."""

from datetime import datetime

from django.contrib.auth.models import User
from django.utils.dateparse import parse_datetime

from articles.drafting.models import Article, Category, Move
from articles.review.models import ReviewPolicy


def policy_for(category: Category | None) -> ReviewPolicy:
    """The policy of ``category``, else the one for all the rest, else one approval by anybody with the right."""
    rows = ReviewPolicy.objects.select_related("group")
    own = rows.filter(category=category).first() if category else None
    return own or rows.filter(category=None).first() or ReviewPolicy(approvals=1)


def published_revision(article: Article, now: datetime) -> int:
    """The number of the newest revision that was public at some moment up to ``now``; 0 for none.

    It is read from the audit: a schedule that was moved or cancelled before its moment published nothing.
    """
    starts: dict[int, tuple[int, datetime]] = {}
    moves = Move.objects.filter(article=article, verb__in=["publish", "reschedule", "cancel"])
    for verb, details in moves.order_by("number").values_list("verb", "details"):
        edition = details["edition"]
        if verb == "cancel":
            starts.pop(edition, None)
        else:
            moment = parse_datetime(details["live_from"])
            assert moment is not None
            starts[edition] = (details.get("revision") or starts[edition][0], moment)
    return max((number for number, moment in starts.values() if moment <= now), default=0)


def contributors(article: Article, now: datetime) -> set[int]:
    """The numbers of all people who wrote any of the text since the article was last public.

    Whoever once wrote the very words that now stand again, by a restore, contributed to them too.
    """
    since = published_revision(article, now)
    revisions = article.revisions.exclude(made_by=None)
    people = set(revisions.filter(number__gt=since).values_list("made_by", flat=True))
    latest = article.latest
    if latest and latest.number > since:
        people |= set(revisions.filter(content_hash=latest.content_hash).values_list("made_by", flat=True))
    return people


def may_approve(person: User, article: Article, now: datetime) -> bool:
    """Whether the person has the right, sits in the policy's group, and did not contribute; superusers too."""
    if not person.has_perm("articles.approve_article") or person.pk in contributors(article, now):
        return False
    group = policy_for(article.latest.category if article.latest else None).group
    return group is None or person.groups.filter(pk=group.pk).exists()
