"""The salt of a UTC day: it lives in Redis and, for a minute, in this process; never in SQL or a log."""

import secrets
from datetime import date, datetime, timedelta

from redis import Redis

SECONDS = 25 * 3600
KEPT = timedelta(minutes=1)  # in this process, so that a store which was emptied is noticed
BYTES = 16

_salts: dict[date, tuple[bytes, datetime]] = {}


def salt(redis: "Redis", day: date, now: datetime) -> bytes:
    """The salt of ``day``, made by whoever asks first."""
    kept = _salts.get(day)
    if kept and abs(now - kept[1]) < KEPT:
        return kept[0]
    name = f"salt:{day:%Y-%m-%d}"
    with redis.pipeline(transaction=False) as pipe:
        pipe.set(name, secrets.token_bytes(BYTES), nx=True, ex=SECONDS)
        pipe.get(name)
        found: bytes = pipe.execute()[1]
    for old in [known for known in list(_salts) if abs((known - day).days) > 1]:
        _salts.pop(old, None)
    _salts[day] = (found, now)
    return found
