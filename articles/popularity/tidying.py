"""Daily tidying: old lists get shorter, old hours become days, and expired salts leave the disk."""

import logging
from datetime import datetime

from django.conf import settings
from redis import Redis
from redis.cluster import RedisCluster
from redis.exceptions import ResponseError

from articles.popularity import days, keeping
from articles.wire.client import line

TIMEOUT_SECONDS = 5.0

logger = logging.getLogger(__name__)


def tidy(now: datetime) -> None:
    """Thin the stored lists, roll up old hours and let Redis write its file anew. Raises ServerAway."""
    shortened, dropped = keeping.thin(now)
    logger.info("%s lists were shortened, %s dropped.", shortened, dropped)
    logger.info("%s hours became days.", days.roll_up(now))
    rewrite_file()


def rewrite_file() -> None:
    """Ask Redis to write its append-only file anew, so that nothing that expired stays in it. Raises ServerAway."""
    with line(settings.COUNTER_URL, TIMEOUT_SECONDS) as redis:
        try:
            for server in _servers(redis):
                server.bgrewriteaof()
        except ResponseError as error:
            logger.warning("Redis does not write its file anew: %s", error)


def _servers(redis: "Redis") -> list["Redis"]:
    """The server, or each node of a cluster."""
    if isinstance(redis, RedisCluster):
        return [redis.get_redis_connection(node) for node in redis.get_nodes()]
    return [redis]
