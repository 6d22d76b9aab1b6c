"""What Redis does in one step: count looks, and note what became of beacons. All keys of a call share a hash tag."""

from collections.abc import Sequence
from functools import lru_cache

from redis import Redis
from redis.commands.core import Script
from redis.exceptions import NoScriptError

# The epoch of the store, and a counter of one kind in the running hour; KEYS 1 epoch  2 open, ARGV 1 fresh epoch
# 2 "{v0}:n:".
_COUNTER = """
local hour = math.floor(tonumber(redis.call('TIME')[1]) / 3600)
redis.call('SET', KEYS[1], ARGV[1], 'NX')
local stem = redis.call('GET', KEYS[1]) .. ':' .. hour .. ':'
local function count(article, kind, times)
  local counter = stem .. kind
  if redis.call('HINCRBY', ARGV[2] .. counter, article, times) == times then
    redis.call('SADD', KEYS[2], counter); redis.call('EXPIRE', ARGV[2] .. counter, 259200)
  end
  return kind
end
"""
# KEYS 3 brake, then of each look  seen  visitor  network  before
# ARGV 3 window  4 visitor cap  5 network share, then of each look  article  ''|doubt|robot|read|noread  network floor
# ``seen`` holds how far a visit has come: 0 doubtful, 1 viewed, 2 read. ``before`` is the same under the salt of the
# day before, so that a visit goes on over midnight; the same key as ``seen`` in the rest of the day.
LOOKS = (
    _COUNTER
    + """
local braked = redis.call('EXISTS', KEYS[3]) == 1
local function tally(key, seconds)
  local n = redis.call('INCR', key); if n == 1 then redis.call('EXPIRE', key, seconds) end
  return n
end
local function look(article, hint, floor, seen, visitor, network, before)
  if hint == 'robot' or hint == 'noread' then return count(article, hint, 1) end
  local begun = before ~= seen and redis.call('EXISTS', before) == 1
  if hint == 'read' then
    if begun then seen = before end
    if redis.call('GET', seen) ~= '1' then return count(article, 'noread', 1) end
    redis.call('SET', seen, 2, 'KEEPTTL')
    return count(article, 'read', 1)
  end
  if braked then return count(article, 'doubt', 1) end
  if begun or not redis.call('SET', seen, 1, 'NX', 'EX', ARGV[3]) then return count(article, 'repeat', 1) end
  local views = tonumber(redis.call('HGET', ARGV[2] .. stem .. 'view', article) or 0)
  local own, neighbours = tally(visitor, ARGV[3]), tally(network .. ':' .. hour, 3600)
  local allowed = math.max(tonumber(floor), tonumber(ARGV[5]) * (views + 1))
  if hint == 'doubt' or own > tonumber(ARGV[4]) or neighbours > allowed then
    redis.call('SET', seen, 0, 'KEEPTTL')
    return count(article, 'doubt', 1)
  end
  return count(article, 'view', 1)
end
local kinds = {}
for place = 1, (#KEYS - 3) / 4 do
  local key, word = 4 * place - 1, 3 * place + 2
  kinds[place] = look(ARGV[word + 1], ARGV[word + 2], ARGV[word + 3],
    KEYS[key + 1], KEYS[key + 2], KEYS[key + 3], KEYS[key + 4])
end
return kinds
"""
)
# KEYS 3 the number of the last part that a process told
# ARGV 3 number of this part, then kind, times …
TALLIES = (
    _COUNTER
    + """
if tonumber(redis.call('GET', KEYS[3]) or 0) >= tonumber(ARGV[3]) then return 0 end
redis.call('SET', KEYS[3], ARGV[3], 'EX', 3600)
for place = 4, #ARGV, 2 do count(0, ARGV[place], tonumber(ARGV[place + 1])) end
return 1
"""
)
Call = tuple[Sequence[str], Sequence[str | int | float]]


@lru_cache(maxsize=8)
def script(redis: "Redis", words: str) -> Script:
    """The script as this client calls it."""
    return redis.register_script(words)


def run(redis: "Redis", words: str, calls: Sequence[Call]) -> list[list[bytes]]:
    """The answers of a script to several calls, in one round trip where one server answers for all of them."""
    known = script(redis, words)
    if not isinstance(redis, Redis):
        return [known(keys, arguments, client=redis) for keys, arguments in calls]
    if len(calls) == 1:
        return [_sure(redis, known, calls[0], _asked(redis, known, calls[0]))]
    with redis.pipeline(transaction=False) as pipe:
        for keys, arguments in calls:
            pipe.evalsha(known.sha, len(keys), *keys, *arguments)
        answers = pipe.execute(raise_on_error=False)
    return [_sure(redis, known, call, answer) for call, answer in zip(calls, answers, strict=True)]


def _asked(redis: "Redis", known: Script, call: Call) -> list[bytes] | Exception:
    """The answer to one call without what the client adds around a command: half of the time of a view is there."""
    keys, arguments = call
    words = ["EVALSHA", known.sha, str(len(keys)), *keys, *map(str, arguments)]
    packed = "".join([f"*{len(words)}\r\n", *(f"${len(word)}\r\n{word}\r\n" for word in words)]).encode(
        "ascii"
    )
    connection = redis.connection_pool.get_connection()
    try:
        connection.send_packed_command([packed])
        return connection.read_response()
    except NoScriptError as error:
        return error
    finally:
        redis.connection_pool.release(connection)


def _sure(redis: "Redis", known: Script, call: Call, answer: list[bytes] | Exception) -> list[bytes]:
    """The answer; a server that had forgotten the script did nothing yet, so it is asked again."""
    if isinstance(answer, NoScriptError):
        return known(*call, client=redis)
    if isinstance(answer, Exception):
        raise answer
    return answer
