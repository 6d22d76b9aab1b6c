"""Who looks, as keyed hashes that name nobody, live minutes and link no two articles; never kept in SQL or a log."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple

from articles.popularity.robots import is_robot

# Offices, and proxies that hide addresses: no cap for such a network.
INNER_NETWORKS = [
    ip_network(network)
    for network in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
]
# The same as numbers, first and last of each, because every look is compared with all of them.
INNER_NUMBERS = {
    version: [
        (int(inner.network_address), int(inner.broadcast_address))
        for inner in INNER_NETWORKS
        if inner.version == version
    ]
    for version in (4, 6)
}
HASH_BYTES = 8
HOST_BITS = {4: 32 - 24, 6: 128 - 48}  # a /24, a /48


class Look(NamedTuple):
    """One look at one article. ``hint`` is empty, "doubt" or "robot"; ``day`` chooses the salt.

    ``eve`` is the day before in the first hour of a day, when the visit may have begun under the salt of that day.
    """

    article_id: int
    address: str
    network: str
    agent: str
    hint: str
    day: date
    eve: date | None = None


class Keys(NamedTuple):
    """The hashes of a look: this reader and article, this reader, this network and article.

    ``before`` is the visit as it was hashed yesterday, the same as ``visit`` except in the first hour of a day.
    """

    visit: str
    visitor: str
    network: str
    before: str


def look(article_id: int, meta: Mapping[str, str], now: datetime, proxies: int) -> Look:
    """The look that a request's headers tell of, through so many trusted ``proxies``."""
    agent = meta.get("HTTP_USER_AGENT", "")
    hint = "robot" if is_robot(agent) else "" if meta.get("HTTP_ACCEPT_LANGUAGE", "").strip() else "doubt"
    peer = address(meta, proxies)
    eve = now.date() - timedelta(days=1) if now.hour == 0 else None
    return Look(article_id, peer, network(peer), agent, hint, now.date(), eve)


def address(meta: Mapping[str, str], proxies: int) -> str:
    """The peer's address, or the one that so many trusted proxies back was seen; nothing else is believed."""
    forwarded = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    hops = [*forwarded, meta.get("REMOTE_ADDR", "")] if proxies else [meta.get("REMOTE_ADDR", "")]
    return hops[max(len(hops) - 1 - proxies, 0)]


def keys(look: Look, salt: bytes, eve_salt: bytes | None = None) -> Keys:
    """The hashes of ``look`` under the day's salt, and that of its visit under the eve's where it may be as old."""
    article = str(look.article_id)
    visit = (look.address, look.agent, article)
    return Keys(
        today := _hash(salt, "visit", *visit),
        _hash(salt, "visitor", look.address, look.agent),
        _hash(salt, "network", look.network, article),
        today if eve_salt is None else _hash(eve_salt, "visit", *visit),
    )


def network(text: str) -> str:
    """A name of the /24 or /48 around an address; empty for inner networks and for what is no address."""
    parsed = _parsed(text)
    if parsed is None:
        return ""
    number, version = int(parsed), parsed.version
    if any(first <= number <= last for first, last in INNER_NUMBERS[version]):
        return ""
    return f"{version}/{number >> HOST_BITS[version]:x}"


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    if text.startswith("[") or text.count(":") == 1:  # some proxies add the port
        text = text.rsplit(":", 1)[0].strip("[]")
    try:
        parsed = ip_address(text)
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed


def _hash(salt: bytes, *words: str) -> str:
    text = "\0".join(words).encode(errors="surrogateescape")
    return hashlib.blake2b(text, digest_size=HASH_BYTES, key=salt).hexdigest()
