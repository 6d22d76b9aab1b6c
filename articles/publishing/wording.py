"""Times as the newsroom says them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def newsroom_zone() -> ZoneInfo:
    """The zone in which the newsroom speaks."""
    return ZoneInfo(settings.NEWSROOM_TIME_ZONE)


def clock_time(moment: datetime) -> str:
    """``2026-11-22 12:00:00 UTC+08:00``, in the newsroom's zone."""
    local = moment.astimezone(newsroom_zone())
    offset = f"{local:%z}"
    return f"{local:%Y-%m-%d %H:%M:%S} UTC{offset[:3]}:{offset[3:]}"
