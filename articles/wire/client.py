"""The one place where clients of the Redis-protocol server are made: short time-outs, no hidden retries."""

import logging
from functools import lru_cache
from typing import cast

from redis import Redis
from redis.backoff import NoBackoff
from redis.cluster import RedisCluster
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import RedisClusterException, RedisError
from redis.exceptions import TimeoutError as NoAnswer
from redis.retry import Retry

from articles.wire.breaker import breaker_for

TIMEOUT_SECONDS = 0.25
# A server that is silent is left alone; one that refuses (full, read-only) still answers the next question.
SILENCE = (NoConnection, NoAnswer, RedisClusterException, OSError)
CLUSTER = "cluster+"  # before the address of any one node of a cluster
log = logging.getLogger(__name__)


class ServerAway(Exception):
    """The server did not answer, now or a moment ago; whoever asked goes on without it."""


@lru_cache(maxsize=16)
def client(url: str, timeout: float = TIMEOUT_SECONDS) -> "Redis":
    """A client for ``url`` that gives up after ``timeout`` seconds. It never retries by itself.

    For ``cluster+redis://…`` it is a client of the whole cluster, which speaks as one of a server does; it asks the
    node at once. Raises what is in SILENCE when the node does not answer.
    """
    limits = {"socket_timeout": timeout, "socket_connect_timeout": timeout, "retry": Retry(NoBackoff(), 0)}
    if url.startswith(CLUSTER):
        return cast("Redis", RedisCluster.from_url(url.removeprefix(CLUSTER), **limits))
    return Redis.from_url(url, **limits)


class Line:
    """A guarded call: ``with line(url) as redis:`` raises ServerAway at once while the server rests."""

    def __init__(self, url: str, timeout: float = TIMEOUT_SECONDS) -> None:
        self.url = url
        self.timeout = timeout
        self.breaker = breaker_for(url)

    def __enter__(self) -> "Redis":
        if not self.breaker.allows():
            raise ServerAway("The server is left alone for a moment.")
        try:
            return client(self.url, self.timeout)
        except SILENCE as error:
            self.breaker.failed()
            raise ServerAway(str(error)) from error

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, SILENCE):
            self.breaker.failed()
            raise ServerAway(str(error)) from error
        self.breaker.answered()
        if isinstance(error, RedisError):
            log.warning("The Redis-protocol server refused: %s", error)
            raise ServerAway(str(error)) from error


def line(url: str, timeout: float = TIMEOUT_SECONDS) -> Line:
    """A guarded call to the server behind ``url``."""
    return Line(url, timeout)
