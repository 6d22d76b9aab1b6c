"""Shows a reader where the words of a query stand, on the text as it was printed."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from articles.text import folding, scripts
from articles.text.folding import Token
from articles.text.queries import ANY_ENDING, Phrase, Query

_SPACES = re.compile(r"\s+")
_LEAD = 0.3  # share of a snippet's spare room that stands before its first hit
_ELLIPSIS = "…"


class Mark(NamedTuple):
    """A stretch of text, and whether it is what was looked for."""

    text: str
    hit: bool


class _Hit(NamedTuple):
    start: int
    end: int
    term: int  # which phrase or prefix of the query


def highlight(text: str, query: Query) -> list[Mark]:
    """``text`` in stretches, the hits among them; joined they are ``text`` again."""
    return list(_marks(text, 0, len(text), _hits(text, query)))


def snippet(text: str, query: Query, size: int = 120) -> list[Mark]:
    """At most ``size`` characters around the place where most of the query stands closest together.

    White space counts as one space; an ellipsis stands where text is left out. Without a hit: the beginning.
    """
    line = _SPACES.sub(" ", text).strip()
    hits = _hits(line, query)
    if len(line) <= size:
        return list(_marks(line, 0, len(line), hits))
    start, end = _window(line, hits, size)
    marks = list(_marks(line, start, end, hits))
    before = [Mark(_ELLIPSIS, hit=False)] if start else []
    after = [Mark(_ELLIPSIS, hit=False)] if end < len(line) else []
    return [*before, *marks, *after]


def _marks(text: str, start: int, end: int, hits: list[_Hit]) -> Iterator[Mark]:
    position = start
    for first, last in _spans(hits):
        first, last = max(first, position), min(last, end)
        if first >= last:
            continue
        if position < first:
            yield Mark(text[position:first], hit=False)
        yield Mark(text[first:last], hit=True)
        position = last
    if position < end:
        yield Mark(text[position:end], hit=False)


def _spans(hits: list[_Hit]) -> list[tuple[int, int]]:
    """Hits that touch or overlap, as one."""
    spans: list[tuple[int, int]] = []
    for hit in hits:
        if spans and hit.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], hit.end))
        else:
            spans.append((hit.start, hit.end))
    return spans


def _hits(text: str, query: Query) -> list[_Hit]:
    """Every place of every phrase and prefix in the original text, in order."""
    folded = folding.folded(text)
    tokens = folding.placed_tokens(folded.text)
    found = [*_phrase_hits(tokens, query.phrases), *_prefix_hits(tokens, query, len(query.phrases))]
    return sorted(_Hit(folded.places[hit.start], _end(folded.places, hit.end), hit.term) for hit in found)


def _end(places: list[int], end: int) -> int:
    """The end in the original of a stretch that ends at ``end``; a character that folds to several is one."""
    last = places[end - 1]
    while end < len(places) - 1 and places[end] == last:
        end += 1
    return places[end]


def _phrase_hits(tokens: list[Token], phrases: tuple[Phrase, ...]) -> Iterator[_Hit]:
    places: dict[str, list[int]] = {}
    for index, token in enumerate(tokens):
        places.setdefault(token.text, []).append(index)
    for term, phrase in enumerate(phrases):
        starts = places.get(phrase[0], []) if not phrase[0].endswith(ANY_ENDING) else range(len(tokens))
        for index in starts:
            row = tokens[index : index + len(phrase)]
            if len(row) == len(phrase) and all(map(_fits, phrase, row)):
                yield _Hit(row[0].start, _last_end(phrase[-1], row[-1]), term)


def _fits(wanted: str, token: Token) -> bool:
    if wanted.endswith(ANY_ENDING):
        return token.text.startswith(wanted[:-1])
    return token.text == wanted


def _last_end(wanted: str, token: Token) -> int:
    """A single Han character is marked alone, a Latin word whole."""
    return token.start + 1 if wanted.endswith(ANY_ENDING) and scripts.is_cjk(wanted[0]) else token.end


def _prefix_hits(tokens: list[Token], query: Query, first_term: int) -> Iterator[_Hit]:
    if not query.prefixes:
        return
    for token in tokens:
        if token.text.startswith(query.prefixes):
            term, prefix = next((n, p) for n, p in enumerate(query.prefixes) if token.text.startswith(p))
            yield _Hit(token.start, _last_end(prefix + ANY_ENDING, token), first_term + term)


def _window(text: str, hits: list[_Hit], size: int) -> tuple[int, int]:
    """Where a snippet begins and ends; room for the ellipses is taken off."""
    room = size - 2 * len(_ELLIPSIS)
    first, last = _densest(hits, room)
    start = _boundary(text, max(0, first - int((room - (last - first)) * _LEAD)), first)
    if start + room >= len(text):
        start = _boundary(text, len(text) - room, first)
    return start, min(len(text), start + room)


def _densest(hits: list[_Hit], room: int) -> tuple[int, int]:
    """The stretch within ``room`` that holds most different terms, then most hits."""
    best, place = (0, 0), (0, 0)
    counts: dict[int, int] = {}
    first = 0
    for last, hit in enumerate(hits):
        counts[hit.term] = counts.get(hit.term, 0) + 1
        while hit.end - hits[first].start > room and first < last:
            counts[hits[first].term] -= 1
            first += 1
        score = (sum(1 for count in counts.values() if count > 0), last - first + 1)
        if score > best:
            best, place = score, (hits[first].start, min(hit.end, hits[first].start + room))
    return place


_SENTENCE_END = re.compile(r"[。！？；…][”’」』）]*|[.!?][\"')]* ")


def _boundary(text: str, start: int, latest: int) -> int:
    """The first sentence or word that begins between ``start`` and ``latest``."""
    if start == 0:
        return 0
    if ends := [
        match.end()
        for match in _SENTENCE_END.finditer(text, max(0, start - 1), latest)
        if match.end() >= start
    ]:
        return ends[0]
    space = text.find(" ", start, latest)
    is_inside_word = text[start - 1].isalnum() and text[start].isalnum() and not scripts.is_cjk(text[start])
    return space + 1 if is_inside_word and space >= 0 else start
