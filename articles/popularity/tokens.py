"""The token that a live page carries: it shows that a view belongs to a public page, and identifies nobody."""

import base64
import hmac
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.conf import settings

LENGTH = 16  # base32 characters: 80 bits


def token(article_id: int, day: date) -> str:
    """The token of an article's page on a UTC ``day``, the same for every reader."""
    return sign(article_id, day, settings.SECRET_KEY)


def is_valid(given: str, article_id: int, now: datetime) -> bool:
    """Whether ``given`` is the page's token of today or yesterday, by any of the installation's secrets."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    days = (now.date(), now.date() - timedelta(days=1))
    wanted = (sign(article_id, day, secret) for secret in secrets for day in days)
    return any(hmac.compare_digest(given.encode(), right.encode()) for right in wanted)


@lru_cache(maxsize=4096)
def sign(article_id: int, day: date, secret: str | bytes) -> str:
    """The first characters of an HMAC-SHA256 whose key is derived from ``secret`` for this use alone."""
    secret_bytes = secret.encode() if isinstance(secret, str) else secret
    key = hmac.digest(secret_bytes, b"newsroom view token", "sha256")
    mac = hmac.digest(key, f"view|{article_id}|{day:%Y-%m-%d}".encode(), "sha256")
    return base64.b32encode(mac).decode()[:LENGTH]
