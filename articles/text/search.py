"""Search, as the rooms above use it: one tokenizer for index and query, both databases, marks on stored text."""

from articles.text.folding import LONGEST_SOUND, fold, indexable, initials, pinyin, sounds, squeezed, tokens
from articles.text.marking import Mark, highlight, snippet
from articles.text.queries import Query, parse_query, to_fts5, to_tsquery, to_tsvector

__all__ = [
    "LONGEST_SOUND",
    "Mark",
    "Query",
    "fold",
    "highlight",
    "indexable",
    "initials",
    "parse_query",
    "pinyin",
    "snippet",
    "sounds",
    "squeezed",
    "to_fts5",
    "to_tsquery",
    "to_tsvector",
    "tokens",
]
