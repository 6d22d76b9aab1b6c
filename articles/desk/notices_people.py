"""Whom an event concerns: whoever wrote the text, whoever judged it, and whoever has the right to act."""

from datetime import datetime

from django.contrib.auth.models import User

from articles.drafting.models import Article
from articles.publishing.models import Edition
from articles.review.models import Decision
from articles.review.rules import contributors, policy_for


def owners(article: Article) -> set[int]:
    """Whoever began the article, saved its latest words, or stands in its byline with an account."""
    latest = article.latest
    people = {article.created_by_id, latest.made_by_id if latest else None}
    if latest:
        people |= set(latest.authors.exclude(user=None).values_list("user", flat=True))
    return {person for person in people if person}


def approvers(article: Article) -> set[int]:
    """Whoever approved any words of the article and did not take it back."""
    rows = Decision.objects.filter(article=article, verdict="approve", withdrawn_at=None)
    return set(rows.values_list("by", flat=True))


def judges(article: Article, now: datetime) -> set[int]:
    """Whoever may approve the article's words as they are; nobody who wrote some of them."""
    group = policy_for(article.latest.category if article.latest else None).group
    people = User.objects.with_perm("articles.approve_article")
    if group is not None:
        people = people.filter(groups=group)
    return set(people.values_list("pk", flat=True)) - contributors(article, now)


def having(*rights: str) -> set[int]:
    """Whoever has one of ``rights`` of this app."""
    rows = (User.objects.with_perm(f"articles.{right}").values_list("pk", flat=True) for right in rights)
    return {person for people in rows for person in people}


def readers_of(edition: Edition) -> set[int]:
    """Whom a printed copy concerns: its authors' accounts, its approvers, who printed it and who began the article."""
    authors = set(User.objects.filter(author__editions=edition).values_list("pk", flat=True))
    names = [row["by"] for row in edition.approvals]
    approved = set(User.objects.filter(username__in=names).values_list("pk", flat=True))
    others = {edition.article.created_by_id, edition.printed_by_id}
    return authors | approved | {person for person in others if person}
