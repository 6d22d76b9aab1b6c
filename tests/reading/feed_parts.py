"""What every shape of feed is judged by: addresses, moments, repetitions, the text inside; a fault is a sentence."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import html5lib

from tests.builders import NOON

Count = tuple[int, int | None]  # how often an element may stand, at least and at most
WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
MAIL_DATE = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d\d[03]0"
)
BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff]")
# What feed readers let through; everything else a validator calls a risk.
TAGS = frozenset(
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 "
    "h4 h5 h6 hr i img input ins kbd li mark ol p pre q s samp section small span strong sub summary sup table tbody "
    "td tfoot th thead tr u ul var".split()
)
ATTRIBUTES = frozenset(
    "alt checked cite class colspan datetime dir disabled height hreflang href id lang open rel reversed rowspan scope "
    "src start title type value width".split()
)


def html(words: str) -> Iterator[str]:
    """It parses without an error, holds nothing but words and pictures, and points to whole addresses."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        tree = parser.parseFragment(words)
    except html5lib.html5parser.ParseError as error:
        yield f"{error} in {words[:60]}"
        return
    for each in tree.iter():
        if not isinstance(each.tag, str) or each.tag == "DOCUMENT_FRAGMENT":
            continue
        if each.tag not in TAGS or set(each.attrib) - ATTRIBUTES:
            yield f"<{each.tag}> with {sorted(each.attrib)}"
        for name in ("href", "src", "cite"):
            if name in each.attrib and urlsplit(each.attrib[name]).scheme not in ("http", "https", "mailto"):
                yield f"{name} {each.attrib[name]} is not whole"


def bad(feed: bytes) -> Iterator[str]:
    """No control character, wherever."""
    if BAD.search(feed.decode()):
        yield "a control character"


def counts(parent: ElementTree.Element, allowed: dict[str, Count]) -> Iterator[str]:
    """Every child is known, and stands as often as it may."""
    found = Counter(each.tag for each in parent)
    yield from (f"{parent.tag} holds {name}" for name in found if name not in allowed)
    for name, (least, most) in allowed.items():
        if found[name] < least or (most is not None and found[name] > most):
            yield f"{parent.tag} holds {found[name]} {name}"


def address(words: str | None) -> Iterator[str]:
    """On the web, whole, and percent-encoded."""
    split = urlsplit(words or "")
    if split.scheme not in ("http", "https") or not split.netloc or not (words or "").isascii():
        yield f"the address {words}"


def moment(words: str | None) -> Iterator[str]:
    """With its zone, and not to come."""
    if not WHEN.fullmatch(words or "") or datetime.fromisoformat(words or "") > NOON:
        yield f"the moment {words}"


def mail_date(words: str | None) -> Iterator[str]:
    """The weekday belongs to the date, and the zone is one that every reader knows."""
    if not MAIL_DATE.fullmatch(words or ""):
        yield f"the date {words}"
        return
    at = parsedate_to_datetime(words or "")
    if at > NOON or at.utcoffset() != at.astimezone(UTC).utcoffset() or f"{at:%a}" != (words or "")[:3]:
        yield f"the date {words}"


def repeated(words: list[str]) -> Iterator[str]:
    """Nothing stands twice."""
    yield from (f"{each} stands twice" for each, number in Counter(words).items() if number > 1)


def order(moments: list[str]) -> Iterator[str]:
    """The newest first."""
    if moments != sorted(moments, reverse=True):
        yield "the newest is not the first"
