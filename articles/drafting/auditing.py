"""The audit: every deed leaves one row that carries the hash of the row before it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from articles.drafting.doors import door
from articles.drafting.locking import locked
from articles.drafting.models import Article, Move


def chain_hash(move: Move) -> str:
    """64 hex digits over everything a row says and the hash of the row before."""
    words = [
        move.article_id,
        move.number,
        move.verb,
        move.from_state,
        move.to_state,
        move.by_id,
        move.at.astimezone(UTC).isoformat(),
        move.door,
        move.reason,
        move.content_hash,
        move.details,
        move.previous_hash,
    ]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def record(
    article: Article,
    verb: str,
    *,
    by: User | None,
    now: datetime,
    reason: str = "",
    content_hash: str = "",
    details: Mapping[str, Any] | None = None,
    from_state: str = "",
    to_state: str = "",
) -> Move:
    """Append one row to the article's audit, under the article's lock, with the door that is open."""
    current = locked(article)
    last = current.moves.order_by("-number").values_list("number", flat=True).first() or 0
    move = Move(
        article=current,
        number=last + 1,
        verb=verb,
        by=by,
        at=now,
        door=door(),
        reason=reason,
        content_hash=content_hash,
        details=dict(details or {}),
        from_state=from_state or current.state,
        to_state=to_state or current.state,
        previous_hash=current.audit_tip,
    )
    move.own_hash = chain_hash(move)
    move.save(force_insert=True)
    Article.objects.filter(pk=current.pk).update(audit_tip=move.own_hash)
    return move


def broken_links(article: Article) -> Iterator[str]:
    """What does not hold in the article's chain, one sentence each; nothing for a whole chain."""
    previous, expected = "", 1
    for move in article.moves.order_by("number"):
        if move.number != expected:
            yield f"move {expected} of article {article.pk} is missing"
        if move.previous_hash != previous or move.own_hash != chain_hash(move):
            yield f"move {move.number} of article {article.pk} was changed after it was written"
        previous, expected = move.own_hash, move.number + 1
    if previous != article.audit_tip:
        yield f"the last moves of article {article.pk} are missing"
