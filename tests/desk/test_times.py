"""A time field understands what editors type, and refuses the rest with a way out."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from articles.desk.times import NotATime, moment, typed

pytestmark = pytest.mark.usefixtures("in_english")
SHANGHAI, NEW_YORK, LONDON = (
    ZoneInfo(name) for name in ("Asia/Shanghai", "America/New_York", "Europe/London")
)
SUNDAY_NOON = datetime(2026, 11, 22, 12, 0, tzinfo=SHANGHAI)


def said(text: str, now: datetime = SUNDAY_NOON, zone: ZoneInfo = SHANGHAI) -> str:
    return f"{moment(text, now=now.astimezone(UTC), zone=zone).astimezone(zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("7:30", "2026-11-23 07:30"),
        ("０７：３０", "2026-11-23 07:30"),
        ("12:00", "2026-11-23 12:00"),
        ("12:01", "2026-11-22 12:01"),
        ("7点半", "2026-11-23 07:30"),
        ("晚上8点", "2026-11-22 20:00"),
        ("七点二十分", "2026-11-23 07:20"),
        ("明早7:30", "2026-11-23 07:30"),
        ("明天早上 7:30", "2026-11-23 07:30"),
        ("今晚9点", "2026-11-22 21:00"),
        ("后天下午3点", "2026-11-24 15:00"),
        ("中午12点", "2026-11-23 12:00"),
        ("后天中午1点", "2026-11-24 13:00"),
        ("明天下午15点", "2026-11-23 15:00"),
        ("明天凌晨12点", "2026-11-23 00:00"),
        ("tonight 8:30", "2026-11-22 20:30"),
        ("9 pm tonight", "2026-11-22 21:00"),
        ("周一9:00", "2026-11-23 09:00"),
        ("下周一9:00", "2026-11-23 09:00"),
        ("下周日9:00", "2026-11-29 09:00"),
        ("周日9:00", "2026-11-29 09:00"),
        ("周日21:00", "2026-11-22 21:00"),
        ("11月23日7:30", "2026-11-23 07:30"),
        ("11-23 07:30", "2026-11-23 07:30"),
        ("1月5日 8:00", "2027-01-05 08:00"),
        ("6-1 9:00", "2026-06-01 09:00"),
        ("5-1 9:00", "2027-05-01 09:00"),
        ("11-20 07:30", "2026-11-20 07:30"),
        ("11月22日7:30", "2026-11-22 07:30"),
        ("2026-12-01 08:15", "2026-12-01 08:15"),
        ("2026年12月1日 8点15分", "2026-12-01 08:15"),
        ("2026-12-01T08:15", "2026-12-01 08:15"),
        ("Mon 9am", "2026-11-23 09:00"),
        ("next Friday 5 pm", "2026-11-27 17:00"),
        ("tomorrow 7:30", "2026-11-23 07:30"),
        ("tomorrow at 7:30", "2026-11-23 07:30"),
        ("12am", "2026-11-23 00:00"),
        ("+2h", "2026-11-22 14:00"),
        ("+1h30m", "2026-11-22 13:30"),
        ("in 20 minutes", "2026-11-22 12:20"),
        ("2小时后", "2026-11-22 14:00"),
        ("昨天9:00", "2026-11-21 09:00"),
        ("yesterday 9am", "2026-11-21 09:00"),
        ("9:00 yesterday", "2026-11-21 09:00"),
        ("昨晚8点", "2026-11-21 20:00"),
        ("前天下午3点", "2026-11-20 15:00"),
        ("2小时前", "2026-11-22 10:00"),
        ("-1h30m", "2026-11-22 10:30"),
        ("20 minutes ago", "2026-11-22 11:40"),
        ("半", None),
        ("now", "2026-11-22 12:00"),
        ("现在", "2026-11-22 12:00"),
        ("2026-11-23T07:30+00:00", "2026-11-23 15:30"),
        ("2026-11-23T07:30Z", "2026-11-23 15:30"),
    ],
)
def test_what_editors_type_is_the_moment_they_mean(text: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(NotATime):
            said(text)
    else:
        assert said(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "25:00",
        "7:60",
        "tomorrow",
        "2026-02-30 08:00",
        "13月1日 8:00",
        "7:30 perhaps",
        "上午13点",
        "今晚12点",
        "夜里2点",
        "中午3点",
        "tonight 2:00",
        "+2x",
    ],
)
def test_what_is_not_understood_is_refused_with_examples(text: str) -> None:
    with pytest.raises(NotATime, match="明早7:30"):
        said(text)


def test_seconds_are_zero_and_a_wait_is_never_shortened() -> None:
    now = datetime(2026, 11, 22, 4, 0, 30, tzinfo=UTC)
    assert moment("+1h", now=now, zone=SHANGHAI) == datetime(2026, 11, 22, 5, 1, tzinfo=UTC)


def test_a_skipped_time_is_refused_with_the_nearest_two() -> None:
    now = datetime(2026, 3, 7, 12, 0, tzinfo=NEW_YORK)
    with pytest.raises(NotATime, match=r"skip 02:30 .* 2026-03-08 01:30 and 2026-03-08 03:30"):
        said("2026-03-08 02:30", now, NEW_YORK)


def test_a_doubled_time_offers_both_with_their_offsets() -> None:
    now = datetime(2026, 10, 24, 12, 0, tzinfo=LONDON)
    with pytest.raises(NotATime, match=r"2026-10-25 01:30\+01:00 or 2026-10-25 01:30\+00:00"):
        said("2026-10-25 01:30", now, LONDON)


@pytest.mark.parametrize(
    ("text", "now", "zone"),
    [
        ("2026-03-08 02:30", datetime(2026, 3, 7, 12, 0, tzinfo=NEW_YORK), NEW_YORK),
        ("2026-10-25 01:30", datetime(2026, 10, 24, 12, 0, tzinfo=LONDON), LONDON),
        ("1991-04-14 02:30", datetime(1991, 4, 1, 12, 0, tzinfo=SHANGHAI), SHANGHAI),
        ("1990-09-16 01:30", datetime(1990, 9, 1, 12, 0, tzinfo=SHANGHAI), SHANGHAI),
    ],
)
def test_both_ways_out_of_a_clock_change_can_be_taken(text: str, now: datetime, zone: ZoneInfo) -> None:
    with pytest.raises(NotATime) as refused:
        said(text, now, zone)
    assert len({moment(each, now=now.astimezone(UTC), zone=zone) for each in refused.value.offers}) == 2


def test_an_offered_time_is_understood() -> None:
    now = datetime(2026, 10, 24, 12, 0, tzinfo=LONDON)
    late = moment("2026-10-25 01:30+00:00", now=now, zone=LONDON)
    assert late == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert moment(typed(late, LONDON), now=now, zone=LONDON) == late


def test_the_old_summer_time_of_shanghai_counts() -> None:
    now = datetime(1988, 5, 1, 0, 0, tzinfo=UTC)
    assert moment("1988-07-01 08:00", now=now, zone=SHANGHAI) == datetime(1988, 6, 30, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-11-23 07:30", "2026-11-23 07:30:15"])
def test_a_field_shows_a_moment_as_it_can_be_typed_again(text: str) -> None:
    local = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    assert typed(local, SHANGHAI) == text
    assert moment(text, now=SUNDAY_NOON.astimezone(UTC), zone=SHANGHAI) == local
    assert typed(None, SHANGHAI) == ""
