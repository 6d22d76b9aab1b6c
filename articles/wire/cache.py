"""The cache as a convenience: a server that is away, frozen or full is a miss, never an error."""

import logging
import pickle
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from articles.wire.breaker import breaker_for
from articles.wire.client import SILENCE, TIMEOUT_SECONDS

# What unpickling raises for a value that another version of the program has kept.
UNREADABLE = (pickle.UnpicklingError, AttributeError, ImportError, EOFError, IndexError, KeyError, TypeError)
# Counts of attempts to sign in: while the server is away, each process keeps its own, so that limits hold.
LIMITS = "allauth:rl:"
AWAY = object()
log = logging.getLogger(__name__)


class ResilientCache(RedisCache):
    """Django's Redis cache with short time-outs and the shared breaker.

    ``add`` answers True while the server is away: on False a lock or a rate limit would refuse everybody.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_timeout", TIMEOUT_SECONDS)
        options.setdefault("socket_connect_timeout", TIMEOUT_SECONDS)
        options.setdefault("retry", Retry(NoBackoff(), 0))
        super().__init__(server, params)
        self.breaker = breaker_for(re.split("[;,]", server)[0])
        self.spare = LocMemCache("limits", {})

    def _guarded(self, call: Callable[[], Any], away: Any) -> Any:
        if not self.breaker.allows():
            return away
        try:
            answer = call()
        except SILENCE:
            self.breaker.failed()
            return away
        except RedisError as error:
            log.warning("The cache refused: %s", error)
            answer = away
        self.breaker.answered()
        return answer

    def _read(self, call: Callable[[], Any], away: Any) -> Any:
        try:
            return self._guarded(call, away)
        except UNREADABLE:
            return away

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        """Whether the key was free; True while the server is away, but for what guards signing in."""
        free = self._guarded(lambda: super(ResilientCache, self).add(key, value, *args, **kwargs), AWAY)
        if free is AWAY:
            return self.spare.add(key, value, *args, **kwargs) if _is_limit(key) else True
        return bool(free)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The kept value, or ``default``."""
        found = self._read(lambda: super(ResilientCache, self).get(key, default, version), AWAY)
        if found is not AWAY and found is not default:
            return found
        return self.spare.get(key, default, version) if _is_limit(key) else default

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        """Keep ``value`` if the server listens."""
        kept = self._guarded(lambda: super(ResilientCache, self).set(key, value, *args, **kwargs), AWAY)
        if kept is AWAY and _is_limit(key):
            self.spare.set(key, value, *args, **kwargs)

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        """Whether the key lives on."""
        return self._guarded(lambda: super(ResilientCache, self).touch(key, *args, **kwargs), False)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Whether a key was forgotten."""
        if _is_limit(key):
            self.spare.delete(key, version)
        return self._guarded(lambda: super(ResilientCache, self).delete(key, version), False)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        """The kept values by key; what is missing is left out."""
        return self._read(lambda: super(ResilientCache, self).get_many(keys, version), {})

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Whether the key is kept."""
        return self._guarded(lambda: super(ResilientCache, self).has_key(key, version), False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """The raised number; ``delta`` while the server is away. Raises ValueError for an unknown key."""
        return self._guarded(lambda: super(ResilientCache, self).incr(key, delta, version), delta)

    def set_many(self, data: dict[Any, Any], *args: Any, **kwargs: Any) -> list[Any]:
        """The keys that were not kept."""
        return self._guarded(lambda: super(ResilientCache, self).set_many(data, *args, **kwargs), list(data))

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        """Forget every key."""
        self._guarded(lambda: super(ResilientCache, self).delete_many(keys, version), None)

    def clear(self) -> None:
        """Forget everything."""
        self.spare.clear()
        self._guarded(super().clear, None)


def _is_limit(key: object) -> bool:
    return isinstance(key, str) and key.startswith(LIMITS) and not key.endswith(":lock")
