"""The rows of one invented article, as the deeds would have written them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from articles.covers.models import Cover
from articles.drafting.auditing import chain_hash
from articles.drafting.doors import door
from articles.drafting.models import Article, Author, Category, Move, Revision, Tag
from articles.publishing.models import Edition
from articles.publishing.press import interval_details, proof_sheet
from articles.publishing.proofs import proof_of
from articles.review.models import Decision
from articles.text.content import Content, content_hash


@dataclass
class Cast:
    """The people, words and pictures that invented articles share."""

    writer: User
    editor: User
    publisher: User
    categories: dict[str, Category]
    authors: dict[str, Author]
    tags: dict[str, Tag]
    covers: Sequence[Cover]


@dataclass
class Story:
    """One invented article on its way into the tables."""

    content: Content
    cover: Cover | None
    live_from: datetime
    popularity: float


def revision(article: Article, story: Story, cast: Cast) -> Revision:
    content = story.content
    return Revision(
        article=article,
        number=1,
        title=content.title,
        summary=content.summary,
        body=content.body,
        slug=content.slug,
        language=content.language,
        category=cast.categories[content.category],
        category_slug=content.category,
        tag_names=list(content.tags),
        author_names=list(content.authors),
        cover=story.cover,
        cover_digest=content.cover,
        content_hash=content_hash(content),
        made_by=cast.writer,
        made_at=story.live_from - timedelta(hours=6),
        note="corpus",
    )


def decision(revision: Revision, cast: Cast) -> Decision:
    return Decision(
        article=revision.article,
        revision=revision,
        content_hash=revision.content_hash,
        verdict="approve",
        by=cast.editor,
        at=revision.made_at + timedelta(hours=1),
    )


def edition(revision: Revision, decision: Decision, story: Story, cast: Cast) -> Edition:
    copy = proof_sheet(revision)
    copy.number, copy.kind = 1, "first"
    verdict = {
        "decision": decision.pk,
        "by": cast.editor.username,
        "at": decision.at.isoformat(),
        "kind": "review",
    }
    copy.approvals, copy.approval_count = [verdict], 1
    copy.live_from = copy.published_at = story.live_from
    copy.printed_by, copy.printed_at = cast.publisher, decision.at + timedelta(hours=1)
    copy.proof = proof_of(copy)
    return copy


def moves(
    article: Article, revision: Revision, decision: Decision, edition: Edition, cast: Cast
) -> list[Move]:
    """The audit that the deeds would have written."""
    number = {"revision": 1}
    verdict = {"decision": decision.pk, **number}
    steps = [
        ("start", cast.writer, revision.made_at, "draft", "draft", number),
        ("submit", cast.writer, revision.made_at, "draft", "in_review", number),
        ("approval", cast.editor, decision.at, "in_review", "in_review", verdict),
        ("approve", cast.editor, decision.at, "in_review", "approved", {"decision": decision.pk}),
        (
            "publish",
            cast.publisher,
            edition.printed_at,
            "approved",
            "approved",
            interval_details(edition) | number | {"kind": "first"},
        ),
    ]
    moves: list[Move] = []
    for place, (verb, by, at, before, after, details) in enumerate(steps, start=1):
        move = Move(
            article=article,
            number=place,
            verb=verb,
            by=by,
            at=at,
            door=door(),
            from_state=before,
            to_state=after,
            content_hash=revision.content_hash,
            details=details,
            previous_hash=moves[-1].own_hash if moves else "",
        )
        move.own_hash = chain_hash(move)
        moves.append(move)
    return moves
