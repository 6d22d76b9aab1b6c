"""XML by hand: escaped, without control characters."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

# What XML forbids, and what it allows but nobody can read: the other control characters, and the mark of lost bytes.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffc\U00010000-\U0010ffff]")
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def clean(words: str) -> str:
    """``words`` without the characters that feed readers refuse."""
    return _FORBIDDEN.sub("", words)


def element(name: str, words: str = "", **attributes: str) -> str:
    """An element with ``words`` as its text; an underscore in an attribute's name stands for a colon."""
    given = _attributes(attributes)
    return f"<{name}{given}>{escape(clean(words))}</{name}>" if words else f"<{name}{given}/>"


def parent(name: str, children: Iterable[str], **attributes: str) -> str:
    """An element around others."""
    return f"<{name}{_attributes(attributes)}>{''.join(children)}</{name}>"


def _attributes(given: dict[str, str]) -> str:
    return "".join(f" {name.replace('_', ':')}={quoteattr(clean(value))}" for name, value in given.items())
