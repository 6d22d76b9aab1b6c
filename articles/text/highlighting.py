"""Code: coloured on the server by class, for languages we know, up to a size that stays fast."""

import html
import re
from functools import lru_cache
from itertools import groupby

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token as Kinds
from pygments.token import _TokenType

from articles.text.markup import block_markup, tag

LONGEST = 10_000  # characters of one block
LONGEST_TOGETHER = 30_000  # characters of all coloured blocks of an article
LONGEST_LINE = 300
LONGEST_WORDS = 1_000  # characters without any mark between them
LANGUAGES = frozenset(
    "bash c cmake console cpp csharp css dart diff docker dockerfile elixir erlang go golang graphql groovy haskell "
    "html http ini java javascript js json jsx julia kotlin latex lua make makefile markdown md matlab nginx "
    "objective-c objectivec php powershell properties protobuf ps1 py python python3 r rb ruby rs rust scala scss sh "
    "shell solidity sql swift tex toml ts tsx typescript vim xml yaml yml zig zsh".split()
)
# A class stands for a family of token kinds; what is in no family keeps the colour of the text.
FAMILIES = (
    (Kinds.Comment.Preproc, "hl-meta"),
    (Kinds.Comment, "hl-comment"),
    (Kinds.Keyword.Constant, "hl-number"),
    (Kinds.Keyword, "hl-keyword"),
    (Kinds.Operator.Word, "hl-keyword"),
    (Kinds.Literal.String.Doc, "hl-comment"),
    (Kinds.Literal.String, "hl-string"),
    (Kinds.Literal.Number, "hl-number"),
    (Kinds.Name.Tag, "hl-tag"),
    (Kinds.Name.Attribute, "hl-name"),
    (Kinds.Name.Function, "hl-name"),
    (Kinds.Name.Class, "hl-name"),
    (Kinds.Name.Decorator, "hl-meta"),
    (Kinds.Name.Builtin, "hl-tag"),
    (Kinds.Generic.Inserted, "hl-insert"),
    (Kinds.Generic.Deleted, "hl-delete"),
    (Kinds.Generic.Heading, "hl-keyword"),
    (Kinds.Generic.Subheading, "hl-keyword"),
    (Kinds.Generic.Prompt, "hl-comment"),
)
CLASSES = frozenset(name for _kind, name in FAMILIES)

_MARKS = re.compile(r"[^\w\s]+")
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n){12}")
_LANGUAGE = re.compile(r"[A-Za-z0-9+#._-]{1,30}")


def print_code(tokens: list[Token]) -> list[Token]:
    """Turn every block of code into its markup, colouring until the article's limit is reached."""
    left = LONGEST_TOGETHER
    printed: list[Token] = []
    for token in tokens:
        if token.type not in ("fence", "code_block"):
            printed.append(token)
            continue
        name = language(token)
        coloured = coloured_code(token.content, name) if len(token.content) <= left else None
        left -= len(token.content) if coloured is not None else 0
        frame = tag("pre", {"class": "code", "tabindex": 0, "data-language": name or None})
        printed.append(block_markup(f"{frame}<code>{coloured or html.escape(token.content)}</code></pre>\n"))
    return printed


def language(token: Token) -> str:
    """Return the first word after a fence in lower case, or nothing."""
    found = _LANGUAGE.match(unescapeAll(token.info).strip())
    return found[0].lower() if found else ""


def coloured_code(code: str, name: str) -> str | None:
    """Return ``code`` as markup with classes, or None when it is too long or its language unknown."""
    if name not in LANGUAGES or len(code) > LONGEST or not _is_calm(code):
        return None
    pieces = list(_lexer(name).get_tokens(code))
    if "".join(piece for _kind, piece in pieces) != code:
        return None  # a colour is not worth a changed character
    runs = groupby(pieces, key=lambda kind_and_piece: _family(kind_and_piece[0]))
    return "".join(_piece(name, "".join(piece for _kind, piece in run)) for name, run in runs)


def _is_calm(code: str) -> bool:
    """Say whether code looks written by people: several lexers need quadratic time for long lines, for
    pages without a mark and for rows of empty lines.
    """
    longest_line = max(map(len, code.split("\n")))
    longest_words = max(map(len, _MARKS.split(code)))
    return longest_line <= LONGEST_LINE and longest_words <= LONGEST_WORDS and not _EMPTY_LINES.search(code)


def _piece(name: str, piece: str) -> str:
    shown = html.escape(piece)
    return f'<span class="{name}">{shown}</span>' if name and piece.strip() else shown


@lru_cache(maxsize=1024)
def _family(kind: _TokenType) -> str:
    return next((name for family, name in FAMILIES if kind in family), "")


@lru_cache(maxsize=64)
def _lexer(name: str) -> Lexer:
    return get_lexer_by_name(name, stripnl=False, ensurenl=False)
