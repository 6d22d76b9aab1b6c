"""The cache as a convenience: a server that is away, frozen or full is a miss, never an error."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from articles.wire.breaker import breaker_for
from articles.wire.client import TIMEOUT_SECONDS


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
        self._class = RedisCacheClient
        self.breaker = breaker_for(server if isinstance(server, str) else server[0])

    def _guarded(self, call: Callable[[], Any], away: Any) -> Any:
        if not self.breaker.allows():
            return away
        try:
            answer = call()
        except (RedisError, OSError):
            self.breaker.failed()
            return away
        self.breaker.answered()
        return answer

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return self._guarded(lambda: super(ResilientCache, self).add(key, value, *args, **kwargs), True)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._guarded(lambda: super(ResilientCache, self).get(key, default, version), default)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        self._guarded(lambda: super(ResilientCache, self).set(key, value, *args, **kwargs), None)

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return self._guarded(lambda: super(ResilientCache, self).touch(key, *args, **kwargs), False)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._guarded(lambda: super(ResilientCache, self).delete(key, version), False)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        return self._guarded(lambda: super(ResilientCache, self).get_many(keys, version), {})

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._guarded(lambda: super(ResilientCache, self).has_key(key, version), False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return self._guarded(lambda: super(ResilientCache, self).incr(key, delta, version), delta)

    def set_many(self, data: Mapping[Any, Any], *args: Any, **kwargs: Any) -> list[Any]:
        return self._guarded(lambda: super(ResilientCache, self).set_many(data, *args, **kwargs), list(data))

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        self._guarded(lambda: super(ResilientCache, self).delete_many(keys, version), None)

    def clear(self) -> bool:
        return self._guarded(super().clear, False)
