"""Sends looks to Redis, one or a hundred in one round trip; what Redis does not confirm waits and is sent again."""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from redis import Redis

from articles.popularity import salts, scripts, tallies, visitors
from articles.popularity.counter_keys import Shard, shard_of
from articles.popularity.visitors import Keys, Look
from articles.popularity.waiting import QUEUE, Waiting
from articles.wire.client import ServerAway, line

NO_CAP = 2**53

Keyed = tuple[Look, Keys]


def send(waiting: Sequence[Waiting], now: datetime) -> list[str]:
    """The kind as which each look was counted; "waiting" or "dropped" when Redis did not say."""
    keyed: list[Keyed] = []
    try:
        with line(settings.COUNTER_URL) as redis:
            keyed = [(look, keys or _keys(redis, look, now)) for look, keys, _since in waiting]
            return _count(redis, keyed)
    except ServerAway:
        return [_wait(each, keyed, place, now) for place, each in enumerate(waiting)]


def tell() -> bool:
    """Tell Redis what became of this process' beacons; whether nothing is left to tell.

    Raises nothing: what cannot be told now is told the next time.
    """
    part = tallies.OWN.next_part()
    if part is None:
        return True
    words = [word for kind, times in sorted(part.times.items()) for word in (kind, times)]
    shard = Shard(0)
    try:
        with line(settings.COUNTER_URL) as redis:
            keys = [shard.key("epoch"), shard.key("open"), shard.key("told", part.process)]
            arguments = [secrets.token_hex(16), shard.key("n") + ":", part.number, *words]
            scripts.run(redis, scripts.TALLIES, [(keys, arguments)])
    except ServerAway:
        return False
    tallies.OWN.was_told(part)
    return True


def _keys(redis: "Redis", look: Look, now: datetime) -> Keys:
    eve_salt = salts.salt(redis, look.eve, now) if look.eve else None
    return visitors.keys(look, salts.salt(redis, look.day, now), eve_salt)


def _count(redis: "Redis", keyed: Sequence[Keyed]) -> list[str]:
    """Count looks shard by shard, each shard's in their order."""
    places: dict[Shard, list[int]] = defaultdict(list)
    for place, (look, _keys) in enumerate(keyed):
        places[shard_of(look.article_id, settings.VIEWS_SHARDS)].append(place)
    answers = scripts.run(
        redis, scripts.LOOKS, [_call(shard, [keyed[place] for place in own]) for shard, own in places.items()]
    )
    kinds = [""] * len(keyed)
    for own, answer in zip(places.values(), answers, strict=True):
        for place, kind in zip(own, answer, strict=True):
            kinds[place] = kind.decode()
    return kinds


def _call(shard: Shard, keyed: Sequence[Keyed]) -> scripts.Call:
    tag = shard.tag
    names = [f"{tag}:epoch", f"{tag}:open", f"{tag}:brake"]
    words: list[str | int | float] = [
        secrets.token_hex(16), f"{tag}:n:", settings.VIEWS_WINDOW, settings.VIEWS_VISITOR_CAP,
        settings.VIEWS_NETWORK_SHARE,
    ]  # fmt: skip
    floor = settings.VIEWS_NETWORK_FLOOR
    for look, keys in keyed:
        names += (
            f"{tag}:seen:{keys.visit}", f"{tag}:visitor:{keys.visitor}", f"{tag}:net:{keys.network}",
            f"{tag}:seen:{keys.before}",
        )  # fmt: skip
        words += (look.article_id, look.hint, floor if look.network else NO_CAP)
    return names, words


def _wait(waiting: Waiting, keyed: Sequence[Keyed], place: int, now: datetime) -> str:
    """Keep a look; with its keys where Redis may have counted it already."""
    look, keys, since = waiting
    keys = keyed[place][1] if keyed else keys
    return "waiting" if QUEUE.add(Waiting(look, keys, keys and (since or now))) else "dropped"
