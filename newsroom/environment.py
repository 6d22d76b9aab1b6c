"""Reads settings from the environment strictly: nonsense stops the start and names the variable."""

import os
import re
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

Value = TypeVar("Value")
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def parsed(name: str, default: Value, parse: Callable[[str], Value], wanted: str) -> Value:
    """The variable ``name`` through ``parse``; ``default`` when unset or empty.

    Raises ImproperlyConfigured with the variable's name and what was wanted instead.
    """
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    try:
        return parse(raw)
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"{name} is {_shown(raw)!r}, but must be {wanted}.") from error


def _shown(raw: str) -> str:
    """``raw`` without the name and password of an address, for this text ends in a log."""
    return re.sub(r"//[^@/]*@", "//…@", raw)


def text(name: str, default: str = "") -> str:
    """The variable as it stands, without surrounding blanks."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    """A yes or no: 1/0, true/false, yes/no, on/off."""

    def parse(raw: str) -> bool:
        if raw.lower() in TRUE:
            return True
        if raw.lower() in FALSE:
            return False
        raise ValueError(raw)

    return parsed(name, default, parse, "1 or 0 (also true/false, yes/no, on/off)")


def number(name: str, default: float, *, least: float, most: float) -> float:
    """A number between ``least`` and ``most``, both included."""

    def parse(raw: str) -> float:
        value = float(raw)
        if not least <= value <= most:
            raise ValueError(raw)
        return value

    return parsed(name, default, parse, f"a number from {least:g} to {most:g}")


def whole(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number between ``least`` and ``most``, both included."""

    def parse(raw: str) -> int:
        value = int(raw)
        if not least <= value <= most:
            raise ValueError(raw)
        return value

    return parsed(name, default, parse, f"a whole number from {least} to {most}")


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated list."""
    return parsed(
        name, default, lambda raw: [part.strip() for part in raw.split(",") if part.strip()], "a list"
    )


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of ``allowed``."""

    def parse(raw: str) -> str:
        if raw not in allowed:
            raise ValueError(raw)
        return raw

    return parsed(name, default, parse, "one of " + ", ".join(allowed))


def zone(name: str, default: str) -> str:
    """The name of a time zone that this machine knows."""

    def parse(raw: str) -> str:
        try:
            ZoneInfo(raw)
        except (ZoneInfoNotFoundError, OSError) as error:
            raise ValueError(raw) from error
        return raw

    return parsed(name, default, parse, "a time zone such as Asia/Shanghai")


def address(name: str, default: str) -> str:
    """A public base address: http or https, a host, no path; without a closing slash."""

    def parse(raw: str) -> str:
        parts = urllib.parse.urlsplit(raw)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
            raise ValueError(raw)
        return raw.rstrip("/")

    return parsed(name, default, parse, "an address such as https://news.example")


def service(name: str, default: str) -> str:
    """The https address of a service outside, with its path; http too, for one in the own network."""

    def parse(raw: str) -> str:
        parts = urllib.parse.urlsplit(raw)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError(raw)
        return raw

    return parsed(name, default, parse, "an address such as https://hub.example/publish")


def database(name: str, default: str) -> dict[str, object]:
    """A Django database entry from ``postgres://user:password@host:port/name`` or ``sqlite:///path``."""
    return parsed(name, _database(default), _database, "postgres://user:password@host/name or sqlite:///path")


def _database(raw: str) -> dict[str, object]:
    parts = urllib.parse.urlsplit(raw)
    if parts.scheme == "sqlite":
        return _sqlite(parts.path[1:])
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        return _postgres(parts)
    raise ValueError(raw)


def _sqlite(path: str) -> dict[str, object]:
    if not path:
        raise ValueError("sqlite without a path")
    # FULL costs under a millisecond a commit, and an acknowledged save survives a power cut.
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    options = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": pragmas}
    # Opening a file, reading its tables and setting the pragmas costs more than all that a readers' page asks of it.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 600,
        "OPTIONS": options,
    }


def _postgres(parts: urllib.parse.SplitResult) -> dict[str, object]:
    unquote = urllib.parse.unquote
    query = dict(urllib.parse.parse_qsl(parts.query))
    limits = "-c lock_timeout=5000 -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # A kept connection would fail once after a restart of the server without the health check.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 3, "options": limits, **query},
    }


def folder(name: str, default: Path) -> Path:
    """An absolute folder."""
    return parsed(name, default, lambda raw: Path(raw).expanduser().absolute(), "a folder")


def take_folder(option: str, name: str, arguments: list[str]) -> None:
    """Move ``option FOLDER`` or ``option=FOLDER`` from ``arguments`` into the variable ``name``.

    The settings need it before any command reads its own options.
    """
    for place, argument in enumerate(arguments):
        given, equals, value = argument.partition("=")
        if given == option and (equals or place + 1 < len(arguments)):
            os.environ[name] = value if equals else arguments[place + 1]
            del arguments[place : place + (1 if equals else 2)]
            return
