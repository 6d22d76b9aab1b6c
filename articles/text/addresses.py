"""Which addresses a text may point to, and bare addresses that end where Chinese begins."""

import re
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

LINK_SCHEMES = frozenset({"http", "https", "mailto"})
PICTURE_SCHEMES = frozenset({"http", "https"})

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060\ufeff]")
# Where a bare address ends: white space, quotes and brackets of code, Chinese marks and letters.
_STOP = (
    r"\s<>\"`\\\u201c\u201d\u2018\u2019\u2026\u2014\u00b7"
    r"\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_AFTER_SCHEME = re.compile(rf"://[^\W_][^{_STOP}]*")
_AFTER_WWW = re.compile(rf"www\.[^\W_][^{_STOP}]*\.[^{_STOP}]+", re.IGNORECASE)
_BEFORE_AT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_-]{0,63}$")
_AFTER_AT = re.compile(r"@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])")
_CLOSERS = {")": "(", "]": "["}


def may_link(address: str) -> bool:
    """Say whether a link may point to ``address``: the web, mail, or a place on this site."""
    return scheme(address) in LINK_SCHEMES | {""}


def may_show(address: str) -> bool:
    """Say whether a picture may come from ``address``: the web or this site."""
    return bool(address) and scheme(address) in PICTURE_SCHEMES | {""}


def scheme(address: str) -> str:
    """Return the scheme of an address as a browser would read it, in lower case, or an empty string."""
    found = _SCHEME.match(_INVISIBLE.sub("", address))
    return found[1].lower() if found else ""


def relation(address: str, site: str) -> str | None:
    """Return the ``rel`` of a link: ``noopener`` when it leaves the newsroom at ``site``, else None."""
    try:
        host, own = urlsplit(address).netloc.lower(), urlsplit(site).netloc.lower()
    except ValueError:
        return "noopener"
    return "noopener" if host and host != own else None


def use_bare_addresses(md: MarkdownIt) -> None:
    """Make links of bare web and mail addresses."""
    md.inline.add_terminator_char("w")
    md.inline.add_terminator_char("W")
    md.inline.ruler.push("bare_web", _web)
    md.inline.ruler.push("bare_www", _www)
    md.inline.ruler.push("bare_mail", _mail)


def _web(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] != ":" or state.linkLevel > 0:
        return False
    start = _word_before(state, ("https", "http"))
    found = _AFTER_SCHEME.match(state.src, state.pos, state.posMax)
    if start is None or found is None:
        return False
    address = _trimmed(state.src[start : found.end()])
    return _push(state, start, address, address)


def _www(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] not in "wW" or state.linkLevel > 0:
        return False
    if state.pos and _is_word(state.src[state.pos - 1]):
        return False
    found = _AFTER_WWW.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    address = _trimmed(found[0])
    return _push(state, state.pos, "http://" + address, address)


def _mail(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] != "@" or state.linkLevel > 0:
        return False
    name = _BEFORE_AT.search(state.src[max(0, state.pos - 64) : state.pos])
    host = _AFTER_AT.match(state.src, state.pos, state.posMax)
    if name is None or host is None or not state.pending.endswith(name[0]):
        return False
    return _push(state, state.pos - len(name[0]), "mailto:" + name[0] + host[0], name[0] + host[0])


def _word_before(state: StateInline, words: tuple[str, ...]) -> int | None:
    """Return where one of ``words`` begins that ends at the present place and is still pending, else None."""
    for word in words:
        start = state.pos - len(word)
        if start < 0 or state.src[start : state.pos].lower() != word:
            continue
        if state.pending.lower().endswith(word) and not (start and _is_word(state.src[start - 1])):
            return start
    return None


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _trimmed(address: str) -> str:
    """Cut marks that belong to the sentence, and brackets that were opened before the address."""
    spare = {closer: address.count(closer) - address.count(opener) for closer, opener in _CLOSERS.items()}
    end = len(address)
    while end:
        last = address[end - 1]
        if last in _CLOSERS and spare[last] > 0:
            spare[last] -= 1
        elif last not in "?!.,:;*_~'|":
            break
        end -= 1
    return address[:end]


def _push(state: StateInline, start: int, address: str, shown: str) -> bool:
    target = state.md.normalizeLink(address)
    if not state.md.validateLink(target):
        return False
    taken = state.pos - start
    if taken:
        state.pending = state.pending[:-taken]
    opening = state.push("link_open", "a", 1)
    opening.attrs, opening.markup, opening.info = {"href": target}, "autolink", "auto"
    state.push("text", "", 0).content = shown
    closing: Token = state.push("link_close", "a", -1)
    closing.markup, closing.info = "autolink", "auto"
    state.pos = start + len(shown)
    return True
