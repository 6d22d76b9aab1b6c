"""The names of everything kept in the counter's Redis; what shares a hash tag lives on one node."""

import zlib
from typing import NamedTuple

VIEW = "view"
KINDS = (VIEW, "doubt", "repeat", "robot")


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
