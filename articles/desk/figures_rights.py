"""Who may do more with figures than read them."""

from django.contrib.auth.models import AnonymousUser, User

from articles.desk import rules


def may_suppose(person: User | AnonymousUser) -> bool:
    """Whether trying other half-lives is the person's business: whoever decides on policies."""
    return rules.has(person, "change_reviewpolicy")


def sees_doubt(person: User | AnonymousUser) -> bool:
    """Whether the person sees which views are doubtful: it says how counting may be fooled."""
    return rules.sees_everything(person)


def may_judge_doubt(person: User | AnonymousUser) -> bool:
    """Whether the person may let doubtful views in, or leave them out."""
    return rules.has(person, "review_doubt")
