"""Turns the one address a setting gives into the several shapes that Django, Celery and redis-py want."""

import hashlib
import re
import urllib.parse
from pathlib import Path
from typing import TypedDict

from articles.popularity.decay import HALF_LIVES

SOCKET_PATH_LIMIT = 107  # bytes; Linux refuses a longer path of a Unix socket


def host(url: str) -> str:
    """The host name of ``url``."""
    return urllib.parse.urlsplit(url).hostname or "localhost"


def own_hosts(url: str) -> list[str]:
    """The hosts a newsroom at ``url`` answers to by default: its own, and this machine."""
    return list(dict.fromkeys([host(url), "localhost", "127.0.0.1", "[::1]"]))


def socket_path(folder: Path, spare: Path) -> Path:
    """Where the embedded server listens: in ``folder``, or in ``spare`` when that path would be too long."""
    wanted = folder / "valkey.sock"
    if len(bytes(wanted)) <= SOCKET_PATH_LIMIT:
        return wanted
    name = hashlib.sha256(bytes(folder)).hexdigest()[:16]
    return spare / f"newsroom-{name}" / "valkey.sock"


class RedisAddresses:
    """One server, several numbered databases: ``redis://host:6379``, ``rediss://…`` or ``unix:///socket``.

    ``redis://host:6379/8`` and ``unix:///socket?db=8`` count the databases from 8, so that two newsrooms can share
    a server. Raises ValueError for another scheme or a database that is no number.
    """

    def __init__(self, url: str) -> None:
        self.parts = urllib.parse.urlsplit(url)
        if self.parts.scheme not in {"redis", "rediss", "unix"}:
            raise ValueError("REDIS_URL must begin with redis://, rediss:// or unix://.")
        options = dict(urllib.parse.parse_qsl(self.parts.query))
        first = options.pop("db", "") or ("" if self.is_socket else self.parts.path.strip("/"))
        if first and not first.isdecimal():
            raise ValueError("REDIS_URL must end with the number of its first database, or with none.")
        self.first = int(first or 0)
        self.options = options

    @property
    def is_socket(self) -> bool:
        """Whether the server listens at a path of this machine."""
        return self.parts.scheme == "unix"

    def client(self, database: int) -> str:
        """The address for redis-py."""
        if self.is_socket:
            options = {**self.options, "db": self.first + database}
            return f"unix://{self.parts.netloc}{self.parts.path}?{urllib.parse.urlencode(options)}"
        query = f"?{urllib.parse.urlencode(self.options)}" if self.options else ""
        return f"{self.parts.scheme}://{self.parts.netloc}/{self.first + database}{query}"

    def broker(self, database: int) -> str:
        """The address for Celery, which names sockets in its own way."""
        if self.is_socket:
            return f"redis+socket://{self.parts.path}?virtual_host={self.first + database}"
        return self.client(database)


def counters(url: str) -> str:
    """The address of the views' own server as it is given, or of one node of a Redis Cluster after ``cluster+``.

    Raises ValueError for another scheme.
    """
    RedisAddresses(url.removeprefix("cluster+"))
    return url


class Mail(TypedDict):
    """How mail leaves the house."""

    backend: str
    folder: str
    host: str
    port: int
    user: str
    password: str
    tls: bool
    ssl: bool


MAIL_BACKENDS = {
    "smtp": "smtp",
    "smtps": "smtp",
    "console": "console",
    "file": "filebased",
    "memory": "locmem",
}


def mail(url: str, folder: Path) -> Mail:
    """``smtp://user:password@host:587``, ``smtps://…``, ``console:``, ``memory:`` or ``file:``; empty means file.

    ``file`` writes every message under ``folder``. Raises ValueError for another scheme.
    """
    parts = urllib.parse.urlsplit(url or "file:")
    if parts.scheme not in MAIL_BACKENDS or (parts.scheme.startswith("smtp") and not parts.hostname):
        raise ValueError(
            "EMAIL_URL must be smtp://user:password@host:587, smtps://…, console:, memory: or file:."
        )
    return Mail(
        backend=f"django.core.mail.backends.{MAIL_BACKENDS[parts.scheme]}.EmailBackend",
        folder=parts.path or str(folder),
        host=parts.hostname or "",
        port=parts.port or (465 if parts.scheme == "smtps" else 587),
        user=urllib.parse.unquote(parts.username or ""),
        password=urllib.parse.unquote(parts.password or ""),
        tls=parts.scheme == "smtp" and "tls=0" not in parts.query,
        ssl=parts.scheme == "smtps",
    )


def half_lives(raw: str) -> tuple[float, ...]:
    """``6,1`` as falling hours, each of them a half-life whose sum is kept. Raises ValueError otherwise."""
    values = tuple(float(part) for part in raw.split(","))
    if list(values) != sorted(set(values), reverse=True) or not set(values) <= set(HALF_LIVES):
        raise ValueError(raw)
    return values


def indexnow_key(words: str) -> str:
    """The key of IndexNow, which is also the name of a file. Raises ValueError."""
    if not re.fullmatch(r"[A-Za-z0-9-]{8,128}", words):
        raise ValueError("INDEXNOW_KEY must be 8 to 128 letters, digits or hyphens.")
    return words
