"""The words of an article, their canonical form and the hash that an approval names.

Two contents have one hash exactly when a reader could not be shown a difference between them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from articles.text import tags as tag_words

FORMAT = 1


@dataclass(frozen=True)
class Content:
    """Everything a reader can be shown of one article; what is not in here needs no approval."""

    title: str = ""
    summary: str = ""
    body: str = ""
    tags: tuple[str, ...] = ()
    category: str = ""  # slug
    authors: tuple[str, ...] = ()
    cover: str = ""  # digest over the file and its words; "" without a cover
    slug: str = ""
    language: str = "zh-hans"
    extra: Mapping[str, object] = field(default_factory=dict)  # unknown front-matter keys, JSON-able


def canonical(content: Content) -> bytes:
    """The one byte string of ``content``: JSON with sorted keys in UTF-8, so that no two contents share it.

    - Line ends are ``\\n``. Empty lines around the body and white space around headline and summary do not count:
      files end with a newline, HTML forms swallow one.
    - Characters are *not* normalised: NFC would make two Han characters that look different equal.
    - Tags stand as their identity keys, in their order, each once.
    - Numbers count by value (``1`` is ``1.0``), because a database may hand back the other spelling.

    Raises ``ValueError`` if ``extra`` holds something that JSON cannot say.
    """
    facts = {
        "format": FORMAT,
        "title": _lines(content.title).strip(),
        "summary": _lines(content.summary).strip(),
        "body": _lines(content.body).strip("\n"),
        "tags": list(dict.fromkeys(tag_words.key(name) for name in content.tags)),
        "category": content.category,
        "authors": list(content.authors),
        "cover": content.cover,
        "slug": content.slug,
        "language": content.language,
        "extra": _plain(content.extra),
    }
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def content_hash(content: Content) -> str:
    """64 hex digits: SHA-256 of the canonical form."""
    return hashlib.sha256(canonical(content)).hexdigest()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _plain(value: object) -> object:
    """``value`` as JSON holds it, with one spelling for every number."""
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise ValueError(f"JSON cannot hold {type(value).__name__}")


def _number(value: float) -> int | float:
    exact = Decimal(repr(value))
    if exact.is_finite() and exact == exact.to_integral_value():
        return int(exact)
    return value
