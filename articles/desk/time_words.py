"""The Chinese and English words for days and hours that a time field understands."""

import re

NOW = {"now", "现在", "马上", "立即"}
DAYS = {
    "today": 0, "今天": 0, "今日": 0, "今": 0, "tonight": 0,  # which is a part of the day as well
    "tomorrow": 1, "明天": 1, "明日": 1, "明": 1,
    "后天": 2, "the day after tomorrow": 2, "大后天": 3,
    "yesterday": -1, "昨天": -1, "昨日": -1, "昨": -1, "前天": -2, "the day before yesterday": -2,
}  # fmt: skip
_UNITS = {
    60: ("m", "min", "mins", "minute", "minutes", "分", "分钟"),
    3600: ("h", "hour", "hours", "小时", "个小时", "钟头", "个钟头"),
    86_400: ("d", "day", "days", "天"),
    604_800: ("w", "week", "weeks", "周", "星期", "个星期"),
}
_SECONDS = {name: seconds for seconds, names in _UNITS.items() for name in names}
_NUMERALS = {
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_NUMBER = "[0-9]{1,2}|[零一二两三四五六七八九十]{1,3}"
_LATIN_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# The hours that each part of the day can have on a clock of twelve, with the hours of 24 that they are.
_MORNING, _NOON = {hour: hour for hour in range(12)}, {12: 12}
_AFTERNOON = {hour: hour + 12 for hour in range(1, 12)}
_EVENING = {hour: hour + 12 for hour in range(5, 12)}  # 晚上12点 and 夜里2点 may belong to the day after
_PARTS_OF_A_DAY = (
    (("早上", "早晨", "清晨", "早"), _MORNING),
    (("凌晨", "am", "a.m."), {**_MORNING, 12: 0}),
    (("上午",), {**_MORNING, **_NOON}),
    (("中午",), {11: 11, **_NOON, 1: 13, 2: 14}),
    (("下午", "傍晚", "pm", "p.m."), {**_AFTERNOON, **_NOON}),
    (("晚上", "晚", "tonight"), _EVENING),
    (("夜里",), {hour: hour + 12 for hour in range(8, 12)}),
)
HOURS = {part: hours for parts, hours in _PARTS_OF_A_DAY for part in parts}
_LATE = ("中午", "下午", "傍晚", "晚上", "晚", "夜里", "pm", "p.m.", "tonight")  # 下午15点 is said too
_PARTS = "|".join(re.escape(part) for part in HOURS if not part.isascii())
_LATIN_PARTS = r"(?:am|pm|a\.m\.|p\.m\.)"

STEP = re.compile(
    rf"\s*(?P<count>[0-9]{{1,4}}(?:\.[0-9]{{1,2}})?|{_NUMBER})\s*"
    rf"(?P<unit>{'|'.join(sorted(map(re.escape, _SECONDS), key=len, reverse=True))})(?![a-z])"
    r"|\s*(?P<never>(?!))"
)
CLOCK = re.compile(
    rf"(?P<part_cn>{_PARTS})?\s*(?:"
    rf"(?<![0-9:])(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?::(?P<second>[0-9]{{2}}))?(?![0-9:])(?:\s*(?P<part>{_LATIN_PARTS}))?"
    rf"|(?P<hour_cn>{_NUMBER})[点时](?:(?P<half>半)|(?P<minute_cn>[0-9]{{1,2}}|[零一二三四五六七八九十]{{1,3}})分?|整)?钟?"
    rf"|(?<![0-9:])(?P<hour_only>[0-9]{{1,2}})\s*(?P<part_only>{_LATIN_PARTS})"
    r")"
)
WEEKDAY = re.compile(
    r"(?P<next>下个?|next )?(?:周|星期|礼拜)?"
    r"(?P<day>(?<=[周期拜])[一二三四五六日天]|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
FULL_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:[-/.年])(?P<month>[0-9]{1,2})(?:[-/.月])(?P<day>[0-9]{1,2})[日号]?"
)
MONTH_AND_DAY = re.compile(
    rf"(?P<month>{_NUMBER})(?:[-/月])(?P<day>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号]?"
)


def numeral(text: str) -> str:
    """``text`` in digits: ``十二`` is ``12``; digits stay. Raises ValueError for ``十十``."""
    if not text or not set(text) <= {*_NUMERALS, "十"}:
        return text
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return "".join(str(_NUMERALS[mark]) for mark in text)
    if "十" in tens or len(tens) > 1 or len(ones) > 1:
        raise ValueError(text)
    return str((_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0))


def seconds_of(unit: str) -> int:
    """How many seconds one of the unit has."""
    return _SECONDS[unit]


def weekday(name: str) -> int:
    """0 for Monday to 6 for Sunday."""
    return _LATIN_DAYS.index(name[:3]) if name.isascii() else "一二三四五六日".index(name.replace("天", "日"))


def on_the_clock(hour: int, part: str) -> int:
    """The hour of 24 that ``part`` of the day makes of ``hour``; 25 for none, or for one that may be of two days."""
    if not part or (part in _LATE and 13 <= hour <= 23):
        return hour
    return HOURS[part].get(hour, 25)
