"""Template tag: ``{% same a b … %}…{% endsame %}`` renders what stands inside once for equal a, b, ….

Everything that the inside shows must be among the words of the tag, the language excepted; so a kept fragment is
never old, whatever changes. A fragment of which a word is LATER is left open, if the page is made with ``opened``.
"""

import secrets
from collections import OrderedDict
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

MOST = 4000
register = template.Library()
_lock = Lock()
_kept: OrderedDict[Hashable, SafeString] = OrderedDict()


class _Later:
    """Stands for a word that is not known yet."""


LATER = _Later()
_MARK = f"\x02{secrets.token_hex(16)}\x03"  # nobody can write it into an article


@dataclass
class Opened:
    """The fragments that a page left open, in their order; each stands in it as ``mark``."""

    fragments: list["Same"] = field(default_factory=list)
    mark: str = _MARK
    template: Any = None  # the one that was rendered


class Same(template.Node):
    """A part of a template that is a function of a few values."""

    def __init__(self, words: list[FilterExpression], inside: NodeList) -> None:
        self.words, self.nodelist = words, inside

    def render(self, context: Context) -> SafeString:
        """The kept fragment, or a new one; under DEBUG always a new one, for templates are being worked on."""
        if settings.DEBUG:
            return self.nodelist.render(context)
        values = [_hashable(word.resolve(context, ignore_failures=True)) for word in self.words]
        if LATER in values:
            return self._left_open(context)
        name = (self, settings.STATIC_URL, get_language(), *values)
        found = _kept.get(name)
        if found is None:
            found = mark_safe(self.nodelist.render(context))  # noqa: S308  (what a template rendered)
            _keep(name, found)
        return found

    def _left_open(self, context: Context) -> SafeString:
        opened: Opened = context["opened"]
        opened.fragments.append(self)
        opened.template = context.template
        return mark_safe(opened.mark)  # noqa: S308  (our own)


def _hashable(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


def _keep(name: Hashable, fragment: SafeString) -> None:
    with _lock:
        _kept[name] = fragment
        while len(_kept) > MOST:
            with suppress(KeyError):
                _kept.popitem(last=False)


@register.tag
def same(parser: Parser, token: Token) -> Same:
    """``{% same card kind %}``; every word is a variable or a constant."""
    words = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    inside = parser.parse(("endsame",))
    parser.delete_first_token()
    return Same(words, inside)
