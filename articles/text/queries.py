"""What a reader types into the search field, as words and never as operators of a database."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from articles.text import folding, scripts

LONGEST = 100  # characters
ANY_ENDING = "*"  # after the last token of a phrase: it may go on
_PART = re.compile(
    r"""(?P<minus>(?<!\S)-)?(?:["“”「](?P<exact>[^"“”」]*)["“”」]|(?P<words>[^\s"“”「]+|["“”「]))"""
)

Phrase = tuple[str, ...]


class Query(NamedTuple):
    """What must be found: every phrase and a word for every prefix, and nothing that is excluded.

    A phrase is a row of neighbouring tokens; its last may end with ``*`` and then is a prefix. ``text`` is what was
    typed, cut at 100 characters; ``cut`` says that it was longer.
    """

    phrases: tuple[Phrase, ...]
    prefixes: tuple[str, ...]
    excluded: tuple[Phrase, ...]
    cut: bool
    text: str


def parse_query(text: str) -> Query:
    """Han runs are phrases, one Han character and Latin words prefixes, "…" exact, ``-word`` left out."""
    bare = text[: LONGEST * 4].strip()
    typed = bare[:LONGEST]
    phrases: list[Phrase] = []
    prefixes: list[str] = []
    excluded: list[Phrase] = []
    for part in _PART.finditer(folding.fold(typed)):
        if part["minus"]:
            excluded += _exact(part["exact"] or part["words"] or "")
        elif part["exact"] is not None:
            phrases += _exact(part["exact"])
        else:
            _sort_words(part["words"], phrases, prefixes)
    is_cut = len(bare) > LONGEST or len(text) > LONGEST * 4
    return Query(_once(phrases), tuple(dict.fromkeys(prefixes)), _once(excluded), is_cut, typed)


def to_fts5(query: Query, columns: Sequence[str] = (), everywhere: Sequence[str] = ()) -> str:
    """``query`` for SQLite's MATCH, in all columns or in some; ``""`` if there is nothing to look for.

    What is excluded must be in none of the columns ``everywhere``.
    """
    wanted = [
        *map(_fts5_phrase, query.phrases),
        *(_fts5_phrase((prefix + ANY_ENDING,)) for prefix in query.prefixes),
    ]
    if not wanted:
        return ""
    found = f"{_scope(columns)}({' AND '.join(wanted)})"
    unwanted = " OR ".join(map(_fts5_phrase, query.excluded))
    if everywhere:
        unwanted = unwanted and f"{_scope(everywhere)}({unwanted})"
    return f"({found}) NOT ({unwanted})" if unwanted else found


def _scope(columns: Sequence[str]) -> str:
    return f"{{{' '.join(columns)}}} : " if columns else ""


def to_tsquery(query: Query, weights: str = "") -> str:
    """``query`` as the text of a PostgreSQL ``tsquery``, to be cast; ``""`` if there is nothing to look for.

    With ``weights``, such as ``"AB"``, what is wanted must carry one of them.
    """
    wanted = [
        *(_ts_phrase(phrase, weights) for phrase in query.phrases),
        *(_ts_phrase((prefix + ANY_ENDING,), weights) for prefix in query.prefixes),
    ]
    if not wanted:
        return ""
    return " & ".join([*wanted, *(f"!({_ts_phrase(phrase)})" for phrase in query.excluded)])


def to_tsvector(text: str, weight: str = "D", first: int = 1) -> str:
    """The tokens of ``text`` as the text of a PostgreSQL ``tsvector``, to be cast.

    ``first`` is the place of the first token. PostgreSQL counts places up to 16 383; later tokens are found as words
    but not as parts of a phrase.
    """
    places: dict[str, list[int]] = {}
    for place, token in enumerate(folding.tokens(text), first):
        places.setdefault(token, []).append(place)
    marks = {
        token: [f"{place}{weight}" for place in found if place <= _LAST_PLACE]
        for token, found in places.items()
    }
    return " ".join(
        _quoted(token) + (":" + ",".join(marks[token][:_MOST_PLACES]) if marks[token] else "")
        for token in places
    )


_LAST_PLACE = 16_383
_MOST_PLACES = 255  # of one token


def _sort_words(text: str, phrases: list[Phrase], prefixes: list[str]) -> None:
    for run in scripts.RUN.findall(text):
        if scripts.is_cjk(run[0]) and len(run) > 1:
            phrases.append(tuple(run[at : at + 2] for at in range(len(run) - 1)))
        else:
            prefixes.append(run[: folding.LONGEST_TOKEN])


def _exact(text: str) -> Iterator[Phrase]:
    """The one phrase of ``text``. A Han run at its end may go on in the article, so its last token is left open."""
    tokens = [token.text for token in folding.placed_tokens(text)]
    if tokens and scripts.is_cjk(tokens[-1][0]):
        if (
            len(tokens) > 1
            and len(tokens[-2]) > 1
            and tokens[-2].endswith(tokens[-1])
            and scripts.is_cjk(tokens[-2][0])
        ):
            tokens.pop()
        else:
            tokens[-1] += ANY_ENDING
    if tokens:
        yield tuple(tokens)


def _once(phrases: list[Phrase]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(phrases))


def _fts5_phrase(phrase: Phrase) -> str:
    words = " ".join(phrase)
    is_open = words.endswith(ANY_ENDING)
    return f'"{words.removesuffix(ANY_ENDING)}"' + (" *" if is_open else "")


def _ts_phrase(phrase: Phrase, weights: str = "") -> str:
    return "(" + " <-> ".join(_ts_token(token, weights) for token in phrase) + ")"


def _ts_token(token: str, weights: str) -> str:
    bare = token.removesuffix(ANY_ENDING)
    marks = ("*" if bare != token else "") + weights
    return _quoted(bare) + (f":{marks}" if marks else "")


def _quoted(token: str) -> str:
    """Tokens hold letters and digits only; the doubling is for the day they do not."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
