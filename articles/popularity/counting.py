"""Counts a look at an article once, in one round trip to Redis; always quick, whatever is broken.

The door of the beacon is three lines::

    counting.count(article_id, body=request.body, meta=request.META, now=timezone.now())
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})

because every answer must look alike. The page gets its token from ``tokens.token(article_id, now.date())``.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from redis import Redis
from redis.commands.core import Script

from articles.popularity import tallies, tokens, visitors
from articles.popularity.counter_keys import KINDS, Shard, shard_of
from articles.popularity.visitors import Keys, Look
from articles.popularity.waiting import QUEUE, Waiting
from articles.wire.client import ServerAway, line

MOST_BYTES = 200
SALT_SECONDS = 25 * 3600
SALT_KEPT = timedelta(minutes=1)  # in this process, so that a store which was emptied is noticed
NO_CAP = 2**53
AT_ONCE = 50  # waiting looks sent along with the next one

# KEYS 1 seen  2 visitor  3 network  4 epoch  5 open  6 brake
# ARGV 1 article  2 window  3 fresh epoch  4 visitor cap  5 network floor  6 network share
#      7 ''|doubt|robot  8 "{v0}:n:"
SCRIPT = """
local hour = math.floor(tonumber(redis.call('TIME')[1]) / 3600)
redis.call('SET', KEYS[4], ARGV[3], 'NX')
local stem = redis.call('GET', KEYS[4]) .. ':' .. hour .. ':'
local function count(kind)
  local counter = stem .. kind
  if redis.call('HINCRBY', ARGV[8] .. counter, ARGV[1], 1) == 1 then
    redis.call('SADD', KEYS[5], counter); redis.call('EXPIRE', ARGV[8] .. counter, 259200)
  end
  return kind
end
local function tally(key, seconds)
  local n = redis.call('INCR', key); if n == 1 then redis.call('EXPIRE', key, seconds) end
  return n
end
if ARGV[7] == 'robot' then return count('robot') end
if redis.call('EXISTS', KEYS[6]) == 1 then return count('doubt') end
if not redis.call('SET', KEYS[1], 1, 'NX', 'EX', ARGV[2]) then return count('repeat') end
local views = tonumber(redis.call('HGET', ARGV[8] .. stem .. 'view', ARGV[1]) or 0)
local visitor, network = tally(KEYS[2], ARGV[2]), tally(KEYS[3] .. ':' .. hour, 3600)
local allowed = math.max(tonumber(ARGV[5]), tonumber(ARGV[6]) * (views + 1))
if ARGV[7] == 'doubt' or visitor > tonumber(ARGV[4]) or network > allowed then return count('doubt') end
return count('view')
"""


def count(article_id: int, *, body: bytes, meta: Mapping[str, str], now: datetime) -> str:
    """Count what a beacon tells; ``meta`` is ``request.META``.

    Returns "view", "doubt", "repeat" or "robot" as counted; "waiting" or "dropped" while Redis is away; or why it
    was refused: "long", "token", "origin", "privacy", "prefetch". Nothing is raised.
    """
    reason = refusal(article_id, body=body, meta=meta, now=now)
    if reason:
        return tallies.refuse(reason)
    look = visitors.look(article_id, meta, now, settings.TRUSTED_PROXIES)
    kind = _try(Waiting(look), now)
    if kind in KINDS and len(QUEUE):
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
    arrived = 0
    for waiting in QUEUE.take(most, now):
        if _try(waiting, now) not in KINDS:
            break
        arrived += 1
    return arrived


def send(redis: "Redis", look: Look, keys: Keys) -> str:
    """Count ``look`` under its ``keys`` and say as which kind."""
    shard = shard_of(look.article_id, settings.VIEWS_SHARDS)
    names = [
        shard.key("seen", keys.visit),
        shard.key("visitor", keys.visitor),
        shard.key("net", keys.network),
        shard.key("epoch"),
        shard.key("open"),
        shard.key("brake"),
    ]
    answer: bytes = _script(redis)(names, _arguments(look, shard), client=redis)
    return answer.decode()


def _arguments(look: Look, shard: Shard) -> list[str | int | float]:
    return [
        look.article_id,
        settings.VIEWS_WINDOW,
        secrets.token_hex(16),
        settings.VIEWS_VISITOR_CAP,
        settings.VIEWS_NETWORK_FLOOR if look.network else NO_CAP,
        settings.VIEWS_NETWORK_SHARE,
        look.hint,
        shard.key("n") + ":",
    ]


def _try(waiting: Waiting, now: datetime) -> str:
    """The kind as which a look was counted; "waiting" or "dropped" when Redis did not say."""
    look, keys, since = waiting
    try:
        with line(settings.COUNTER_URL) as redis:
            keys = keys or visitors.keys(look, _salt(redis, look.day, now))
            return send(redis, look, keys)
    except ServerAway:
        return "waiting" if QUEUE.add(Waiting(look, keys, keys and (since or now))) else "dropped"


def _is_ours(meta: Mapping[str, str]) -> bool:
    """Whether one of our own pages speaks; where the browser does not say so, by the origin it names."""
    site = meta.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(meta.get("HTTP_ORIGIN", "")).netloc
    return bool(origin) and origin in {meta.get("HTTP_HOST"), urlsplit(settings.NEWSROOM_URL).netloc}


@lru_cache(maxsize=4)
def _script(redis: "Redis") -> Script:
    return redis.register_script(SCRIPT)


_salts: dict[date, tuple[bytes, datetime]] = {}


def _salt(redis: "Redis", day: date, now: datetime) -> bytes:
    """The salt of a UTC day, made by whoever asks first; it exists in Redis and, for a minute, here."""
    kept = _salts.get(day)
    if kept and abs(now - kept[1]) < SALT_KEPT:
        return kept[0]
    name = f"salt:{day:%Y-%m-%d}"
    with redis.pipeline(transaction=False) as pipe:
        pipe.set(name, secrets.token_bytes(16), nx=True, ex=SALT_SECONDS)
        pipe.get(name)
        salt: bytes = pipe.execute()[1]
    for old in [known for known in _salts if abs((known - day).days) > 1]:
        _salts.pop(old, None)
    _salts[day] = (salt, now)
    return salt
