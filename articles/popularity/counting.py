"""Counts a look at an article once, in one round trip to Redis; always quick, whatever is broken.

The door of the beacon is three lines::

    counting.count(article_id, body=request.body, meta=request.META, now=timezone.now())
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})

because every answer must look alike. The page gets its token from ``tokens.token(article_id, now.date())``.
"""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from articles.popularity import parts, sending, tallies, tokens, visitors
from articles.popularity.counter_keys import KINDS, NOT_READ, READ, ROBOT
from articles.popularity.waiting import QUEUE, Waiting

MOST_BYTES = 200
READ_WORD = b"read "  # before the token: the page was read, not only seen
AT_ONCE = 50  # waiting looks sent along with the next one
ARRIVED = {*KINDS, READ, NOT_READ}


def count(article_id: int, *, body: bytes, meta: Mapping[str, str], now: datetime) -> str:
    """Count what a beacon tells; ``meta`` is ``request.META``.

    Returns "view", "doubt", "repeat" or "robot" as counted, for a reading "read" or, where it counts nothing,
    "noread"; "gathered" while looks are sent in parts; "waiting" or "dropped" while Redis is away; or why it was
    refused: "long", "token", "origin", "privacy", "prefetch". Nothing is raised.
    """
    is_read = body.startswith(READ_WORD)
    if not is_read:
        tallies.receive()
    reason = refusal(article_id, body=body.removeprefix(READ_WORD), meta=meta, now=now)
    if reason:
        return reason if is_read else tallies.refuse(reason)
    look = visitors.look(article_id, meta, now, settings.TRUSTED_PROXIES)
    if is_read:
        look = look._replace(hint=NOT_READ if look.hint == ROBOT else READ)
    if settings.VIEWS_PARTS_MS:
        return parts.gather(look, now)
    kind = sending.send([Waiting(look)], now)[0]
    if kind in ARRIVED and len(QUEUE):
        send_waiting(now)
    return kind


def refusal(article_id: int, *, body: bytes, meta: Mapping[str, str], now: datetime) -> str:
    """Why a beacon is not looked at any further; empty when it is."""
    if len(body) > MOST_BYTES:
        return "long"
    if not tokens.is_valid(body.decode("ascii", "replace").strip(), article_id, now):
        return "token"
    if not _is_ours(meta):
        return "origin"
    if meta.get("HTTP_SEC_GPC", "").strip() == "1":
        return "privacy"
    purpose = f"{meta.get('HTTP_SEC_PURPOSE', '')} {meta.get('HTTP_PURPOSE', '')}".lower()
    return "prefetch" if "prefetch" in purpose or "prerender" in purpose else ""


def send_waiting(now: datetime, most: int = AT_ONCE) -> int:
    """Send up to ``most`` looks that wait in this process; how many arrived."""
    waiting = list(QUEUE.take(most, now))
    return sum(kind in ARRIVED for kind in sending.send(waiting, now)) if waiting else 0


def _is_ours(meta: Mapping[str, str]) -> bool:
    """Whether one of our own pages speaks; where the browser does not say so, by the origin it names."""
    site = meta.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(meta.get("HTTP_ORIGIN", "")).netloc
    return bool(origin) and origin in {meta.get("HTTP_HOST"), urlsplit(settings.NEWSROOM_URL).netloc}
