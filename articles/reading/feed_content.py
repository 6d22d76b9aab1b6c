"""The text of an article as feed readers take it: plain HTML, whole addresses, and nothing a validator doubts."""

import re
from datetime import datetime
from html import escape, unescape
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from articles.publishing.models import Edition
from articles.reading import addresses, phrases
from articles.reading.xml import clean

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[^\s=<>"]+(?:="[^"]*")?)*)\s*/?>')
_ATTRIBUTE = re.compile(r'\s+([^\s=<>"]+)(?:="([^"]*)")?')
# Feed readers have neither our style sheet nor our scripts, and call roles and states of a page a risk.
_KEPT = frozenset(
    "alt checked cite class colspan datetime dir disabled height hreflang href id lang open rel reversed rowspan "
    "scope src start title type value width".split()
)
_ADDRESSES = frozenset(("cite", "href", "src"))
_UNWRAPPED = frozenset(("picture", "source"))  # the one picture of the fallback is enough


def content(edition: Edition) -> str:
    """Correction notes at the head, newest first, then the whole text."""
    return clean(_notes(edition) + portable(edition.html, edition))


def portable(html: str, edition: Edition) -> str:
    """``html`` with every address made absolute, anchors within the text included, and no attribute of our pages."""
    own = addresses.absolute(addresses.article(edition.article_id, edition.slug))
    return _TAG.sub(lambda tag: _tag(tag[1], tag[2], tag[3], own), html)


def _tag(slash: str, name: str, given: str, own: str) -> str:
    if name in _UNWRAPPED:
        return ""
    kept = (_attribute(key, value, own) for key, value in _ATTRIBUTE.findall(given) if key in _KEPT)
    return f"<{slash}{name}{''.join(kept)}>"


def _attribute(name: str, value: str, own: str) -> str:
    if name in _ADDRESSES:
        value = escape(_whole(own, unescape(value)))
    return f' {name}="{value}"'


def _whole(own: str, address: str) -> str:
    try:
        return urljoin(own, address)
    except ValueError:  # an address that no browser can open either
        return own


def _notes(edition: Edition) -> str:
    lines = []
    interface = phrases.tag_of(settings.NEWSROOM_LANGUAGE)
    foreign = "" if interface == phrases.tag_of(edition.language) else f' lang="{interface}"'
    for note in edition.notes:
        label = _("Correction") if note.get("kind") == "correction" else _("Update")
        when = phrases.note_moment(datetime.fromisoformat(note["at"]))
        words = _("%(label)s (%(when)s):") % {"label": label, "when": when}
        head = f"<strong{foreign}>{escape(words)}</strong>"
        lines.append(f"<p>{head} {escape(note['note'])}</p>\n")
    return "".join(lines)
