"""The last gate: whatever came before, only these tags, attributes and addresses leave the renderer."""

import html
import re

import nh3

from articles.text.addresses import may_show
from articles.text.highlighting import CLASSES

TAGS = frozenset(
    "a abbr b bdi bdo blockquote br cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i "
    "img ins kbd li mark ol p picture pre q rp rt ruby s samp section small source span strong sub summary sup table "
    "tbody td tfoot th thead time tr u ul var wbr".split()
)
ATTRIBUTES = {
    "*": {"lang", "id", "aria-label"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "details": {"open"},
    "dfn": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "pre": {"data-language"},
    "source": {"srcset", "sizes"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
}
VALUES = {
    "*": {"dir": {"ltr", "rtl", "auto"}},
    "a": {"rel": {"noopener"}, "role": {"doc-noteref", "doc-backlink"}},
    "div": {"role": {"region", "note"}, "tabindex": {"0"}},
    "img": {"loading": {"lazy"}, "decoding": {"async"}},
    "pre": {"tabindex": {"0"}},
    "section": {"role": {"doc-endnotes"}},
    "source": {"type": {"image/avif", "image/webp", "image/jpeg", "image/png", "image/gif"}},
    "span": {"role": {"img"}},
    "th": {"scope": {"col", "row"}},
}
KINDS = {
    "a": {"anchor", "footnote-back"},
    "div": {
        "table-region",
        "callout",
        *(f"callout-{kind}" for kind in "note tip important warning caution".split()),
    },
    "em": {"dots"},
    "li": {"task-list-item"},
    "p": {"note", "callout-title"},
    "pre": {"code"},
    "section": {"footnotes"},
    "span": {"task", *CLASSES},
    "sup": {"cite", "footnote-ref"},
    "td": {"num", "center"},
    "th": {"num", "center"},
    "ul": {"contains-task-list"},
    "ol": {"contains-task-list"},
}
SETTLES_WITHIN = 5  # cleanings after which markup that still changes is given up and shown as words

_OUR_NAME = re.compile(r"(?:h-[\w-]+|fn-\d+|fnref-\d+(?:-\d+)?)")
_SOURCE = re.compile(r"(?:https?://|/(?!/))[^\s,]+(?: \d+[wx])?")
_DIGITS = re.compile(r"\d{1,5}")
_NUMERIC = frozenset({"width", "height", "start", "colspan", "rowspan"})


def clean(markup: str) -> str:
    """Return markup that is safe in any page of ours and that a second cleaning would not change."""
    for _turn in range(SETTLES_WITHIN):
        cleaned = _CLEANER.clean(markup)
        if cleaned == markup:
            return cleaned
        markup = cleaned
    return "<p>" + html.escape(nh3.clean(markup, tags=set()), quote=False).replace("&amp;", "&") + "</p>"


def _checked(element: str, attribute: str, value: str) -> str | None:
    if attribute == "id":
        return value if _OUR_NAME.fullmatch(value) else None
    if attribute == "src":
        return value if may_show(value) else None
    if attribute == "srcset":
        return value if all(_SOURCE.fullmatch(each.strip()) for each in value.split(",")) else None
    if attribute in _NUMERIC:
        return value if _DIGITS.fullmatch(value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    tag_attribute_values=VALUES,
    allowed_classes=KINDS,
    attribute_filter=_checked,
    url_schemes={"http", "https", "mailto"},
    clean_content_tags={"script", "style"},
    link_rel=None,
)
