"""The proof of a printed copy: a hash over everything that was printed, so that a changed byte shows."""

import hashlib
import json

from articles.publishing.models import Edition

PRINTED = (
    "article_id",
    "number",
    "kind",
    "note",
    "title",
    "summary",
    "body",
    "slug",
    "language",
    "category_slug",
    "tag_names",
    "author_names",
    "cover_digest",
    "extra",
    "content_hash",
    "html",
    "toc",
    "plain",
    "byline",
    "length",
    "minutes",
    "translation_key",
    "renderer",
    "approvals",
    "approval_count",
    "break_glass_reason",
)


def proof_of(edition: Edition) -> str:
    """64 hex digits: SHA-256 over the printed columns. Times are left out: the audit holds them."""
    words = [getattr(edition, name) for name in PRINTED]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
