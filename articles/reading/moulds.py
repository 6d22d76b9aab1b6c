"""Moulds: pages with everything frozen in place and what may change left open, so that a page made anew is not all new.

A mould is kept under a name and a stamp, which together hold everything that the frozen part shows; another stamp is
another mould. What is left open are fragments of ``{% same %}`` with a word that was LATER when the mould was made.
A page that was cast is kept likewise: its stamp holds everything that was read for it.
"""

from collections import OrderedDict
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass
from sys import getsizeof
from threading import Lock
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.template import Context

from articles.reading.sameness import Opened
from articles.reading.stillness import Witnesses

MOST_BYTES = 16 * 1024 * 1024  # in each process


@dataclass(frozen=True)
class Mould:
    """A page of text between fragments that are still to come, and its headers."""

    headers: dict[str, str]
    texts: tuple[str, ...]
    opened: Opened
    weight: int  # bytes

    @classmethod
    def of(cls, response: HttpResponse, opened: Opened) -> "Mould":
        """The mould that ``response`` is, made with ``opened`` among the words of its template."""
        texts = tuple(response.content.decode().split(opened.mark))
        return cls(dict(response.headers), texts, opened, sum(map(getsizeof, texts)))

    def cast(self, words: dict[str, Any]) -> HttpResponse:
        """The page with ``words`` for what was left open."""
        context, template = Context(words), self.opened.template
        parts = [self.texts[0]]
        with context.render_context.push_state(template), context.bind_template(template):
            for fragment, text in zip(self.opened.fragments, self.texts[1:], strict=True):
                parts += fragment.render(context), text
        return HttpResponse("".join(parts).encode(), headers=self.headers)


class Cast(NamedTuple):
    """A whole page with its headers, what it was made of, and who saw it agree with the database."""

    body: bytes
    headers: dict[str, str]
    witnesses: Witnesses
    subject: Any

    @classmethod
    def of(cls, response: HttpResponse, subject: Any = None) -> "Cast":
        return cls(response.content, dict(response.headers), Witnesses(), subject)

    @property
    def weight(self) -> int:
        return len(self.body)

    def response(self) -> HttpResponse:
        """The page to be sent."""
        return HttpResponse(self.body, headers=self.headers)


_lock = Lock()
_kept: OrderedDict[Hashable, tuple[Any, Any]] = OrderedDict()
_bytes = 0


def found(name: Hashable, stamp: Any) -> Any:
    """What is kept under ``name``, if it was made of the same ``stamp``; under DEBUG nothing, for templates change."""
    kept = _kept.get(name)
    return None if kept is None or kept[0] != stamp else _held(name, kept[1])


def begun(name: Hashable, stamp: Any) -> Any:
    """The same, if ``stamp`` is the first part of what it was made of; the other part must still be asked for."""
    kept = _kept.get(name)
    return None if kept is None or kept[0][0] != stamp else _held(name, kept[1])


def _held(name: Hashable, piece: Any) -> Any:
    if settings.DEBUG:
        return None
    with suppress(KeyError):
        _kept.move_to_end(name)
    return piece


def keep(name: Hashable, stamp: Any, piece: Mould | Cast) -> None:
    """Keep ``piece``; what was not asked for longest makes room."""
    global _bytes
    with _lock:
        before = _kept.pop(name, None)
        _bytes += piece.weight - (before[1].weight if before else 0)
        _kept[name] = stamp, piece
        while _bytes > MOST_BYTES and len(_kept) > 1:
            _name, (_stamp, old) = _kept.popitem(last=False)
            _bytes -= old.weight
