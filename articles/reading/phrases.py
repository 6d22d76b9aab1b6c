"""Dates, counts and lists of names as readers' languages write them; they depend on no catalogue."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
HAN_WEEKDAYS = "一二三四五六日"
_SCRIPTS = {"hans": "Hans", "hant": "Hant"}
_SENTENCE_END = re.compile(r"[。！？!?]+[”’」』）)]*|\.(?=\s|$)")
_MARKS = "，：；、。！？—"
_CLAUSE = re.compile(f"[^{_MARKS}]{{4,}}[{_MARKS}]*[”’」』》）]*|.+?(?=[^{_MARKS}]{{4,}})|.+", re.DOTALL)
_HAN = re.compile(r"[\u3400-\u9fff]")


def tag_of(language: str) -> str:
    """The language tag of HTML: ``zh-hans`` → ``zh-Hans``."""
    head, _dash, tail = language.partition("-")
    return f"{head}-{_SCRIPTS.get(tail.lower(), tail.upper())}" if tail else head


def is_chinese(language: str | None = None) -> bool:
    """Whether ``language``, or else the interface, is Chinese."""
    return (language or translation.get_language() or "").startswith("zh")


def moment(at: datetime) -> str:
    """``2026年11月22日 10:30`` or ``22 November 2026, 10:30``."""
    local = timezone.localtime(at)
    return f"{day(at)} {local:%H:%M}" if is_chinese() else f"{day(at)}, {local:%H:%M}"


def day(at: datetime) -> str:
    """``2026年11月22日`` or ``22 November 2026``."""
    local = timezone.localtime(at)
    if is_chinese():
        return f"{local.year}年{local.month}月{local.day}日"
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def weekday(at: datetime) -> str:
    """``星期日`` or ``Sunday``."""
    number = timezone.localtime(at).weekday()
    return f"星期{HAN_WEEKDAYS[number]}" if is_chinese() else WEEKDAYS[number]


def full_day(at: datetime) -> str:
    """``2026年11月22日 星期日`` or ``Sunday, 22 November 2026``."""
    return f"{day(at)} {weekday(at)}" if is_chinese() else f"{weekday(at)}, {day(at)}"


def month(at: datetime) -> str:
    """``2026年11月`` or ``November 2026``."""
    local = timezone.localtime(at)
    return f"{local.year}年{local.month}月" if is_chinese() else f"{MONTHS[local.month - 1]} {local.year}"


def clock(at: datetime) -> str:
    """``10:30``."""
    return f"{timezone.localtime(at):%H:%M}"


def brief(at: datetime, year: int) -> str:
    """For lists: the time within this ``year``, the year otherwise; never relative, for a cached page would lie."""
    local = timezone.localtime(at)
    if local.year != year:
        return day(at) if is_chinese() else f"{local.day} {MONTHS[local.month - 1][:3]} {local.year}"
    if is_chinese():
        return f"{local.month}月{local.day}日 {local:%H:%M}"
    return f"{local.day} {MONTHS[local.month - 1][:3]}, {local:%H:%M}"


def note_moment(at: datetime) -> str:
    """``11月23日 09:15`` or ``23 November, 09:15``: for correction notes."""
    local = timezone.localtime(at)
    if is_chinese():
        return f"{local.month}月{local.day}日 {local:%H:%M}"
    return f"{local.day} {MONTHS[local.month - 1]}, {local:%H:%M}"


def iso(at: datetime) -> str:
    """With the newsroom's offset: ``2026-11-22T10:30:00+08:00``."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def count(number: int) -> str:
    """``1 250``, from ten thousand on ``1.3万`` or ``12.8k``."""
    if number < 10_000:
        return f"{number:,}".replace(",", "\u202f")
    unit, size = ("万", 10_000) if is_chinese() else ("k", 1000)
    if not is_chinese() and number >= 1_000_000:
        unit, size = "M", 1_000_000
    return f"{number / size:.1f}".removesuffix(".0") + unit


def timed(at: datetime, words: str) -> SafeString:
    """``words`` as a time element, for the middle of a sentence."""
    return format_html('<time datetime="{}">{}</time>', iso(at), words)


def reading_time(minutes: int) -> str:
    return ngettext("%(minutes)d min read", "%(minutes)d min read", minutes) % {"minutes": minutes}


def length(number: int, language: str) -> str:
    """``3 200 字`` for a Chinese text, words otherwise."""
    if is_chinese(language):
        return _("%(count)s characters") % {"count": count(number)}
    return ngettext("%(count)s word", "%(count)s words", number) % {"count": count(number)}


def names(listed: Sequence[str], language: str | None = None) -> str:
    return ("、" if is_chinese(language) else ", ").join(listed)


def clauses(title: str) -> list[str]:
    """A Chinese headline in the parts between its marks, which a line end should keep whole; others in one part."""
    if not has_han(title):
        return [title]
    return [part for part in _CLAUSE.findall(title) if part]


def has_han(text: str) -> bool:
    return _HAN.search(text) is not None


def sentence(text: str, *, han: int = 80, latin: int = 160) -> str:
    """``text`` cut at the end of a sentence, or with an ellipsis, to the limit of its script in characters."""
    text = " ".join(text.split())
    limit = han if has_han(text) else latin
    if len(text) <= limit:
        return text
    ends = [found.end() for found in _SENTENCE_END.finditer(text[:limit])]
    if ends and ends[-1] >= limit // 3:
        return text[: ends[-1]]
    cut = text[: limit - 1]
    if not has_han(text):
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ,，、;；:：") + "…"
