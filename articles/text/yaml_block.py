"""Reads a YAML block as data and nothing else: no aliases, no tags, no duplicate keys, no guessed dates.

A plain scalar is typed only where it is spelled as we would spell it again (``true``, ``12``, ``1.5``, ``null``);
everything else, ``no`` and ``12:30:45`` included, stays the text it is.
"""

import math
import re
from collections.abc import Iterator

import yaml

from articles.text.faults import FrontMatterError, shown
from articles.text.wording import gettext_noop

DEEPEST = 8
LONGEST_KEY = 200
_LONGEST_NUMBER = 300
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

_TOO_DEEP = gettext_noop("The front matter is nested deeper than %(limit)d levels. Make it flatter.")
_ALIAS = gettext_noop(
    "“%(value)s” is a YAML anchor or alias, which is not understood here. Put the value in quotes."
)
_TAG = gettext_noop("“%(value)s” is a YAML tag, which is not understood here. Put the value in quotes.")
_DUPLICATE = gettext_noop("The key “%(key)s” stands here a second time. Keep one of them.")
_NOT_A_NAME = gettext_noop("A key must be a word, not a list or a mapping.")
_LONG_KEY = gettext_noop("A key may have %(limit)d characters, and this one has more.")
_NOT_KEYS = gettext_noop("The front matter must be lines of “key: value”.")
_CONTROLS = gettext_noop("The front matter holds a control character. Remove it.")
_UNREADABLE = gettext_noop("This line cannot be read as YAML (%(reason)s). Put the value in quotes.")
# What the parser says, and what an editor can do about it.
_REASONS = (
    (
        "mapping values are not allowed",
        gettext_noop("A second colon stands in this line. Put the value in quotes."),
    ),
    (
        "cannot start any token",
        gettext_noop("A value begins with a tab, “@”, “`” or “%%”. Use spaces, or put the value in quotes."),
    ),
    ("expected alphabetic or numeric", gettext_noop("A value begins with “*” or “&”. Put it in quotes.")),
    (
        "escape",
        gettext_noop("A backslash between double quotes is not understood. Write it twice, or use '…'."),
    ),
)
# The same for what is opened in one place and missed in another; the line is that of the opening.
_OPENED = (
    ("unexpected end of stream", gettext_noop("A quotation mark is opened here and never closed. Close it.")),
    ("expected ',' or", gettext_noop("A bracket is opened here and not closed, or a comma is missing.")),
)

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(block: str, first_line: int) -> tuple[dict[str, object], dict[str, int]]:
    """The keys of ``block`` and the line of each; ``first_line`` is the block's own. Raises FrontMatterError."""
    if control := _CONTROL.search(block):
        raise FrontMatterError(first_line + block.count("\n", 0, control.start()), _CONTROLS)
    builder = _Builder(yaml.parse(block, Loader=_Loader), first_line)
    try:
        return builder.document()
    except yaml.YAMLError as error:
        raise _refusal(error, first_line) from error


def typed(text: str) -> object:
    """The value of a plain scalar; text unless ``text`` is exactly how the value is written back."""
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _LONGEST_NUMBER or text[0] not in "-0123456789":
        return text
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        if math.isfinite(number) and str(number) == text:
            return number
    return text


class _Builder:
    """Turns the parser's events into values; it stops at the first thing that is not plain data."""

    def __init__(self, events: Iterator[yaml.Event], first_line: int) -> None:
        self.events = events
        self.first_line = first_line
        self.lines: dict[str, int] = {}

    def document(self) -> tuple[dict[str, object], dict[str, int]]:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return {}, {}
        event = next(self.events)
        value = self.value(event, depth=1)
        for _rest in self.events:  # A fault may come after the last value.
            pass
        if value is None:
            return {}, {}
        if not isinstance(value, dict):
            raise FrontMatterError(self.line(event), _NOT_KEYS)
        return value, self.lines

    def value(self, event: yaml.Event, depth: int) -> object:
        self.refuse_magic(event)
        if isinstance(event, yaml.ScalarEvent):
            return typed(event.value) if event.implicit[0] and not event.style else event.value
        if depth > DEEPEST:
            raise FrontMatterError(self.line(event), _TOO_DEEP, {"limit": DEEPEST})
        if isinstance(event, yaml.SequenceStartEvent):
            return [self.value(item, depth + 1) for item in self.until(yaml.SequenceEndEvent)]
        return self.mapping(depth)

    def mapping(self, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        for event in self.until(yaml.MappingEndEvent):
            key = self.key(event)
            if key in found:
                raise FrontMatterError(self.line(event), _DUPLICATE, {"key": shown(key)})
            if depth == 1:
                self.lines[key] = self.line(event)
            found[key] = self.value(next(self.events), depth + 1)
        return found

    def key(self, event: yaml.Event) -> str:
        self.refuse_magic(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise FrontMatterError(self.line(event), _NOT_A_NAME)
        if len(event.value) > LONGEST_KEY:
            raise FrontMatterError(self.line(event), _LONG_KEY, {"limit": LONGEST_KEY})
        return str(event.value)

    def until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        while not isinstance(event := next(self.events), end):
            yield event

    def refuse_magic(self, event: yaml.Event) -> None:
        anchor = getattr(event, "anchor", None)
        if anchor:
            raise FrontMatterError(self.line(event), _ALIAS, {"value": shown(anchor)})
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            raise FrontMatterError(self.line(event), _TAG, {"value": shown(tag)})

    def line(self, event: yaml.Event) -> int:
        return self.first_line + _line_of(event.start_mark)


def _refusal(error: yaml.YAMLError, first_line: int) -> FrontMatterError:
    problem = str(getattr(error, "problem", None) or error)
    found_at, opened_at = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    for mark, reasons in ((found_at, _REASONS), (opened_at, _OPENED)):
        for words, message in reasons:
            if words in problem:
                return FrontMatterError(first_line + _line_of(mark or found_at), message)
    line = first_line + _line_of(found_at or opened_at)
    return FrontMatterError(line, _UNREADABLE, {"reason": shown(problem)})


def _line_of(mark: object) -> int:
    """The line of a parser's mark, from 0; its two kinds of mark have no common class."""
    return int(getattr(mark, "line", 0))
