"""The names of everything kept in the counter's Redis; what shares a hash tag lives on one node."""

import zlib
from typing import NamedTuple

VIEW, DOUBT, REPEAT, ROBOT = "view", "doubt", "repeat", "robot"
KINDS = (VIEW, DOUBT, REPEAT, ROBOT)  # as what a look is counted
READ, NOT_READ = "read", "noread"  # a read that counts, and one that does not
REFUSALS = ("long", "token", "origin", "privacy", "prefetch")
RECEIVED, DROPPED = "received", "dropped"
# What no article stands for: beacons by what became of them, counted under the number 0.
TOLD = (RECEIVED, DROPPED, *REFUSALS)
DISCARDED = "discard"  # doubts that somebody looked at and left out of the count
ADMITTED = "admitted" * 4  # the epoch of doubts that somebody let in, and of those that were discarded


class Counter(NamedTuple):
    """One counted hour of one kind in one life of the store."""

    epoch: str
    hour: int  # whole hours since 1970, by the clock of Redis
    kind: str

    @classmethod
    def parsed(cls, name: str) -> "Counter":
        """From ``<epoch>:<hour>:<kind>``. Raises ValueError."""
        epoch, hour, kind = name.split(":")
        return cls(epoch, int(hour), kind)

    def __str__(self) -> str:
        return f"{self.epoch}:{self.hour}:{self.kind}"


class Shard(int):
    """The keys of one shard."""

    @property
    def tag(self) -> str:
        return f"{{v{int(self)}}}"

    def key(self, *words: object) -> str:
        """``{v0}:open``, ``{v0}:n:<epoch>:<hour>:<kind>`` and so on."""
        return ":".join([self.tag, *map(str, words)])


def shard_of(article_id: int, shards: int) -> Shard:
    """Where an article is counted."""
    return Shard(zlib.crc32(str(article_id).encode()) % shards)
