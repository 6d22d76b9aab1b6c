"""What a person last had on the screen of an article: opened, judged, remarked on or saved."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import User

from articles.drafting.models import Article, Revision
from articles.review.models import Comment, Decision, Look

MOST = 50  # looks that are kept in mind


class Seen(NamedTuple):
    """The words a person last saw: how (``verdict``, ``comment``, ``opening``, ``saving``), which and when."""

    how: str
    revision: Revision
    at: datetime


def look(article: Article, revision: Revision, *, by: User, now: datetime) -> None:
    """Write down that ``by`` has these words on the screen; opening them again moves the moment."""
    Look.objects.update_or_create(person=by, article=article, revision=revision, defaults={"at": now})


def looks_of(article: Article, person: User) -> list[Look]:
    """Every text of the article that the person has opened, the newest look first."""
    rows = Look.objects.filter(article=article, person=person).select_related("revision")
    return list(rows.order_by("-at", "-pk")[:MOST])


def last_seen(article: Article, person: User, opened: list[Look], remarks: Iterable[Comment]) -> Seen | None:
    """What the person saw last: the latest of verdict, remark, opening and own revision. None for a stranger.

    ``opened`` are the person's looks, ``remarks`` those of everybody on the article.
    """
    verdicts = Decision.objects.filter(article=article, by=person).select_related("revision")
    found = [Seen("opening", row.revision, row.at) for row in opened[:1]]
    found += [Seen("comment", row.revision, row.at) for row in remarks if row.by_id == person.pk]
    found += [Seen("verdict", row.revision, row.at) for row in verdicts.order_by("-at", "-pk")[:1]]
    own = article.revisions.filter(made_by=person).order_by("-number").first()
    if own is not None:
        found.append(Seen("saving", own, own.made_at))
    return max(found, key=lambda seen: seen.at, default=None)


def seen_before(opened: list[Look], content_hash: str) -> Revision | None:
    """The newest other words that the person had on the screen before these."""
    return next((row.revision for row in opened if row.revision.content_hash != content_hash), None)
