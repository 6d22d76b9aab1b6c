"""Merges two people's versions of a whole article, field by field."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from articles.text import tags as tag_words
from articles.text.content import Content
from articles.text.three_way import Clash, Merge, merge

__all__ = ["Clash", "ContentMerge", "Merge", "merge", "merge_content"]

_PLAIN_FIELDS = ("title", "summary", "category", "cover", "slug", "language")


class ContentMerge(NamedTuple):
    """Two versions together: the content if nothing clashes, the clashes by field, what came from the other side.

    ``body`` keeps the clashes of the body in their places; an extra key is named ``extra.<key>`` and its clash
    holds JSON, "" where the key is missing.
    """

    content: Content | None
    clashes: dict[str, Clash]
    merged_fields: tuple[str, ...]
    body: Merge


def merge_content(base: Content, mine: Content, theirs: Content) -> ContentMerge:
    """``mine`` and ``theirs``, both made of ``base``: a field that one side changed comes from that side.

    Tags and authors take the additions and removals of both sides, in my order. ``merged_fields`` are those that
    differ from ``mine`` because of ``theirs``.
    """
    body = merge(base.body, mine.body, theirs.body)
    clashes: dict[str, Clash] = {}
    if body.text is None:
        clashes["body"] = Clash(base.body, mine.body, theirs.body)
    fields = {name: _plain_field(name, base, mine, theirs, clashes) for name in _PLAIN_FIELDS}
    merged = replace(
        mine,
        **fields,
        body=mine.body if body.text is None else body.text,
        tags=_together(base.tags, mine.tags, theirs.tags),
        authors=_together(base.authors, mine.authors, theirs.authors),
        extra=_extra(base.extra, mine.extra, theirs.extra, clashes),
    )
    names = tuple(
        name for name in Content.__dataclass_fields__ if getattr(merged, name) != getattr(mine, name)
    )
    return ContentMerge(None if clashes else merged, clashes, names, body)


def _plain_field(name: str, base: Content, mine: Content, theirs: Content, clashes: dict[str, Clash]) -> str:
    began, own, other = (str(getattr(content, name)) for content in (base, mine, theirs))
    if own != began and other not in (began, own):
        clashes[name] = Clash(began, own, other)
    return other if own == began else own


def _together(base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """My list, or theirs if mine is untouched; else mine with what they added and without what they removed."""
    if mine == base:
        return theirs
    known, others = set(map(tag_words.key, base)), set(map(tag_words.key, theirs))
    kept = [name for name in mine if tag_words.key(name) in others or tag_words.key(name) not in known]
    present = set(map(tag_words.key, kept)) | known
    return (*kept, *(name for name in theirs if tag_words.key(name) not in present))


def _extra(
    base: Mapping[str, object],
    mine: Mapping[str, object],
    theirs: Mapping[str, object],
    clashes: dict[str, Clash],
) -> dict[str, object]:
    merged: dict[str, object] = {}
    for key in dict.fromkeys([*mine, *theirs]):
        began, own, other = (_json(extra, key) for extra in (base, mine, theirs))
        if own != began and other not in (began, own):
            clashes[f"extra.{key}"] = Clash(began, own, other)
        source = theirs if own == began else mine
        if key in source:
            merged[key] = source[key]
    return merged


def _json(extra: Mapping[str, object], key: str) -> str:
    return json.dumps(extra[key], ensure_ascii=False, sort_keys=True) if key in extra else ""
