"""Reads one front-matter value as the fact it should be, or says with its line why it is none."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from articles.text import cleaning
from articles.text import tags as tag_words
from articles.text.faults import FrontMatterError, shown
from articles.text.keys import Found
from articles.text.wording import gettext_noop

_WORDS = gettext_noop("“%(key)s” must be words, not a list or a mapping.")
_TOO_LONG = gettext_noop("“%(key)s” has %(length)d characters, and %(limit)d fit. Make it shorter.")
_NAMES = gettext_noop("“%(key)s” must be words or a list of words.")
_FLAG = gettext_noop("“%(key)s” is “%(value)s”, which is neither yes nor no. Write true or false.")
_WHOLE = gettext_noop("“%(key)s” is “%(value)s”, which is not a whole number.")
_RANGE = gettext_noop("“%(key)s” is %(value)s, and must lie between %(least)d and %(most)d.")
_DATE = gettext_noop("“%(key)s” is “%(value)s”, which is no date. Write it like 2024-01-15T08:30:00+08:00.")
_FOCAL = gettext_noop("“%(key)s” is “%(value)s”. It must be two numbers between 0 and 1, like 0.5, 0.3.")
_LANGUAGE = gettext_noop("“%(key)s” is “%(value)s”, which names no language. Write zh-hans or en.")

_YES = frozenset(("true", "yes", "y", "on", "1", "是"))
_NO = frozenset(("false", "no", "n", "off", "0", "否"))
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.0+)?")
_GROUPED = re.compile(r"\d{1,3}(?:[,_]\d{3})+")
_MOMENT = re.compile(
    r"(\d{4})(?:[-/.]|\s*年\s*)(\d{1,2})(?:[-/.]|\s*月\s*)(\d{1,2})(?:\s*日)?"
    r"(?:[Tt\s]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?"
    r"\s*([Zz]|UTC|[+-]\d{2}(?::?\d{2})?)?"
)
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_SIMPLIFIED = ("zh", "zh-cn", "zh-sg", "zh-hans-cn", "zh-hans-sg", "cn", "chinese", "中文", "简体中文")
_TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo", "zh-hant-tw", "zh-hant-hk", "繁體中文")
_LONGEST_LANGUAGE = 12


def words(found: Found, most: int | None = None) -> str:
    """Text on one line or several, trimmed; numbers and yes/no as they are spelled."""
    text = cleaning.clean(_spelled(found, found.value, _WORDS)).strip()
    if most is not None and len(text) > most:
        raise FrontMatterError(found.line, _TOO_LONG, {"key": found.key, "length": len(text), "limit": most})
    return text


def line(found: Found, most: int | None) -> str:
    """Text on one line."""
    return words(found._replace(value=cleaning.line(_spelled(found, found.value, _WORDS))), most)


def names(found: Found, most: int) -> list[str]:
    """A list, a list of lists, or a line of names, each once."""
    parts = [part for text in _texts(found, found.value) for part in tag_words.split(cleaning.clean(text))]
    for part in parts:
        if len(tag_words.key(part)) > most or len(part) > most:
            raise FrontMatterError(
                found.line, _TOO_LONG, {"key": found.key, "length": len(part), "limit": most}
            )
    return tag_words.distinct(parts)


def flag(found: Found) -> bool:
    """Yes or no; a foreign key may also give a weight, which is a yes unless it is 0."""
    text = str(found.value).strip().lower()
    if text in _YES or (not found.is_own and text.isdecimal() and int(text[:9]) > 0):
        return True
    if text in _NO:
        return False
    raise FrontMatterError(found.line, _FLAG, {"key": found.key, "value": shown(found.value)})


def whole(found: Found, least: int, most: int) -> int:
    """A whole number in a range, thousands parted or not."""
    text = str(found.value).strip()
    if _GROUPED.fullmatch(text):
        text = re.sub("[,_]", "", text)
    if isinstance(found.value, bool) or not _NUMBER.fullmatch(text):
        raise FrontMatterError(found.line, _WHOLE, {"key": found.key, "value": shown(found.value)})
    number = int(text.partition(".")[0])
    if not least <= number <= most:
        limits = {"key": found.key, "value": number, "least": least, "most": most}
        raise FrontMatterError(found.line, _RANGE, limits)
    return number


def minutes(found: Found) -> int:
    """``8``, ``8 min read`` or ``8 分钟``."""
    text = re.sub(r"\s*(?:minutes?|mins?|分钟)?(?:\s+read)?$", "", str(found.value).strip().lower()[:40])
    value = found.value if isinstance(found.value, bool) else text
    return whole(found._replace(value=value), least=1, most=10_000)


def moment(found: Found, zone: ZoneInfo) -> datetime:
    """A date or a moment, in ``zone`` if it names none; the answer is in UTC."""
    text = str(found.value).strip()
    try:
        return (_iso(text, zone) if _MOMENT.fullmatch(text) else _mail_date(text, zone)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise FrontMatterError(found.line, _DATE, {"key": found.key, "value": shown(found.value)}) from error


def focal(found: Found) -> tuple[float, float]:
    """``x, y`` as text, list or mapping, each between 0 and 1."""
    value = found.value
    if isinstance(value, Mapping):
        value = [value.get("x"), value.get("y")]
    parts = list(value) if isinstance(value, list) else re.split(r"\s*[,，\s]\s*", str(value).strip())
    try:
        x, y = (float(str(part)) for part in parts)
    except ValueError:
        x = y = -1.0
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise FrontMatterError(found.line, _FOCAL, {"key": found.key, "value": shown(found.value)})
    return x, y


def language(found: Found) -> str:
    """``zh-hans``, ``zh-hant``, ``en`` or another tag in lower case; regions of Chinese and English are dropped."""
    tag = str(found.value).strip().lower().replace("_", "-").partition(".")[0]
    if tag in _SIMPLIFIED:
        return "zh-hans"
    if tag in _TRADITIONAL:
        return "zh-hant"
    if tag == "english" or tag.startswith("en-"):
        return "en"
    if _LANGUAGE_TAG.fullmatch(tag) and len(tag) <= _LONGEST_LANGUAGE:
        return tag
    raise FrontMatterError(found.line, _LANGUAGE, {"key": found.key, "value": shown(found.value)})


def _spelled(found: Found, value: object, message: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | Mapping):
        raise FrontMatterError(found.line, message, {"key": found.key})
    return "" if value is None else str(value)


def _texts(found: Found, value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(found, item)
    else:
        yield _spelled(found, value, _NAMES)


def _iso(text: str, zone: ZoneInfo) -> datetime:
    match = _MOMENT.fullmatch(text)
    assert match is not None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    clock = f"{int(hour or 0):02}:{minute or '00'}:{second or '00'}.{(fraction or '0')[:6]:0<6}"
    bare = datetime.fromisoformat(f"{year}-{int(month):02}-{int(day):02}T{clock}")
    return bare.replace(tzinfo=_offset(offset) if offset else zone)


def _offset(text: str) -> tzinfo:
    if text.upper() in ("Z", "UTC"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:]) if len(text) > 3 else 0
    return timezone((1 if text[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


def _mail_date(text: str, zone: ZoneInfo) -> datetime:
    """``Mon, 15 Jan 2024 08:30:00 +0800``, as feeds and mails write it."""
    found = parsedate_to_datetime(text[:80])
    return found if found.tzinfo else found.replace(tzinfo=zone)
