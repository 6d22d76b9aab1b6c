"""Whose turn an article is: the person's own, a writer's, an editor's or a publisher's; one filter of the list."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from articles.desk import rules, unprinted
from articles.drafting.models import Article
from articles.review.models import Assignment

TURNS = ("me", "writer", "editor", "publisher")
MOST = 1000  # of each kind that waits for one person; nobody works through more


def condition(turn: str, person: User) -> Q:
    """Which articles wait for ``turn``, one of ``TURNS``."""
    if turn == "me":
        return Q(pk__in=sorted(_mine(person)))
    return {
        "writer": _writers(),
        "editor": Q(state="in_review"),
        "publisher": Q(pk__in=unprinted.ready(person).values("pk")),
    }[turn]


def _writers() -> Q:
    return Q(state__in=("draft", "changes_requested"))


def _mine(person: User) -> set[int]:
    """What the person wrote and has to go on with, was asked to review, may judge, or may publish."""
    everything = rules.visible(person).filter(discarded_at=None)
    found = [everything.filter(_writers(), created_by=person)]
    asked = Assignment.objects.filter(person=person, done_at=None).values("article")
    found.append(everything.filter(pk__in=asked).exclude(state="approved"))
    if rules.has(person, "approve_article"):
        others = Assignment.objects.filter(done_at=None).exclude(person=person).values("article")
        waiting = everything.filter(state="in_review").exclude(created_by=person)
        found.append(waiting.exclude(pk__in=others))
    if rules.has(person, "publish_article"):
        found.append(unprinted.ready(person).filter(discarded_at=None))
    return {number for rows in found for number in _numbers(rows)}


def _numbers(rows: QuerySet[Article]) -> list[int]:
    return list(rows.order_by("-changed_at", "-pk").values_list("pk", flat=True)[:MOST])
